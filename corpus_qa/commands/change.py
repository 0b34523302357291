"""A change, made ready to be judged: what it adds, what it takes away, and what was there before.

The articles of the base are known by an index that is made once, a part for each fragment, and kept
in the cache. Fragments that a change of the base does not touch keep their parts, so that only what
is new has to be sketched; the index is assembled for each run.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow.parquet as pq

from corpus_qa.commands.convert import cached_dataset, progress_of
from corpus_qa.commands.run import Ingested, RunContext, open_named_index
from corpus_qa.config import Waiver
from corpus_qa.dataset.convert import Conversion, convert_found
from corpus_qa.dataset.manifest import Manifest, Repeated, save_manifest
from corpus_qa.dataset.store import Dataset, select_articles
from corpus_qa.dataset.unique import tell_apart_from
from corpus_qa.dedup.index.store import Folder, Index, Segment, create_index, open_index
from corpus_qa.dedup.index_matches import index_articles, sketch_dataset
from corpus_qa.dedup.sketch import sketch_tables
from corpus_qa.errors import UnusableIndexError
from corpus_qa.examine.batch import Plan
from corpus_qa.examine.cache import INDEXES, Cache, entry_key, fingerprint_of, touch
from corpus_qa.examine.run import Examination
from corpus_qa.expectations.metrics import measure_run
from corpus_qa.gate.acceptance import Accepted, close_tables
from corpus_qa.gate.accounting import describe_passed_over, find_unseen
from corpus_qa.gate.baseline import BaseFindings
from corpus_qa.gate.diff import find_difference, find_followers, find_sides
from corpus_qa.gate.git import Changes
from corpus_qa.ingest.discover import Found, find
from corpus_qa.ingest.records import Source
from corpus_qa.ingest.streams import size_behind
from corpus_qa.model import DUPLICATE_SCHEMA, Crash, Family, LeftOut, Problem, Reason
from corpus_qa.run.folder import RunFolder
from corpus_qa.run.tables import connect
from corpus_qa.run.timing import Clock, silent

TIMES_SQL = """
SELECT fingerprint, count(*) FROM read_parquet(?) WHERE status <> 'waived' GROUP BY ALL
"""

# What the base is called where people read of it.
BASE = "the corpus as it was"


def ingest_change(
    changes: Changes, paths: tuple[str, ...], run: RunContext, *, own_waivers: bool = True
) -> Ingested:
    """Read the articles that a change adds, and what they are compared with.

    That is the index that is named, or else all articles that were there before. ``own_waivers``
    tells whether waivers that the change brings in its articles hold.

    Raises:
        IncompleteError: Former versions of files cannot be read.
    """
    named, missing = open_named_index(run.settings)
    all_articles = run.settings.index is None
    with run.clock.stage("convert"):
        changed = read_change(changes, paths, run, all_articles=all_articles)
    with run.clock.stage("base findings"):
        inline = run.rules.acceptance.with_inline(changed.removed)
        waivers = inline.held
        base = find_in_base(changed.removed, waivers, run)
        base = replace(base, followers=find_followers(changed.added, changed.removed))
    former = None if own_waivers else inline.waivers
    problems = (*changed.problems, *missing)
    others = (changed.left_out, changed.repeated, changed.notes)
    if not changed.added.rows:
        return Ingested(changed.added, problems, *others, base=base)
    crashes: tuple[Crash, ...] = ()
    with run.clock.stage("index"):
        index, crashes = index_base(changed.base, run) if all_articles else (named, ())
    if index is not None:
        index = replace(index, gone=changed.gone)
    # What the change takes away is fixed by it.
    left = tuple(crash for crash in crashes if crash.article_id not in changed.gone)
    return Ingested(changed.added, problems, *others, index, base, left, former)


@dataclass(frozen=True, slots=True)
class Changed:
    """The articles of a change.

    Attributes:
        added: Those that are new, or differ from what they were.
        removed: Those of the merge base that are gone, or were different, as they were.
        base: All of the merge base, or only those of files that the change touches.
        gone: The ids of ``removed`` in ``base``.
        problems: What could not be read.
        left_out: What was not meant to be read, and why.
        repeated: Ids that articles had in common, so that they were told apart.
        notes: What was passed over on purpose.
    """

    added: Dataset
    removed: Dataset
    base: Dataset
    gone: frozenset[str]
    problems: tuple[Problem, ...]
    left_out: tuple[LeftOut, ...]
    repeated: Repeated
    notes: tuple[Reason, ...] = ()


def read_change(
    changes: Changes, paths: tuple[str, ...], run: RunContext, *, all_articles: bool
) -> Changed:
    """Read both sides of a change, and part what differs from what does not.

    ``all_articles`` tells whether those that the change does not touch are needed, too.

    Raises:
        IncompleteError: Former versions of files cannot be read.
    """
    work, exclude = run.work, run.settings.config.input.exclude
    found = find(paths, exclude)
    sides = find_sides(found, changes, paths, exclude, work / "former")
    now = _convert("now", Found(sides.now, found.problems), paths, run)
    kept = sides.same if all_articles else ()
    sources = {source.name: source for source in (*kept, *sides.before)}
    former = Found(tuple(sources[name] for name in sorted(sources)), ())
    base = _convert("base" if all_articles else "former", former, paths, run)
    difference = find_difference(now.dataset, base.dataset, sides, changes)
    before = {source.name for source in sides.before}
    mine = {source.name for source in sides.now}
    added = select_articles(now.dataset, difference.added, mine, work / "added")
    fragments, repeated = tell_apart_from(
        added.path, added.fragments, base.dataset.files, difference.removed
    )
    if repeated.ids:
        save_manifest(added.path, replace(added.manifest, fragments=fragments))
        added = Dataset.open(added.path)
    unread = {problem.source for problem in now.problems}
    unknown = _unknown(sides.before, unread, changes) if added.rows else ()
    roots = [Path(os.path.realpath(path)) for path in paths]
    return Changed(
        added=added,
        removed=select_articles(base.dataset, difference.removed, before, work / "removed"),
        base=base.dataset,
        gone=difference.removed,
        # That a former version could not be read is fixed by the change.
        problems=(
            *now.problems,
            *(p for p in base.problems if p.source not in before),
            *unknown,
            *find_unseen(changes, roots, exclude, found),
        ),
        left_out=found.left_out,
        repeated=repeated if repeated.ids else now.repeated,
        notes=tuple(describe_passed_over(changes, roots, exclude)),
    )


def _unknown(
    formers: Sequence[Source], unread: Container[str], changes: Changes
) -> Iterator[Problem]:
    """Tell of which sources the former articles are not known, so that all of theirs look new."""
    for source in formers:
        if source.name not in unread and size_behind(source.path) is not None:
            reason = (
                "the file was a Git LFS pointer before the change and its data is not available, "
                "so new articles cannot be told from old ones"
            )
            hint = (
                f"Fetch the data with git lfs fetch origin {changes.base}, then run this again. If "
                "it is lost, remove the file in a change of its own before adding it again."
            )
            yield Problem(source.name, reason, hint)


def _convert(side: str, found: Found, paths: tuple[str, ...], run: RunContext) -> Conversion:
    """Convert one side of a change, into the cache if there is one."""
    settings = run.settings
    return convert_found(
        found,
        cached_dataset(run.cache, side, paths, settings) or run.work / side,
        options=settings.config.input,
        jobs=settings.jobs,
        progress=progress_of(settings, f"read {side}"),
    )


def find_in_base(removed: Dataset, waivers: Sequence[Waiver], run: RunContext) -> BaseFindings:
    """Examine articles as they were before a change; ``waivers`` are those that hold."""
    if not removed.rows:
        return BaseFindings()
    settings, folder = run.settings, RunFolder(run.work / "base")
    folder.work.mkdir(parents=True)
    examination = Examination(settings.checks, sketch_tables, run.rules.schema, Clock())
    examination.run(removed, folder.work, settings.jobs, silent)
    close_tables(folder.work, folder.path, settings.memory, Accepted(waivers=waivers))
    pq.write_table(DUPLICATE_SCHEMA.empty_table(), folder.duplicates)
    metrics = measure_run(folder, settings.memory, settings.checks, additions=False)
    with connect(folder.work, settings.memory) as connection:
        times = connection.execute(TIMES_SQL, [str(folder.findings)]).fetchall()
    counts = {
        metric.metric: metric.numerator
        for metric in metrics
        if metric.scope == "dataset" and metric.numerator is not None
    }
    return BaseFindings(removed.rows, dict(times), counts, tuple(examination.crashes))


def index_base(base: Dataset, run: RunContext) -> tuple[Index, tuple[Crash, ...]]:
    """Return an index of a dataset, and the crashes that left articles incompletely indexed.

    Without a cache it is made for this run. The part of a fragment on which something crashed is
    not kept, so that it is reported again.
    """
    settings, cache = run.settings, run.cache
    chrome = tuple(check for check in settings.checks if check.family is Family.CHROME)
    fingerprint = fingerprint_of(chrome, ["index"])
    indexes = (cache.folder if cache else run.work) / INDEXES
    indexes.mkdir(exist_ok=True)
    segments: list[Segment] = []
    crashes: list[Crash] = []
    for number, fragment in enumerate(base.fragments):
        place = indexes / entry_key(fragment.sha256, fingerprint)
        found = _segments(place, cache)
        if found is None:
            part = Dataset(base.path, Manifest((fragment,)))
            scratch = run.work / f"index-{number}"
            scratch.mkdir()
            broken = sketch_dataset(part, Plan(chrome), settings.jobs, scratch)
            crashes += broken
            place = run.work / f"part-{number}" if broken else place
            _make(place, part, settings.memory, scratch)
            found = open_index(str(place)).segments
        segments += (_below(place, segment) for segment in found)
        settings.progress("index", base.first_rows[number + 1], base.rows)
    named = tuple(replace(crash, within=BASE) for crash in crashes)
    return Index(BASE, Folder.local(), tuple(segments), exact=True), named


def _segments(place: Path, cache: Cache | None) -> tuple[Segment, ...] | None:
    """Return the segments of a part that is there; None if it is not, or not whole."""
    if not place.is_dir():
        return None
    try:
        index = open_index(str(place))
        whole = all(
            segment.bytes == sum(index.folder.size(path) or 0 for path in segment.files.values())
            for segment in index.segments
        )
    except (UnusableIndexError, OSError):
        whole = False
    if whole:
        touch(place)
        return index.segments
    if cache is not None:
        cache.damaged.append(place.name)
    shutil.rmtree(place, ignore_errors=True)
    return None


def _make(place: Path, part: Dataset, memory: str, scratch: Path) -> None:
    """Make the index of a fragment of its sketches, aside, so that there is never half of one."""
    aside = place.with_name(f".{place.name}-{uuid.uuid4().hex}")
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
