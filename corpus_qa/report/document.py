"""The values of ``run.json``: what one run looked at, what it decided, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypeVar

from corpus_qa.errors import UsageError
from corpus_qa.model import Crash, Failing, Outcome, Problem, Reason, Severity

if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed import DataclassInstance

FORMAT = 1

Record = TypeVar("Record", bound="DataclassInstance")


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
        UsageError: The file is missing, is no JSON, or was written by a later version.
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
        msg = f"{path} has format {found}; this version of corpus-qa reads format {FORMAT}."
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
    known = {f.name for f in fields(make)}
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
