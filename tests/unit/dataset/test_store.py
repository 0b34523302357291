"""A dataset is read in batches of bounded size."""

from __future__ import annotations

from pathlib import Path

from inputs import as_jsonl, run, write

from corpus_qa.dataset.store import Dataset
from corpus_qa.errors import InputError
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


def test_a_flipped_bit_in_a_footer_is_told_in_words(tmp_path: Path) -> None:
    records = [{"id": str(n), "text": f"Ferry {n} sails. " * 20} for n in range(20)]
    dataset = run(write(tmp_path / "in", {"a.jsonl": as_jsonl(records)}), tmp_path / "out").dataset
    (path,) = dataset.files
    whole = path.read_bytes()
    told = 0
    for place in range(1, 1600, 7):
        damaged = bytearray(whole)
        damaged[-place] ^= 1 << place % 8
        path.write_bytes(damaged)
        try:
            list(Dataset.open(dataset.path).batches())
        except InputError as error:
            assert "delete it and run `corpus-qa convert`" in str(error)  # noqa: PT017 - not all are damage
            told += 1
    assert told > 10
