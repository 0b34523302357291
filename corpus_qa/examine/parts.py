"""Examined parts: results of articles that were examined before, on this machine or on others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from corpus_qa.arrays import numbers_of, numpy_array
from corpus_qa.dataset.manifest import Fragment
from corpus_qa.dataset.store import Dataset
from corpus_qa.examine.cache import COUNTERS, read_part
from corpus_qa.model import Crash
from corpus_qa.run.tables import Parts


@dataclass(frozen=True, slots=True)
class ExaminedPart:
    """What was found in consecutive articles of a dataset.

    Attributes:
        folder: The tables, as ``Examination`` writes them; their rows count from 0.
        first_row: The row of the dataset with which they begin.
        fragments: Those that the articles were in when they were examined.
        crashes: What broke off.
    """

    folder: Path
    first_row: int
    fragments: tuple[Fragment, ...]
    crashes: tuple[Crash, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What examined parts tell of a dataset: of which of its fragments, and what broke off."""

    fragments: frozenset[int] = frozenset()
    crashes: tuple[Crash, ...] = ()


def take_parts(examined: Sequence[ExaminedPart], dataset: Dataset, parts: Parts) -> Taken:
    """Write the tables of examined parts to those of a run.

    Rows of fragments that are not what they were, because articles have other ids now, are left
    out: they are to be examined again.
    """
    known = {fragment.sha256 for part in examined for fragment in part.fragments}
    same = frozenset(
        number for number, fragment in enumerate(dataset.fragments) if fragment.sha256 in known
    )
    firsts = dataset.first_rows
    other = [(firsts[n], firsts[n + 1]) for n in range(len(dataset.fragments)) if n not in same]
    crashes: list[Crash] = []
    for part in examined:
        crashed = {crash.article_id for crash in part.crashes}
        gone: set[str] = set()
        stays: set[str] = set()
        for path in sorted(part.folder.glob("*.parquet")):
            for batch in read_part(path, part.first_row):
                kept, dropped = _parted(batch, other)
                parts.write(path.stem, kept)
                gone |= _ids(dropped, crashed)
                stays |= _ids(kept, crashed)
        # Examined again, an article breaks off again; where two have an id, it is told twice.
        crashes += (crash for crash in part.crashes if crash.article_id not in gone - stays)
    return Taken(same, tuple(crashes))


def _parted(
    batch: pa.RecordBatch, ranges: Sequence[tuple[int, int]]
) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    """Return the rows of a batch that are in none of some ranges of the dataset, and the others."""
    if not ranges:
        return batch, batch.slice(0, 0)
    (counter,) = (name for name in COUNTERS if name in batch.schema.names)
    rows = numbers_of(batch.column(counter))
    inside = np.zeros(len(rows), bool)
    for first, stop in ranges:
        inside |= (rows >= first) & (rows < stop)
    return batch.filter(numpy_array(~inside)), batch.filter(numpy_array(inside))


def _ids(batch: pa.RecordBatch, wanted: set[str]) -> set[str]:
    """Return the ids of articles in a batch that are wanted."""
    if not wanted or "article_id" not in batch.schema.names:
        return set()
    return wanted & set(batch.column("article_id").to_pylist())
