"""``run.json``: what a run looked at, what it decided, and why; written and read here."""

from __future__ import annotations

import importlib.metadata
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import cattrs

from corpus_qa.config import ConfigUse
from corpus_qa.errors import UsageError
from corpus_qa.model import Check, ColumnUse, Crash, Family, LeftOutCount, Outcome, Problem, Reason
from corpus_qa.run.folder import RunFolder
from corpus_qa.run.tables import connect, fill, read_sql, sql_path
from corpus_qa.run.timing import Timings

# The layout of a run folder. 2: findings carry columns and the other article of a duplicate, and
# quotes.parquet is no longer called evidence.parquet.
FORMAT = 2

LIBRARIES = (
    "duckdb", "ftfy", "google-re2", "great-expectations", "htmldate", "pandera", "polars",
    "pyarrow", "rensa", "trafilatura",
)  # fmt: skip

# A run that crashes everywhere lists it some hundred times, not a million times.
MAX_LISTED = 200

# What is left out of the file where there is none of it.
OPTIONAL = ("change", "cache")


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
class SuiteUse:
    """The set of expectations that judged the run."""

    name: str
    source: str
    evaluated: int


@dataclass(frozen=True, slots=True)
class Change:
    """What a branch changes.

    Attributes:
        base: What it is compared with, as the user names it.
        commit: The merge base.
        files: How many files are new or differ.
        removed: How many files are gone.
        added: How many articles it adds or alters.
        folder: Where in the repository the command ran; paths start there. Empty: at its top.
    """

    base: str
    commit: str = ""
    files: int = 0
    removed: int = 0
    added: int = 0
    folder: str = ""


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
class CacheUse:
    """Of how many articles the results were at hand, and how many were examined."""

    folder: str
    examined: int
    reused: int
    damaged: int


@dataclass(frozen=True, slots=True)
class Tool:
    """The program that wrote the document."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings there are, by family and by check, and how many related pairs."""

    findings: int
    articles_with_findings: int
    families: Mapping[str, FamilyCount]
    checks: Mapping[str, CheckCount]
    duplicates: DuplicateCount = DuplicateCount()


@dataclass(frozen=True, slots=True)
class Document:
    """The whole of ``run.json``.

    ``change`` is what a gate judged, None if all articles were. ``statuses`` says how many findings
    are new, known, waived and fixed.
    """

    command: str
    verdict: str
    started_at: str
    seconds: float
    reasons: tuple[Reason, ...]
    input: Input
    suite: SuiteUse | None
    expectations: tuple[Outcome, ...]
    counts: Counts
    tool: Tool
    problems: tuple[Problem, ...] = ()
    left_out: tuple[LeftOutCount, ...] = ()
    columns: tuple[ColumnUse, ...] = ()
    crashes: tuple[Crash, ...] = ()
    statuses: Mapping[str, int] = field(default_factory=dict)
    change: Change | None = None
    cache: CacheUse | None = None
    baseline: str | None = None
    waivers: tuple[WaiverUse, ...] = ()
    timings: Timings = field(default_factory=Timings)
    versions: Mapping[str, str] = field(default_factory=dict)
    config: ConfigUse = field(default_factory=ConfigUse)
    format: int = FORMAT

    def as_plain(self) -> dict[str, Any]:
        """Return the content of the file."""
        # The tool first: by its name a folder is known as one of ours.
        plain = {"format": self.format, "tool": asdict(self.tool), **asdict(self)}
        for name in OPTIONAL:
            if plain[name] is None:
                del plain[name]
        return plain


def write_document(folder: RunFolder, document: Document) -> None:
    """Write ``run.json``."""
    text = json.dumps(document.as_plain(), indent=1, ensure_ascii=False)
    folder.document.write_text(text + "\n", encoding="utf-8")


def read_document(path: Path) -> Document:
    """Read ``run.json``.

    Raises:
        UsageError: The file is missing, is no JSON, or was written by another version.
    """
    if RunFolder(path.parent).shard.is_file():
        from corpus_qa.run.shard import refuse_shard  # noqa: PLC0415 - most folders are whole runs

        refuse_shard(path.parent)
    try:
        raw = _scrub(json.loads(path.read_bytes()))
    except FileNotFoundError as error:
        msg = f"{path.parent} is not a run folder: it has no {path.name}."
        raise UsageError(msg) from error
    except ValueError as error:
        msg = f"{path} cannot be read: {error}. Run corpus-qa validate again to write a new one."
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
    """Turn the content of ``run.json`` into values; keys that are not known are left out."""
    # Without validation in detail it raises what a wrong value raises, and not a group of errors.
    return cattrs.Converter(detailed_validation=False).structure(raw, Document)


def count_run(
    folder: RunFolder, memory: str, paths: Sequence[str], checks: Sequence[Check]
) -> tuple[Input, Counts]:
    """Count what a run looked at and what it found, from its tables."""
    with connect(folder.work, memory) as connection:

        def rows(name: str) -> list[tuple[Any, ...]]:
            query = read_sql("corpus_qa.run", "document")[name]
            return connection.execute(fill(query, {"run": sql_path(folder.path)})).fetchall()

        ((articles, characters, sites),) = rows("totals")
        languages = dict(rows("languages"))
        ((findings, flagged),) = rows("findings")
        families = {family: FamilyCount(*counts) for family, *counts in rows("families")}
        by_check = {check: counts for check, *counts in rows("checks")}
        ((pairs, clusters),) = rows("pairs")
        duplicates = DuplicateCount(pairs, clusters, dict(rows("kinds")))
    counts = Counts(
        findings,
        flagged,
        {str(family): families.get(str(family), FamilyCount()) for family in Family},
        {check.id: _count(check, by_check.get(check.id, (0, 0))) for check in checks},
        duplicates,
    )
    return Input(tuple(paths), articles, int(characters), sites, languages), counts


def _count(check: Check, counts: Sequence[int]) -> CheckCount:
    found, articles = counts
    kind = (check.name, str(check.family), str(check.severity))
    return CheckCount(*kind, found, articles, check.summary, check.page)


def this_tool() -> Tool:
    """Return the name and the version of this program."""
    return Tool("corpus-qa", importlib.metadata.version("corpus-qa"))


def library_versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that findings depend on."""
    versions = {name: importlib.metadata.version(name) for name in LIBRARIES}
    return {"python": platform.python_version(), **versions}


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
