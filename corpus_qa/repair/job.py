"""Fix sources: what is fixed is staged first, and takes the place of files when all is well."""

from __future__ import annotations

import difflib
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from corpus_qa.errors import CorpusQAError
from corpus_qa.ingest.articles import split_source
from corpus_qa.ingest.records import CsvRow, Raw, Reading, Source
from corpus_qa.model import Crash, Problem
from corpus_qa.repair.audit import Audit, Staged, put_in_place, temporary
from corpus_qa.repair.fixer import Examine, FixedRecord, FixedTask, Look, Refused, fix_records
from corpus_qa.repair.places import UnwritableError
from corpus_qa.repair.repair import Choice
from corpus_qa.repair.rewrite import CHANGED, Rewriter, rewriter
from corpus_qa.run.folder import sha256_of
from corpus_qa.run.pool import map_in_order, map_in_workers

# Bytes of raw records that are fixed at a time, and what a problem counts.
TASK, PROBLEM = 1 << 20, 512
# Seconds of work after which worker processes, which compile all patterns, are worth it.
STARTUP = 2.0

FixTask = Callable[[Sequence[Raw | Problem]], FixedTask]


class UnfixableError(CorpusQAError):
    """The files cannot be written; they are as they were."""

    exit_code = 3


@dataclass
class Outcome:
    """What became of all sources."""

    articles: int = 0
    fixed: set[tuple[str, str]] = field(default_factory=set)
    repairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    files: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)


def fixed_tasks(
    sources: Iterable[Source], reading: Reading, look: Look, choice: Choice, jobs: int
) -> Iterator[FixedTask]:
    """Yield what became of all records, in the order of the sources."""
    work = partial(fix_records, reading=reading, look=look, choice=choice)
    tasks = _tasks(sources, reading)
    if isinstance(look, Examine) and look.plan.plugged_in:
        return map_in_workers(work, tasks, jobs)
    return map_in_order(work, tasks, jobs if isinstance(look, Examine) else 1, STARTUP)


def _tasks(sources: Iterable[Source], reading: Reading) -> Iterator[list[Raw | Problem]]:
    task: list[Raw | Problem] = []
    size = 0
    for source in sources:
        for item in split_source(source, reading):
            task.append(item)
            size += item.size if isinstance(item, Raw) else PROBLEM
            if size >= TASK:
                yield task
                task, size = [], 0
    if task:
        yield task


class Sink:
    """Takes the records that changed; this one only counts them."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome

    def take(self, record: FixedRecord) -> None:
        """Count the repairs of a record."""
        for one in record.applied:
            self.outcome.repairs[one.repair.check, one.repair.applicability] += 1
            self.outcome.fixed.add((one.source, one.article_id))

    def close(self) -> None:
        """End the last source."""


class DiffSink(Sink):
    """Shows the records that changed as a unified diff without context."""

    def __init__(self, outcome: Outcome, show: Callable[[str], None]) -> None:
        super().__init__(outcome)
        self.show = show
        self.source = ""

    def take(self, record: FixedRecord) -> None:
        """Show one record."""
        super().take(record)
        path = record.raw.source.path.as_posix()
        if path != self.source:
            self.source = path
            self.show(f"--- {path}")
            self.show(f"+++ {path}")
        for line in _diff(record):
            self.show(line)


def _diff(record: FixedRecord) -> Iterator[str]:
    """Yield the hunks of a record: its lines in the file or, of a table, its values."""
    if record.values:
        yield f"@@ row {record.raw.number} @@"
        for one in record.applied:
            yield from (f"-{line}" for line in one.before.split("\n"))
            if one.repair.replacement:
                yield from (f"+{line}" for line in one.repair.replacement.split("\n"))
        return
    first = (record.raw.line or 1) - 1
    old, new = _shown_lines(record.raw.data), _shown_lines(record.data)
    for line in [*difflib.unified_diff(old, new, n=0, lineterm="")][2:]:
        yield _moved(line, first) if line.startswith("@@") else line


def _shown_lines(data: object) -> list[str]:
    found = data.data if isinstance(data, CsvRow) else data
    return found.decode("utf-8", "replace").split("\n") if isinstance(found, bytes) else []


def _moved(hunk: str, lines: int) -> str:
    """Return the head of a hunk with the line numbers of the file."""
    parts = []
    for part in hunk.strip("@ ").split():
        start, comma, size = part[1:].partition(",")
        parts.append(f"{part[0]}{int(start) + lines}{comma}{size}")
    return f"@@ {' '.join(parts)} @@"


class StageSink(Sink):
    """Writes new files beside those that they will replace, or to a folder of their own."""

    def __init__(
        self,
        outcome: Outcome,
        audit: Audit,
        place: Callable[[Source], Path],
    ) -> None:
        super().__init__(outcome)
        self.audit = audit
        self.place = place
        self.staged: list[tuple[Source, Staged]] = []
        self._open: _OpenFile | None = None
        self._given_up = ""

    def take(self, record: FixedRecord) -> None:
        """Write a record to the new file of its source."""
        source = record.raw.source
        if self._open is None or self._open.source.name != source.name:
            self.close()
            self._given_up = ""
            self._start(source)
        if self._open is None or self._given_up == source.name:
            self._refuse(source, len(record.applied), "")
            return
        try:
            self._open.rewriter.put(record)
        except UnwritableError as error:
            self._drop(str(error))
            return
        self._open.records.append(replace(record, raw=record.raw._replace(data=b""), data=None))

    def close(self) -> None:
        """End the new file of the last source."""
        if self._open is None:
            return
        opened, self._open = self._open, None
        try:
            opened.rewriter.close()
            opened.stack.close()
        except UnwritableError as error:
            self._open = opened
            self._drop(str(error))
            return
        before = opened.before
        if sha256_of(opened.source.local) != before:
            self._open = opened
            self._drop(CHANGED)
            return
        staged = Staged(opened.target, opened.new, before, sha256_of(opened.new))
        self.staged.append((opened.source, staged))
        self.outcome.files.append(opened.source.local.as_posix())
        for record in opened.records:
            super().take(record)
            self.audit.add(opened.source.local, record.applied)

    def abandon(self) -> None:
        """Delete everything that is staged."""
        if self._open is not None:
            self._open.stack.close()
            self._open.new.unlink(missing_ok=True)
        for _, one in self.staged:
            one.new.unlink(missing_ok=True)

    def _start(self, source: Source) -> None:
        target = self.place(source)
        new = temporary(target)
        stack = ExitStack()
        try:
            before = sha256_of(source.local)
            writes: AbstractContextManager[Rewriter] = rewriter(source, new)
            self._open = _OpenFile(source, target, new, before, stack.enter_context(writes), stack)
        except UnwritableError as error:
            stack.close()
            new.unlink(missing_ok=True)
            self._given_up = source.name
            self._refuse(source, 0, str(error))

    def _drop(self, reason: str) -> None:
        """Give up a source: it stays as it is."""
        if self._open is None:
            return
        opened, self._open = self._open, None
        opened.stack.close()
        opened.new.unlink(missing_ok=True)
        self._given_up = opened.source.name
        repairs = sum(len(record.applied) for record in opened.records)
        self._refuse(opened.source, repairs, reason)

    def _refuse(self, source: Source, repairs: int, reason: str) -> None:
        self.outcome.refused.append(Refused(source.name, "", None, repairs, reason))


@dataclass
class _OpenFile:
    source: Source
    target: Path
    new: Path
    before: str
    rewriter: Rewriter
    stack: ExitStack
    records: list[FixedRecord] = field(default_factory=list)


def run_tasks(tasks: Iterable[FixedTask], sink: Sink, progress: Callable[[int], None]) -> None:
    """Hand the records of tasks to a sink, and note what could not be looked at."""
    outcome = sink.outcome
    for task in tasks:
        for record in task.records:
            sink.take(record)
        outcome.articles += task.articles
        outcome.refused += task.refused
        outcome.problems += task.problems
        outcome.crashes += task.crashes
        progress(task.articles)
    sink.close()


def confined(source: Source, roots: Sequence[Path]) -> bool:
    """Whether the file of a source really lies in one of the paths that were named."""
    real = Path(os.path.realpath(source.path))
    named = [root for root in roots if not root.is_symlink()]
    return any(real.is_relative_to(Path(os.path.realpath(root))) for root in named)


def replace_files(staged: Sequence[Staged]) -> None:
    """Put the new files in the place of the former ones, one after the other."""
    for one in staged:
        put_in_place(one.new, one.path)


def place_copies(
    sources: Sequence[Source], staged: Sequence[tuple[Source, Staged]]
) -> Iterator[tuple[Source, Path | None]]:
    """Yield each source with its new file, None if it is to be copied as it is."""
    new = {source.name: one.new for source, one in staged}
    for source in sources:
        yield source, new.get(source.name)


def copy_file(source: Path, target: Path) -> None:
    """Copy a file in one step."""
    new = temporary(target)
    try:
        shutil.copyfile(source, new)
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)
