"""Divide the sources of a corpus into shards: the same on every machine, with nothing left over.

The sources lie end to end, in the order of their names, and each shard is a stretch of their bytes.
A source goes where its first byte lies, unless it is large, on this machine and can be divided:
then each record goes where its mark lies, which is how far the file had been read when the record
was cut off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus_qa.errors import UsageError
from corpus_qa.ingest.records import END, STEP, Source

# What a shard is called on the command line.
WRITTEN = re.compile(r"(\d{1,6})/(\d{1,6})", re.ASCII)


@dataclass(frozen=True, order=True, slots=True)
class Shard:
    """One of so many parts of a corpus; ``number`` counts from 1."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Read a shard such as ``3/16``.

        Raises:
            UsageError: It is none.
        """
        found = WRITTEN.fullmatch(text.strip())
        number, of = map(int, found.groups()) if found else (0, 0)
        if not 1 <= number <= of:
            msg = f"“{text}” is no shard: give its number and how many there are, such as 3/16."
            raise UsageError(msg)
        return cls(number, of)

    def __str__(self) -> str:
        """Return it as it is written."""
        return f"{self.number}/{self.of}"

    def bounds(self, total: int) -> tuple[int, int]:
        """Return where it begins and ends in a stretch of ``total``."""
        return total * (self.number - 1) // self.of, total * self.number // self.of


def sources_of(shard: Shard, sources: Sequence[Source]) -> Iterator[Source]:
    """Yield the sources of a shard, those that are divided with its stretch of their bytes.

    Args:
        shard: Which one.
        sources: All of the corpus, in the order of their names.
    """
    sizes = [size_of(source) for source in sources]
    total = sum(sizes)
    low, high = shard.bounds(total)
    start = 0
    for source, size in zip(sources, sizes, strict=True):
        first = min(start, max(0, total - 1))  # the last may be empty
        if size > STEP and source.reader.divisible and isinstance(source.path, Path):
            stretch = _cut(low - start, size), _cut(high - start, size)
            if stretch[0] < stretch[1]:
                yield _within(source, *stretch, size)
        elif low <= first < high or (not total and shard.number == 1):
            yield source
        start += size


def size_of(source: Source) -> int:
    """Return the bytes of a source; 0 if they cannot be read."""
    try:
        return source.path.stat().st_size
    except OSError:  # the shard of its place tells of it
        return 0


def _cut(place: int, size: int) -> int:
    """Return the place next to another one at which a file may be divided."""
    if place <= 0 or place >= size:
        return max(0, min(place, size))
    return place // STEP * STEP


def _within(source: Source, start: int, stop: int, size: int) -> Source:
    if (start, stop) == (0, size):
        return source
    return replace(source, stretch=(start, END if stop == size else stop))
