"""What was examined elsewhere is taken as it is, but for articles that have other ids now."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from inputs import run, write

from corpus_qa.dataset.join import join
from corpus_qa.dataset.store import Dataset
from corpus_qa.examine.parts import ExaminedPart, take_parts
from corpus_qa.model import Crash
from corpus_qa.run.tables import Parts


def shard(folder: Path, name: str, *ids: str) -> Dataset:
    lines = [json.dumps({"id": one, "text": f"{name} {one}"}) for one in ids]
    source = write(folder / name / "in", {f"{name}.jsonl": "\n".join(lines)})
    return run(source, folder / name / "out").dataset


def examined(folder: Path, dataset: Dataset, first_row: int) -> ExaminedPart:
    """Return a part that has a row for each article, and a crash for each."""
    ids = [one for batch in dataset.batches() for one in batch.records["article_id"].to_pylist()]
    folder.mkdir()
    rows = range(len(ids))
    pq.write_table(pa.table({"row": rows, "article_id": ids}), folder / "signals.parquet")
    pq.write_table(pa.table({"doc": rows}), folder / "bands.parquet")
    crashes = tuple(Crash("XX001", one, "", "") for one in ids)
    return ExaminedPart(folder, first_row, dataset.fragments, crashes)


def test_rows_of_parts_count_on_and_those_of_changed_articles_are_left_out(tmp_path: Path) -> None:
    datasets = [
        shard(tmp_path, "a", "1", "2"),
        shard(tmp_path, "b", "2"),
        shard(tmp_path, "c", "3"),
    ]
    parts = [
        examined(tmp_path / str(row), dataset, row)
        for row, dataset in zip((0, 2, 3), datasets, strict=True)
    ]
    joined = join(datasets, tmp_path / "joined")
    (tmp_path / "work").mkdir()
    with Parts(tmp_path / "work") as out:
        taken = take_parts(parts, joined, out)
    assert taken.fragments == {0, 2}
    signals = pq.read_table(tmp_path / "work" / "signals.parquet").to_pylist()
    assert signals == [
        {"row": 0, "article_id": "1"},
        {"row": 1, "article_id": "2"},
        {"row": 3, "article_id": "3"},
    ]
    assert pq.read_table(tmp_path / "work" / "bands.parquet").to_pydict() == {"doc": [0, 1, 3]}
    # What broke off on the first article called 2 is not told again, that of the second is.
    assert [crash.article_id for crash in taken.crashes] == ["1", "2", "3"]


def test_parts_of_an_unchanged_dataset_are_all_that_there_is(tmp_path: Path) -> None:
    dataset = shard(tmp_path, "a", "1", "2")
    part = examined(tmp_path / "part", dataset, 0)
    with Parts(tmp_path) as out:
        taken = take_parts([part], replace(dataset, path=dataset.path), out)
    assert taken.fragments == {0}
    assert len(taken.crashes) == 2
