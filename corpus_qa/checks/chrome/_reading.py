"""The lines of a batch with what their words give away: their kinds, and how it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from corpus_qa.checks.chrome._heads import Heads, beginnings, heads_of_texts
from corpus_qa.checks.chrome._kinds import kinds, names
from corpus_qa.checks.chrome._lines import Flags, Lines, Numbers, lines_of
from corpus_qa.checks.chrome._words import LONGEST_LABEL, known_words, look_up
from corpus_qa.model import Hit

# How a line is known: a label is all of it, a start its first words, a pattern words in it, or a
# prompt that it begins with. A sentence that begins so may be the article's own.
UNKNOWN, LABEL, START, PATTERN = range(4)
# Longer lines are paragraphs in which chrome words are quoted or mentioned.
LONGEST_LINE = 300


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the words of lines show.

    ``names`` are the kinds by number; ``kind`` is the number of each line's kind or -1, ``how`` one
    of ``LABEL``, ``START``, ``PATTERN`` or ``UNKNOWN``. ``section`` marks lines that may name a
    section of a site; ``inline`` are leftovers within lines, with the row of each.
    """

    lines: Lines
    shown: pa.Array
    heads: Heads
    names: tuple[str, ...]
    kind: Numbers
    how: Numbers
    section: Flags
    inline: Sequence[tuple[int, Hit]]


def read(column: pa.Array, hits: Mapping[int, Sequence[Hit]]) -> Reading:
    """Cut texts into lines, look up their words, and place the matches of patterns, by row."""
    lines = lines_of(column)
    shown = beginnings(lines)
    heads = heads_of_texts(shown)
    words = known_words()
    order = tuple(kinds())
    found = look_up(words, heads, lines.characters <= LONGEST_LABEL)
    number = np.array([*(order.index(kind) if kind in order else -1 for kind in words.kinds), -1])
    kind = number[found.kind]
    beginning = np.where(found.is_prompt & ~lines.is_prose, PATTERN, START)
    how = np.where(kind < 0, UNKNOWN, np.where(found.is_label, LABEL, beginning))
    inline = _place(lines, hits, order, kind, how)
    return Reading(lines, shown, heads, order, kind, how, found.is_section & (kind < 0), inline)


def _place(
    lines: Lines,
    hits: Mapping[int, Sequence[Hit]],
    order: Sequence[str],
    kind: Numbers,
    how: Numbers,
) -> Sequence[tuple[int, Hit]]:
    """Add the lines in which patterns matched; return the matches that are parts of lines."""
    inline: list[tuple[int, Hit]] = []
    for row, found in sorted(hits.items()):
        for hit in sorted(found, key=lambda hit: (hit.start, hit.end)):
            name = names()[hit.check]
            line = int(np.searchsorted(lines.start, lines.byte(row, hit.end - 1), "right")) - 1
            if line < 0 or lines.article[line] != row:
                continue
            size = int(lines.characters[line])
            may_be_inline = kinds()[name].inline
            is_line = 2 * (hit.end - hit.start) >= size
            if kinds()[name].code:
                is_line |= size <= LONGEST_LINE and not lines.is_prose[line]
            if is_line or (size <= LONGEST_LINE and not may_be_inline):
                if kind[line] < 0 or order[kind[line]] == name:
                    kind[line], how[line] = order.index(name), PATTERN
            elif may_be_inline:
                inline.append((row, hit))
    return inline
