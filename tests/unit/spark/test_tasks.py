"""Tasks count once, whatever becomes of their attempts; needs no Spark."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from spark_runs import articles, dataset

from corpus_qa.dataset.store import Dataset
from corpus_qa.spark.tasks import ASIDE, divide, write_once


@pytest.mark.parametrize("size", [1, 9_000, 1 << 30])
@pytest.mark.parametrize("fragments", [1, 4])
def test_portions_hold_all_articles_once_and_in_order(
    tmp_path: Path, size: int, fragments: int
) -> None:
    opened = Dataset.open(dataset(articles(40), tmp_path / "dataset", fragments, 3))
    portions = divide(opened, 2, size)
    found = [
        (batch.first_row + place, article.article_id)
        for portion in portions
        for batch in portion.batches()
        for place, article in enumerate(batch.articles)
    ]
    assert found == [(row, f"n{row:08d}") for row in range(40)]
    assert sum(portion.rows for portion in portions) == 40
    assert len(portions) == {1: 14 if fragments == 1 else 16, 1 << 30: fragments}.get(
        size, len(portions)
    )


def test_of_two_attempts_the_first_that_is_whole_counts(tmp_path: Path) -> None:
    place = tmp_path / "parts" / "000000"
    for needed in (place.parent, tmp_path / ASIDE):
        needed.mkdir()

    def slow(folder: Path) -> None:
        (folder / "a").write_text("slow", encoding="utf-8")
        write_once(place, quick)

    def quick(folder: Path) -> None:
        (folder / "a").write_text("quick", encoding="utf-8")

    write_once(place, slow)
    assert (place / "a").read_text(encoding="utf-8") == "quick"
    assert list((tmp_path / ASIDE).iterdir()) == []


def test_an_attempt_that_fails_leaves_nothing(tmp_path: Path) -> None:
    place = tmp_path / "parts" / "000000"
    for needed in (place.parent, tmp_path / ASIDE):
        needed.mkdir()

    def full(folder: Path) -> None:
        (folder / "a").write_text("half", encoding="utf-8")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_once(place, full)
    assert list(tmp_path.rglob("a")) == []
