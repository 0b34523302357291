"""Plan a conversion - which fragments stay, which rows are copied, what is read - and do it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from corpus_qa.dataset.manifest import Fragment, Manifest, Origin, write_fragments
from corpus_qa.dataset.store import open_fragment
from corpus_qa.ingest.articles import marked, parse_all
from corpus_qa.ingest.records import STEP, Choice, Raw, Reading, Source
from corpus_qa.ingest.registry import BUILT_IN
from corpus_qa.ingest.streams import Compression
from corpus_qa.model import ARTICLE_SCHEMA, Problem
from corpus_qa.run.pool import map_in_order

if TYPE_CHECKING:  # few inputs need it
    from corpus_qa.ingest.remote import RemoteFile


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


# Bytes of raw records of a source that are parsed at a time. They are also cut off where a source
# may be divided: records are read in the light of those around, which are the same in each shard.
TASK = 2 << 20

# Bytes that a problem counts in a task: a file of problems only must not fill the memory.
PROBLEM = 512

# Problems of one source that are reported one by one; the others are counted.
MOST_PROBLEMS = 20
MANY = "Fix the ones listed; many problems in one file often share a cause."


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
            for name, choices in parsed.columns.items():
                self._note(name, choices)
            if self.progress is not None:
                self.progress(parsed.records.num_rows)
            yield parsed.records
        for name in list(self._unlisted):
            self._sum_up(name)

    def _tasks(self, sources: Iterable[Source]) -> Iterator[list[Raw | Problem]]:
        task: list[Raw | Problem] = []
        size = 0
        for source in sources:
            own, step = 0, 0
            for mark, item in marked(source, self.reading):
                if own and (own >= TASK or mark // STEP != step):
                    yield task
                    task, size, own = [], 0, 0
                step = mark // STEP
                task.append(item)
                more = item.size if isinstance(item, Raw) else PROBLEM
                size, own = size + more, own + more
            self._check_steady(source)
            if size >= TASK:
                yield task
                task, size = [], 0
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

    def _note(self, name: str, choices: Mapping[str, Choice]) -> None:
        """Remember what fills which column of a source, as its first records have it."""
        origin = self.origins[name]
        new = {choice.column: (choice.name, choice.reason) for choice in choices.values()}
        if new.keys() - origin.columns.keys():
            self.origins[name] = replace(origin, columns={**new, **origin.columns})

    def _sum_up(self, name: str) -> None:
        more = summed_up(name, self._unlisted.pop(name))
        origin = self.origins[name]
        self.origins[name] = replace(origin, problems=(*origin.problems, more))


def summed_up(name: str, lost: int) -> Problem:
    """Return the problem that stands for those of a source that are not listed."""
    return Problem(name, f"{lost:,} more records could not be read", MANY, lost=lost)


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
    with open_fragment(path) as file:
        return file.read().cast(ARTICLE_SCHEMA)


def _rows(steps: Iterable[Step], copier: _Copier, reader: SourceReader) -> Iterator[pa.RecordBatch]:
    for reads, same in groupby(steps, lambda step: isinstance(step, Read)):
        if reads:
            yield from reader.rows(step.source for step in same if isinstance(step, Read))
        else:
            yield from copier.rows(step for step in same if isinstance(step, Copy))


NAMED = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """Sources whose rows stay as they were.

    Attributes:
        origins: What is remembered of them, by name.
        gone: Those that were not found.
        problems: Why they were kept, and how to drop them.
    """

    origins: Mapping[str, Origin] = field(default_factory=dict)
    gone: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Former:
    """The dataset as it was: its folder, its manifest, and the fragments that are intact."""

    folder: Path
    manifest: Manifest
    fragments: Sequence[Fragment]

    def names(self) -> Iterator[str]:
        """Yield the sources of which there are rows, in the order of the manifest."""
        stored = {name for fragment in self.fragments for name in fragment.sources}
        lost = {name for fragment in self.manifest.fragments for name in fragment.sources}
        lost -= stored
        yield from (name for name in self.manifest.sources if name in stored - lost)

    def count(self, name: str) -> int:
        """Return how many rows a source has."""
        homes = (fragment for fragment in self.fragments if name in fragment.sources)
        return sum(_count(self.folder / fragment.file, name) for fragment in homes)


def _count(path: Path, name: str) -> int:
    with open_fragment(path) as file:
        column = file.read(["source"]).column("source")
    return pc.sum(pc.equal(column, name)).as_py() or 0


def keep_former(
    former: Former,
    sources: Sequence[Source],
    origins: Mapping[str, Origin],
    unchanged: Container[str],
    reading: Reading,
) -> Kept:
    """Return whose rows stay although their source is gone, unreadable or cut off.

    Args:
        former: The dataset as it was.
        sources: What was found now.
        origins: What was seen of it, by name.
        unchanged: Names of sources whose bytes are as before.
        reading: How sources are read, to see whether one that shrank is damaged.
    """
    found = {source.name: source for source in sources}
    kept: dict[str, Origin] = {}
    problems: list[Problem] = []
    gone: list[Source] = []
    for name in former.names():
        before = former.manifest.sources[name]
        if name not in found:
            gone.append(Source(name, Path(before.path), BUILT_IN[0], Compression.NONE))
        elif name in unchanged:
            continue
        elif (reason := _damage(former, found[name], origins[name], reading)) is not None:
            hint = "Fetch it again; if it is right as it is, convert again with --prune."
            reason = f"{reason}, so its articles of the last conversion were kept"
            problems.append(Problem(name, reason, hint))
        else:
            continue
        kept[name] = before
    if gone:
        problems.insert(0, _gone(gone, of=len(former.manifest.sources)))
    return Kept(kept, tuple(gone), tuple(problems))


def _damage(former: Former, source: Source, origin: Origin, reading: Reading) -> str | None:
    """Say why the new bytes of a source cannot replace its rows; None if they can."""
    before = former.manifest.sources[source.name]
    if origin.sha256 is None:
        return f"the file cannot be read ({_reason(source.path)})"
    if not origin.size:
        return "the file is empty now"
    if origin.size >= before.size:
        return None
    # It shrank: read it once only to see what is left of it.
    reader = SourceReader({source.name: replace(origin, problems=())}, reading, 1, None)
    rows = sum(batch.num_rows for batch in reader.rows([source]))
    problems = reader.origins[source.name].problems
    worse = not rows or len(problems) > len(before.problems)
    if worse and rows < former.count(source.name):
        return "the file is shorter than before and damaged, as if it had been cut off"
    return None


def _reason(path: Path | RemoteFile) -> str:
    try:
        path.open("rb").close()
    except OSError as error:
        return error.strerror or str(error)
    return "it cannot be opened every time"


def _gone(gone: Sequence[Source], of: int) -> Problem:
    names = ", ".join(source.name for source in gone[:NAMED])
    more = ", ..." if len(gone) > NAMED else ""
    files = "1 source is" if len(gone) == 1 else f"{len(gone):,} sources are"
    every = " (all there were; is a disk not mounted?)" if len(gone) == of > 1 else ""
    reason = f"{files} gone{every}: {names}{more}. The articles of the last conversion were kept"
    hint = "Bring the files back; if their articles are to go, convert again with --prune."
    return Problem(gone[0].name, reason, hint)
