"""What the API takes as articles."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from corpus_qa.api.inputs import Articles, as_paths
from corpus_qa.errors import UsageError

ROWS = [{"text": "Café", "date": "2025-01-02", "n": 1}, {"text": "Müller", "date": None, "n": 2}]


def read(articles: Articles) -> list[object]:
    """Return what the readers get to see."""
    with as_paths(articles) as named:
        (path,) = map(Path, named.paths)
        if path.suffix == ".jsonl":
            return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        with pa.ipc.open_stream(path) as stream:
            return list(stream.read_all().to_pylist())


@pytest.mark.parametrize(
    "articles",
    [
        pa.Table.from_pylist(ROWS),
        pa.Table.from_pylist(ROWS).to_reader(),
        pl.DataFrame(ROWS),
        pd.DataFrame(ROWS).set_index(pd.Index(["x", "y"])),
        ROWS,
        iter(ROWS),
        tuple(ROWS),
    ],
    ids=lambda value: f"{type(value).__module__}.{type(value).__name__}",
)
def test_tables_and_iterables_of_mappings_are_articles(articles: Articles) -> None:
    assert read(articles) == ROWS


def test_a_hugging_face_dataset_is_read_in_batches_of_arrow() -> None:
    class Dataset:
        """What ``datasets.Dataset`` and ``IterableDataset`` have in common."""

        def with_format(self, name: str) -> Dataset:
            assert name == "arrow"
            return self

        def iter(self, batch_size: int) -> Iterator[pa.Table]:
            assert batch_size > 1
            yield from (pa.Table.from_pylist([row]) for row in ROWS)

        def __iter__(self) -> Iterator[object]:
            raise AssertionError

    assert read(Dataset()) == ROWS


def test_texts_are_articles() -> None:
    assert read(["One text.", "Another."]) == [{"text": "One text."}, {"text": "Another."}]


def test_paths_are_paths(tmp_path: Path) -> None:
    for articles in (str(tmp_path), tmp_path, [tmp_path], [tmp_path, tmp_path / "b"]):
        with as_paths(articles) as named:
            assert named.paths[0] == str(tmp_path)
            assert named.paths == named.shown


def test_a_text_that_names_a_file_is_not_taken_for_a_clean_article(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    for path in ("articles/one.txt", "articels.jsonl", str(tmp_path / "papers")):
        with pytest.raises(UsageError, match="pathlib"):
            read([path])
    assert read(["", "Yes", "東京/大阪の記事です。"])


@pytest.mark.parametrize("wrong", [{"train": ROWS}, 5, b"text", [5], [ROWS[0], None]])
def test_what_is_no_articles_is_refused(wrong: Articles) -> None:
    with pytest.raises(UsageError):
        read(wrong)


def test_values_that_json_cannot_hold_lose_no_article() -> None:
    odd = {"text": "half a \ud83d character", "n": 1 << 70, "bytes": b"\xff", 5: {1}}
    (seen,) = read([odd])
    assert isinstance(seen, dict)
    assert seen["text"] == "half a \N{REPLACEMENT CHARACTER} character"
    assert seen["n"] == str(1 << 70)


def test_an_iterable_is_never_held_as_a_whole() -> None:
    alive = 0

    class Record(dict[str, str]):
        def __init__(self) -> None:
            nonlocal alive
            super().__init__(text="The ferry sails.")
            alive += 1
            assert alive < 5

        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    assert len(read(Record() for _ in range(1000))) == 1000


def test_reports_name_what_was_given() -> None:
    with as_paths(pl.DataFrame(ROWS)) as named:
        assert named.shown == ("polars.DataFrame",)
        assert os.path.exists(named.paths[0])  # noqa: PTH110 - as readers see it
    assert not Path(named.paths[0]).exists()
