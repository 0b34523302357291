"""Two articles cannot have one id."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpus_qa.dataset.unique import _twice_large, check_unique
from corpus_qa.errors import InputError


def test_ids_are_compared_on_disk_as_in_memory(tmp_path: Path) -> None:
    def file(name: str, ids: list[str]) -> Path:
        table = pa.table(
            {
                "article_id": ids,
                "source": [name] * len(ids),
                "source_line": pa.array(range(1, len(ids) + 1), pa.int32()),
            }
        )
        pq.write_table(table, tmp_path / name)
        return tmp_path / name

    files = [file("a", ["x", "y"]), file("b", ["z", "y"])]
    assert _twice_large(files) == "y"
    assert _twice_large(files[:1]) is None
    check_unique(files[:1], 2)
    check_unique([], 0)
    with pytest.raises(InputError, match=r"“y”: a line 2 and b line 2"):
        check_unique(files, 4)
