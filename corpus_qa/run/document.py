"""``run.json``: what a run looked at, what it decided, and why; written and read here."""

from __future__ import annotations

import importlib.metadata
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from corpus_qa.config import Config
from corpus_qa.errors import UsageError
from corpus_qa.model import (
    Check,
    Crash,
    Failing,
    Family,
    Outcome,
    Problem,
    Reason,
    Severity,
    Verdict,
)
from corpus_qa.run.tables import sql_path
from corpus_qa.run.timing import Clock

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class FamilyCount:
    """How many findings a family has, by severity, and in how many articles."""

    findings: int = 0
    articles: int = 0
    error: int = 0
    warning: int = 0
    note: int = 0


@dataclass(frozen=True, slots=True)
class CheckCount:
    """How many findings a check has; ``page`` is its documentation, empty where it was not kept."""

    name: str
    family: str
    severity: str
    findings: int = 0
    articles: int = 0
    summary: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class DuplicateCount:
    """How many pairs of related articles there are, by kind, and how many clusters they form."""

    pairs: int = 0
    clusters: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Input:
    """What was looked at."""

    paths: tuple[str, ...] = ()
    articles: int = 0
    characters: int = 0
    sites: int = 0
    languages: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suite:
    """The set of expectations that judged the run."""

    name: str
    source: str
    evaluated: int


@dataclass(frozen=True, slots=True)
class Change:
    """What a branch changes: its base, and how many articles it adds or alters."""

    base: str
    added: int = 0


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """A waiver, how many findings it covers, and whether it is used, unused or expired."""

    check: str
    reason: str
    owner: str
    expires: str
    state: str
    path: str = ""
    article: str = ""
    site: str = ""
    findings: int = 0

    @property
    def scope(self) -> str:
        """The articles that it is about."""
        named = (("path", self.path), ("article", self.article), ("site", self.site))
        return ", ".join(f"{kind} {name}" for kind, name in named if name)


@dataclass(frozen=True, slots=True)
class Document:
    """The whole of ``run.json``; ``raw`` is the same as it was read.

    ``change`` is what a gate judged, None if the whole corpus was. ``statuses`` tells how many
    findings are new, known, waived and fixed.
    """

    verdict: str
    command: str
    version: str
    started_at: str
    seconds: float
    reasons: tuple[Reason, ...]
    input: Input
    suite: Suite | None
    expectations: tuple[Outcome, ...]
    change: Change | None
    statuses: Mapping[str, int]
    baseline: str | None
    waivers: tuple[WaiverUse, ...]
    findings: int
    articles_with_findings: int
    families: Mapping[str, FamilyCount]
    checks: Mapping[str, CheckCount]
    duplicates: DuplicateCount
    problems: tuple[Problem, ...]
    crashes: tuple[Crash, ...]
    stages: Mapping[str, float]
    check_seconds: Mapping[str, float]
    versions: Mapping[str, str]
    config: Mapping[str, Any]
    raw: Mapping[str, Any]


def read_document(path: Path) -> Document:
    """Read ``run.json``.

    Raises:
        UsageError: The file is missing, is no JSON, or was written by another version.
    """
    try:
        raw = _scrub(json.loads(path.read_bytes()))
    except FileNotFoundError as error:
        msg = f"{path.parent} is not a run folder: it has no {path.name}."
        raise UsageError(msg) from error
    except ValueError as error:
        msg = f"{path} cannot be read: {error}. Run corpus-qa validate again to write it anew."
        raise UsageError(msg) from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        found = raw.get("format") if isinstance(raw, dict) else None
        msg = (
            f"{path} has format {found}; this version of corpus-qa reads format {FORMAT}. "
            "Run corpus-qa validate again."
        )
        raise UsageError(msg)
    try:
        return parse_document(raw)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        msg = f"{path} does not follow schemas/run.schema.json: {error!r}."
        raise UsageError(msg) from error


def parse_document(raw: Mapping[str, Any]) -> Document:
    """Turn the content of ``run.json`` into values."""
    counts, timings = raw["counts"], raw.get("timings", {})
    return Document(
        verdict=raw["verdict"],
        command=raw["command"],
        version=raw["tool"]["version"],
        started_at=raw["started_at"],
        seconds=raw["seconds"],
        reasons=tuple(map(_reason, raw["reasons"])),
        input=_record(Input, {**raw["input"], "paths": tuple(raw["input"]["paths"])}),
        suite=_record(Suite, raw["suite"]) if raw.get("suite") else None,
        expectations=tuple(map(_outcome, raw["expectations"])),
        change=_record(Change, raw["change"]) if raw.get("change") else None,
        statuses=raw.get("statuses", {}),
        baseline=raw.get("baseline"),
        waivers=_records(WaiverUse, raw.get("waivers", ())),
        findings=counts["findings"],
        articles_with_findings=counts["articles_with_findings"],
        families={k: _record(FamilyCount, v) for k, v in counts["families"].items()},
        checks={k: _record(CheckCount, v) for k, v in counts["checks"].items()},
        duplicates=_record(DuplicateCount, counts.get("duplicates", {})),
        problems=_records(Problem, raw.get("problems", ())),
        crashes=_records(Crash, raw.get("crashes", ())),
        stages=timings.get("stages", {}),
        check_seconds=timings.get("checks", {}),
        versions=raw.get("versions", {}),
        config=raw.get("config", {}),
        raw=raw,
    )


def _reason(raw: Mapping[str, Any]) -> Reason:
    return _record(Reason, {**raw, "severity": Severity(raw["severity"])})


def _outcome(raw: Mapping[str, Any]) -> Outcome:
    failing = _records(Failing, raw.get("failing") or ())
    return _record(Outcome, {**raw, "severity": Severity(raw["severity"]), "failing": failing})


def _records(make: type[Record], raws: Sequence[Mapping[str, Any]]) -> tuple[Record, ...]:
    return tuple(_record(make, raw) for raw in raws)


def _record(make: type[Record], raw: Mapping[str, Any]) -> Record:
    """Make a record from its JSON object; keys that this version does not know are left out."""
    known = {f.name for f in fields(make)}  # type: ignore[arg-type]
    return make(**{key: value for key, value in raw.items() if key in known})


def _scrub(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Replace lone surrogates, which file names can hold and no report can be encoded with."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_scrub(item) for item in value]
        case dict():
            return {_scrub(key): _scrub(item) for key, item in value.items()}
    return value


# The layout of a run folder. 2: findings carry columns and the other article of a duplicate, and
# quotes.parquet is no longer called evidence.parquet.
FORMAT = 2
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
    verdict: Verdict
    reasons: Sequence[Reason]
    outcomes: Sequence[Outcome]
    problems: Sequence[Problem]
    crashes: Sequence[Crash]
    accepted: Mapping[str, Any]


def run_document(
    run: Path,
    told: Told,
    config: Config,
    file: Path | None,
    clock: Clock,
    connection: duckdb.DuckDBPyConnection,
) -> dict[str, Any]:
    """Return the content of ``run.json``; the counts are read from the tables of the run."""
    return {
        "format": FORMAT,
        "tool": {"name": "corpus-qa", "version": importlib.metadata.version("corpus-qa")},
        "command": told.command,
        "verdict": str(told.verdict),
        "started_at": told.started.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "seconds": round(clock.elapsed(), 3),
        "reasons": [asdict(reason) for reason in told.reasons],
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
            "fingerprint": config.fingerprint(),
            "file": _seen_from_here(str(file)) if file else None,
            "values": config.values(),
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
    return connection.execute(query.format(run=sql_path(run))).fetchall()


def _versions() -> dict[str, str]:
    versions = {name: importlib.metadata.version(name) for name in LIBRARIES}
    return {"python": platform.python_version(), **versions}
