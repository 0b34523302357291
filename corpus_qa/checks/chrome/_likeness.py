"""What a line has in common with its title and with the rest of its article, in numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from corpus_qa.arrays import offsets_of
from corpus_qa.checks.chrome._heads import Hashes, Heads
from corpus_qa.checks.chrome._lines import LEAD, SPACE, Bytes, Column, Lines, Numbers, runs
from corpus_qa.checks.chrome._words import AROUND, trimmed

LIKE = (
    "title_share", "title_cover", "is_title", "seen_share", "names_seen", "new_words", "repeated",
    "compared",
)  # fmt: skip
MOST_COMPARED = 30

# Words are compared by their first bytes, so that their endings do not count: five of a word in
# Latin letters, eight of others, which take two or three bytes each. Shorter words say little.
STEM, STEM_BEYOND = 5, 8
SMALL = np.uint64(0x2020202020202020)
FIRST_BYTES = np.uint64((1 << 8 * STEM) - 1)
SPREAD = np.uint64(0x9E3779B97F4A7C15)
# Each article has a table of so many places for words; two words may meet in one.
PLACES = 13
# The first byte in UTF-8 of a quotation mark or dash, which takes three.
MARK, MARK_BYTES = 0xE2, 3
# So many of these tables are in memory at once: 2 MB, as a processor has beside each core.
TABLES = 32


@dataclass(frozen=True, slots=True, eq=False)
class Stems:
    """The longer words of texts: in which line each stands, and its place in a table of words."""

    line: Numbers
    place: Numbers
    is_name: Column


def stems(data: Bytes, start: Numbers, end: Numbers, line: Numbers, first: Column) -> Stems:
    """Return the longer words among runs of bytes between spaces.

    ``first`` marks the first word of each line, whose capital says nothing.
    """
    longer = np.flatnonzero(end - start >= STEM)  # a quotation mark before a word counts here
    start, end = start[longer], end[longer]
    padded = np.concatenate([data, np.zeros(STEM_BEYOND, np.uint8)])
    lead = padded[start]
    start += np.where(lead == MARK, MARK_BYTES, lead < ord("0"))
    lead = padded[np.minimum(start, len(data))]
    wide = lead >= LEAD
    keep = np.flatnonzero(end - start >= np.where(wide, STEM_BEYOND, STEM))
    words = np.ndarray((len(data) + 1,), "<u8", padded, strides=(1,))[start[keep]] | SMALL
    words = np.where(wide[keep], words, words & FIRST_BYTES) * SPREAD
    lead, longer = lead[keep], longer[keep]
    name = (lead >= ord("A")) & (lead <= ord("Z")) & ~first[longer]
    return Stems(line[longer], (words >> np.uint64(64 - PLACES)).astype(np.int64), name)


def likeness(
    lines: Lines, chosen: Column, titles: Stems, title_hash: Hashes, line_hash: Hashes
) -> dict[str, Column]:
    """Return the numbers of ``LIKE`` for all lines; those that are not ``chosen`` are not compared.

    Args:
        lines: the lines.
        chosen: which of them are compared.
        titles: the words of the titles, whose lines are the articles.
        title_hash: the hash of each title.
        line_hash: the hash of each line.
    """
    count, articles = len(lines), len(lines.offsets) - 1
    line = np.repeat(np.arange(count), np.diff(lines.word_at))
    first = np.zeros(len(line), np.bool_)
    first[lines.word_at[:-1]] = True
    words = stems(lines.data, lines.word_start, lines.word_end, line, first)
    again, titled = _compared(lines.article[words.line], words.place, titles, articles)
    mine = chosen[words.line]
    own, name, again, titled = words.line[mine], words.is_name[mine], again[mine], titled[mine]

    def tally(flags: Column) -> Column:
        return np.bincount(own, flags, count)

    def share(part: Column, whole: Column) -> Column:
        return np.where(whole > 0, part / np.maximum(whole, 1), -1.0)

    total = np.bincount(own, minlength=count)
    title_words = np.bincount(titles.line, minlength=articles)[lines.article]
    return {
        "title_share": share(tally(titled), total),
        "title_cover": np.minimum(share(tally(titled), title_words), 1),
        "is_title": line_hash == title_hash[lines.article],
        "seen_share": share(tally(again), total),
        "names_seen": share(tally(name & again), tally(name)),
        "new_words": tally(~again),
        "repeated": _repeated(lines, chosen, line_hash),
        "compared": np.minimum(total, MOST_COMPARED),
    }


def _compared(
    article: Numbers, place: Numbers, titles: Stems, articles: int
) -> tuple[Column, Column]:
    """Return which words their article has again, and which its title has.

    The tables of some articles at a time fit into memory, however many a batch has.
    """
    again, titled = np.zeros(len(place), np.bool_), np.zeros(len(place), np.bool_)
    for low in range(0, articles, TABLES):
        mine = slice(*np.searchsorted(article, (low, low + TABLES)))
        of_titles = slice(*np.searchsorted(titles.line, (low, low + TABLES)))
        size = min(TABLES, articles - low) << PLACES
        cell = ((article[mine] - low) << PLACES) + place[mine]
        again[mine] = np.bincount(cell, minlength=size)[cell] > 1
        in_title = np.zeros(size, np.bool_)
        in_title[((titles.line[of_titles] - low) << PLACES) + titles.place[of_titles]] = True
        titled[mine] = in_title[cell]
    return again, titled


def _repeated(lines: Lines, chosen: Column, line_hash: Hashes) -> Column:
    """Return which of the chosen lines stand in their article more than once."""
    at = np.flatnonzero(chosen)
    keys = line_hash[at] + lines.article[at].astype(np.uint64) * SPREAD
    ordered = np.sort(keys)
    times = np.searchsorted(ordered, keys, "right") - np.searchsorted(ordered, keys, "left")
    found = np.zeros(len(lines), np.bool_)
    found[at] = times > 1
    return found


def whole_hash(heads: Heads) -> Hashes:
    start, end = trimmed(heads.data, heads.offsets[:-1], heads.offsets[1:], AROUND)
    return heads.hashes(start, end)


def stems_of_texts(texts: pa.Array) -> Stems:
    """Return the longer words of short texts, such as titles."""
    data, offsets = np.frombuffer(texts.buffers()[2] or b"", np.uint8), offsets_of(texts)
    start, end = runs(data > SPACE, offsets)
    line = np.searchsorted(offsets, start, side="right") - 1
    return stems(data, start, end, line, np.zeros(len(line), np.bool_))
