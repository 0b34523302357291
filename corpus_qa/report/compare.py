"""Two runs beside each other: what is new, what is gone, which rates and which sites got worse.

Only what both runs looked for is compared; what one of them did not look for is said.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import cattrs
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.errors import UsageError
from corpus_qa.model import Family
from corpus_qa.report.causes import change_of, count_findings
from corpus_qa.run.document import Document, read_document
from corpus_qa.run.folder import COMPARED, COMPARISON, path_from_here
from corpus_qa.run.tables import add_tables, open_tables, read_sql
from corpus_qa.text.numbers import count, percent, wilson

if TYPE_CHECKING:  # slow to import
    import duckdb

FAMILIES = tuple(map(str, Family))
# Standard errors of the difference of two rates from which it is no chance: for the corpus (95 of
# 100), and for the many sites of it, of which some would always look different (Bonferroni, fifty).
SURE, SURE_OF_SITES = 1.96, 3.29
MOST_SITES, MOST_CHECKS = 12, 12
# Rates of sites are compared from so many articles in either run.
SITE_ARTICLES = 5


@dataclass(frozen=True, slots=True)
class RunName:
    """A run as a comparison names it."""

    path: str
    started_at: str
    verdict: str
    articles: int


@dataclass(frozen=True, slots=True)
class CheckChange:
    """How many findings of a check are new, gone, and in both runs."""

    check: str
    name: str
    new: int
    gone: int
    persisting: int


@dataclass(frozen=True, slots=True)
class RateChange:
    """A rate in both runs: counts, articles, and in how many standard errors they differ.

    ``key`` is a site, or ``all``. ``errors`` is positive where the later rate is higher: worse.
    """

    key: str
    family: str
    before: int
    before_of: int
    after: int
    after_of: int
    since: str = ""

    @property
    def was(self) -> float:
        """The earlier rate."""
        return self.before / self.before_of

    @property
    def now(self) -> float:
        """The later rate."""
        return self.after / self.after_of

    @property
    def errors(self) -> float:
        """By how many (pooled) standard errors the later rate is higher."""
        pooled = (self.before + self.after) / (self.before_of + self.after_of)
        error = math.sqrt(pooled * (1 - pooled) * (1 / self.before_of + 1 / self.after_of))
        return (self.now - self.was) / error if error else 0.0

    @property
    def arrow(self) -> str:
        """Whether it is higher, lower, or the same as far as anybody can tell."""
        sure = SURE if self.key == "all" else SURE_OF_SITES
        return "↑" if self.errors > sure else "↓" if self.errors < -sure else "="

    @property
    def interval(self) -> str:
        """The 95 % interval of the later rate."""
        low, high = wilson(self.after, self.after_of)
        return f"{percent(low)} to {percent(high)}"

    def told(self) -> str:
        """Return the change in one sentence."""
        name = "all articles" if self.key == "all" else self.key
        what = "no date, or a doubtful one," if self.family == "date" else f"{self.family} findings"
        since = f" {self.since}" if self.since else ""
        return f"{name}: {percent(self.now)} of the articles have {what}{self._was()}{since}"

    def _was(self) -> str:
        gap = " " if self.family == "date" else ", "
        return f"{gap}{percent(self.was)} in the earlier run."


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from an earlier run to a later one.

    ``only_earlier`` and ``only_later`` are the checks that one of them did not run, which are not
    compared, and ``families`` those whose rates therefore are not. ``remarks`` say in words what
    else differs. ``worse`` and ``better`` are sites, those with the surest difference first.
    """

    earlier: RunName
    later: RunName
    new: int
    gone: int
    persisting: int
    added: int
    removed: int
    checks: tuple[CheckChange, ...]
    rates: tuple[RateChange, ...]
    worse: tuple[RateChange, ...]
    better: tuple[RateChange, ...]
    only_earlier: tuple[str, ...] = ()
    only_later: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def headline(self) -> str:
        """Return what changed, in one sentence."""
        names = ((self.new, "new"), (self.gone, "gone"), (self.persisting, "in both runs"))
        told = ", ".join(f"{count(number)} {name}" for number, name in names)
        since = self.earlier.started_at[:10]
        return f"Compared with the run of {since} ({self.earlier.path}): findings {told}."


def _query(name: str) -> str:
    return read_sql("corpus_qa.report", "compare")[name]


def compare_runs(earlier: Path, later: Path, final: Path | None = None) -> Comparison:
    """Compare two run folders; ``final`` is where the later one will be.

    Raises:
        UsageError: One of them is not a run folder.
    """
    documents = read_document(earlier / "run.json"), read_document(later / "run.json")
    ran = [set(document.counts.checks) for document in documents]
    both = sorted(ran[0] & ran[1])
    if not both:
        msg = f"{earlier} and {later} have no check in common, so there is nothing to compare."
        raise UsageError(msg)
    # A rate counts all checks of its family: with other checks it is another rate.
    differ = {_family(document, check) for document in documents for check in ran[0] ^ ran[1]}
    families = [family for family in FAMILIES if family not in differ]
    with open_tables(later) as db:
        add_tables(db, earlier, "earlier_")
        count_findings(db, ["new", "known"])
        checks = _checks(db, both)
        rates = _rates(db, families)
        added, removed = db.execute(_query("articles")).fetchall()[0]
        sites = [_with_since(db, change) for change in _surest(rates)]
    return Comparison(
        earlier=_named(earlier, documents[0]),
        later=_named(final or later, documents[1]),
        new=sum(change.new for change in checks),
        gone=sum(change.gone for change in checks),
        persisting=sum(change.persisting for change in checks),
        added=added,
        removed=removed,
        checks=tuple(c for c in checks if c.new or c.gone)[:MOST_CHECKS],
        rates=tuple(change for change in rates if change.key == "all"),
        worse=tuple(change for change in sites if change.errors > 0)[:MOST_SITES],
        better=tuple(change for change in sites if change.errors < 0)[:MOST_SITES],
        only_earlier=tuple(sorted(ran[0] - ran[1])),
        only_later=tuple(sorted(ran[1] - ran[0])),
        remarks=tuple(_remarks(documents, differ)),
    )


def _named(folder: Path, document: Document) -> RunName:
    path = path_from_here(folder)
    return RunName(path, document.started_at, document.verdict, document.input.articles)


def _family(document: Document, check: str) -> str | None:
    counted = document.counts.checks.get(check)
    return counted.family if counted else None


def _remarks(documents: tuple[Document, Document], differ: set[str | None]) -> Iterator[str]:
    earlier, later = documents
    if named := [family for family in FAMILIES if family in differ]:
        verb = "is" if len(named) == 1 else "are"
        yield (
            f"The runs ran other checks of {', '.join(named)}, whose rates {verb} not compared; "
            "findings are compared of the checks that both ran."
        )
    if earlier.tool.version != later.tool.version:
        yield (
            f"The runs are of other versions, {earlier.tool.version} and {later.tool.version}: a "
            "check may find other things."
        )
    if earlier.input.paths != later.input.paths:
        yield f"The earlier run looked at other paths: {', '.join(earlier.input.paths)}."


def _checks(db: duckdb.DuckDBPyConnection, both: Sequence[str]) -> list[CheckChange]:
    rows = db.execute(_query("findings"), {"checks": list(both)}).fetchall()
    return [CheckChange(*row) for row in rows]


def _rates(db: duckdb.DuckDBPyConnection, families: Sequence[str]) -> list[RateChange]:
    metrics = {f"{family}_rate": family for family in families}
    rows = db.execute(_query("rates"), {"metrics": list(metrics)}).fetchall()
    changes = [RateChange(key, metrics[metric], *counts) for _, key, metric, *counts in rows]
    order = {family: place for place, family in enumerate(FAMILIES)}
    return sorted(changes, key=lambda change: (change.key, order[change.family]))


def _surest(rates: Sequence[RateChange]) -> list[RateChange]:
    """Return the sites that changed for certain, the surest first."""
    sites = [
        change
        for change in rates
        if change.key != "all"
        and min(change.before_of, change.after_of) >= SITE_ARTICLES
        and abs(change.errors) > SURE_OF_SITES
    ]
    return sorted(sites, key=lambda change: (-abs(change.errors), change.key, change.family))


def _with_since(db: duckdb.DuckDBPyConnection, change: RateChange) -> RateChange:
    """Say since when a site is worse, by the dates of its articles."""
    if change.errors < 0:
        return change
    if change.family == "date":
        wanted = {"sites": [change.key]}
        row = db.execute(_query("last_dates"), wanted).fetchone()
        told = f"Its last date is {row[1]}." if row else "No article of it has a date."
        return replace(change, since=f"{told} Its layout may have changed.")
    wanted = {"sites": [change.key], "families": [change.family]}
    rows = db.execute(_query("site_months"), wanted).fetchall()
    found = change_of([(month, flagged, articles) for _, _, month, flagged, articles in rows])
    if found is None or found[2] < found[1]:
        return change
    return replace(change, since=f"It began in {found[0]}.")


def write_comparison(earlier: Path, later: Path, final: Path | None = None) -> None:
    """Compare a run with an earlier one, and keep the result in its folder.

    Raises:
        UsageError: One of them is not a run folder.
    """
    comparison = compare_runs(earlier, later, final)
    # An empty fingerprint tells a run without findings from no run.
    known = pq.read_table(earlier / "findings.parquet", columns=["fingerprint"])
    unique = pc.unique(pa.chunked_array([*known.column(0).chunks, pa.array([""])]))
    pq.write_table(pa.table({"fingerprint": unique}), later / COMPARED)
    (later / COMPARISON).write_text(as_json(comparison), encoding="utf-8")


def as_json(comparison: Comparison) -> str:
    """Return a comparison as one JSON object."""
    return json.dumps(asdict(comparison), ensure_ascii=False, indent=1) + "\n"


def read_comparison(folder: Path) -> Comparison:
    """Return the comparison that a run folder holds.

    Raises:
        UsageError: It is damaged.
    """
    path = folder / COMPARISON
    try:
        raw = json.loads(path.read_bytes())
        return cattrs.Converter(detailed_validation=False).structure(raw, Comparison)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        msg = f"{path} is damaged ({error!r}): delete it, or compare again."
        raise UsageError(msg) from error
