"""The first words of each line, folded, and the numbers that stand for its words and letters.

A substring is looked up by a hash that its place in the running totals of the bytes gives, so that
all n-grams of a batch take a few operations on whole arrays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from corpus_qa.arrays import offsets_of
from corpus_qa.checks.chrome._lines import (
    BEYOND_ASCII,
    LEAD,
    Bytes,
    Flags,
    Lines,
    Numbers,
    looked_up,
    ranges,
    runs,
)

Hashes = npt.NDArray[np.uint64]

# The beginning of a line shows its kind; the rest of a long one shows its topic.
HEAD, PROSE_HEAD = 200, 80
BASE = np.uint64(0x9E3779B97F4A7C15)
INVERSE = np.uint64(pow(int(BASE), -1, 1 << 64))
MIX, HALF = np.uint64(0xBF58476D1CE4E5B9), np.uint64(29)
# Numbers beyond ASCII that are punctuation: U+0080-U+00BF, U+2000-U+207F, U+3000-U+303F, and the
# full-width forms, by their first one or two bytes.
PUNCTUATION = ((0xC2, None), (0xE2, 0x80), (0xE2, 0x81), (0xE3, 0x80), (0xEF, 0xBC))

_IS_WORD = np.zeros(256, np.bool_)
_IS_WORD[[*b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#'"]] = True
_IS_WORD[BEYOND_ASCII:] = True
_DIGITS = slice(ord("0"), ord("9") + 1)
_IS_DIGIT = np.zeros(256, np.bool_)
_IS_DIGIT[_DIGITS] = True


@dataclass(frozen=True, slots=True, eq=False)
class Heads:
    """The beginnings of lines in small letters, with ``#`` for every number.

    ``data`` holds them one after the other, ``offsets`` bound them; ``totals`` and ``inverse`` give
    the hash of any part. ``word_start``, ``word_end`` and ``word_line`` are their words.
    """

    data: Bytes
    offsets: Numbers
    totals: Hashes
    inverse: Hashes
    word_start: Numbers
    word_end: Numbers
    word_line: Numbers

    def hashes(self, start: Numbers, end: Numbers, salt: int = 0) -> Hashes:
        """Return a hash of the bytes from each start to its end."""
        value = (self.totals[end] - self.totals[start]) * self.inverse[start]
        value += np.uint64(salt * int(MIX) % (1 << 64))
        value ^= value >> HALF
        value *= MIX
        value ^= value >> HALF
        return value


def beginnings(lines: Lines) -> pa.Array:
    """Return the first bytes of all lines as texts; no character is cut."""
    start, end, data = lines.start, lines.end, lines.data
    stop = np.minimum(end, start + np.where(lines.is_prose, PROSE_HEAD, HEAD))
    for _ in range(3):  # a character has at most three further bytes
        cut = (stop < end) & (data[np.minimum(stop, len(data) - 1)] & LEAD == BEYOND_ASCII)
        stop[cut] -= 1
    sizes = stop - start
    offsets = np.zeros(len(lines) + 1, np.int64)
    np.cumsum(sizes, out=offsets[1:])
    shown = data[ranges(start, sizes)]
    return pa.LargeStringArray.from_buffers(len(lines), pa.py_buffer(offsets), pa.py_buffer(shown))


def heads_of_texts(texts: pa.Array) -> Heads:
    """Return texts as heads."""
    lower = pc.utf8_lower(texts)
    data = np.frombuffer(lower.buffers()[2] or b"", np.uint8)
    data, offsets = _without_numbers(data, offsets_of(lower))
    powers, inverse = _powers(1 << len(data).bit_length())
    totals = np.zeros(len(data) + 1, np.uint64)
    np.add(data, np.uint64(1), out=totals[1:])
    totals[1:] *= powers[: len(data)]
    np.cumsum(totals, out=totals)
    start, end = runs(_is_word(data), offsets)
    line = np.repeat(np.arange(len(texts)), np.diff(np.searchsorted(start, offsets)))
    return Heads(data, offsets, totals, inverse, start, end, line)


@lru_cache(2)
def _powers(count: int) -> tuple[Hashes, Hashes]:
    """Return the powers of the base and of its inverse, more than a batch has bytes."""
    found = []
    for base in (BASE, INVERSE):
        powers = np.full(count, base)
        powers[0] = 1
        found.append(np.cumprod(powers))
    return found[0], found[1]


def _without_numbers(data: Bytes, offsets: Numbers) -> tuple[Bytes, Numbers]:
    """Put one ``#`` for every number."""
    digit = looked_up(data, _IS_DIGIT)
    if not digit.any():
        return data, offsets
    again = np.zeros(len(data), np.bool_)
    again[1:] = digit[1:] & digit[:-1]
    again[offsets[:-1][offsets[:-1] < len(data)]] = False
    shown = np.where(digit, np.uint8(ord("#")), data)[~again]
    dropped = np.flatnonzero(again)
    return shown, offsets - np.searchsorted(dropped, offsets)


def _is_word(data: Bytes) -> Flags:
    """Return which bytes are parts of words."""
    inside = looked_up(data, _IS_WORD)
    for first, second in PUNCTUATION:
        at = np.flatnonzero(data == first)
        if second is not None:
            at = at[at + 1 < len(data)]
            at = at[data[at + 1] == second]
        for step in range(2 if second is None else 3):
            inside[np.minimum(at + step, len(data) - 1)] = False
    return inside


# How many words count: alone, in pairs; characters that are cut into n-grams; a whole short line.
WORDS, PAIRS, LETTERS, WHOLE = 25, 14, 50, 60


def grams(heads: Heads, is_prose: Flags) -> Iterator[tuple[Numbers, Hashes]]:
    """Yield the lines and the hashes of their n-grams, one sort after another.

    Paragraphs have words, but no letters: they are long, and many.
    """
    start, end, line = heads.word_start, heads.word_end, heads.word_line
    count = len(heads.offsets) - 1
    firsts = np.searchsorted(line, np.arange(count + 1))
    index = np.arange(len(line)) - firsts[line]
    shown = index < WORDS
    yield line[shown], heads.hashes(start[shown], end[shown], 1)
    pairs = np.flatnonzero((index[:-1] < PAIRS) & (line[:-1] == line[1:])) if len(line) else index
    yield line[pairs], heads.hashes(start[pairs], end[np.minimum(pairs + 1, len(line) - 1)], 2)
    words = np.diff(firsts)
    for size in (1, 2, 3):
        some = np.flatnonzero(words >= size)
        begin, last = firsts[some], firsts[some + 1]
        yield some, heads.hashes(start[begin], end[begin + size - 1], 2 + size)
        yield some, heads.hashes(start[last - size], end[last - 1], 5 + size)
    some = np.flatnonzero((np.diff(heads.offsets) < WHOLE) & (words > 0))
    yield some, heads.hashes(start[firsts[some]], end[firsts[some + 1] - 1], 9)
    yield from _letters(heads, ~is_prose)
    few = np.flatnonzero(words <= 2)  # noqa: PLR2004 - one or two words
    yield (
        few,
        heads.hashes(heads.offsets[few], heads.offsets[few], 20) + words[few].astype(np.uint64),
    )


def _letters(heads: Heads, chosen: Flags) -> Iterator[tuple[Numbers, Hashes]]:
    """Yield n-grams of characters, and the characters between words."""
    sizes = np.where(chosen, np.minimum(np.diff(heads.offsets), LETTERS), 0)
    line = np.repeat(np.arange(len(sizes)), sizes)
    ends = np.cumsum(sizes)
    within = np.arange(len(line)) - np.repeat(ends - sizes, sizes)
    at = heads.offsets[line] + within
    left = sizes[line] - within
    byte = heads.data[at]
    narrow = byte < BEYOND_ASCII
    lead = byte >= LEAD
    for size, wanted in ((3, narrow), (4, narrow), (3, lead), (6, lead)):
        keep = wanted & (left >= size)
        yield line[keep], heads.hashes(at[keep], at[keep] + size, 10 + size)
    mark = ~_IS_WORD[byte] & (byte > ord(" "))
    yield line[mark], heads.hashes(at[mark], at[mark] + 1, 30)
    first = mark & (within == 0)
    yield line[first], heads.hashes(at[first], at[first] + 1, 31)
