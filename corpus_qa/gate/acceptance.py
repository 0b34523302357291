"""What was accepted before a run, its baseline and waivers, and so the status of each finding."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from corpus_qa.arrays import schema_of, table_of_rows
from corpus_qa.checks import catalogue
from corpus_qa.config import ReadFile, Waiver, parse_waiver
from corpus_qa.dataset.store import Dataset, read_columns
from corpus_qa.errors import ConfigError
from corpus_qa.gate.baseline import BaseFindings, Baseline, read_baseline
from corpus_qa.ingest.registry import has_front_matter
from corpus_qa.model import FINDING_SCHEMA, Family, Reason, Severity
from corpus_qa.run.document import WaiverUse
from corpus_qa.run.folder import path_from_here
from corpus_qa.run.tables import connect, copy_query, fill, part_glob, read_sql, sql_path
from corpus_qa.text.globs import glob_expression

WAIVER_SCHEMA = schema_of("number int64, check string, article string?, site string?, path string?")
TIMES_SCHEMA = schema_of("fingerprint string, times int64")
FOLLOWER_SCHEMA = schema_of("article_id string")


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was accepted before a run.

    Attributes:
        findings: Fingerprint -> how often it was accepted.
        waivers: Those that hold today.
        removed: Fingerprint -> how often it was in the articles that a change takes away. What of
            it is in the articles of the run was there before; the rest is fixed. None: the run has
            all articles, and what is not in it is fixed.
        followers: The articles of a change that go on from one that it takes away: only in these a
            finding may be known. None: in all.
    """

    findings: Mapping[str, int] = field(default_factory=dict)
    waivers: Sequence[Waiver] = ()
    removed: Mapping[str, int] | None = None
    followers: frozenset[str] | None = None

    @property
    def known(self) -> Mapping[str, int]:
        """Fingerprint -> how often it may be found without being new."""
        removed = self.removed or {}
        return {
            name: max(self.findings.get(name, 0), removed.get(name, 0))
            for name in self.findings.keys() | removed.keys()
        }

    @property
    def elsewhere(self) -> int:
        """How many accepted findings are in articles that the run does not look at."""
        if self.removed is None:
            return 0
        times = self.findings.items()
        return sum(max(number - self.removed.get(name, 0), 0) for name, number in times)


@dataclass(frozen=True, slots=True)
class Settled:
    """How many findings have each status, how many accepted ones are gone, and the use of waivers.

    ``uses`` holds, in the order of ``Accepted.waivers``, how many findings each of them covers.
    """

    new: int
    known: int
    waived: int
    fixed: int
    uses: tuple[int, ...]

    def statuses(self) -> dict[str, int]:
        """Return how many findings have each status."""
        names = ("new", "known", "waived", "fixed")
        return {name: getattr(self, name) for name in names}


def close_tables(work: Path, run: Path, memory: str, accepted: Accepted) -> Settled:
    """Write ``findings.parquet`` and ``signals.parquet`` of a run from its parts.

    ``memory`` is DuckDB's limit; what does not fit is spilled to the working folder. Returns how
    many findings are new, and how many were accepted before.
    """
    families = [str(family) for family in Family]
    filters = ", ".join(f"count(*) FILTER (family = '{name}') AS {name}" for name in families)
    counts = ", ".join(f"coalesce(f.{name}, 0) AS {name}_findings" for name in families)
    columns = ", ".join(f'"{name}"' for name in FINDING_SCHEMA.names)
    with connect(work, memory) as connection:
        settled = settle(connection, work, accepted)
        findings = _query("findings", {"columns": columns})
        copy_query(connection, findings, run / "findings.parquet", FINDING_SCHEMA)
        paths = {**_parts(work), "run": sql_path(run)}
        signals = _query("signals", {"counts": counts, "filters": filters, **paths})
        copy_query(connection, signals, run / "signals.parquet", None)
    return settled


def settle(connection: duckdb.DuckDBPyConnection, work: Path, accepted: Accepted) -> Settled:
    """Make the view ``settled``: the findings of the parts in ``work``, each with its status."""
    parts = _parts(work)
    connection.from_arrow(_waivers(accepted.waivers)).create("waiver")
    connection.from_arrow(table_of_rows(accepted.known.items(), TIMES_SCHEMA)).create("accepted")
    sought = accepted.findings if accepted.removed is None else accepted.removed
    connection.from_arrow(table_of_rows(sought.items(), TIMES_SCHEMA)).create("looked_for")
    followers = ((article_id,) for article_id in sorted(accepted.followers or ()))
    connection.from_arrow(table_of_rows(followers, FOLLOWER_SCHEMA)).create("follower")
    everywhere = {"everywhere": "TRUE" if accepted.followers is None else "FALSE"}
    connection.execute(_query("excused", parts))
    connection.execute(_query("settled", {**parts, **everywhere}))
    uses = dict(connection.execute(_query("uses", parts)).fetchall())
    counts = dict(connection.execute(_query("statuses", {})).fetchall())
    ((fixed,),) = connection.execute(_query("fixed", {})).fetchall()
    return Settled(
        new=counts.get("new", 0),
        known=counts.get("known", 0) + accepted.elsewhere,
        waived=counts.get("waived", 0),
        fixed=int(fixed),
        uses=tuple(uses.get(number, 0) for number in range(len(accepted.waivers))),
    )


def _parts(work: Path) -> Mapping[str, str]:
    return {name: part_glob(work, name).replace("'", "''") for name in ("signals", "findings")}


def _query(name: str, values: Mapping[str, object]) -> str:
    return fill(read_sql("corpus_qa.gate", "acceptance")[name], values)


def _waivers(waivers: Sequence[Waiver]) -> pa.Table:
    rows = (
        (number, waiver.check, waiver.article or None, waiver.site or None, _path(waiver))
        for number, waiver in enumerate(waivers)
    )
    return table_of_rows(rows, WAIVER_SCHEMA)


def _path(waiver: Waiver) -> str | None:
    return glob_expression(waiver.path) if waiver.path else None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The baseline, if one was named, and the waivers; ``held`` are those that hold today."""

    file: Path | None
    baseline: Baseline | None
    waivers: tuple[Waiver, ...]
    held: tuple[Waiver, ...]
    today: date
    wrong: tuple[Reason, ...] = ()

    def with_inline(self, dataset: Dataset, former: Sequence[Waiver] | None = None) -> Acceptance:
        """Return the same with the waivers that articles of a dataset carry.

        ``former`` are those that the articles carried before a change: then only these hold, and
        others are a reason to fail. None: all hold.
        """
        inline, wrong = read_inline(dataset, catalogue())
        if former is not None:
            added = [waiver for waiver in inline if not is_among(waiver, former)]
            inline = tuple(waiver for waiver in inline if waiver not in added)
            wrong = (*wrong, *map(refuse_own_waiver, added))
        held = (*self.held, *holding(inline, self.today))
        return replace(self, waivers=(*self.waivers, *inline), held=held, wrong=wrong)

    def accepted(self, base: BaseFindings | None) -> Accepted:
        """Return what findings are compared with; ``base`` is what a change takes away."""
        findings = self.baseline.fingerprints if self.baseline else {}
        if base is None:
            return Accepted(findings, self.held)
        return Accepted(findings, self.held, base.findings, base.followers)

    def reasons(self, settled: Settled) -> tuple[Reason, ...]:
        """Say how many findings are new, and which waivers are of no use."""
        found = (*self.wrong, *reasons(self.waivers, self.held, settled.uses))
        if self.baseline is None:
            return found
        message = (
            f"Compared with the baseline: {settled.new} findings are new, {settled.fixed} are "
            f"fixed, {settled.known} are known."
        )
        return (*found, Reason("baseline", Severity.NOTE, message))

    def waiver_uses(self, settled: Settled) -> tuple[WaiverUse, ...]:
        """Return all waivers, each with its state and how many findings it covers."""
        return waiver_uses(self.waivers, self.held, settled.uses)

    @property
    def baseline_name(self) -> str | None:
        """The file of the baseline as a person here would type it."""
        return path_from_here(self.file) if self.file else None


def load_acceptance(
    waivers: tuple[Waiver, ...],
    file: Path | None,
    today: date,
    read: ReadFile = Path.read_bytes,
) -> Acceptance:
    """Read the baseline ``file`` and check the waivers.

    Raises:
        IncompleteError: The baseline is named, but not there.
        ConfigError: The baseline or a waiver is wrong.
    """
    refuse_wrong(waivers, catalogue())
    baseline = read_baseline(file, read) if file else None
    return Acceptance(file, baseline, waivers, holding(waivers, today), today)


# Why a waiver in an article of the change does not hold.
INLINE = (
    "A waiver in an article holds from the next change on. Fix the article, or merge the waiver "
    "in a change of its own."
)


def refuse_wrong(
    waivers: Sequence[Waiver], checks: Collection[str], place: str = "[[waivers]]"
) -> None:
    """Refuse waivers that could not work; ``place`` says where they are.

    Raises:
        ConfigError: A waiver names no check, or no article.
    """
    for number, waiver in enumerate(waivers, start=1):
        where = f"{place} {number}"
        if not any(check.startswith(waiver.check) for check in checks):
            msg = f"{where} names “{waiver.check}”, but no check has such an id: see explain."
            raise ConfigError(msg)
        if not (waiver.path or waiver.article or waiver.site):
            msg = f"{where} names no path, article or site; [checks.ignore] turns a check off."
            raise ConfigError(msg)


def holding(waivers: Sequence[Waiver], today: date) -> tuple[Waiver, ...]:
    """Return the waivers that have not expired."""
    return tuple(waiver for waiver in waivers if waiver.expires >= today)


def reasons(waivers: Sequence[Waiver], held: Sequence[Waiver], uses: Sequence[int]) -> list[Reason]:
    """Tell of waivers that expired, and of those that cover nothing."""
    return [*_expired(waivers, held), *_unused(held, uses)]


def waiver_uses(
    waivers: Sequence[Waiver], held: Sequence[Waiver], uses: Sequence[int]
) -> tuple[WaiverUse, ...]:
    """Return all waivers as ``run.json`` lists them: with their state and what they cover."""
    used = dict(zip(held, uses, strict=True))
    return tuple(
        WaiverUse(
            **{**asdict(waiver), "expires": waiver.expires.isoformat()},
            state=_state(used.get(waiver)),
            findings=used.get(waiver, 0),
        )
        for waiver in waivers
    )


def _state(uses: int | None) -> str:
    if uses is None:
        return "expired"
    return "used" if uses else "unused"


def _expired(waivers: Sequence[Waiver], held: Sequence[Waiver]) -> Iterator[Reason]:
    for waiver in waivers:
        if waiver not in held:
            message = f"The waiver of {_named(waiver)} expired on {waiver.expires}."
            tip = f"Fix the articles, or ask {waiver.owner} to extend the waiver."
            yield Reason("waiver", Severity.WARNING, message, tip)


def _unused(held: Sequence[Waiver], uses: Sequence[int]) -> Iterator[Reason]:
    for waiver, count in zip(held, uses, strict=True):
        if not count:
            message = f"The waiver of {_named(waiver)} covers no finding."
            yield Reason("waiver", Severity.WARNING, message, "Remove it.")


def _named(waiver: Waiver) -> str:
    parts = (("path", waiver.path), ("article", waiver.article), ("site", waiver.site))
    return f"{waiver.check} for " + ", ".join(f"{kind} {name}" for kind, name in parts if name)


KEY = "corpus-qa"
TIP = (
    "Write `corpus-qa: [{check: CHR017, reason: why it stays, owner: who says so, "
    "expires: 2099-12-31}]`."
)


def read_inline(
    dataset: Dataset, checks: Collection[str]
) -> tuple[tuple[Waiver, ...], tuple[Reason, ...]]:
    """Return the waivers that articles carry, each for its own, and what is wrong with others.

    Only Markdown is looked at: in records, whoever makes the corpus would waive for everybody.
    """
    waivers: list[Waiver] = []
    wrong: list[Reason] = []
    for article_id, source, entry in _entries(dataset):
        try:
            waiver = replace(parse_waiver(entry, f"{source}: "), article=article_id)
            refuse_wrong([waiver], checks, f"{source}: waiver")
        except ConfigError as error:
            wrong.append(Reason("waiver", Severity.WARNING, str(error), TIP))
        else:
            waivers.append(waiver)
    return tuple(waivers), tuple(wrong)


def _entries(dataset: Dataset) -> Iterator[tuple[str, str, Any]]:
    names = [name for name in dataset.manifest.sources if has_front_matter(name)]
    if not names:
        return
    table = read_columns(dataset, ["article_id", "source", "extra"], names)
    carrying = pc.match_substring(table.column("extra"), f'"{KEY}"')
    for row in table.filter(pc.fill_null(carrying, fill_value=False)).to_pylist():
        value = json.loads(row["extra"]).get(KEY)
        for entry in value if isinstance(value, list) else [value]:
            yield row["article_id"], row["source"], entry


def is_among(waiver: Waiver, others: Iterable[Waiver]) -> bool:
    """Tell whether one of other waivers covers the same for as long."""
    return any(
        scope_of(waiver) == scope_of(other) and waiver.expires <= other.expires for other in others
    )


def refuse_own_waiver(waiver: Waiver) -> Reason:
    """Return the reason why a waiver that a change brings in its own article does not hold."""
    message = f"The change loosens the rules: its article waives {describe_waiver(waiver)}."
    return Reason("rules", Severity.ERROR, message, INLINE)


def describe_waiver(waiver: Waiver, before: date | None = None) -> str:
    """Say what a waiver covers, until when and why; ``before`` is when it expired so far."""
    until = f"until {waiver.expires}" + (f", before until {before}" if before else "")
    return f"{_named(waiver)} {until} ({waiver.reason})"


def scope_of(waiver: Waiver) -> tuple[str, ...]:
    """Return what a waiver covers: check, path, article and site."""
    return waiver.check, waiver.path, waiver.article, waiver.site
