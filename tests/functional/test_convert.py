"""Articles of every form become the same rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from inputs import (
    COMPRESSORS,
    PAGE,
    RECORDS,
    articles,
    as_arrow,
    as_csv,
    as_jsonl,
    as_parquet,
    only_article,
    run,
    write,
)

from corpus_qa.config import InputOptions
from corpus_qa.dataset.convert import convert
from corpus_qa.dataset.store import Dataset

WRITERS: Mapping[str, Callable[[Sequence[Mapping[str, Any]]], bytes]] = {
    "news.jsonl": as_jsonl,
    "news.ndjson": as_jsonl,
    "news.json": lambda records: json.dumps(records, indent=2).encode(),
    "wrapped.json": lambda records: json.dumps({"total": 3, "articles": records}).encode(),
    "lines.json": as_jsonl,
    "news.csv": as_csv,
    "semicolons.csv": lambda records: as_csv(records, ";"),
    "news.tsv": lambda records: as_csv(records, "\t"),
    "news.parquet": as_parquet,
    "news.arrow": as_arrow,
    "news.feather": as_arrow,
}


@pytest.mark.parametrize("suffix", COMPRESSORS)
@pytest.mark.parametrize("name", WRITERS)
def test_every_table_of_articles_becomes_the_same_rows(
    tmp_path: Path, name: str, suffix: str
) -> None:
    content = COMPRESSORS[suffix](WRITERS[name](RECORDS))
    source = write(tmp_path / "in", {name + suffix: content})
    conversion = run(source, tmp_path / "out")
    assert conversion.problems == ()
    rows = articles(conversion.dataset)
    assert [row.article_id for row in rows] == [f"{name}{suffix}#{n}" for n in (1, 2, 3)]
    for row, record in zip(rows, RECORDS, strict=True):
        assert (row.text, row.title, row.url) == (
            record["body"],
            record["headline"],
            record["link"],
        )
        assert row.source == name + suffix
        assert row.site == "example.co.uk"
        assert row.published_source == "field"
        assert row.extra is not None
        assert json.loads(row.extra) == {
            "section": record["section"],
            "published_raw": record["datePublished"],
        }
        assert (row.encoding, row.decode_errors) == ("utf-8", 0)
    assert [row.published_at for row in rows] == [
        datetime(2025, 2, 3, 6, 30, tzinfo=UTC),
        datetime(2025, 2, 4, tzinfo=UTC),
        datetime(2025, 2, 5, 6, tzinfo=UTC),
    ]


def test_the_line_of_a_record_is_kept_where_a_file_has_lines(tmp_path: Path) -> None:
    files = {"a.jsonl": as_jsonl(RECORDS), "b.csv": as_csv(RECORDS)}
    files["c.json"] = json.dumps(RECORDS, indent=1).encode()
    dataset = run(write(tmp_path / "in", files), tmp_path / "out").dataset
    assert [row.source_line for row in articles(dataset)] == [1, 2, 3, 2, 5, 7, 2, 9, 16]


def test_columns_of_the_configuration_come_before_the_known_names(tmp_path: Path) -> None:
    record = {"text": "A teaser.", "Full Story": "The whole story.", "when": "2025-03-01"}
    row = only_article(
        tmp_path,
        "a.jsonl",
        as_jsonl([record]),
        columns={"full_story": "text", "when": "published_at"},
    )
    assert row.text == "The whole story."
    assert row.published_at == datetime(2025, 3, 1, tzinfo=UTC)


def test_workers_make_the_same_dataset(tmp_path: Path) -> None:
    text = "The harbour of Brask was quiet. " * 120
    records = [{"id": f"n{n}", "text": f"{text}{n}", "date": "2025-01-02"} for n in range(3300)]
    lines = as_jsonl(records).replace(b'"n77"', b'"n77').replace(b"n99", b"caf\xe9")
    source = write(tmp_path / "in", {"a.jsonl": lines, "b.html": PAGE})
    alone = run(source, tmp_path / "one")
    together = run(source, tmp_path / "two", jobs=2)
    assert len(lines) > 12_000_000  # or no worker would be started
    assert alone.problems == together.problems
    assert len(alone.problems) == 1
    tables = [
        pa.Table.from_batches([b.records for b in c.dataset.batches()]).drop(["ingested_at"])
        for c in (alone, together)
    ]
    assert tables[0].equals(tables[1])


def test_progress_adds_up_to_the_articles(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.jsonl": as_jsonl(RECORDS), "b.txt": "Words."})
    seen: list[int] = []
    convert([source], tmp_path / "out", options=InputOptions(), progress=seen.append)
    assert sum(seen) == 4


def test_nothing_is_read_that_the_dataset_has_already(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.jsonl": as_jsonl(RECORDS), "b.txt": "Words."})
    first = run(source, tmp_path / "out")
    second = run(source, tmp_path / "out")
    assert (first.converted, first.kept, first.dropped) == (2, 0, 0)
    assert (second.converted, second.kept, second.dropped) == (0, 2, 0)
    assert second.dataset.fragments == first.dataset.fragments
    assert Dataset.open(tmp_path / "out", verify=True).rows == 4
