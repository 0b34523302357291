"""Many patterns over many texts in one pass, with exact spans, in linear time.

First Aho-Corasick looks for the required literals of all patterns in the bytes of a whole Arrow
column; then RE2 finds the exact spans, only where a literal was seen. Patterns without a literal
are tried on every text, which is correct and slow. A screen saves time and never hides a match.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import ahocorasick_rs
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import re2

from corpus_qa.arrays import offsets_of, rebase
from corpus_qa.text.literals import WORD, byte_variants, required_literals, word_sides

# Above this an automaton without indirection takes too much memory and time to make; below, it
# is twice as fast.
MAX_DENSE = 4096

# Bytes up to which it costs less to try every pattern than to derive their literals.
FEW = 1 << 16

# One text may hold thousands of matches (a page of entities); evidence needs only some of them.
MAX_MATCHES = 200

BOTH = 3  # sides of a literal
_IS_WORD = np.isin(np.arange(256), list(map(ord, WORD)))


@dataclass(frozen=True, slots=True)
class Match:
    """One match: row of the column, number of the pattern, code points."""

    row: int
    pattern: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Sieve:
    """The literals of all patterns: ``owners[n]`` are those that need the n-th, and where."""

    automaton: ahocorasick_rs.BytesAhoCorasick | None
    owners: tuple[Sequence[tuple[int, int]], ...]
    unscreened: tuple[int, ...]


def _sieve(patterns: Sequence[tuple[str, Sequence[str]]]) -> _Sieve:
    owners: dict[bytes, list[tuple[int, int]]] = {}
    unscreened = []
    for number, (pattern, given) in enumerate(patterns):
        needed = given or required_literals(pattern) or ()
        needles = _needles(needed)
        if not needles:
            unscreened.append(number)
        sides = word_sides(pattern, needed)
        for needle in needles:
            owners.setdefault(needle, []).append((number, sides))
    automaton = _automaton(list(owners)) if owners else None
    return _Sieve(automaton, tuple(owners.values()), tuple(unscreened))


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
    def _sieve(self) -> _Sieve:
        return _sieve(self._patterns)

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
        candidates = self._candidates(column)
        row, data = -1, b""
        for key in candidates.tolist():
            at, number = divmod(key, len(self._regexes))
            if at != row:
                row, data = at, column[at].as_buffer().to_pybytes()
            yield from _spans(self._regexes[number], data, row, number)

    def find_unscreened(self, column: pa.Array) -> Iterator[Match]:
        """Yield what ``find`` yields, trying every pattern on every text."""
        for row, text in enumerate(rebase(column)):
            data = text.as_buffer().to_pybytes()
            for number, regex in enumerate(self._regexes):
                yield from _spans(regex, data, row, number)

    def _candidates(self, column: pa.Array) -> npt.NDArray[np.int64]:
        """Return sorted, unique ``row * patterns + pattern`` for what needs an exact look."""
        count = len(self._regexes)
        rows = np.arange(len(column), dtype=np.int64)
        parts = [rows * count + number for number in self.unscreened]
        lower = _folded(column)
        data = lower.buffers()[2] if len(column) else None
        automaton = self._sieve.automaton
        if automaton is not None and data is not None and data.size:
            view = memoryview(data).cast("B")
            found = automaton.find_matches_as_indexes(view, overlapping=True)
            hits = np.array(found, np.int64).reshape(-1, 3)
            is_exact = data.size == int(offsets_of(column)[-1])
            parts.extend(self._fan_out(hits, lower, is_exact=is_exact))
        return np.unique(np.concatenate(parts)) if parts else np.empty(0, np.int64)

    def _fan_out(
        self, hits: npt.NDArray[np.int64], lower: pa.Array, *, is_exact: bool
    ) -> Iterator[npt.NDArray[np.int64]]:
        """Yield, for each literal that was seen, the candidates of the patterns that need it.

        A text that is not exactly folded says nothing about what is beside a literal.
        """
        offsets = offsets_of(lower)
        row = np.searchsorted(offsets, hits[:, 1], side="right") - 1
        inside = hits[:, 2] <= offsets[row + 1]  # not across the end of one text into the next
        hits, row = hits[inside], row[inside]
        free = _free_sides(hits, lower, row) if is_exact else np.full(len(hits), BOTH)
        owners = self._sieve.owners
        literals = len(owners)
        seen = np.unique((row * literals + hits[:, 0]) * (BOTH + 1) + free)
        keys, free = np.divmod(seen, BOTH + 1)
        rows, numbers = np.divmod(keys, literals)
        for literal in np.unique(numbers).tolist():
            mine = numbers == literal
            for pattern, sides in owners[literal]:
                yield rows[mine & (free & sides == sides)] * len(self._regexes) + pattern


def _free_sides(
    hits: npt.NDArray[np.int64], lower: pa.Array, row: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Return for each hit on which sides no word goes on: 1 before, 2 after, 3 both."""
    offsets, data = offsets_of(lower), np.frombuffer(lower.buffers()[2], np.uint8)
    starts, ends = hits[:, 1], hits[:, 2]
    before = (starts == offsets[row]) | ~_IS_WORD[data[starts - 1]]
    after = (ends == offsets[row + 1]) | ~_IS_WORD[data[np.minimum(ends, len(data) - 1)]]
    return np.asarray(before + 2 * after, np.int64)


def _automaton(needles: Sequence[bytes]) -> ahocorasick_rs.BytesAhoCorasick:
    dense = ahocorasick_rs.Implementation.DFA if len(needles) <= MAX_DENSE else None
    return ahocorasick_rs.BytesAhoCorasick(needles, implementation=dense)


def _folded(column: pa.Array) -> pa.Array:
    """Return the texts with ASCII letters in lower case, as RE2 sees them when it ignores case.

    Two letters beyond ASCII are cases of ASCII letters: the long s and the Kelvin sign.
    """
    lower = pc.ascii_lower(column)
    data = (lower.buffers()[2] or b"") if len(column) else b""
    raw = bytes(memoryview(data))
    for odd, plain in (("\N{LATIN SMALL LETTER LONG S}", "s"), ("\N{KELVIN SIGN}", "k")):
        coded = odd.encode()
        # the last byte alone is rare, and found ten times as fast as all of them
        if coded[-1:] in raw and coded in raw:
            lower = pc.replace_substring(lower, odd, plain)
    return lower


def _compile(pattern: str, options: re2.Options) -> re2._Regexp[str]:
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        msg = f"not an RE2 expression: {pattern!r} ({error})"
        raise ValueError(msg) from error


def _needles(literals: Iterable[str]) -> frozenset[bytes]:
    variants = [byte_variants(literal) for literal in literals]
    return frozenset().union(*variants) if all(variants) else frozenset()


def _spans(regex: re2._Regexp[str], data: bytes, row: int, number: int) -> Iterator[Match]:
    """Yield the matches in a text in UTF-8; bytes are searched, code points are yielded."""
    found, byte, place = 0, 0, 0
    for match in regex.finditer(data):
        start, end = match.span()
        if start == end:
            continue
        first = place + len(data[byte:start].decode())
        byte, place = end, first + len(data[start:end].decode())
        yield Match(row, number, first, place)
        found += 1
        if found == MAX_MATCHES:
            return
