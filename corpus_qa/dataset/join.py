"""The dataset of a shard, kept beside its results; and the datasets of all shards as one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from corpus_qa.dataset.build import MANY, MOST_PROBLEMS, summed_up
from corpus_qa.dataset.manifest import DATA, Fragment, Manifest, Origin, save_manifest
from corpus_qa.dataset.store import Dataset
from corpus_qa.dataset.unique import tell_apart
from corpus_qa.ingest.division import Shard
from corpus_qa.model import Problem


def shard_of(dataset: Dataset, shard: Shard) -> Dataset:
    """Return the fragments of a dataset of which the first byte lies in a shard."""
    low, high = shard.bounds(sum(fragment.bytes for fragment in dataset.fragments))
    start, chosen = 0, []
    for fragment in dataset.fragments:
        if low <= start < high:
            chosen.append(fragment)
        start += fragment.bytes
    return Dataset(dataset.path, replace(dataset.manifest, fragments=tuple(chosen)))


def keep_dataset(dataset: Dataset, folder: Path) -> None:
    """Put a dataset into a folder of its own, without taking its room twice where links can."""
    (folder / DATA).mkdir(parents=True)
    for file in dataset.files:
        copy = folder / DATA / file.name
        try:
            os.link(file, copy)
        except OSError:  # another file system, or one without links
            shutil.copyfile(file, copy)
    fragments = tuple(
        replace(fragment, file=f"{DATA}/{Path(fragment.file).name}")
        for fragment in dataset.fragments
    )
    save_manifest(folder, replace(dataset.manifest, fragments=fragments))


def join(shards: Sequence[Dataset], folder: Path) -> Dataset:
    """Join the datasets of shards, in their order, as if their sources had been converted at once.

    The fragments stay where they are; those in which ids change, because articles of other shards
    have the same, are written to ``folder``.
    """
    (folder / DATA).mkdir(parents=True, exist_ok=True)
    fragments, repeated = tell_apart(folder, list(_fragments(shards)))
    origins: dict[str, list[Origin]] = {}
    for dataset in shards:
        for name, origin in dataset.manifest.sources.items():
            origins.setdefault(name, []).append(origin)
    sources = {name: _joined(name, same) for name, same in sorted(origins.items())}
    conversion = shards[0].manifest.conversion
    return Dataset(folder, Manifest(fragments, sources, conversion, repeated))


def join_parted(shards: Sequence[Dataset], folder: Path) -> Dataset:
    """Join the shards of a dataset, whose articles have ids of their own already."""
    fragments = tuple(_fragments(shards))
    return Dataset(folder, replace(shards[0].manifest, fragments=fragments))


def _fragments(shards: Iterable[Dataset]) -> Iterator[Fragment]:
    for dataset in shards:
        for fragment, file in zip(dataset.fragments, dataset.files, strict=True):
            yield replace(fragment, file=str(file.absolute()))


def _joined(name: str, stretches: Sequence[Origin]) -> Origin:
    """Return what is to be remembered of a source of which each shard read a stretch."""
    first = stretches[0]
    if len(stretches) == 1:
        return first
    columns: dict[str, tuple[str, ...]] = {}
    for origin in reversed(stretches):
        columns.update(origin.columns)
    whole = all(origin.sha256 is not None for origin in stretches)
    problems = tuple(_problems(name, (one for part in stretches for one in part.problems)))
    sha256 = first.sha256 if whole else None
    return replace(first, sha256=sha256, problems=problems, columns=columns)


def _problems(name: str, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems of all stretches of a source as one that reads all of it tells them."""
    told: list[Problem] = []
    unlisted = 0
    for problem in problems:
        if problem.hint == MANY:
            unlisted += problem.lost or 0
        elif problem.lost is None and problem in told:
            continue  # each stretch met what is wrong with the whole file
        elif problem.lost is None or len(told) < MOST_PROBLEMS:
            told.append(problem)
        else:
            unlisted += problem.lost or 1
    yield from told
    if unlisted:
        yield summed_up(name, unlisted)
