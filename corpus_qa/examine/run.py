"""Examine a dataset into part files: findings, signals, sketches, and what breaks the schema."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import pyarrow as pa

from corpus_qa.dataset.store import Dataset
from corpus_qa.examine.batch import Examined, examine
from corpus_qa.examine.cache import Cache, EntryWriter, entry_key, fingerprint_of, read_part
from corpus_qa.examine.findings import as_finding, findings_batch
from corpus_qa.examine.plan import Plan
from corpus_qa.expectations.schema import Contract, violations
from corpus_qa.model import ARTICLE_SCHEMA, Batch, Check, Crash, Evidence
from corpus_qa.run.pool import examine_all
from corpus_qa.run.tables import Parts
from corpus_qa.run.timing import Clock, Progress

# The check under whose name rows that break the schema are found.
SCHEMA_CHECK = "CON090"

# Called with the name of a table and rows for it.
Write = Callable[[str, pa.RecordBatch], None]


@dataclass
class Examination:
    """Examines a dataset once; ``crashes`` are those seen so far.

    With a ``cache``, fragments that were examined before are not examined again: ``reused`` counts
    their articles, ``examined`` the others.
    """

    checks: Sequence[Check]
    contract: Contract
    parts: Parts
    clock: Clock
    cache: Cache | None = None
    crashes: list[Crash] = field(default_factory=list)
    examined: int = 0
    reused: int = 0

    def run(self, dataset: Dataset, jobs: int, progress: Progress) -> None:
        """Examine every article and write the parts, batch by batch."""
        plan = Plan(tuple(self.checks))
        keys = self._keys(dataset)
        wanted = [
            number for number, key in enumerate(keys) if not self._reuse(dataset, number, key)
        ]
        progress("examine", self.reused, dataset.rows)
        if not self.reused:
            # An empty batch first: every part file is there, with its columns, whatever comes.
            nothing = Batch(pa.RecordBatch.from_pylist([], schema=ARTICLE_SCHEMA))
            write_examined(examine(nothing, plan), self.parts.write)
        with Entries(self.cache, keys, dataset.first_rows) as entries:
            handed: deque[Batch] = deque()
            batches = self._judged(dataset, wanted, entries, handed)
            for examined in examine_all(batches, plan, jobs):
                self._take(examined, handed.popleft(), entries)
                progress("examine", self.reused + self.examined, dataset.rows)

    def _keys(self, dataset: Dataset) -> list[str]:
        if self.cache is None:
            return [""] * len(dataset.fragments)
        fingerprint = fingerprint_of(self.checks, [self.contract.text])
        return [entry_key(fragment.sha256, fingerprint) for fragment in dataset.fragments]

    def _reuse(self, dataset: Dataset, number: int, key: str) -> bool:
        """Take the results of a fragment from the cache, if it has them."""
        tables = self.cache.tables(key) if self.cache is not None else None
        for name, path in (tables or {}).items():
            for rows in read_part(path, dataset.first_rows[number]):
                self.parts.write(name, rows)
        self.reused += dataset.fragments[number].rows if tables is not None else 0
        return tables is not None

    def _take(self, examined: Examined, batch: Batch, entries: Entries) -> None:
        self.crashes.extend(examined.crashes)
        for result in examined.results:
            self.clock.add_checks(result.seconds)
        self.examined += batch.records.num_rows

        def write(name: str, rows: pa.RecordBatch) -> None:
            self.parts.write(name, rows)
            entries.write(batch, name, rows)

        write_examined(examined, write)
        entries.done(batch, whole=not examined.crashes)

    def _judged(
        self, dataset: Dataset, wanted: Container[int], entries: Entries, handed: deque[Batch]
    ) -> Iterator[Batch]:
        """Hand on the batches of fragments; what breaks the schema is found on the way."""
        check = next((check for check in self.checks if check.id == SCHEMA_CHECK), None)
        for batch in dataset.batches_of(wanted):
            if check is not None and (broken := _broken(batch, self.contract, check)):
                self.parts.write("findings-schema", broken)
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

        What a check crashed on is examined again the next time, so that it is told again.
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

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for entry in self._open.values():
            entry.drop()


def write_examined(examined: Examined, write: Write) -> None:
    """Write what batches gave to the tables of a run."""
    for result in examined.results:
        write("findings", result.findings)
        write("signals", result.signals)
    write_sketches(examined, write)


def write_sketches(examined: Examined, write: Write) -> None:
    """Write what relations need of batches."""
    for sketch in examined.sketches:
        write("bands", sketch.bands)
        write("lines", sketch.lines)
        write("docs", sketch.docs)
        write("chrome", sketch.chrome)


def _broken(batch: Batch, contract: Contract, check: Check) -> pa.RecordBatch | None:
    """Return what breaks the schema of article rows as findings."""
    found = []
    for broken in violations(batch.records, contract):
        message = f"The field {broken.column} breaks the schema: {broken.rule}."
        evidence = Evidence(check.id, message)
        found.append(as_finding(broken.row, batch.articles[broken.row], check, evidence))
    return findings_batch(found, batch.first_row) if found else None
