"""The corpus as it stands, as an index: made once, a part for each fragment, and kept in the cache.

Fragments that a change of the base does not touch keep their parts, so that only what is new has to
be sketched. What is no longer there is not asked: the index is put together anew for each run.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from corpus_qa.api.examining import write_sketches
from corpus_qa.api.means import Means
from corpus_qa.api.settings import Settings
from corpus_qa.dataset import Dataset
from corpus_qa.dataset.manifest import Manifest
from corpus_qa.engine.cache import INDEXES, Cache, entry_key, fingerprint_of, touch
from corpus_qa.engine.examined import examine
from corpus_qa.engine.indexing import index_articles
from corpus_qa.engine.local import examine_all
from corpus_qa.engine.plan import Plan
from corpus_qa.engine.tables import Parts
from corpus_qa.errors import UnusableIndexError
from corpus_qa.index import Index, create_index, open_index
from corpus_qa.index.folder import Folder, Segment
from corpus_qa.model import ARTICLE_SCHEMA, Batch, Check, Crash, Family

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
