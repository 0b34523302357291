"""What the articles had that a change takes away: their findings, and how many had which."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from corpus_qa.commands.context import Means, Settings, contract_of, dataset_folder
from corpus_qa.config import Waiver
from corpus_qa.dataset.convert import Conversion, convert_found
from corpus_qa.dataset.manifest import Manifest
from corpus_qa.dataset.store import Dataset, select_articles
from corpus_qa.dataset.unique import refuse_taken
from corpus_qa.dedup.index.store import Folder, Index, Segment, create_index, open_index
from corpus_qa.dedup.index_matches import index_articles
from corpus_qa.errors import UnusableIndexError
from corpus_qa.examine.batch import examine
from corpus_qa.examine.cache import INDEXES, Cache, entry_key, fingerprint_of, touch
from corpus_qa.examine.plan import Plan
from corpus_qa.examine.run import Examination, write_sketches
from corpus_qa.expectations.metrics import measure
from corpus_qa.gate.acceptance import Accepted, close_tables
from corpus_qa.gate.diff import find_difference, find_sides
from corpus_qa.gate.git import Changes
from corpus_qa.ingest.discover import Found, find
from corpus_qa.ingest.git_lfs import size_behind
from corpus_qa.ingest.records import Source
from corpus_qa.model import ARTICLE_SCHEMA, DUPLICATE_SCHEMA, Batch, Check, Crash, Family, Problem
from corpus_qa.run.pool import examine_all
from corpus_qa.run.tables import Parts, connect
from corpus_qa.run.timing import Clock, silent

TIMES_SQL = """
SELECT fingerprint, count(*) FROM read_parquet(?) WHERE status <> 'waived' GROUP BY ALL
"""


@dataclass(frozen=True, slots=True)
class Past:
    """The findings and the counts of articles that are gone.

    Attributes:
        articles: How many they are.
        findings: Fingerprint -> how often it was there. Copies are not looked for.
        counts: Rate of the dataset -> how many of them it counts.
        crashes: What broke off, so that findings of theirs are not known.
    """

    articles: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    crashes: tuple[Crash, ...] = ()


def examine_past(
    removed: Dataset, checks: Sequence[Check], waivers: Sequence[Waiver], means: Means
) -> Past:
    """Examine articles as they were before a change; ``waivers`` are those that hold."""
    if not removed.rows:
        return Past()
    settings, folder = means.settings, means.work / "past"
    work = folder / "work"
    work.mkdir(parents=True)
    memory = settings.config.engine.memory
    with Parts(work) as parts:
        examination = Examination(checks, contract_of(settings), parts, Clock())
        examination.run(removed, settings.jobs, silent)
    close_tables(work, folder, memory, Accepted(waivers=waivers))
    pq.write_table(DUPLICATE_SCHEMA.empty_table(), folder / "duplicates.parquet")
    with connect(work, memory) as connection:
        metrics = measure(folder, connection, checks)
        times = connection.execute(TIMES_SQL, [str(folder / "findings.parquet")]).fetchall()
    counts = {
        metric.metric: metric.numerator
        for metric in metrics
        if metric.scope == "dataset" and metric.numerator is not None
    }
    return Past(removed.rows, dict(times), counts, tuple(examination.crashes))


# What it is called where people read of it.
PLACE = "the corpus as it was"


@dataclass(frozen=True, slots=True)
class Standing:
    """The corpus as it stands, and the crashes on its articles, which it is thus known less by."""

    index: Index
    crashes: tuple[Crash, ...]


def standing_index(base: Dataset, checks: Sequence[Check], means: Means) -> Standing:
    """Return an index of the articles of a dataset; without a cache it is made for this run.

    The part of a fragment on which something crashed is not kept, so that it is told again.
    """
    chrome = tuple(check for check in checks if check.family is Family.CHROME)
    fingerprint = fingerprint_of(chrome, ["index"])
    room = (means.cache.folder if means.cache else means.work) / INDEXES
    room.mkdir(exist_ok=True)
    segments: list[Segment] = []
    crashes: list[Crash] = []
    for number, fragment in enumerate(base.fragments):
        place = room / entry_key(fragment.sha256, fingerprint)
        found = _segments(place, means.cache)
        if found is None:
            part = Dataset(base.path, Manifest((fragment,)))
            scratch = means.work / f"index-{number}"
            scratch.mkdir()
            broken = _sketch(part, Plan(chrome), means.settings.jobs, scratch)
            crashes += broken
            place = means.work / f"part-{number}" if broken else place
            _make(place, part, means.settings, scratch)
            found = open_index(str(place)).segments
        segments += (_below(place, segment) for segment in found)
        means.progress("index", base.first_rows[number + 1], base.rows)
    told = tuple(replace(crash, within=PLACE) for crash in crashes)
    return Standing(Index(PLACE, Folder.local(), tuple(segments), exact=True), told)


def _segments(place: Path, cache: Cache | None) -> tuple[Segment, ...] | None:
    """Return the segments of a part that is there; None if it is not, or not whole."""
    if not place.is_dir():
        return None
    try:
        index = open_index(str(place))
        whole = all(segment.bytes == _size(index.folder, segment) for segment in index.segments)
    except (UnusableIndexError, OSError):
        whole = False
    if whole:
        touch(place)
        return index.segments
    if cache is not None:
        cache.damaged.append(place.name)
    shutil.rmtree(place, ignore_errors=True)
    return None


def _size(folder: Folder, segment: Segment) -> int:
    sizes = (folder.size(path) or 0 for path in segment.files.values())
    return sum(sizes)


def _sketch(part: Dataset, plan: Plan, jobs: int, scratch: Path) -> list[Crash]:
    """Write the sketches of a fragment to ``scratch``; return what crashed."""
    crashes: list[Crash] = []
    with Parts(scratch) as parts:
        nothing = Batch(pa.RecordBatch.from_pylist([], schema=ARTICLE_SCHEMA))
        write_sketches(examine(nothing, plan), parts.write)
        for examined in examine_all(part.batches(), plan, jobs):
            write_sketches(examined, parts.write)
            crashes.extend(examined.crashes)
    return crashes


def _make(place: Path, part: Dataset, settings: Settings, scratch: Path) -> None:
    """Make the index of a fragment of its sketches, aside, so that there is never half of one."""
    aside = place.with_name(f".{place.name}-{uuid.uuid4().hex}")
    memory = settings.config.engine.memory
    index_articles(create_index(str(aside)), scratch, part, spill=scratch, memory=memory)
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        aside.rename(place)
    except OSError:  # another process was quicker
        shutil.rmtree(aside, ignore_errors=True)


def _below(place: Path, segment: Segment) -> Segment:
    """Return a segment as it is called from outside of its index."""
    files = {name: (place.absolute() / path).as_posix() for name, path in segment.files.items()}
    return replace(segment, name=f"{place.name}/{segment.name}", files=files)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a gate is asked to compare.

    ``whole`` tells whether the articles that the change does not touch are needed, too.
    """

    changes: Changes
    paths: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """The articles of a change.

    Attributes:
        added: Those that are new, or differ from what they were.
        removed: Those of the merge base that are gone, or were different, as they were.
        base: All of the merge base, or only those of files that the change touches.
        gone: The ids of ``removed`` in ``base``.
        problems: What could not be read.
    """

    added: Dataset
    removed: Dataset
    base: Dataset
    gone: frozenset[str]
    problems: tuple[Problem, ...]


def read_change(wanted: Wanted, means: Means) -> Changed:
    """Read both sides of a change, and part what differs from what does not.

    Raises:
        InputError: Two articles claim one id.
        IncompleteError: Former versions of files cannot be read.
    """
    work, exclude = means.work, means.settings.config.input.exclude
    found = find(wanted.paths, exclude)
    sides = find_sides(found, wanted.changes, wanted.paths, exclude, work / "former")
    now = _convert("now", Found(sides.now, found.problems), wanted.paths, means)
    kept = sides.same if wanted.whole else ()
    sources = {source.name: source for source in (*kept, *sides.before)}
    standing = Found(tuple(sources[name] for name in sorted(sources)), ())
    base = _convert("base" if wanted.whole else "former", standing, wanted.paths, means)
    difference = find_difference(now.dataset, base.dataset, sides, wanted.changes)
    before = {source.name for source in sides.before}
    mine = {source.name for source in sides.now}
    added = select_articles(now.dataset, difference.added, mine, work / "added")
    refuse_taken(added, base.dataset, difference.removed)
    unread = {problem.source for problem in now.problems}
    unknown = _unknown(sides.before, unread, wanted.changes) if added.rows else ()
    return Changed(
        added=added,
        removed=select_articles(base.dataset, difference.removed, before, work / "removed"),
        base=base.dataset,
        gone=difference.removed,
        # That a former version could not be read is mended by the change.
        problems=(
            *now.problems,
            *(p for p in base.problems if p.source not in before),
            *unknown,
        ),
    )


def _unknown(
    formers: Sequence[Source], unread: Container[str], changes: Changes
) -> Iterator[Problem]:
    """Tell of which sources the former articles are not known, so that all of theirs look new."""
    for source in formers:
        if source.name not in unread and size_behind(source.path) is not None:
            reason = (
                "the file was a pointer of Git LFS before the change, and its data are not here: "
                "what is new in it cannot be told"
            )
            hint = (
                f"Fetch the data: git lfs fetch origin {changes.base}, then run it again. If they "
                "are lost, take the file away in a change of its own before it is added anew."
            )
            yield Problem(source.name, reason, hint)


def _convert(side: str, found: Found, paths: tuple[str, ...], means: Means) -> Conversion:
    """Convert one side of a change, into the cache if there is one."""
    done = 0

    def advance(articles: int) -> None:
        nonlocal done
        done += articles
        means.progress(f"read {side}", done, 0)

    return convert_found(
        found,
        dataset_folder(means.cache, side, paths, means.settings) or means.work / side,
        options=means.settings.config.input,
        jobs=means.settings.jobs,
        progress=advance,
    )
