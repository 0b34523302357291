"""Many patterns over many texts in one pass, with exact spans, in linear time.

First a sieve looks for the required literals of all patterns in the bytes of a whole Arrow column;
then RE2 finds the exact spans, only around the literals that were seen. Patterns without a literal
are tried on every text, which is correct and slow. A screen saves time and never hides a match.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import re2

from corpus_qa.arrays import rebase
from corpus_qa.text.sieve import Sieve, sieve_of

# Bytes up to which it costs less to try every pattern than to derive their literals.
FEW = 1 << 16

# One text may hold thousands of matches (a page of entities); evidence needs only some of them.
MAX_MATCHES = 200


@dataclass(frozen=True, slots=True)
class Match:
    """One match: row of the column, number of the pattern, code points."""

    row: int
    pattern: int
    start: int
    end: int


class Screen:
    """Compiled patterns. ``literals`` overrides what would be derived from a pattern.

    Raises:
        ValueError: A pattern is not valid RE2; the message names it.
    """

    def __init__(self, patterns: Sequence[str], literals: Sequence[Sequence[str]]) -> None:
        """Compile ``patterns``; ``literals`` has an entry, often empty, for each of them."""
        options = re2.Options()
        options.log_errors = False
        options.never_capture = True  # only the whole match is asked for, which is much faster
        self._regexes = [_compile(pattern, options) for pattern in patterns]
        self._patterns = tuple(zip(patterns, literals, strict=True))
        self._bytes = 0

    @cached_property
    def _sieve(self) -> Sieve:
        return sieve_of(self._patterns)

    @property
    def unscreened(self) -> tuple[int, ...]:
        """The numbers of the patterns without a literal, which are tried on every text."""
        return self._sieve.unscreened

    def prepare(self) -> None:
        """Derive the literals now: what looks at one text after the other wants each to be fast."""
        self._bytes = FEW + 1
        _ = self._sieve

    def find(self, column: pa.Array) -> Iterator[Match]:
        """Yield the matches of every pattern, by row, then by pattern, then by place."""
        column = rebase(column)
        self._bytes += len(column.buffers()[2] or b"")
        if self._bytes <= FEW:
            yield from self.find_unscreened(column)
            return
        places = self._sieve.places(column)
        row, data = -1, b""
        for at, number, start, end in places.each():
            if at != row:
                row, data = at, column[at].as_buffer().to_pybytes()
            yield from _spans(self._regexes[number], data, row, number, start, end)

    def find_unscreened(self, column: pa.Array) -> Iterator[Match]:
        """Yield what ``find`` yields, trying every pattern on every text."""
        for row, text in enumerate(rebase(column)):
            data = text.as_buffer().to_pybytes()
            for number, regex in enumerate(self._regexes):
                yield from _spans(regex, data, row, number, 0, len(data))


def _compile(pattern: str, options: re2.Options) -> re2._Regexp[str]:
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        msg = f"not an RE2 expression: {pattern!r} ({error})"
        raise ValueError(msg) from error


def _spans(  # noqa: PLR0913, PLR0917 - one call for each place
    regex: re2._Regexp[str], data: bytes, row: int, number: int, low: int, high: int
) -> Iterator[Match]:
    """Yield the matches between two bytes of a text in UTF-8, in code points."""
    found, byte, place = 0, 0, 0
    for match in regex.finditer(data, low, high):
        start, end = match.span()
        if start == end:
            continue
        first = place + len(data[byte:start].decode())
        byte, place = end, first + len(data[start:end].decode())
        yield Match(row, number, first, place)
        found += 1
        if found == MAX_MATCHES:
            return
