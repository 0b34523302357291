"""Duplicates as clusters: copies in the order of time, apart from shared passages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from report_runs import Shape, article, make_run, write_run

from corpus_qa.report.html import page as html
from corpus_qa.report.load import load_run


def pair(a: str, b: str, kind: str, cluster: int | None, keep: str | None) -> dict[str, Any]:
    scores = {"jaccard": 0.9, "a_in_b": 0.9, "b_in_a": 1.0, "known": False}
    return {"a": a, "b": b, "kind": kind, "cluster": cluster, "keep": keep} | scores


def test_copies_stand_in_the_order_of_time_with_the_one_to_keep(tmp_path: Path) -> None:
    days = (3, 1, 2)
    text = "(Reuters) - The same words."
    owners = [
        article(n, text, site=f"{n}.example", published_at=datetime(2026, 1, d, tzinfo=UTC))
        for n, d in enumerate(days)
    ]
    pairs = [
        pair("a000000", "a000001", "exact", 0, "a000001"),
        pair("a000001", "a000002", "near", 0, "a000001"),
        pair("a000000", "a000002", "overlap", None, None),
    ]
    run = load_run(write_run(tmp_path, owners, [], pairs))
    (cluster,) = run.clusters
    assert [copy.article_id for copy in cluster.copies] == ["a000001", "a000002", "a000000"]
    assert [copy.kept for copy in cluster.copies] == [True, False, False]
    assert cluster.story == "First on 1.example, then on 2.example, 0.example."
    assert cluster.agency == "Reuters"
    assert (cluster.size, run.copies, run.passages) == (3, 2, 1)


def test_copies_and_shared_passages_are_two_things_on_the_page(tmp_path: Path) -> None:
    page = html.render(load_run(make_run(tmp_path, Shape(pairs=8))))
    assert "6 pairs of copies in 6 clusters; 2 pairs of articles share a passage." in page
    assert page.index('id="duplicates"') < page.index('id="passages"')
