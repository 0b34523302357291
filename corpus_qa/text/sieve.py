"""The literals of many patterns: which pattern may match where, from one look at all texts.

Aho-Corasick looks for the literals in the bytes of a whole Arrow column. Every match of a pattern
contains one of its literals, so that it need only be tried around these: on their lines, if its
matches stay on a line, or as far as its longest match reaches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import ahocorasick_rs
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from corpus_qa.arrays import offsets_of
from corpus_qa.text.literals import (
    ANYWHERE,
    LINE,
    WORD,
    byte_variants,
    reach_of,
    required_literals,
    word_sides,
)

# An automaton without indirection is twice as fast; with more bytes of literals it takes too much
# memory (a third of a kilobyte each) and time to make.
MAX_DENSE = 1 << 18
# So many bytes of a literal are looked for: they find as few places as all of it.
MAX_NEEDLE = 16

BOTH, BEFORE = 3, 1  # sides of a literal
_IS_WORD = np.isin(np.arange(256), list(map(ord, WORD)))

# The first bytes of letters beyond ASCII. Literals with them are many, since each letter has two
# cases, and an English text has few places where one can be.
LEADS, PUNCTUATION = 0xC3, 0xE2

Numbers = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where patterns may match: row, pattern and the bytes of the row, in order; each pair once."""

    row: Numbers
    pattern: Numbers
    start: Numbers
    end: Numbers

    def each(self) -> Iterator[tuple[int, int, int, int]]:
        """Yield one place after the other."""
        columns = (self.row, self.pattern, self.start, self.end)
        return zip(*(column.tolist() for column in columns), strict=True)


@dataclass(frozen=True, slots=True)
class _Automaton:
    """Finds literals, whose numbers begin at ``first``."""

    finder: ahocorasick_rs.BytesAhoCorasick
    first: int
    longest: int

    def find(self, data: memoryview) -> Numbers:
        """Return the number, the start and the end of each literal in some bytes."""
        found = self.finder.find_matches_as_indexes(data, overlapping=True)
        hits = np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found)).reshape(-1, 3)
        hits[:, 0] += self.first
        return hits


@dataclass(frozen=True, slots=True, eq=False)
class Sieve:
    """The literals of patterns.

    Literal ``n`` is needed by the patterns ``owner[at[n]:at[n + 1]]``, if no word goes on at its
    ``sides``. ``reach`` is how far each pattern looks around a literal. ``unscreened`` are the
    patterns without a literal. ``foreign`` finds the literals with letters beyond ASCII.
    """

    plain: _Automaton | None
    foreign: _Automaton | None
    at: Numbers
    owner: Numbers
    sides: Numbers
    reach: Numbers
    unscreened: tuple[int, ...]

    def places(self, column: pa.Array) -> Places:
        """Return where the patterns may match in a column of ``rebase``."""
        count, offsets = len(self.reach), offsets_of(column)
        lower = _folded(column)
        # places in texts that are not exactly folded are not those of the texts themselves
        is_exact = len(lower.buffers()[2] or b"") == offsets[-1]
        hits = self._hits(lower)
        row, pattern, hit = self._fanned_out(hits, lower, is_exact=is_exact)
        start, end = offsets[row], offsets[row + 1]
        if is_exact:
            start, end = self._around(column, hits[hit], pattern, start, end)
        rows = np.arange(len(column))
        for number in self.unscreened:
            row, pattern = np.append(row, rows), np.append(pattern, np.full(len(rows), number))
            start, end = np.append(start, offsets[:-1]), np.append(end, offsets[1:])
        return _joined(row * count + pattern, start - offsets[row], end - offsets[row], count)

    def _hits(self, lower: pa.Array) -> Numbers:
        data = lower.buffers()[2] if len(lower) else None
        parts = [np.zeros((0, 3), np.int64)]
        if data is not None and data.size:
            view = memoryview(data).cast("B")
            if self.plain is not None:
                parts.append(self.plain.find(view))
            if self.foreign is not None:
                bounds = _foreign_parts(np.frombuffer(data, np.uint8), self.foreign.longest)
                for start, end in bounds:
                    found = self.foreign.find(view[start:end])
                    found[:, 1:] += start
                    parts.append(found)
        return np.concatenate(parts)

    def _fanned_out(
        self, hits: Numbers, lower: pa.Array, *, is_exact: bool
    ) -> tuple[Numbers, Numbers, Numbers]:
        """Return row and pattern for each literal and each pattern that needs it; which hit it is.

        A text that is not exactly folded says nothing about what is beside a literal.
        """
        offsets = offsets_of(lower)
        row = np.searchsorted(offsets, hits[:, 1], side="right") - 1
        # not across the end of one text into the next
        inside = np.flatnonzero(hits[:, 2] <= offsets[row + 1])
        free = np.full(len(inside), BOTH)
        if is_exact:
            free = _free_sides(hits[inside], lower, row[inside])
        first = self.at[hits[inside, 0]]
        times = self.at[hits[inside, 0] + 1] - first
        of = np.repeat(np.arange(len(inside)), times)
        number = np.arange(len(of)) - np.repeat(np.cumsum(times) - times, times) + first[of]
        kept = np.flatnonzero(free[of] & self.sides[number] == self.sides[number])
        hit = inside[of[kept]]
        return row[hit], self.owner[number[kept]], hit

    def _around(
        self, column: pa.Array, hits: Numbers, pattern: Numbers, first: Numbers, last: Numbers
    ) -> tuple[Numbers, Numbers]:
        """Return how far each pattern looks around a literal, within its text."""
        data = np.frombuffer(column.buffers()[2] or b"", np.uint8)
        breaks = np.concatenate([[-1], np.flatnonzero(data == ord("\n")), [len(data)]])
        reach, start, end = self.reach[pattern], hits[:, 1], hits[:, 2]
        line = np.searchsorted(breaks, start) - 1
        on_line, near = reach == LINE, reach != ANYWHERE
        low = np.where(on_line, breaks[line] + 1, start - reach)
        high = np.where(on_line, breaks[line + 1], end + reach)
        return (
            np.where(near, np.maximum(low, first), first),
            np.where(near, np.minimum(high, last), last),
        )


def sieve_of(patterns: Sequence[tuple[str, Sequence[str]]]) -> Sieve:
    """Return the sieve of patterns, each with literals that it needs, or none to derive them."""
    owners: dict[bytes, dict[int, int]] = {}
    unscreened = []
    for number, (pattern, given) in enumerate(patterns):
        needed = given or required_literals(pattern) or ()
        needles = _needles(needed)
        if not needles:
            unscreened.append(number)
        sides = word_sides(pattern, needed)
        for needle in needles:
            short = needle[:MAX_NEEDLE]
            own = owners.setdefault(short, {})
            own[number] = own.get(number, BOTH) & (sides if short == needle else sides & BEFORE)
    plain, foreign = ([n for n in owners if _is_foreign(n) == kind] for kind in (False, True))
    flat = [item for needle in (*plain, *foreign) for item in owners[needle].items()]
    pairs = np.array(flat, np.int64).reshape(-1, 2)
    sizes = [len(owners[needle]) for needle in (*plain, *foreign)]
    return Sieve(
        plain=_automaton(plain, 0),
        foreign=_automaton(foreign, len(plain)),
        at=np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]),
        owner=pairs[:, 0],
        sides=pairs[:, 1],
        reach=np.array([reach_of(pattern) for pattern, _ in patterns], np.int64),
        unscreened=tuple(unscreened),
    )


def _joined(key: Numbers, start: Numbers, end: Numbers, count: int) -> Places:
    """Return one place for each key, ``row * count + pattern``, around all that it has."""
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    if not len(first):
        return Places(key, key, start, end)
    row, pattern = np.divmod(key[first], count)
    low = np.minimum.reduceat(start[order], first)
    return Places(row, pattern, low, np.maximum.reduceat(end[order], first))


def _free_sides(hits: Numbers, lower: pa.Array, row: Numbers) -> Numbers:
    """Return for each hit on which sides no word goes on: 1 before, 2 after, 3 both."""
    offsets, data = offsets_of(lower), np.frombuffer(lower.buffers()[2] or b"", np.uint8)
    starts, ends = hits[:, 1], hits[:, 2]
    before = (starts == offsets[row]) | ~_IS_WORD[data[starts - 1]]
    after = (ends == offsets[row + 1]) | ~_IS_WORD[data[np.minimum(ends, len(data) - 1)]]
    return np.asarray(before + 2 * after, np.int64)


def _automaton(needles: Sequence[bytes], first: int) -> _Automaton | None:
    if not needles:
        return None
    is_small = sum(map(len, needles)) <= MAX_DENSE
    dense = ahocorasick_rs.Implementation.DFA if is_small else None
    finder = ahocorasick_rs.BytesAhoCorasick(needles, implementation=dense)
    return _Automaton(finder, first, max(map(len, needles)))


def _is_foreign(needle: bytes) -> bool:
    return any(byte >= LEADS and byte != PUNCTUATION for byte in needle)


def _foreign_parts(data: Bytes, longest: int) -> list[tuple[int, int]]:
    """Return the stretches in which a literal with letters beyond ASCII can be."""
    at = np.flatnonzero((data >= LEADS) & (data != PUNCTUATION))
    if not len(at):
        return []
    seams = np.flatnonzero(np.diff(at) > 2 * longest)
    starts = np.maximum(at[np.append(0, seams + 1)] - longest, 0)
    ends = at[np.append(seams, len(at) - 1)] + longest
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


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


def _needles(literals: Iterable[str]) -> frozenset[bytes]:
    variants = [byte_variants(literal) for literal in literals]
    return frozenset().union(*variants) if all(variants) else frozenset()
