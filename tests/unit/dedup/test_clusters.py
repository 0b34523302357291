"""Clusters of copies, and the copy to keep."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from corpus_qa.dedup.compare import Doc, choose, cluster


def doc(row: int, **told: Any) -> Doc:
    defaults: dict[str, Any] = {
        "row": row,
        "article_id": f"n{row}",
        "source": f"n{row}.txt",
        "site": None,
        "url": None,
        "title": None,
        "published_at": None,
        "words": 400,
        "chrome_words": 0,
    }
    return Doc(**{**defaults, **told})


def day(number: int) -> datetime:
    return datetime(2026, 2, number, tzinfo=UTC)


def test_articles_that_are_linked_through_others_are_one_cluster() -> None:
    docs = {row: doc(row) for row in range(6)}
    found = cluster([(0, 1), (1, 2), (4, 5)], docs)
    assert [group.members for group in found] == [("n0", "n1", "n2"), ("n4", "n5")]
    assert [group.number for group in found] == [0, 1]


def test_no_pairs_make_no_clusters() -> None:
    assert cluster([], {}) == ()


def test_a_clean_copy_is_kept_before_a_raw_page() -> None:
    page = doc(0, words=420, chrome_words=90)
    kept, reason = choose([page, doc(1)])
    assert kept.article_id == "n1"
    assert "chrome" in reason


def test_a_complete_copy_is_kept_before_a_cut_one() -> None:
    kept, reason = choose([doc(0, words=200), doc(1, words=400)])
    assert kept.article_id == "n1"
    assert "complete" in reason


def test_a_copy_with_a_date_is_kept_before_one_without() -> None:
    kept, reason = choose([doc(0), doc(1, published_at=day(9))])
    assert kept.article_id == "n1"
    assert "date" in reason


def test_the_earliest_of_equal_copies_is_kept() -> None:
    kept, reason = choose([doc(0, published_at=day(9)), doc(1, published_at=day(2))])
    assert kept.article_id == "n1"
    assert "earliest" in reason


def test_of_copies_that_nothing_tells_apart_the_first_by_id_is_kept() -> None:
    kept, reason = choose([doc(2), doc(1)])
    assert kept.article_id == "n1"
    assert "id" in reason


def test_a_few_words_more_do_not_make_a_copy_more_complete() -> None:
    kept, _ = choose([doc(0, words=410), doc(1, words=400, published_at=day(1))])
    assert kept.article_id == "n1"
