"""Metrics: one number per dataset, site and change, each rate with its counts and its interval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from corpus_qa.model import METRIC_SCHEMA, Check, Family
from corpus_qa.run.folder import RunFolder
from corpus_qa.run.tables import connect, fill, read_sql, sql_path
from corpus_qa.text.numbers import wilson

# The checks that say that an article repeats another.
COPY_CHECKS = ("DUP001", "DUP002", "DUP003")


def load_repeats(run: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``repeats``: which articles repeat another of the run, or one of the index."""
    connection.execute(_query("repeats", {"run": sql_path(run)}))


def shared_between_sites(
    run: Path, connection: duckdb.DuckDBPyConnection
) -> Iterator[tuple[str, int, int]]:
    """Yield two sites, the articles of the smaller one that the other has too, and all of it."""
    yield from connection.execute(_query("site_pairs", {"run": sql_path(run)})).fetchall()


# How articles without a site are shown; no registrable domain looks like it.
NO_SITE = "(no site)"

# The metric of two sites, and its scope.
SHARED, SITE_PAIR = "shared_rate", "site-pair"


@dataclass(frozen=True, slots=True)
class Metric:
    """One number, in the columns of ``METRIC_SCHEMA``."""

    scope: str
    key: str
    metric: str
    value: float
    numerator: int | None = None
    denominator: int | None = None
    low: float | None = None
    high: float | None = None


def rate_columns() -> Mapping[str, str]:
    """Return the rates that every run has: metric -> the column of articles that it counts."""
    families = {f"{family}_rate": f"has_{family}" for family in Family}
    errors = {f"{family}_error_rate": f"fails_{family}" for family in Family}
    others = {
        "flagged_rate": "flagged",
        "error_rate": "failed",
        "missing_date_rate": "undated",
        "undecoded_rate": "undecoded",
        "repeats_within_rate": "repeats_within",
        "repeats_corpus_rate": "repeats_corpus",
    }
    return families | errors | others


def metric_names(checks: Iterable[Check]) -> frozenset[str]:
    """Return every column that a suite over metrics may name."""
    rates = [*rate_columns(), SHARED, *(check_metric(check.id) for check in checks)]
    bounds = [f"{rate}_{bound}" for rate in rates for bound in ("low", "high")]
    return frozenset(["scope", "key", "articles", "chrome_share", *rates, *bounds])


def check_metric(check: str) -> str:
    """Return the name of the rate of articles that a check flagged with error or warning."""
    return f"{check}_rate"


def measure_run(
    folder: RunFolder, memory: str, checks: Sequence[Check], *, additions: bool
) -> list[Metric]:
    """Write the metrics of a run to its folder, and return them; as ``measure`` in all else."""
    with connect(folder.work, memory) as connection:
        metrics = measure(folder.path, connection, checks, additions=additions)
    pq.write_table(metrics_table(metrics), folder.metrics)
    return metrics


def measure(
    run: Path,
    connection: duckdb.DuckDBPyConnection,
    checks: Sequence[Check],
    *,
    additions: bool = False,
) -> list[Metric]:
    """Return the metrics of a run from its findings and signals.

    ``additions`` tells that its articles are those that a change adds: they are also measured by
    what is new in them. Without any there is nothing to measure, and no metric of that scope.
    """
    ids = [check.id for check in checks]
    load_repeats(run, connection)
    _load_articles(run, connection, "'new', 'known'")
    scopes = (("dataset", "'all'"), ("site", "site"))
    metrics = [
        metric for scope, key in scopes for metric in _measure_scope(connection, scope, key, ids)
    ]
    shared = shared_between_sites(run, connection)
    metrics += [_rate(SITE_PAIR, key, SHARED, both, articles) for key, both, articles in shared]
    if additions:
        _load_articles(run, connection, "'new'")
        metrics += _measure_scope(connection, "additions", "'all'", ids)
    return metrics


def _load_articles(run: Path, connection: duckdb.DuckDBPyConnection, counted: str) -> None:
    """Make the table ``article``: a row each, with what findings of ``counted`` statuses say."""
    flags = [(f"has_{name}", f"fails_{name}", f"family = '{name}'") for name in Family]
    values = {
        "run": sql_path(run),
        "no_site": NO_SITE,
        "counted": counted,
        "copies": ", ".join(f"'{check}'" for check in COPY_CHECKS),
        "families": ", ".join(f"coalesce(f.{has}, FALSE) AS {has}" for has, _, _ in flags),
        "errors": ", ".join(f"coalesce(f.{fails}, FALSE) AS {fails}" for _, fails, _ in flags),
        "family_flags": ", ".join(f"bool_or({of}) AS {has}" for has, _, of in flags),
        "error_flags": ", ".join(
            f"bool_or({of} AND severity = 'error') AS {fails}" for _, fails, of in flags
        ),
    }
    connection.execute(f"CREATE OR REPLACE TEMP TABLE article AS {_query('articles', values)}")


def _query(name: str, values: Mapping[str, object]) -> str:
    return fill(read_sql("corpus_qa.expectations", "metrics")[name], values)


def _measure_scope(
    connection: duckdb.DuckDBPyConnection, scope: str, key: str, checks: Sequence[str]
) -> Iterator[Metric]:
    rates = rate_columns()
    sums = ", ".join(f"count(*) FILTER ({column}) AS {name}" for name, column in rates.items())
    by_check = connection.execute(_query("checks", {"key": key})).fetchall()
    flagged = {(group, check): articles for group, check, articles in by_check}
    rows = connection.execute(_query("rates", {"key": key, "sums": sums})).fetchall()
    for group, articles, chrome_share, *counts in rows:
        yield Metric(scope, group, "articles", float(articles))
        yield Metric(scope, group, "chrome_share", float(chrome_share or 0.0))
        for name, count in zip(rates, counts, strict=True):
            yield _rate(scope, group, name, count, articles)
        for check in checks:
            count = flagged.get((group, check), 0)
            if count or scope != "site":
                yield _rate(scope, group, check_metric(check), count, articles)


def _rate(scope: str, key: str, name: str, numerator: int, denominator: int) -> Metric:
    low, high = wilson(numerator, denominator)
    return Metric(scope, key, name, numerator / denominator, numerator, denominator, low, high)


def metrics_table(metrics: Sequence[Metric]) -> pa.Table:
    """Return metrics as rows of ``METRIC_SCHEMA``."""
    columns = {name: [getattr(metric, name) for metric in metrics] for name in METRIC_SCHEMA.names}
    return pa.table(columns, schema=METRIC_SCHEMA)


def frames(metrics: Sequence[Metric], checks: Iterable[Check]) -> dict[str, pa.Table]:
    """Return one wide table per scope: a row per key, a column per metric and bound of a rate.

    A rate that a site does not have is 0: no article of it was flagged.
    """
    names = sorted(metric_names(checks) - {"scope", "key"})
    rows: dict[str, dict[str, dict[str, float]]] = {}
    for metric in metrics:
        row = rows.setdefault(metric.scope, {}).setdefault(metric.key, {})
        row[metric.metric] = metric.value
        if metric.low is not None and metric.high is not None:
            row[f"{metric.metric}_low"] = metric.low
            row[f"{metric.metric}_high"] = metric.high
    return {
        scope: pa.table(
            {
                "scope": [scope] * len(keys),
                "key": list(keys),
                **{name: [row.get(name, 0.0) for row in keys.values()] for name in names},
            }
        )
        for scope, keys in rows.items()
    }
