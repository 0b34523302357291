"""Words and shingles of many texts at once, as numbers: the alphabet for comparing articles.

A word is a run of letters and digits in lower case; everything between words (spaces, punctuation,
symbols, emoji) is left out, so that typography and layout never tell two copies apart. Chinese
characters and Japanese kana, which are written without spaces, are words of one character. Words
that can be written with other characters (accents apart, ligatures) count as one word. A shingle is
five words in a row.

Everything works on the UTF-8 buffer of an Arrow column with numpy: no Python object per article
or per word, and the same numbers on every platform and engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from corpus_qa.arrays import offsets_of, rebase
from corpus_qa.text.characters import VOICING_MARKS, composed, odd_places, places

Hashes = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

WORDS_PER_SHINGLE = 5
# A longer run of letters (encoded data, hostile input) is known by its beginning and its length.
HASHED_BYTES = 512

_ODD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio, the usual odd constant
_POWERS = np.array([pow(0x9E3779B97F4A7C15, n + 1, 1 << 64) for n in range(16)], np.uint64)
_NUMBER = np.uint64(0x6E756D626572)  # stands for every number where numbers are masked
_LOW_BYTES = np.array([(1 << (8 * n)) - 1 for n in range(9)], np.uint64)
# ASCII letters and digits; bytes above ASCII count as letters until ``_letters`` corrects them.
_LETTER = bytes(not chr(byte).isascii() or chr(byte).isalnum() for byte in range(256))
_DIGIT = np.array([chr(byte) in "0123456789" for byte in range(256)])
# UTF-8 by lead byte (and second byte): what is no letter.
_LATIN1_SIGNS = 0xC2  # U+0080 to U+00BF: non-breaking space, guillemets ...
_LATIN1_LETTERS = (0xAA, 0xB5, 0xBA)  # ... save for the three letters among them
_SYMBOLS = 0xE2  # U+2000 to U+2FFF: quotes, dashes, currency, arrows, dingbats
_LAST_SYMBOL = 0xAF  # ... up to U+2BFF; scripts follow
_CJK_FIRST, _CJK_LAST = 0xE3, 0xE9  # U+3000 to U+9FFF: kana and ideographs
_CJK_PUNCTUATION = 0x80  # U+3000 to U+303F
_FULLWIDTH, _FULLWIDTH_SIGNS = 0xEF, 0xBC  # U+FF00 to U+FF3F; full-width letters are rare in bodies
_PLANE_1, _EMOJI = 0xF0, 0x9F  # U+1F000 to U+1FFFF


@dataclass(frozen=True, slots=True)
class Words:
    """The words of several texts, one after the other.

    ``hashes``, ``starts`` and ``ends`` have one entry per word; ``starts`` and ``ends`` are code
    points within the word's own text (end excluded). The words of text ``i`` are the entries
    ``offsets[i]`` to ``offsets[i + 1]``. ``is_number`` marks words made of digits only.
    """

    hashes: Hashes
    starts: Ints
    ends: Ints
    offsets: Ints
    is_number: npt.NDArray[np.bool_]

    def keep(self, mask: npt.NDArray[np.bool_]) -> Words:
        """Return only the words where ``mask`` (one entry per word) is true."""
        kept = np.concatenate([[0], np.cumsum(mask)])
        return Words(
            self.hashes[mask],
            self.starts[mask],
            self.ends[mask],
            kept[self.offsets],
            self.is_number[mask],
        )

    def texts(self) -> Ints:
        """Return the number of the text that each word belongs to."""
        return np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of several texts that hold at least one word that is no number.

    ``hashes`` tells lines apart by their words, with every number replaced by one sign, so that
    ``12 comments`` and ``7 comments`` are the same line. ``starts`` and ``ends`` are code points
    within the line's own text (white space at the borders excluded), ``words`` counts words, and
    the words of line ``i`` begin at entry ``first_words[i]``.
    """

    texts: Ints
    hashes: Hashes
    starts: Ints
    ends: Ints
    words: Ints
    first_words: Ints


@dataclass(frozen=True, slots=True)
class Buffer:
    """The lower-cased UTF-8 bytes of several texts.

    Text ``i`` is ``data[offsets[i]:offsets[i + 1]]``; ``inner`` lists the bytes that continue a
    character, so that bytes can be counted as characters.
    """

    data: Bytes
    offsets: Ints
    inner: Ints

    def point(self, at: Ints, text: Ints) -> Ints:
        """Return the code point within its text of each byte position ``at`` (in rising order)."""
        return at - self._inner_before(at) - (self.offsets - self._inner_before(self.offsets))[text]

    def _inner_before(self, at: Ints) -> Ints:
        """Count the bytes before each position that continue a character."""
        steps = np.bincount(np.searchsorted(at, self.inner, side="right"), minlength=len(at) + 1)
        return np.cumsum(steps)[:-1]


def mix(values: Hashes) -> Hashes:
    """Scatter 64-bit numbers (the finaliser of splitmix64); overflow is meant."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def buffer_of(texts: pa.Array) -> Buffer:
    """Lower-case a column of texts (any Arrow string type, null counts as empty) as bytes.

    Lower-casing maps one code point to one code point, so positions stay those of the original.
    """
    lowered = pc.utf8_lower(rebase(texts))
    offsets = offsets_of(lowered)
    data = np.frombuffer(lowered.buffers()[2] or b"", np.uint8)[offsets[0] : offsets[-1]]
    inner = np.flatnonzero((data & 0xC0) == 0x80)  # noqa: PLR2004 - UTF-8's continuation bytes
    return Buffer(data, offsets - offsets[0], inner)


def words_of(buffer: Buffer) -> Words:
    """Find and hash all words of all texts."""
    data, offsets = buffer.data, buffer.offsets
    letter, breaks = _letters(data)
    edges = np.zeros(len(data) + 1, bool)
    edges[:-1] = letter
    edges[1:] ^= letter
    found = np.flatnonzero(edges)
    starts, ends = found[::2], found[1::2]
    borders = np.concatenate([offsets[(offsets > 0) & (offsets < len(data))], breaks])
    borders = np.unique(borders[letter[borders] & letter[borders - 1]])
    if len(borders):
        starts = np.sort(np.concatenate([starts, borders]), kind="stable")
        ends = np.sort(np.concatenate([ends, borders]), kind="stable")
    bounds = np.searchsorted(starts, offsets)
    text = np.repeat(np.arange(len(offsets) - 1), np.diff(bounds))
    return Words(
        _hash_words(data, starts, ends),
        buffer.point(starts, text),
        buffer.point(ends, text),
        bounds,
        _DIGIT[data[starts]] & _DIGIT[data[ends - 1]],
    )


def lines_of(buffer: Buffer, words: Words) -> Lines:
    """Find the lines that hold words; a line ends at a line feed."""
    data, offsets = buffer.data, buffer.offsets
    feeds = np.flatnonzero(data == ord("\n"))
    heads = np.concatenate([offsets[:-1], feeds + 1])
    heads.sort(kind="stable")
    tails = np.append(heads[1:], len(data))
    heads, tails = heads[heads < tails], tails[heads < tails]
    heads, tails = _trimmed(data, heads, tails)
    texts = np.searchsorted(offsets, heads, side="right") - 1
    starts, ends = buffer.point(heads, texts), buffer.point(tails, texts)
    # Words carry positions within their text: add the text's number to compare across texts.
    longest = np.int64(len(data) + 1)
    word_at = words.texts() * longest + words.starts
    begin = np.searchsorted(word_at, texts * longest + starts)
    end = np.searchsorted(word_at, texts * longest + ends)
    names = np.concatenate([[0], np.cumsum(~words.is_number)])
    hashes = _hash_lines(words, np.append(begin, len(words.hashes)))
    full = names[end] > names[begin]
    return Lines(
        texts[full],
        hashes[full],
        starts[full],
        ends[full],
        (end - begin)[full],
        begin[full],
    )


def _trimmed(data: Bytes, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Move starts up and ends down past white space; leave out what is nothing but white space."""
    white = np.flatnonzero(data <= ord(" "))
    if not len(white):
        return starts, ends
    last = np.append(np.diff(white) != 1, True)
    run = np.cumsum(last) - last
    run_ends = white[last] + 1
    run_starts = white[np.concatenate([[0], np.flatnonzero(last)[:-1] + 1])]
    before = np.minimum(np.searchsorted(white, starts), len(white) - 1)
    starts = np.where(white[before] == starts, run_ends[run[before]], starts)
    after = np.maximum(np.searchsorted(white, ends) - 1, 0)
    ends = np.where(white[after] == ends - 1, run_starts[run[after]], ends)
    return starts[starts < ends], ends[starts < ends]


def begins_run(*columns: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Return which entries differ from the one before them in any of the columns."""
    begins = np.ones(len(columns[0]), bool)
    begins[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return begins


def shingle(words: Hashes, size: int = WORDS_PER_SHINGLE) -> Hashes:
    """Hash every run of ``size`` words of one text, given as the hashes of its words."""
    count = len(words) - size + 1
    if count <= 0:
        return np.zeros(0, np.uint64)
    with np.errstate(over="ignore"):
        total = words[:count] * _ODD
        for step in range(1, size):
            total += words[step : step + count] * _POWERS[step]
        return mix(total)


def shingle_counts(words: Words, size: int = WORDS_PER_SHINGLE) -> Ints:
    """Count the shingles of each text."""
    counts: Ints = np.maximum(np.diff(words.offsets) - size + 1, 0)
    return counts


def shingles_of(words: Words, size: int = WORDS_PER_SHINGLE) -> tuple[Hashes, Ints]:
    """Hash every run of ``size`` words within a text.

    Returns:
        The hashes, one text after the other in reading order, and the offsets of the texts (one
        more than there are texts). A text of fewer than ``size`` words has none.
    """
    hashes = shingle(words.hashes, size)
    lengths = shingle_counts(words, size)
    inside = np.ones(len(hashes), bool)
    for step in range(1, size):
        border = words.offsets[1:-1] - step
        inside[border[(border >= 0) & (border < len(hashes))]] = False
    return hashes[inside], np.concatenate([[0], np.cumsum(lengths)])


def fold(hashes: Hashes, offsets: Ints) -> Hashes:
    """Hash each group ``hashes[offsets[i]:offsets[i + 1]]`` in order to one number; 0 if empty."""
    lengths = np.diff(offsets)
    full = lengths > 0
    folded = np.zeros(len(lengths), np.uint64)
    if full.any():
        first, last = offsets[0], offsets[-1]
        powers = _powers(1 << len(hashes).bit_length())
        within = np.arange(first, last) - np.repeat(offsets[:-1], lengths)
        with np.errstate(over="ignore"):
            terms = hashes[first:last] * powers[within]
            folded[full] = mix(np.add.reduceat(terms, offsets[:-1][full] - first))
    return folded


@lru_cache(2)
def _powers(count: int) -> Hashes:
    """Return ``_ODD ** n`` modulo 2**64 for n from 0 to ``count`` (excluded)."""
    factors = np.full(count, _ODD, np.uint64)
    factors[0] = 1
    with np.errstate(over="ignore"):
        return np.cumprod(factors, dtype=np.uint64)


def _letters(data: Bytes) -> tuple[npt.NDArray[np.bool_], Ints]:
    """Return which bytes belong to words, and before which bytes a word must begin or end."""
    letter = np.frombuffer(bytearray(data.tobytes().translate(_LETTER)), bool)
    leads = np.flatnonzero(data >= _LATIN1_SIGNS)
    if not len(leads):
        return letter, leads
    first, second = data[leads], data[leads + 1]
    for is_sign, width in (
        ((first == _LATIN1_SIGNS) & ~np.isin(second, _LATIN1_LETTERS), 2),
        ((first == _SYMBOLS) & (second <= _LAST_SYMBOL), 3),
        ((first == _CJK_FIRST) & (second == _CJK_PUNCTUATION), 3),
        ((first == _FULLWIDTH) & (second == _FULLWIDTH_SIGNS), 3),
        ((first == _PLANE_1) & (second == _EMOJI), 4),
    ):
        for step in range(width):
            letter[leads[is_sign] + step] = False
    characters = leads[(first >= _CJK_FIRST) & (first <= _CJK_LAST)]
    breaks = np.concatenate([characters, characters + 3])
    if len(characters):
        breaks = breaks[~np.isin(breaks, places(data, *VOICING_MARKS))]
    return letter, breaks[(breaks > 0) & (breaks < len(data))]


def _hash_words(data: Bytes, starts: Ints, ends: Ints) -> Hashes:
    """Hash the words at these places, equal if they only are written with other characters."""
    hashes = _hash_runs(data, starts, ends)
    odd = odd_places(data)
    if not len(odd):
        return hashes
    words = np.unique(np.searchsorted(starts, odd, side="right") - 1)
    _, firsts, again = np.unique(hashes[words], return_index=True, return_inverse=True)
    firsts = words[firsts]
    plain = list(
        composed(data[a:b].tobytes() for a, b in zip(starts[firsts], ends[firsts], strict=True))
    )
    bounds = np.cumsum([0, *map(len, plain)])
    joined = np.frombuffer(b"".join(plain), np.uint8)
    hashes[words] = _hash_runs(joined, bounds[:-1], bounds[1:])[again]
    return hashes


def _hash_runs(data: Bytes, starts: Ints, ends: Ints) -> Hashes:
    """Hash ``data[start:end]`` for each pair of positions, eight bytes at a time.

    The eight bytes from each place on are read through a view whose numbers overlap: 28 ns a word,
    as against 63 ns when they are gathered by index, and 340 ns for a hash of each slice.
    """
    padded = np.concatenate([data, np.zeros(8, np.uint8)])
    eight = np.ndarray(len(data) + 1, "<u8", padded, strides=(1,))
    left, at, rows = ends - starts, starts, np.arange(len(starts))
    with np.errstate(over="ignore"):
        hashes = mix(left.astype(np.uint64) * _ODD + (eight[at] & _LOW_BYTES[np.minimum(left, 8)]))
        for _ in range(HASHED_BYTES // 8):
            more = np.flatnonzero(left > 8)  # noqa: PLR2004 - the bytes of a 64-bit number
            if not len(more):
                break
            rows, at, left = rows[more], at[more] + 8, left[more] - 8
            part = eight[at] & _LOW_BYTES[np.minimum(left, 8)]
            hashes[rows] = mix(hashes[rows] * _ODD + part)
    return hashes


def _hash_lines(words: Words, bounds: Ints) -> Hashes:
    """Hash the words between neighbouring ``bounds``; numbers in a row count as one sign."""
    masked = np.where(words.is_number, _NUMBER, words.hashes)
    kept = np.ones(len(masked) + 1, bool)
    kept[1:-1] = ~(words.is_number[1:] & words.is_number[:-1])
    kept[bounds] = True
    places = np.concatenate([[0], np.cumsum(kept[:-1])])
    return fold(masked[kept[:-1]], places[bounds])
