"""Metrics of copies: within a run, against the index, among additions, and between sites."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from corpus_qa.expectations.metrics import Metric, measure, wilson
from corpus_qa.model import DUPLICATE_SCHEMA, FINDING_SCHEMA

# Five articles of one site, three of another; an article of the index is named in upper case.
SITES = {**dict.fromkeys("abcde", "north.example"), **dict.fromkeys("xyz", "south.example")}


def write_run(
    folder: Path, pairs: Iterable[tuple[str, str, str, str]], noted: Iterable[str] = ()
) -> Path:
    """Write the tables of a run; pairs are (a, b, kind, keep)."""
    pairs = list(pairs)
    dropped = {end for a, b, kind, keep in pairs for end in (a, b) if kind != "overlap"}
    dropped -= {keep for *_, keep in pairs}
    signals = {
        "article_id": list(SITES),
        "site": list(SITES.values()),
        "published_at": [None] * len(SITES),
        "decode_errors": [0] * len(SITES),
        "chrome_share": [0.0] * len(SITES),
    }
    pq.write_table(pa.table(signals), folder / "signals.parquet")
    rows = [
        {"a": a, "b": b, "kind": kind, "jaccard": 1.0, "a_in_b": 1.0, "b_in_a": 1.0}
        | {"cluster": None, "keep": keep, "known": b.isupper()}
        for a, b, kind, keep in pairs
    ]
    pq.write_table(pa.Table.from_pylist(rows, DUPLICATE_SCHEMA), folder / "duplicates.parquet")
    findings = [
        dict.fromkeys(FINDING_SCHEMA.names, None)
        | dict.fromkeys(("name", "message", "fingerprint"), "x")
        | {"article_id": article_id, "check": "DUP001", "family": "duplicate", "status": "new"}
        | {"severity": "note" if article_id in set(noted) else "error"}
        for article_id in sorted(dropped & SITES.keys())
    ]
    pq.write_table(pa.Table.from_pylist(findings, FINDING_SCHEMA), folder / "findings.parquet")
    return folder


def measured(run: Path, *, additions: bool = False) -> dict[tuple[str, str, str], Metric]:
    with duckdb.connect() as connection:
        metrics = measure(run, connection, (), additions=additions)
    return {(metric.scope, metric.key, metric.metric): metric for metric in metrics}


def counted(metric: Metric) -> tuple[int | None, int | None]:
    assert (metric.low, metric.high) == wilson(metric.numerator or 0, metric.denominator or 0)
    return metric.numerator, metric.denominator


def test_copies_that_are_not_kept_count_in_the_run_and_on_their_sites(tmp_path: Path) -> None:
    pairs = [("a", "b", "exact", "a"), ("a", "x", "near", "a"), ("c", "y", "overlap", "")]
    found = measured(write_run(tmp_path, pairs))
    assert counted(found["dataset", "all", "repeats_within_rate"]) == (2, 8)
    assert counted(found["site", "north.example", "repeats_within_rate"]) == (1, 5)
    assert counted(found["site", "south.example", "repeats_within_rate"]) == (1, 3)
    assert counted(found["dataset", "all", "repeats_corpus_rate"]) == (0, 8)


def test_articles_that_repeat_the_index_are_counted_apart(tmp_path: Path) -> None:
    pairs = [("a", "K", "exact", "K"), ("a", "L", "near", "L"), ("b", "K", "overlap", "K")]
    found = measured(write_run(tmp_path, pairs))
    assert counted(found["dataset", "all", "repeats_corpus_rate"]) == (1, 8)
    assert counted(found["dataset", "all", "repeats_within_rate"]) == (0, 8)


def test_versions_of_one_article_are_told_but_count_nowhere(tmp_path: Path) -> None:
    found = measured(write_run(tmp_path, [("a", "b", "near", "a")], noted="b"))
    assert counted(found["dataset", "all", "repeats_within_rate"]) == (0, 8)


def test_additions_repeat_each_other_or_what_was_there(tmp_path: Path) -> None:
    run = write_run(tmp_path, [("c", "d", "exact", "c"), ("e", "K", "contained", "K")])
    found = measured(run, additions=True)
    assert counted(found["additions", "all", "repeats_within_rate"]) == (1, 8)
    assert counted(found["additions", "all", "repeats_corpus_rate"]) == (1, 8)


def test_two_sites_share_what_the_smaller_one_has_in_common_with_the_other(tmp_path: Path) -> None:
    pairs = [("a", "x", "exact", "a"), ("b", "x", "near", "a"), ("c", "y", "contained", "c")]
    found = measured(write_run(tmp_path, [*pairs, ("d", "e", "exact", "d")]))
    shared = {key: counted(metric) for key, metric in found.items() if key[0] == "site-pair"}
    assert shared == {("site-pair", "north.example + south.example", "shared_rate"): (2, 3)}
