"""``run.json``: what a run did and decided, for reports and for other programs."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from corpus_qa.api.clock import Clock
from corpus_qa.api.settings import Settings
from corpus_qa.gate.verdict import Decision
from corpus_qa.model import Check, Crash, Family, Outcome, Problem

FORMAT = 1
LIBRARIES = (
    "duckdb",
    "ftfy",
    "google-re2",
    "great-expectations",
    "htmldate",
    "pandera",
    "polars",
    "pyarrow",
    "rensa",
    "trafilatura",
)

# A run that crashes everywhere tells it a hundred times, not a million times.
MAX_TOLD = 200

TOTALS_SQL = """
SELECT count(*), coalesce(sum(characters), 0), count(DISTINCT site)
FROM read_parquet('{run}/signals.parquet')
"""
LANGUAGES_SQL = """
SELECT coalesce(language, 'unknown') AS code, count(*) AS articles
FROM read_parquet('{run}/signals.parquet') GROUP BY ALL ORDER BY articles DESC, code LIMIT 50
"""
FINDINGS_SQL = """
SELECT count(*), count(DISTINCT article_id) FROM read_parquet('{run}/findings.parquet')
"""
FAMILIES_SQL = """
SELECT family, count(*), count(DISTINCT article_id),
  count(*) FILTER (severity = 'error'), count(*) FILTER (severity = 'warning'),
  count(*) FILTER (severity = 'note')
FROM read_parquet('{run}/findings.parquet') GROUP BY ALL
"""
CHECKS_SQL = """
SELECT "check", count(*), count(DISTINCT article_id)
FROM read_parquet('{run}/findings.parquet') GROUP BY ALL
"""
PAIRS_SQL = """
SELECT count(*), count(DISTINCT cluster) FROM read_parquet('{run}/duplicates.parquet')
"""
KINDS_SQL = """
SELECT kind, count(*) FROM read_parquet('{run}/duplicates.parquet') GROUP BY ALL ORDER BY ALL
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What the stages of a run hand to its document."""

    command: str
    started: datetime
    paths: Sequence[str]
    suite: tuple[str, str]
    checks: Sequence[Check]
    decision: Decision
    outcomes: Sequence[Outcome]
    problems: Sequence[Problem]
    crashes: Sequence[Crash]
    accepted: Mapping[str, Any]


def run_document(
    run: Path,
    told: Told,
    settings: Settings,
    clock: Clock,
    connection: duckdb.DuckDBPyConnection,
) -> dict[str, Any]:
    """Return the content of ``run.json``; the counts are read from the tables of the run."""
    return {
        "format": FORMAT,
        "tool": {"name": "corpus-qa", "version": importlib.metadata.version("corpus-qa")},
        "command": told.command,
        "verdict": str(told.decision.verdict),
        "started_at": told.started.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "seconds": round(clock.elapsed(), 3),
        "reasons": [asdict(reason) for reason in told.decision.reasons],
        "input": {"paths": list(told.paths), **_input(run, connection)},
        "suite": {
            "name": told.suite[0],
            "source": _seen_from_here(told.suite[1]),
            "evaluated": sum(outcome.status != "error" for outcome in told.outcomes),
        },
        "expectations": [asdict(outcome) for outcome in told.outcomes],
        "counts": _counts(run, told.checks, connection),
        **told.accepted,
        "problems": [asdict(problem) for problem in told.problems[:MAX_TOLD]],
        "crashes": [asdict(crash) for crash in told.crashes[:MAX_TOLD]],
        "timings": {
            "stages": {name: round(took, 4) for name, took in clock.stages.items()},
            "checks": {name: round(took, 4) for name, took in sorted(clock.checks.items())},
        },
        "versions": _versions(),
        "config": {
            "fingerprint": settings.config.fingerprint(),
            "file": _seen_from_here(str(settings.file)) if settings.file else None,
            "values": settings.config.values(),
        },
    }


def _seen_from_here(name: str) -> str:
    """Return a path as a person here would type it: the same on every machine."""
    path, here = Path(name), Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else name


def _input(run: Path, connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    articles, characters, sites = _rows(connection, TOTALS_SQL, run)[0]
    languages = dict(_rows(connection, LANGUAGES_SQL, run))
    return {
        "articles": articles,
        "characters": int(characters),
        "sites": sites,
        "languages": languages,
    }


def _counts(
    run: Path, checks: Sequence[Check], connection: duckdb.DuckDBPyConnection
) -> dict[str, Any]:
    findings, articles = _rows(connection, FINDINGS_SQL, run)[0]
    names = ("findings", "articles", "error", "warning", "note")
    families = {
        family: dict(zip(names, numbers, strict=True))
        for family, *numbers in _rows(connection, FAMILIES_SQL, run)
    }
    by_check = {check: numbers for check, *numbers in _rows(connection, CHECKS_SQL, run)}
    pairs, clusters = _rows(connection, PAIRS_SQL, run)[0]
    return {
        "findings": findings,
        "articles_with_findings": articles,
        "families": {
            str(family): families.get(str(family), dict.fromkeys(names, 0)) for family in Family
        },
        "checks": {check.id: _check(check, by_check.get(check.id, [0, 0])) for check in checks},
        "duplicates": {
            "pairs": pairs,
            "clusters": clusters,
            "kinds": dict(_rows(connection, KINDS_SQL, run)),
        },
    }


def _check(check: Check, numbers: Sequence[int]) -> Mapping[str, Any]:
    return {
        "name": check.name,
        "family": str(check.family),
        "severity": str(check.severity),
        "findings": numbers[0],
        "articles": numbers[1],
        "summary": check.summary,
        "page": check.page,
    }


def _rows(connection: duckdb.DuckDBPyConnection, query: str, run: Path) -> list[tuple[Any, ...]]:
    return connection.execute(query.format(run=str(run).replace("'", "''"))).fetchall()


def _versions() -> dict[str, str]:
    versions = {name: importlib.metadata.version(name) for name in LIBRARIES}
    return {"python": platform.python_version(), **versions}
