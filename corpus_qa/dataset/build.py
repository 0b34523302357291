"""Plan a conversion - which fragments stay, which rows are copied, what is read - and do it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from corpus_qa.dataset.fragments import write_fragments
from corpus_qa.dataset.manifest import Fragment, Origin
from corpus_qa.errors import InputError
from corpus_qa.ingest.articles import parse_all, split_source
from corpus_qa.ingest.records import Raw, Reading, Source
from corpus_qa.model import ARTICLE_SCHEMA, Problem
from corpus_qa.run.pool import map_in_order


@dataclass(frozen=True, slots=True)
class Stay:
    """A fragment that is as it should be."""

    fragment: Fragment


@dataclass(frozen=True, slots=True)
class Copy:
    """The rows of one source, out of a fragment whose other rows change."""

    fragment: Fragment
    source: str


@dataclass(frozen=True, slots=True)
class Read:
    """A source that is new or has changed."""

    source: Source


Step = Stay | Copy | Read


def make_plan(
    sources: Sequence[Source],
    unchanged: Container[str],
    fragments: Sequence[Fragment],
    small: int,
) -> list[Step]:
    """Return the steps that make the dataset, in the order of its rows.

    The rows are ordered by the name of their source, whatever was converted when: a fragment stays
    only if nothing goes in between its rows.

    Args:
        sources: All of the dataset to be, in the order of their names.
        unchanged: Names of those whose rows are in the fragments.
        fragments: Those there are, in the order of their rows.
        small: Bytes of text; a smaller fragment is joined with rows that are written next to it.
    """
    homes: dict[str, list[Fragment]] = {}
    for fragment in fragments:
        for name in fragment.sources:
            homes.setdefault(name, []).append(fragment)
    steps: list[Step] = []
    for source in sources:
        if source.name in unchanged:
            steps += (Copy(fragment, source.name) for fragment in homes.get(source.name, ()))
        else:
            steps.append(Read(source))
    return list(_rewrite_small(list(_join_copies(steps)), small))


def _join_copies(steps: Sequence[Step]) -> Iterator[Step]:
    """Turn copies that make up a whole fragment, one after the other, into the fragment itself."""
    place = 0
    while place < len(steps):
        step = steps[place]
        size = _covered_steps(step, steps, place) if isinstance(step, Copy) else 0
        yield Stay(step.fragment) if isinstance(step, Copy) and size else step
        place += size or 1


def _covered_steps(copy: Copy, steps: Sequence[Step], place: int) -> int:
    """Return how many steps from a place on copy a fragment entirely; 0 if they do not."""
    names = copy.fragment.sources
    if copy.source != next(iter(names)):  # saves comparing all of a fragment for each of its rows
        return 0
    run = steps[place : place + len(names)]
    copied = [
        step.source for step in run if isinstance(step, Copy) and step.fragment is copy.fragment
    ]
    return len(names) if copied == list(names) else 0


def _rewrite_small(steps: Sequence[Step], small: int) -> Iterator[Step]:
    """Copy small fragments beside rows that are written, so that they do not pile up."""
    for place, step in enumerate(steps):
        beside = (*steps[max(0, place - 1) : place], *steps[place + 1 : place + 2])
        if (
            isinstance(step, Stay)
            and step.fragment.text_bytes < small
            and any(not isinstance(other, Stay) for other in beside)
        ):
            yield from (Copy(step.fragment, name) for name in step.fragment.sources)
        else:
            yield step


# Bytes of raw records that are parsed at a time.
TASK = 2 << 20

# Bytes that a problem counts in a task: a file of problems only must not fill the memory.
PROBLEM = 512

# Problems of one source that are reported one by one; the others are counted.
MOST_PROBLEMS = 20


def build(folder: Path, steps: Sequence[Step], reader: SourceReader) -> tuple[Fragment, ...]:
    """Write what a plan asks for, and return the fragments in the order of their rows."""
    hashes = {name: origin.sha256 or "" for name, origin in reader.origins.items()}
    copier = _Copier(folder)
    fragments: list[Fragment] = []
    for stays, run in groupby(steps, lambda step: isinstance(step, Stay)):
        if stays:
            fragments += (step.fragment for step in run if isinstance(step, Stay))
        else:
            fragments += write_fragments(folder, _rows(run, copier, reader), hashes)
    return tuple(fragments)


class SourceReader:
    """Reads sources to rows, and remembers what could not be read.

    Attributes:
        origins: Source -> what is remembered of it; problems are added as they are met.
    """

    def __init__(
        self,
        origins: Mapping[str, Origin],
        reading: Reading,
        jobs: int,
        progress: Callable[[int], None] | None,
    ) -> None:
        self.origins = dict(origins)
        self.reading = reading
        self.jobs = jobs
        self.progress = progress
        self._unlisted: Counter[str] = Counter()

    def rows(self, sources: Iterable[Source]) -> Iterator[pa.RecordBatch]:
        """Yield the articles of sources, in their order."""
        work = partial(parse_all, reading=self.reading)
        for parsed in map_in_order(work, self._tasks(sources), self.jobs):
            for problem in parsed.problems:
                self._remember(problem)
            if self.progress is not None:
                self.progress(parsed.records.num_rows)
            yield parsed.records
        for name in list(self._unlisted):
            self._sum_up(name)

    def _tasks(self, sources: Iterable[Source]) -> Iterator[list[Raw | Problem]]:
        task: list[Raw | Problem] = []
        size = 0
        for source in sources:
            for item in split_source(source, self.reading):
                task.append(item)
                size += item.size if isinstance(item, Raw) else PROBLEM
                if size >= TASK:
                    yield task
                    task, size = [], 0
            self._check_steady(source)
        if task:
            yield task

    def _check_steady(self, source: Source) -> None:
        """Remember a source that changed while it was read as one to be read again."""
        origin = self.origins[source.name]
        try:
            stat = source.path.stat()
            steady = (stat.st_size, stat.st_mtime_ns) == (origin.size, origin.mtime_ns)
        except OSError:
            steady = False
        if not steady and origin.sha256 is not None:
            hint = "Run the conversion again when nothing is writing to the file."
            self.origins[source.name] = replace(origin, sha256=None)
            self._remember(Problem(source.name, "the file changed while it was read", hint))

    def _remember(self, problem: Problem) -> None:
        origin = self.origins[problem.source]
        # what concerns the whole file must not go under in what concerns its records
        if problem.lost is None or len(origin.problems) < MOST_PROBLEMS:
            problems = (*origin.problems, problem)
            self.origins[problem.source] = replace(origin, problems=problems)
        else:
            self._unlisted[problem.source] += problem.lost or 1

    def _sum_up(self, name: str) -> None:
        lost = self._unlisted.pop(name)
        hint = "Fix the ones listed; many problems in one file often share a cause."
        more = Problem(name, f"{lost:,} more records could not be read", hint, lost=lost)
        origin = self.origins[name]
        self.origins[name] = replace(origin, problems=(*origin.problems, more))


class _Copier:
    """Copies rows out of earlier fragments, of which it holds one at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = ""
        self.table: pa.Table | None = None
        self.places: dict[str, range] = {}

    def rows(self, copies: Iterable[Copy]) -> Iterator[pa.RecordBatch]:
        """Yield the rows of sources, those together that stand together."""
        for fragment, same in groupby(copies, lambda copy: copy.fragment):
            table = self._load(fragment)
            start = end = 0
            for place in (self.places[copy.source] for copy in same):
                if place.start != end:
                    yield from table.slice(start, end - start).to_batches()
                    start = place.start
                end = place.stop
            yield from table.slice(start, end - start).to_batches()

    def _load(self, fragment: Fragment) -> pa.Table:
        if self.table is None or self.file != fragment.file:
            self.table = None  # before the next is read, so that one at a time is held
            self.table = _table(self.folder / fragment.file)
            self.file = fragment.file
            self.places, end = {}, 0
            for name, rows in groupby(self.table.column("source").to_pylist()):
                start, end = end, end + sum(1 for _ in rows)
                self.places[name] = range(start, end)
        return self.table


def _table(path: Path) -> pa.Table:
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            return file.read().cast(ARTICLE_SCHEMA)
    except (pa.ArrowException, OSError) as error:
        msg = f"{path}, a fragment of the dataset, is damaged; delete it and convert again."
        raise InputError(msg) from error


def _rows(steps: Iterable[Step], copier: _Copier, reader: SourceReader) -> Iterator[pa.RecordBatch]:
    for reads, same in groupby(steps, lambda step: isinstance(step, Read)):
        if reads:
            yield from reader.rows(step.source for step in same if isinstance(step, Read))
        else:
            yield from copier.rows(step for step in same if isinstance(step, Copy))
