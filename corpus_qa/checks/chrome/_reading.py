"""An article as a sequence of filled lines: which are prose, and what their words give away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus_qa.checks.chrome._kinds import kinds, names
from corpus_qa.checks.chrome._words import (
    AROUND,
    LONGEST_LABEL,
    Words,
    beginning,
    known_words,
    plain,
)
from corpus_qa.model import Hit, Line

ENDS = frozenset(".!?。！？؟।")
CLOSING = "\"'”’»)]）」』“ \t\r"
# Shorter lines are no paragraphs: half of the headings of an article have less than 60 characters,
# and nine of ten of its paragraphs more than 80.
PARAGRAPH = 80
# Chinese and Japanese say in a third of the characters what English says.
DENSE, DENSE_PARAGRAPH = "\u2e80", 30
# Longer lines are paragraphs in which chrome words are quoted or mentioned.
LONGEST_LINE = 300
# A row of labels has so many, and so many of them are known; names of sections are among them.
SEPARATOR = re.compile(r"\s*[|·•»›]\s*|\s+[>/–—-]\s+")
MARK = re.compile("[|·•»›>/–—-]")
ROW, ROW_SHARE = 3, 2 / 3
# How a line is known: a label is all of it, a start its first words, a pattern words in it.
LABEL, START, PATTERN = "label", "start", "pattern"


class Known(NamedTuple):
    """The kind of a line as its words show it, and how."""

    kind: str
    how: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of an article's lines show, by line number.

    ``filled`` are the lines that are not empty and ``texts`` their stripped text.
    ``sections`` are lines that may name a section of a site, ``inline`` leftovers within a line.
    """

    lines: Sequence[Line]
    filled: Sequence[int]
    texts: Sequence[str]
    known: Mapping[int, Known]
    sections: frozenset[int]
    inline: tuple[Hit, ...]

    def kind(self, number: int) -> str | None:
        """Return the kind of a line as its words show it."""
        known = self.known.get(number)
        return None if known is None else known.kind


def is_prose(text: str) -> bool:
    """Return whether a stripped line is a paragraph: long, and a whole sentence at its end."""
    if len(text) < PARAGRAPH and (len(text) < DENSE_PARAGRAPH or text[0] < DENSE):
        return False
    last = text[-1]
    if last in ENDS:
        return not text.endswith("...")
    return last in CLOSING and text.rstrip(CLOSING)[-1:] in ENDS


def read(lines: Sequence[Line], hits: Iterable[Hit]) -> Reading:
    """Look up the words of the lines that are no paragraphs, and place the matches of patterns."""
    words = known_words()
    known: dict[int, Known] = {}
    filled, texts, sections = [], [], []
    for number, line in enumerate(lines):
        text = line.text.strip()
        if not text:
            continue
        filled.append(number)
        texts.append(text)
        if len(text) > LONGEST_LINE:
            continue
        if len(text) >= PARAGRAPH and text[-1] in ENDS:
            kind = words.opens(text)
            if kind is not None:
                known[number] = Known(kind, START)
            continue
        found = _look_up(words, text)
        if isinstance(found, Known):
            known[number] = found
        elif found:
            sections.append(number)
    inline = _place(lines, hits, known)
    return Reading(lines, filled, texts, known, frozenset(sections), inline)


def _look_up(words: Words, text: str) -> Known | bool:
    """Return what is known of a line; whether it may name a section, if nothing is."""
    begin = beginning(text)
    label = begin.strip(AROUND) if len(text) <= LONGEST_LABEL else ""
    kind = words.labels.get(label)
    if kind is not None:
        return Known(kind, LABEL)
    kind = words.start(begin) or _row(words, text)
    if kind is not None:
        return Known(kind, START)
    return label in words.sections


def _row(words: Words, text: str) -> str | None:
    """Return the kind of a line that is a row of labels, such as "Home | Privacy | Contact"."""
    if not MARK.search(text) or len(parts := SEPARATOR.split(text)) < ROW:
        return None
    labels = [plain(part) for part in parts]
    kinds = [words.labels[label] for label in labels if label in words.labels]
    sections = sum(label in words.sections for label in labels)
    if not kinds or ROW_SHARE * len(labels) > len(kinds) + sections:
        return None
    return "navigation-run" if sections > len(kinds) else Counter(kinds).most_common(1)[0][0]


def _place(lines: Sequence[Line], hits: Iterable[Hit], known: dict[int, Known]) -> tuple[Hit, ...]:
    """Add the lines in which patterns matched; return the matches that are parts of lines."""
    inline: list[Hit] = []
    number = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.end)):
        while lines[number].end < hit.start:
            number += 1
        line = lines[number]
        name = names()[hit.check]
        may_be_inline = kinds()[name].inline
        is_line = 2 * (hit.end - hit.start) >= len(line.text.strip())
        if is_line or (len(line.text) <= LONGEST_LINE and not may_be_inline):
            if number not in known or known[number].kind == name:
                known[number] = Known(name, PATTERN)
        elif may_be_inline:
            inline.append(hit)
    return tuple(inline)
