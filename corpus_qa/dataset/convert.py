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

from corpus_qa.config import InputOptions
from corpus_qa.dataset.build import SourceReader, build, make_plan
from corpus_qa.dataset.fragments import TARGET
from corpus_qa.dataset.manifest import (
    DATA,
    SCHEMA_VERSION,
    Fragment,
    Manifest,
    Origin,
    is_dataset,
    load_manifest,
    locked,
    save_manifest,
)
from corpus_qa.dataset.store import Dataset
from corpus_qa.dataset.unique import check_unique
from corpus_qa.errors import InputError
from corpus_qa.ingest.discover import Found, find, printable
from corpus_qa.ingest.fields import check_overrides
from corpus_qa.ingest.records import Reading, Source
from corpus_qa.ingest.registry import BUILT_IN
from corpus_qa.model import Problem
from corpus_qa.run.folder import sha256_of
from corpus_qa.run.timing import now

# Raised when the readers make something else of the same bytes: all sources are read again.
READER_VERSION = 3

# Nanoseconds between the last change of a file and its reading from which the change was seen.
SURE = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a conversion did.

    Attributes:
        dataset: The dataset as it is now.
        problems: What could not be read, also in sources that were converted before.
        converted: Sources that were read.
        kept: Sources that had not changed.
        dropped: Sources that are gone.
    """

    dataset: Dataset
    problems: tuple[Problem, ...]
    converted: int
    kept: int
    dropped: int


def convert(
    paths: Sequence[Path | str],
    out: Path | str,
    *,
    options: InputOptions,
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Conversion:
    """Convert files, folders and globs to a dataset in the folder ``out``.

    Killed at any moment, it leaves the dataset as it was or as it is to be.

    Args:
        paths: What to read.
        out: The folder of the dataset, made if it is not there.
        options: How sources become articles.
        jobs: Worker processes; with 1 all is done in this one. The result is the same.
        progress: Called with the number of articles that were added since the last call.

    Raises:
        InputError: Two articles claim one id, another process is writing to ``out``, or it cannot
            be written.
        IncompleteError: A worker process died.
        ConfigError: ``options`` maps to a column that no article has.
    """
    found = find(paths, options.exclude, Path(out))
    return convert_found(found, out, options=options, jobs=jobs, progress=progress)


def convert_found(
    found: Found,
    out: Path | str,
    *,
    options: InputOptions,
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Conversion:
    """Convert sources that were found; as ``convert`` in all else."""
    check_overrides(options.columns)
    folder = Path(out)
    fingerprint = _fingerprint(options, found.sources)
    reading = Reading(tuple(options.columns.items()), options.max_record_bytes, now())
    try:
        (folder / DATA).mkdir(parents=True, exist_ok=True)
        with locked(folder):
            before = load_manifest(folder) if is_dataset(folder) else Manifest()
            former, fragments = _usable(folder, before, fingerprint)
            origins = {item.name: _inspect(item, former.get(item.name)) for item in found.sources}
            unchanged = {
                name
                for name, origin in origins.items()
                if name in former and origin.sha256 and origin.sha256 == former[name].sha256
            }
            steps = make_plan(found.sources, unchanged, fragments, TARGET // 2)
            reader = SourceReader(origins, reading, jobs, progress)
            fragments = build(folder, steps, reader)
            after = Manifest(fragments, reader.origins, fingerprint)
            if len(unchanged) < len(origins):
                check_unique([folder / item.file for item in fragments], after.rows)
            save_manifest(folder, after)
            _sweep(folder, fragments)
            dataset = Dataset.open(folder)
    except OSError as error:  # those of the sources are problems, and do not come here
        msg = f"{folder} cannot be written ({error.strerror or error}); name another --out."
        raise InputError(msg) from error
    remembered = (problem for origin in reader.origins.values() for problem in origin.problems)
    return Conversion(
        dataset=dataset,
        problems=(*found.problems, *remembered),
        converted=len(origins) - len(unchanged),
        kept=len(unchanged),
        dropped=len(before.sources.keys() - origins.keys()),
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
    """Return the sources and fragments that need not be made again.

    A fragment that is missing or has another size costs its own sources only.
    """
    if before.conversion != fingerprint:
        return {}, ()
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
    former = {name: origin for name, origin in before.sources.items() if name not in broken}
    return former, tuple(kept)


def _inspect(source: Source, former: Origin | None) -> Origin:
    """Return what to remember of a source; its bytes are read only if it may have changed."""
    path = printable(source.path.as_posix())
    now = time.time_ns()
    try:
        stat = source.path.stat()
        if former is not None and _shows_no_change(former, stat):
            return replace(former, path=path)
        sha256 = sha256_of(source.path)
    except OSError:
        return Origin(path, None, 0, 0, now)
    same = former is not None and former.sha256 == sha256
    problems = former.problems if former is not None and same else ()
    return Origin(path, sha256, stat.st_size, stat.st_mtime_ns, now, problems)


def _shows_no_change(former: Origin, stat: os.stat_result) -> bool:
    """Whether size and time are as before, and so old that a change in one tick is ruled out."""
    same = (former.size, former.mtime_ns) == (stat.st_size, stat.st_mtime_ns)
    return same and former.sha256 is not None and former.seen_ns - former.mtime_ns > SURE


def _sweep(folder: Path, fragments: Sequence[Fragment]) -> None:
    """Remove what killed conversions left, and the fragments that were replaced."""
    wanted = {folder / fragment.file for fragment in fragments}
    for path in (*(folder / DATA).iterdir(), *folder.glob("*.tmp")):
        if path not in wanted:
            with suppress(OSError):  # a reader on Windows has it open; the next sweep gets it
                path.unlink()
