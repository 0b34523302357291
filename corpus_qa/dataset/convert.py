"""Convert sources to a dataset: only what is new or has changed is read."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus_qa.config import InputOptions
from corpus_qa.dataset.build import Former, Kept, SourceReader, build, keep_former, make_plan
from corpus_qa.dataset.manifest import (
    DATA,
    NAME,
    NO_REPEATED,
    SCHEMA_VERSION,
    TARGET,
    Fragment,
    Manifest,
    Origin,
    Repeated,
    load_manifest,
    locked,
    save_manifest,
)
from corpus_qa.dataset.store import Dataset
from corpus_qa.dataset.unique import tell_apart
from corpus_qa.errors import InputError
from corpus_qa.ingest.columns import check_overrides
from corpus_qa.ingest.discover import Found, find, printable
from corpus_qa.ingest.records import Reading, Source
from corpus_qa.ingest.registry import BUILT_IN, readers
from corpus_qa.model import LeftOut, Problem
from corpus_qa.run.folder import sha256_of
from corpus_qa.run.timing import now

if TYPE_CHECKING:  # few inputs need it
    from corpus_qa.ingest.remote import RemoteFile

# Raised when the readers make something else of the same bytes: all sources are read again.
READER_VERSION = 4

# Nanoseconds between the last change of a file and its reading from which the change was seen.
SURE = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a conversion did.

    Attributes:
        dataset: The dataset as it is now.
        problems: What could not be read, also in sources that were converted before.
        left_out: What was not meant to be read, and why.
        repeated: Ids that several articles had, so that they were told apart.
        converted: Sources that were read.
        kept: Sources that had not changed.
        dropped: Sources that are gone.
    """

    dataset: Dataset
    problems: tuple[Problem, ...]
    converted: int
    kept: int
    dropped: int
    left_out: tuple[LeftOut, ...] = ()
    repeated: Repeated = NO_REPEATED


def convert(  # noqa: PLR0913 - four of them by keyword
    paths: Sequence[Path | str],
    out: Path | str,
    *,
    options: InputOptions,
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
    prune: bool = True,
) -> Conversion:
    """Convert files, folders and globs to a dataset in the folder ``out``.

    Killed at any moment, it leaves the dataset as it was or as it is to be.

    Args:
        paths: What to read.
        out: The folder of the dataset, made if it is not there.
        options: How sources become articles.
        jobs: Worker processes; with 1 all is done in this one. The result is the same.
        progress: Called with the number of articles that were added since the last call.
        prune: Whether the articles of sources that are gone, unreadable or cut off are dropped; if
            not, they stay, and that is a problem.

    Raises:
        InputError: Another process is writing to ``out``, or it cannot be written.
        IncompleteError: A worker process died.
        ConfigError: ``options`` maps to a column that no article has.
    """
    found = find(paths, options.exclude, Path(out))
    return convert_found(found, out, options=options, jobs=jobs, progress=progress, prune=prune)


def convert_found(  # noqa: PLR0913 - four of them by keyword
    found: Found,
    out: Path | str,
    *,
    options: InputOptions,
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
    prune: bool = True,
    shard: bool = False,
) -> Conversion:
    """Convert sources that were found; as ``convert`` in all else.

    In a ``shard`` ids are left as they are: whether others have them shows when all are joined.
    """
    check_overrides(options.columns)
    folder = Path(out)
    fingerprint = _fingerprint(options, found.sources)
    columns = tuple(options.columns.items())
    reading = Reading(columns, options.max_record_bytes, now(), readers())
    try:
        (folder / DATA).mkdir(parents=True, exist_ok=True)
        with locked(folder):
            before = load_manifest(folder) if (folder / NAME).exists() else Manifest()
            former, fragments = _usable(folder, before, fingerprint)
            origins = {item.name: _inspect(item, former.get(item.name)) for item in found.sources}
            unchanged = {
                name
                for name, origin in origins.items()
                if name in former and origin.sha256 and origin.sha256 == former[name].sha256
            }
            if before.repeated.ids and not origins.keys() == former.keys() == unchanged:
                # an id that is unique now may have been told apart from one that is gone
                unchanged = set()
                origins = {item.name: _inspect(item, None) for item in found.sources}
            kept = Kept()
            if not prune:
                old = Former(folder, before, fragments)
                kept = keep_former(old, found.sources, origins, unchanged, reading)
            read = len(origins.keys() - unchanged - kept.origins.keys())
            origins = dict(sorted({**origins, **kept.origins}.items()))
            sources = sorted((*found.sources, *kept.gone), key=lambda source: source.name)
            steps = make_plan(sources, unchanged | kept.origins.keys(), fragments, TARGET // 2)
            reader = SourceReader(origins, reading, jobs, progress)
            fragments, repeated = build(folder, steps, reader), before.repeated
            if read and not shard:
                fragments, repeated = tell_apart(folder, fragments)
            after = Manifest(fragments, reader.origins, fingerprint, repeated)
            save_manifest(folder, after)
            _sweep(folder, fragments)
            dataset = Dataset.open(folder)
    except OSError as error:  # those of the sources are problems, and do not come here
        msg = f"{folder} cannot be written ({error.strerror or error}); name another --out."
        raise InputError(msg) from error
    remembered = (problem for origin in reader.origins.values() for problem in origin.problems)
    return Conversion(
        dataset=dataset,
        problems=(*kept.problems, *found.problems, *remembered),
        converted=read,
        kept=len(origins) - read,
        dropped=len(before.sources.keys() - origins.keys()),
        left_out=found.left_out,
        repeated=repeated,
    )


def _fingerprint(options: InputOptions, sources: Sequence[Source]) -> str:
    """Return digits that change when the same bytes would become other rows."""
    parts = [SCHEMA_VERSION, READER_VERSION, dict(options.columns), options.max_record_bytes]
    plug_ins = {source.reader for source in sources} - set(BUILT_IN)
    parts += sorted([reader.name, reader.version] for reader in plug_ins)
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def _usable(
    folder: Path, before: Manifest, fingerprint: str
) -> tuple[dict[str, Origin], tuple[Fragment, ...]]:
    """Return the sources that need not be read again, and the fragments that are intact.

    A fragment that is missing or has another size costs its own sources only.
    """
    kept: list[Fragment] = []
    broken: set[str] = set()
    for fragment in before.fragments:
        try:
            intact = (folder / fragment.file).stat().st_size == fragment.bytes
        except OSError:
            intact = False
        if intact:
            kept.append(fragment)
        else:
            broken.update(fragment.sources)
    same = before.conversion == fingerprint
    former = {name: it for name, it in before.sources.items() if same and name not in broken}
    return former, tuple(kept)


def _inspect(source: Source, former: Origin | None) -> Origin:
    """Return what to remember of a source; its bytes are read only if it may have changed."""
    path = printable(source.path.as_posix())
    now = time.time_ns()
    try:
        stat = source.path.stat()
        if former is not None and _shows_no_change(former, stat):
            return replace(former, path=path)
        sha256 = _hash(source.path) if source.stretch is None else _hash_stretch(source, stat)
    except OSError:
        return Origin(path, None, 0, 0, now)
    same = former is not None and former.sha256 == sha256
    seen = former if former is not None and same else Origin(path, sha256, 0, 0, now)
    return replace(
        seen,
        path=path,
        sha256=sha256,
        size=stat.st_size,
        mtime_ns=stat.st_mtime_ns,
        seen_ns=now,
        ctime_ns=stat.st_ctime_ns,
        inode=stat.st_ino,
    )


def _hash(path: Path | RemoteFile) -> str:
    """Return digits that tell whether the bytes of a file are those of another time."""
    return sha256_of(path) if isinstance(path, Path) else path.version


def _hash_stretch(source: Source, stat: os.stat_result) -> str:
    """Return digits that change when a file does, whose other stretches are not read."""
    start, stop = source.stretch or (0, 0)
    text = f"{stat.st_size} {stat.st_mtime_ns} {start} {stop}"
    return hashlib.sha256(text.encode()).hexdigest()


def _shows_no_change(former: Origin, stat: os.stat_result) -> bool:
    """Whether size and times are as before, and so old that a change in one tick is ruled out.

    Programs can set the time of the last change (``rsync -t``, ``tar -x``), but not ``ctime``.
    """
    was = (former.size, former.mtime_ns, former.ctime_ns, former.inode)
    same = was == (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
    latest = max(former.mtime_ns, former.ctime_ns)
    return same and former.sha256 is not None and former.seen_ns - latest > SURE


def _sweep(folder: Path, fragments: Sequence[Fragment]) -> None:
    """Remove what killed conversions left, and the fragments that were replaced."""
    wanted = {folder / fragment.file for fragment in fragments}
    for path in (*(folder / DATA).iterdir(), *folder.glob("*.tmp")):
        if path not in wanted:
            with suppress(OSError):  # a reader on Windows has it open; the next sweep gets it
                path.unlink()
