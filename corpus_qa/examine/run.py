"""Examine a dataset into part files, and answer the checks over all of its articles from them."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from corpus_qa.arrays import schema_of
from corpus_qa.dataset.store import Dataset
from corpus_qa.errors import IncompleteError, PluginError
from corpus_qa.examine.batch import Examined, Plan, Sketcher, examine
from corpus_qa.examine.cache import Cache, EntryWriter, entry_key, fingerprint_of, read_part
from corpus_qa.model import ARTICLE_SCHEMA, Batch, Check, CorpusQuery, Crash, Reason, Severity
from corpus_qa.run.document import CacheUse
from corpus_qa.run.pool import map_in_order, map_in_workers
from corpus_qa.run.tables import Parts, open_parts
from corpus_qa.run.timing import Clock, Progress

if TYPE_CHECKING:  # shards only
    from corpus_qa.examine.parts import ExaminedPart

# Seconds of examining after which worker processes, which compile all patterns, are worth it.
STARTUP = 2.0


@dataclass(frozen=True, slots=True)
class RowSchema:
    """A schema of article rows: its ``text``, and what finds its violations in a batch."""

    text: str
    find: Callable[[Batch], pa.RecordBatch | None]


def examine_all(
    batches: Iterable[Batch], plan: Plan, sketch: Sketcher, jobs: int
) -> Iterator[Examined]:
    """Yield what ``examine`` says of each batch, in their order.

    Raises:
        IncompleteError: A worker process died, most likely for want of memory.
    """
    work = partial(examine, plan=plan, sketch=sketch)
    if plan.plugged_in:
        return guarded(work, batches, plan, jobs)
    return map_in_order(work, batches, jobs, STARTUP)


Result = TypeVar("Result")


def guarded(
    work: Callable[[Batch], Result], batches: Iterable[Batch], plan: Plan, jobs: int
) -> Iterator[Result]:
    """Examine in workers only, so that a check of a plug-in cannot end this process.

    Raises:
        IncompleteError: A worker process died.
    """
    try:
        yield from map_in_workers(work, batches, jobs)
    except IncompleteError as error:
        ids = ", ".join(check.id for check in plan.plugged_in)
        msg = (
            f"A worker process died. A check of a plug-in may have ended it ({ids}), or memory ran "
            "out: run it again with --jobs 1, and without these checks ([checks] ignore)."
        )
        raise IncompleteError(msg) from error


def write_columns(parts: Parts, plan: Plan, sketch: Sketcher) -> None:
    """Begin each table, so that it is there, with its columns, whatever comes."""
    nothing = Batch(pa.RecordBatch.from_pylist([], schema=ARTICLE_SCHEMA))
    for name, rows in examine(nothing, plan, sketch).tables():
        parts.write(name, rows)


@dataclass
class Examination:
    """Examines a dataset once; ``crashes`` are those seen so far.

    With a ``cache``, fragments that were examined before are not examined again: ``reused`` counts
    their articles, ``examined`` the others. Nor are those of ``parts``.
    """

    checks: Sequence[Check]
    sketch: Sketcher
    schema: RowSchema
    clock: Clock
    cache: Cache | None = None
    parts: Sequence[ExaminedPart] = ()
    crashes: list[Crash] = field(default_factory=list)
    examined: int = 0
    reused: int = 0

    def run(self, dataset: Dataset, work: Path, jobs: int, progress: Progress) -> None:
        """Examine every article, and write the tables to the folder ``work``, batch by batch."""
        with Parts(work) as parts:
            self._run(dataset, parts, jobs, progress)

    def notes(self) -> Iterator[Reason]:
        """Say of how many articles the cache had results, and whether it was damaged."""
        if self.cache is None:
            return
        if self.cache.damaged:
            number = len(self.cache.damaged)
            entries = "cache entry was" if number == 1 else "cache entries were"
            message = f"{number} {entries} damaged and not used: the articles were examined again."
            yield Reason("cache", Severity.WARNING, message)
        if self.reused:
            message = (
                f"{self.examined} of {self.examined + self.reused} articles had to be examined; "
                f"the results of the others came from the cache {self.cache.folder.as_posix()}."
            )
            yield Reason("cache", Severity.NOTE, message)

    def cache_use(self) -> CacheUse | None:
        """Return what ``run.json`` says of the cache."""
        if self.cache is None:
            return None
        folder, damaged = self.cache.folder.as_posix(), len(self.cache.damaged)
        return CacheUse(folder, self.examined, self.reused, damaged)

    def _run(self, dataset: Dataset, parts: Parts, jobs: int, progress: Progress) -> None:
        plan = Plan(tuple(self.checks))
        keys = self._keys(dataset)
        taken = self._take(dataset, parts)
        wanted = [
            number
            for number, key in enumerate(keys)
            if number not in taken and not self._reuse(dataset, parts, number, key)
        ]
        progress("examine", self.reused, dataset.rows)
        if not self.reused and not self.parts:
            write_columns(parts, plan, self.sketch)
        with Entries(self.cache, keys, dataset.first_rows) as entries:
            handed: deque[Batch] = deque()
            batches = self._checked(dataset, wanted, parts, entries, handed)
            for examined in examine_all(batches, plan, self.sketch, jobs):
                self._write(examined, handed.popleft(), parts, entries)
                progress("examine", self.reused + self.examined, dataset.rows)

    def _keys(self, dataset: Dataset) -> list[str]:
        if self.cache is None:
            return [""] * len(dataset.fragments)
        fingerprint = fingerprint_of(self.checks, [self.schema.text])
        return [entry_key(fragment.sha256, fingerprint) for fragment in dataset.fragments]

    def _take(self, dataset: Dataset, parts: Parts) -> Container[int]:
        """Take the results of examined parts; return of which fragments they are."""
        if not self.parts:
            return ()
        from corpus_qa.examine.parts import take_parts  # noqa: PLC0415 - shards only

        taken = take_parts(self.parts, dataset, parts)
        self.crashes.extend(taken.crashes)
        return taken.fragments

    def _reuse(self, dataset: Dataset, parts: Parts, number: int, key: str) -> bool:
        """Take the results of a fragment from the cache, if it has them."""
        tables = self.cache.tables(key) if self.cache is not None else None
        for name, path in (tables or {}).items():
            for rows in read_part(path, dataset.first_rows[number]):
                parts.write(name, rows)
        self.reused += dataset.fragments[number].rows if tables is not None else 0
        return tables is not None

    def _write(self, examined: Examined, batch: Batch, parts: Parts, entries: Entries) -> None:
        self.crashes.extend(examined.crashes)
        for result in examined.results:
            self.clock.add_checks(result.seconds)
        self.examined += batch.records.num_rows

        for name, rows in examined.tables():
            parts.write(name, rows)
            entries.write(batch, name, rows)
        entries.done(batch, whole=not examined.crashes)

    def _checked(
        self,
        dataset: Dataset,
        wanted: Container[int],
        parts: Parts,
        entries: Entries,
        handed: deque[Batch],
    ) -> Iterator[Batch]:
        """Hand on the batches of fragments; what breaks the schema is found on the way."""
        for batch in dataset.batches_of(wanted):
            if broken := self.schema.find(batch):
                parts.write("findings-schema", broken)
                entries.write(batch, "findings-schema", broken)
            handed.append(batch)
            yield batch


@dataclass
class Entries:
    """The entries of a cache that are being written, one for each fragment under way."""

    cache: Cache | None
    keys: Sequence[str]
    first_rows: Sequence[int]
    _open: dict[int, EntryWriter] = field(default_factory=dict)
    _broken: set[int] = field(default_factory=set)

    def write(self, batch: Batch, name: str, rows: pa.RecordBatch) -> None:
        """Append rows that were found in a batch."""
        number = self._fragment(batch)
        if self.cache is None:
            return
        if number not in self._open:
            self._open[number] = self.cache.write(self.keys[number])
        self._open[number].write(name, rows, self.first_rows[number])

    def done(self, batch: Batch, *, whole: bool) -> None:
        """Close the entry of a fragment whose last batch was examined.

        What a check crashed on is examined again, so that the crash is reported again.
        """
        number = self._fragment(batch)
        if not whole:
            self._broken.add(number)
        if batch.first_row + batch.records.num_rows == self.first_rows[number + 1]:
            entry = self._open.pop(number, None)
            if entry is not None and number in self._broken:
                entry.drop()
            elif entry is not None:
                entry.keep()

    def _fragment(self, batch: Batch) -> int:
        return bisect_right(self.first_rows, batch.first_row) - 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        for entry in self._open.values():
            entry.drop()


ROWS_AT_A_TIME = 65_536
# The evidence of checks that compare articles, in the order of the dataset.
EVIDENCE_SCHEMA = schema_of(
    "row int64, check string, message string, field string?, start int64?, end int64?, "
    "suggestion string?, severity string?"
)
NEEDED = ("row", "message")


def write_corpus_evidence(
    connection: duckdb.DuckDBPyConnection, work: Path, checks: Iterable[Check], path: Path
) -> bool:
    """Write the evidence of the checks that carry a corpus query.

    Args:
        connection: where the queries run.
        work: the folder of the parts with the signals of all articles.
        checks: the checks that run.
        path: the file to write (``EVIDENCE_SCHEMA``), in the order of rows.

    Returns:
        Whether anything was found; without a check to answer no file is written.

    Raises:
        PluginError: The query of a check cannot be run, or returns other columns.
    """
    open_parts(connection, work, "signals")
    measured = set(connection.view("signals").columns)
    asked = [
        (check.id, check.corpus)
        for check in checks
        if check.corpus is not None and measured.issuperset(check.corpus.needs)
    ]
    if not asked:
        return False
    parts = [_evidence_sql(connection, check, query) for check, query in asked]
    union = "\nUNION ALL\n".join(f"({part})" for part in parts)
    rows = 0
    with pq.ParquetWriter(path, EVIDENCE_SCHEMA) as writer:
        ordered = connection.sql(f'{union}\nORDER BY "row", "check"')
        for batch in ordered.to_arrow_reader(ROWS_AT_A_TIME):
            writer.write_batch(batch.cast(EVIDENCE_SCHEMA))
            rows += batch.num_rows
    return rows > 0


def _evidence_sql(connection: duckdb.DuckDBPyConnection, check: str, query: CorpusQuery) -> str:
    """Return the SQL that gives the answers of a check all columns of ``EVIDENCE_SCHEMA``."""
    try:
        found = connection.sql(query.statement).columns
    except duckdb.Error as error:
        msg = f"Check {check}: DuckDB cannot run its corpus query: {error}"
        raise PluginError(msg) from error
    strange = [name for name in found if name not in EVIDENCE_SCHEMA.names or name == "check"]
    missing = [name for name in NEEDED if name not in found]
    if strange or missing:
        wrong = f"has a column {strange[0]}" if strange else f"has no column {missing[0]}"
        columns = ", ".join(name for name in EVIDENCE_SCHEMA.names if name != "check")
        msg = (
            f"Check {check}: the answer to its corpus query {wrong}; row and message are needed,"
            f" and possible are {columns}."
        )
        raise PluginError(msg)
    columns = ", ".join(_column(name, check, given=name in found) for name in EVIDENCE_SCHEMA.names)
    return f"SELECT {columns} FROM ({query.statement})"  # noqa: S608 - the SQL of a check


def _column(name: str, check: str, *, given: bool) -> str:
    """Return an expression for a column of the evidence, in the type that it has there."""
    if name == "check":
        return f"'{check}' AS \"check\""
    kind = "BIGINT" if name in {"row", "start", "end"} else "VARCHAR"
    value = f'"{name}"' if given else "NULL"
    return f'CAST({value} AS {kind}) AS "{name}"'
