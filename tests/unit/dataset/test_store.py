"""A dataset is read in batches of bounded size."""

from __future__ import annotations

from pathlib import Path

from inputs import as_jsonl, run, write

from corpus_qa.model import ARTICLE_SCHEMA


def test_rows_are_streamed_in_batches_that_know_their_place(tmp_path: Path) -> None:
    records = [{"id": str(n), "text": "word " * 200} for n in range(2000)]
    dataset = run(write(tmp_path / "in", {"a.jsonl": as_jsonl(records)}), tmp_path / "out").dataset
    batches = list(dataset.batches(rows=300))
    assert dataset.rows == sum(batch.records.num_rows for batch in batches) == 2000
    assert all(batch.records.num_rows <= 300 for batch in batches)
    assert all(batch.records.schema.equals(ARTICLE_SCHEMA) for batch in batches)
    assert [batch.first_row for batch in batches] == [
        int(batch.articles[0].article_id) for batch in batches
    ]
    small = list(dataset.batches(max_bytes=10_000))
    assert all(sum(len(a.text) for a in batch.articles) <= 10_000 for batch in small)
