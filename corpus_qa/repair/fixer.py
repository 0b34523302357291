"""Fix raw records: examine, repair, write, read again, until no repair is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import pyarrow as pa

from corpus_qa.examine.batch import Plan, examine_batch
from corpus_qa.ingest.articles import Row, parse_one, to_records, with_near
from corpus_qa.ingest.records import Choice as Filled
from corpus_qa.ingest.records import Raw, Reading
from corpus_qa.model import ARTICLE_SCHEMA, Batch, Crash, Problem
from corpus_qa.repair.places import (
    UnwritableError,
    Wanted,
    edit_csv,
    edit_file,
    edit_json,
    edit_row,
)
from corpus_qa.repair.repair import FIELDS, Choice, Edit, Repair, apply, edits_of, repairs_of

# Times that an article is examined again; what is still found then is left for a person.
MOST_ROUNDS = 10

COLUMNS = {name: number for number, name in enumerate(ARTICLE_SCHEMA.names)}
KEPT = ("text", "title", "byline", "url", "published_at")
STALE = "the article is not what it was when the run examined it; validate it again"
# Articles of one record whose repairs are tried one by one if they cannot be written together.
MOST_TRIES = 8
EDITORS: Mapping[str, Callable[[Raw, str, Sequence[Wanted]], Any]] = {
    "json": edit_json,
    "jsonl": edit_json,
    "csv": edit_csv,
    "text": edit_file,
    "markdown": edit_file,
}
TABLES = frozenset({"parquet", "arrow"})

FieldEdits = tuple[str, Sequence[Edit]]
# The articles of a record -> field -> its value and its edits.
ArticleEdits = Mapping[int, Mapping[str, FieldEdits]]


@dataclass(frozen=True, slots=True)
class Applied:
    """A repair that was applied; ``start`` and ``end`` are code points before it."""

    source: str
    article_id: str
    line: int | None
    repair: Repair
    before: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Repairs of an article that cannot be written, and why."""

    source: str
    article_id: str
    line: int | None
    repairs: int
    reason: str


@dataclass(frozen=True, slots=True)
class FixedRecord:
    """A raw record as it was, its data as they are now, and the repairs that made them so.

    ``values`` are the new values of a row of a table, by column.
    """

    raw: Raw
    data: Any = None
    values: Mapping[str, str] = field(default_factory=dict)
    applied: tuple[Applied, ...] = ()


@dataclass(frozen=True, slots=True)
class FixedTask:
    """The records that changed, in their order, and what could not be looked at or written."""

    records: tuple[FixedRecord, ...]
    refused: tuple[Refused, ...]
    problems: tuple[Problem, ...]
    crashes: tuple[Crash, ...]
    articles: int


@dataclass(slots=True)
class _Work:
    """A record under way."""

    former: Raw
    raw: Raw
    near: Iterable[str]
    rows: list[Row]
    problems: int
    applied: list[Applied] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    refused: dict[int, Refused] = field(default_factory=dict)


class _Item(NamedTuple):
    """An article that is examined: its record, and which of the articles in there it is."""

    work: _Work
    place: int


# Findings of articles by their place among those that are looked at.
Found = Mapping[int, list[dict[str, Any]]]


class Looked(NamedTuple):
    """What is known of articles: findings, checks that crashed, articles that are others now."""

    found: Found
    crashes: Sequence[Crash] = ()
    stale: Sequence[int] = ()


class Look(Protocol):
    """Says what is wrong with articles; again after each repair if it is ``repeated``."""

    @property
    def repeated(self) -> bool:
        """Whether it can look at articles that were repaired."""

    def __call__(self, rows: Sequence[Row]) -> Looked:
        """Return what is wrong with the articles of rows."""


@dataclass(frozen=True, slots=True)
class Examine:
    """Runs the checks of a plan."""

    plan: Plan
    repeated: bool = True

    def __call__(self, rows: Sequence[Row]) -> Looked:
        """Examine articles."""
        result = examine_batch(Batch(to_records(rows)), self.plan)
        found: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for finding in result.findings.to_pylist():
            found[finding["row"]].append(finding)
        return Looked(found, result.crashes)


def fix_records(
    items: Sequence[Raw | Problem], reading: Reading, look: Look, choice: Choice
) -> FixedTask:
    """Fix the articles of raw records; pure, so that it can run in any process."""
    works, problems = _read(items, reading)
    live = [_Item(work, place) for work in works for place in range(len(work.rows))]
    articles = len(live)
    crashes: Sequence[Crash] = ()
    for turn in range(MOST_ROUNDS if look.repeated else 1):
        if not live:
            break
        looked = look([item.work.rows[item.place] for item in live])
        if not turn:
            crashes = looked.crashes
        for number in looked.stale:
            work, place = live[number]
            work.refused[place] = _refused(work.rows[place], 0, STALE)
        live = list(_repaired(live, looked.found, reading, choice))
    records = tuple(
        FixedRecord(work.former, work.raw.data, work.values, tuple(work.applied))
        for work in works
        if work.applied
    )
    refused = tuple(one for work in works for one in work.refused.values())
    return FixedTask(records, refused, tuple(problems), tuple(crashes), articles)


def _read(items: Sequence[Raw | Problem], reading: Reading) -> tuple[list[_Work], list[Problem]]:
    """Parse raw records; each row of a table is a record of its own."""
    works: list[_Work] = []
    problems: list[Problem] = []
    for item, near in with_near(items):
        if isinstance(item, Problem):
            problems.append(item)
            continue
        rows, met = parse_one(item, reading, near)
        problems += met
        table = item.data if isinstance(item.data, pa.RecordBatch) else None
        if table is None:
            works.append(_Work(item, item, near, rows, len(met)))
            continue
        for number in range(table.num_rows):
            raw = item._replace(number=item.number + number, data=table.slice(number, 1))
            own = parse_one(raw, reading, near)[0] if met else [rows[number]]
            works.append(_Work(raw, raw, near, own, 0))
    return works, problems


def _repaired(
    live: Sequence[_Item], found: Found, reading: Reading, choice: Choice
) -> Iterator[_Item]:
    """Apply the repairs of a round; yield the articles that have to be looked at again."""
    works: dict[int, _Work] = {}
    wanted: dict[int, dict[int, list[Repair]]] = defaultdict(dict)
    for number, findings in sorted(found.items()):
        work, place = live[number]
        repairs = repairs_of(findings, choice)
        if repairs and place not in work.refused:
            works[id(work)] = work
            wanted[id(work)][place] = repairs
    for key, work in works.items():
        yield from _write(work, wanted[key], reading)


def _write(work: _Work, wanted: Mapping[int, list[Repair]], reading: Reading) -> Iterator[_Item]:
    """Write repairs to a record, all at once or, where that fails, article by article."""
    edits = {place: _edits(work.rows[place], own) for place, own in wanted.items()}
    edits = {place: own for place, own in edits.items() if own}
    left = dict(edits)
    reason = ""
    for some in _tries(edits):
        if not left.keys() >= some.keys():
            continue
        before = {place: work.rows[place] for place in some}
        try:
            _write_edits(work, some, reading)
        except UnwritableError as error:
            reason = str(error)
            continue
        for place, own in some.items():
            del left[place]
            repairs = [repair for repair in wanted[place] if repair.field in own]
            work.applied += [_applied(before[place], repair) for repair in repairs]
            yield _Item(work, place)
    for place in left:
        work.refused[place] = _refused(work.rows[place], len(wanted[place]), reason)


def _tries(edits: ArticleEdits) -> Iterator[ArticleEdits]:
    """Yield what is written together: everything, or each article, or only the text of each."""
    if not edits:
        return
    yield edits
    if len(edits) > MOST_TRIES:
        return
    if len(edits) > 1:
        yield from ({place: own} for place, own in edits.items())
    for place, own in edits.items():
        if "text" in own and len(own) > 1:
            yield {place: {"text": own["text"]}}


def _edits(row: Row, repairs: Sequence[Repair]) -> dict[str, FieldEdits]:
    """Return the edits of each field that change it."""
    edits: dict[str, FieldEdits] = {}
    for name in FIELDS:
        text = _value(row, name)
        own = edits_of(text, [repair for repair in repairs if repair.field == name])
        if apply(text, own) != text:
            edits[name] = (text, own)
    return edits


def _write_edits(work: _Work, edits: ArticleEdits, reading: Reading) -> None:
    """Write edits to a record and read it again: what it says then is what was meant.

    Raises:
        UnwritableError: The record cannot be written, or would say something else.
    """
    raw, kind = work.raw, work.raw.source.reader.name
    if raw.source.member or kind not in EDITORS.keys() | TABLES:
        held = "an archive" if raw.source.member else kind.upper()
        msg = f"what is in {held} is not rewritten"
        raise UnwritableError(msg)
    encoding = _value(work.rows[min(edits)], "encoding")
    names = _names(work, reading)
    wanted = [Wanted(own, names.get(place, {})) for place, own in sorted(edits.items())]
    values: Mapping[str, str] = {}
    if kind in TABLES:
        values = edit_row(raw.data, wanted[0])
        new = raw._replace(data=_with_values(raw.data, values))
    else:
        new = raw._replace(data=EDITORS[kind](raw, encoding, wanted))
    rows, problems = parse_one(new, reading, [encoding])
    if len(problems) != work.problems or not _says(work, rows, edits):
        msg = "its record would be read as something else afterwards"
        raise UnwritableError(msg)
    work.raw, work.rows, work.near = new, rows, [encoding]
    work.values |= values


def _says(work: _Work, rows: Sequence[Row], edits: ArticleEdits) -> bool:
    """Whether a record that was read again says the repaired words, and all else as before.

    A text file states its title and date in its first lines, which change with them.
    """
    is_file = work.raw.source.reader.name in {"text", "markdown"}
    if len(rows) != len(work.rows):
        return False
    for place, (old, new) in enumerate(zip(work.rows, rows, strict=True)):
        for name in ("text",) if is_file else KEPT:
            meant = _value(old, name)
            if name in edits.get(place, {}):
                meant = apply(meant, edits[place][name][1])
                meant = meant if name == "text" else meant.strip()
            if _value(new, name) != meant:
                return False
    return True


def _names(work: _Work, reading: Reading) -> Mapping[int, Mapping[str, str]]:
    """Return which input column fills which field of each article of a record."""
    seen: dict[int, Mapping[str, str]] = {}

    def observe(_record: Mapping[str, object], choices: Iterable[Filled]) -> None:
        seen[len(seen)] = {choice.column: choice.name for choice in choices}

    watched = reading._replace(observe=observe)
    for _ in work.raw.source.reader.parse(work.raw, watched, work.near):
        pass
    return seen


def _with_values(table: pa.RecordBatch, values: Mapping[str, str]) -> pa.RecordBatch:
    """Return a table of one row with other values."""
    for name, value in values.items():
        number = table.schema.get_field_index(name)
        cell = pa.array([value], table.schema.field(number).type)
        table = table.set_column(number, table.schema.field(number), cell)
    return table


def _value(row: Row, name: str) -> str:
    value = row[COLUMNS[name]]
    return value.decode() if isinstance(value, bytes) else "" if value is None else str(value)


def _applied(row: Row, repair: Repair) -> Applied:
    before = _value(row, repair.field)[repair.start : repair.end]
    return Applied(_value(row, "source"), _value(row, "article_id"), _line(row), repair, before)


def _refused(row: Row, repairs: int, reason: str) -> Refused:
    return Refused(_value(row, "source"), _value(row, "article_id"), _line(row), repairs, reason)


def _line(row: Row) -> int | None:
    line = row[COLUMNS["source_line"]]
    return line if isinstance(line, int) else None
