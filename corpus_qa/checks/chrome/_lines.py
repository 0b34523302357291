"""The lines of all articles of a batch as one table of columns, over the bytes of their texts.

No object is made for a line: a batch of news holds some hundred thousand. Places are bytes of the
column; what becomes a finding is turned into code points at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from corpus_qa.arrays import offsets_of, rebase

Numbers = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Matrix = npt.NDArray[np.float32]
# A number or a truth value for each line.
Column = npt.NDArray[Any]

SPACE, LINE_FEED, BEYOND_ASCII, LEAD = 32, 10, 0x80, 0xC0
ENDS = ".!?。！？؟।"
CLOSING = "\"'”’»)]）」』“"
# Quotation marks and brackets that are looked behind for the end of a sentence.
MOST_CLOSING = 3
# Shorter lines are no paragraphs: half of the headings of an article have less than 60 characters,
# and nine of ten of its paragraphs more than 80.
PARAGRAPH = 80
# Chinese and Japanese say in a third of the characters what English says.
DENSE, DENSE_PARAGRAPH = 0xE2BA80, 30
# Spaces beyond ASCII, which no line begins or ends with.
WIDE_SPACES = ("\u00a0", "\u3000", "\u200b", "\ufeff", "\u2003", "\u2009", "\u202f")


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The lines that are not empty, in order.

    ``start`` and ``end`` are bytes, without the spaces around a line.
    ``article`` is the row of the batch, ``number`` the line of the text (from 0), ``first`` and
    ``stop`` the bounds of the article's lines in this table, for each line. ``words`` are runs
    of bytes between spaces: ``word_start``, ``word_end`` and, for each line, ``word_at``, the first
    of them. ``blanks`` are the empty lines before each. ``beyond`` are the places of bytes that
    continue a character, and ``leads`` is how many bytes before each of them do not.
    """

    data: Bytes
    offsets: Numbers
    beyond: Numbers
    leads: Numbers
    article: Numbers
    number: Numbers
    start: Numbers
    end: Numbers
    first: Numbers
    stop: Numbers
    word_start: Numbers
    word_end: Numbers
    word_at: Numbers
    characters: Numbers
    blanks: Numbers
    is_prose: Flags
    ends_sentence: Flags
    is_cut: Flags

    def __len__(self) -> int:
        """Return the number of lines."""
        return len(self.start)

    def text(self, line: int) -> str:
        """Return a line as text."""
        return self.data[self.start[line] : self.end[line]].tobytes().decode("utf-8", "replace")

    def place(self, article: int, byte: int) -> int:
        """Return the code point of a byte of the column in the text of its article."""
        begin = int(self.offsets[article])
        continued = np.searchsorted(self.beyond, (begin, byte))
        return byte - begin - int(continued[1] - continued[0])

    def byte(self, article: int, place: int) -> int:
        """Return the byte of the column at a code point of the text of an article."""
        begin, end = int(self.offsets[article]), int(self.offsets[article + 1])
        first, last = np.searchsorted(self.beyond, (begin, end))
        before = np.searchsorted(self.leads, place + begin - first, side="right")
        return min(begin + place + int(np.clip(before, first, last) - first), end)


def lines_of(column: pa.Array) -> Lines:
    """Return the lines of a column of texts."""
    column = rebase(column)
    offsets = offsets_of(column)
    data = np.frombuffer(column.buffers()[2] or b"", np.uint8)[: offsets[-1]]
    beyond = np.flatnonzero(data.view(np.int8) < LEAD - 256)
    breaks = np.flatnonzero(data == LINE_FEED)
    begins = np.sort(np.concatenate([offsets[:-1][np.diff(offsets) > 0], breaks + 1]))
    begins = begins[begins < len(data)]
    begins = begins[np.diff(begins, prepend=-1) > 0]
    word_start, word_end = _words(data, offsets, beyond)
    word_at = np.searchsorted(word_start, begins)
    last = np.searchsorted(word_start, np.append(begins[1:], len(data)))
    filled = last > word_at
    begins, word_at, last = begins[filled], word_at[filled], last[filled]
    start, end = word_start[word_at], word_end[last - 1]
    article = np.searchsorted(offsets, begins, side="right") - 1
    number = np.searchsorted(breaks, begins) - np.searchsorted(breaks, offsets[article])
    bounds = np.searchsorted(article, np.arange(len(column) + 1))
    characters = end - start - np.searchsorted(beyond, end) + np.searchsorted(beyond, start)
    first, stop = bounds[article], bounds[article + 1]
    blanks = np.diff(number, prepend=-1) - 1
    blanks[first == np.arange(len(first))] = 0
    ends_sentence, is_cut = _endings(data, start, end)
    return Lines(
        data=data,
        offsets=offsets,
        beyond=beyond,
        leads=beyond - np.arange(len(beyond)),
        article=article,
        number=number,
        start=start,
        end=end,
        first=first,
        stop=stop,
        word_start=word_start,
        word_end=word_end,
        word_at=np.append(word_at, len(word_start)),
        characters=characters,
        blanks=blanks,
        is_prose=_is_long(data, start, characters) & ends_sentence & ~is_cut,
        ends_sentence=ends_sentence,
        is_cut=is_cut,
    )


def _words(data: Bytes, offsets: Numbers, beyond: Numbers) -> tuple[Numbers, Numbers]:
    """Return where the runs of bytes between spaces begin and end; none crosses two texts."""
    inside = data > SPACE
    for space in WIDE_SPACES:
        at = _places(data, beyond, space.encode())
        for step in range(len(space.encode())):
            inside[at + step] = False
    return runs(inside, offsets)


def runs(inside: Flags, offsets: Numbers) -> tuple[Numbers, Numbers]:
    """Return where runs of marked bytes begin and end; none crosses two texts."""
    size = len(inside)
    if not size:
        return offsets[:0], offsets[:0]
    edges = np.empty(size + 1, np.bool_)
    np.not_equal(inside[1:], inside[:-1], out=edges[1:size])
    edges[0], edges[size] = inside[0], inside[-1]
    places = np.flatnonzero(edges)
    # where a text ends in a run and the next begins with one, both an end and a start are there
    seams = np.unique(offsets[(offsets > 0) & (offsets < size)])
    seams = seams[inside[seams] & inside[seams - 1]].repeat(2)
    places = np.insert(places, np.searchsorted(places, seams), seams) if len(seams) else places
    return places[::2], places[1::2]


def ranges(start: Numbers, sizes: Numbers) -> Numbers:
    """Return the numbers from each start on, as many as its size says, one after the other."""
    ends = np.cumsum(sizes)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(start - ends + sizes, sizes)


def looked_up(data: Bytes, table: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return what a table of 256 small numbers or truth values says of each byte."""
    return np.frombuffer(bytearray(data).translate(table.tobytes()), table.dtype)


def _places(data: Bytes, beyond: Numbers, coded: bytes) -> Numbers:
    """Return where a character beyond ASCII stands, given the bytes that continue characters."""
    at = beyond[data[beyond] == coded[-1]] - (len(coded) - 1)
    at = at[at >= 0]
    for step, byte in enumerate(coded[:-1]):
        at = at[data[at + step] == byte]
    return np.asarray(at)


@cache
def codes_of(characters: str) -> Numbers:
    """Return characters as ``last_character`` returns them."""
    return np.array(sorted(int.from_bytes(c.encode()[-3:], "big") for c in characters), np.int64)


def among(values: Numbers, codes: Numbers) -> Flags:
    """Return which values are among a few sorted ones."""
    at = np.searchsorted(codes, values)
    return np.asarray(codes[np.minimum(at, len(codes) - 1)] == values, np.bool_)


def last_character(data: Bytes, end: Numbers) -> tuple[Numbers, Numbers]:
    """Return the last character before each place, as the number that its bytes make; its width."""
    one, two, three = (data[np.maximum(end - step, 0)].astype(np.int64) for step in (1, 2, 3))
    is_ascii, is_two = one < BEYOND_ASCII, two >= LEAD
    code = np.where(is_ascii, one, np.where(is_two, two << 8 | one, three << 16 | two << 8 | one))
    return code, np.where(is_ascii, 1, np.where(is_two, 2, 3))


def first_character(data: Bytes, start: Numbers) -> Numbers:
    """Return the first character at each place, as the number that its bytes make."""
    most = len(data) - 1
    one, two, three = (data[np.minimum(start + s, most)].astype(np.int64) for s in (0, 1, 2))
    is_two = one < 0xE0  # noqa: PLR2004 - from here on characters take three bytes
    return np.where(
        one < BEYOND_ASCII,
        one,
        np.where(is_two, one << 8 | two, one << 16 | two << 8 | three),
    )


def sentence_end(data: Bytes, start: Numbers, end: Numbers) -> Numbers:
    """Return the last character of each line, behind quotation marks and brackets."""
    code, width = last_character(data, end)
    closing, end = codes_of(CLOSING), end.copy()
    for _ in range(MOST_CLOSING):
        again = among(code, closing) & (end - width > start)
        if not again.any():
            break
        end[again] -= width[again]
        code, width = last_character(data, end)
    return code


def _endings(data: Bytes, start: Numbers, end: Numbers) -> tuple[Flags, Flags]:
    """Return which lines end as a sentence does, and which break off with dots."""
    if not len(start):
        return np.zeros(0, np.bool_), np.zeros(0, np.bool_)
    last = sentence_end(data, start, end)
    plain, width = last_character(data, end)
    inner = np.where(among(plain, codes_of(")]")), end - width, end)
    dots, _ = last_character(data, inner)
    second, third = (data[np.maximum(inner - step, 0)] == ord(".") for step in (2, 3))
    three = (dots == ord(".")) & second & third
    is_cut = (three & (inner - start > MOST_CLOSING)) | (dots == codes_of("…")[0])
    return among(last, codes_of(ENDS)), np.asarray(is_cut, np.bool_)


def _is_long(data: Bytes, start: Numbers, characters: Numbers) -> Flags:
    """Return which lines are as long as a paragraph."""
    if not len(start):
        return np.zeros(0, np.bool_)
    dense = first_character(data, start) >= DENSE
    long = (characters >= PARAGRAPH) | (dense & (characters >= DENSE_PARAGRAPH))
    return np.asarray(long, np.bool_)


def sums(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return running totals: item ``n`` is the total of the first ``n`` values."""
    total = np.zeros(len(values) + 1, np.float64 if values.dtype.kind == "f" else np.int64)
    np.cumsum(values, out=total[1:])
    return total
