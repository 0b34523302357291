"""Convert sources to a dataset."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus_qa.dataset.columns import check_overrides
from corpus_qa.dataset.find import find
from corpus_qa.dataset.fragments import write_fragments
from corpus_qa.dataset.manifest import DATA, Manifest, Origin, save_manifest
from corpus_qa.dataset.parse import Settings, parse_all
from corpus_qa.dataset.readers import split
from corpus_qa.dataset.store import Dataset
from corpus_qa.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa

    from corpus_qa.config import InputOptions
    from corpus_qa.dataset.raw import Raw, Source

TASK = 2 << 20
"""Bytes of raw records that are parsed at a time."""


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

    Args:
        paths: What to read.
        out: The folder of the dataset, made if it is not there.
        options: How sources become articles.
        jobs: Worker processes; with 1 all is done in this one. The result is the same.
        progress: Called with the number of articles that were added since the last call.

    Raises:
        InputError: Two articles claim one id, or the dataset is being written by another process.
        ConfigError: ``options`` maps to a column that no article has.
    """
    folder = Path(out)
    check_overrides(options.columns)
    found = find(paths, options.exclude, folder)
    (folder / DATA).mkdir(parents=True, exist_ok=True)
    settings = Settings(tuple(options.columns.items()), datetime.now(UTC))
    problems = list(found.problems)
    by_source: dict[str, list[Problem]] = {}

    def batches() -> Iterator[pa.RecordBatch]:
        for task in _tasks(found.sources, options.max_record_bytes, by_source):
            parsed = parse_all(task, settings)
            for problem in parsed.problems:
                by_source.setdefault(problem.source, []).append(problem)
            if progress is not None:
                progress(parsed.records.num_rows)
            yield parsed.records

    hashes = {source.name: _sha256(source.path) or "" for source in found.sources}
    fragments = tuple(write_fragments(folder, batches(), hashes))
    origins = {
        source.name: Origin(
            os.fspath(source.path),
            hashes[source.name],
            0,
            0,
            time.time_ns(),
            tuple(by_source.get(source.name, ())),
        )
        for source in found.sources
    }
    for group in by_source.values():
        problems += group
    save_manifest(folder, Manifest(fragments, origins))
    return Conversion(Dataset.open(folder), tuple(problems), len(found.sources), 0, 0)


def _tasks(
    sources: Sequence[Source], limit: int, problems: dict[str, list[Problem]]
) -> Iterator[list[Raw]]:
    task: list[Raw] = []
    size = 0
    for source in sources:
        for item in split(source, limit):
            if isinstance(item, Problem):
                problems.setdefault(item.source, []).append(item)
                continue
            task.append(item)
            size += item.size
            if size >= TASK:
                yield task
                task, size = [], 0
    if task:
        yield task


def _sha256(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
