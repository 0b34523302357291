"""Proof that repaired words are what was misread: misread again, they become the damaged ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus_qa.text.mojibake.evidence import MAX_TIMES, Charset, badness, charset, single_byte
from corpus_qa.text.mojibake.find import Repair
from corpus_qa.text.mojibake.legacy import find_misread

# What a repair must not leave behind: codes of Windows-1252, and characters that are lost.
LOST = re.compile("[\x80-\x9f\ufffd]")


def is_proved(text: str, repairs: Sequence[Repair]) -> bool:
    """Whether all repairs of a text are proved, and nothing else in it looks misread after them.

    In a text that was read in a wrong legacy character set, or that lost bytes, some characters
    look like UTF-8 by chance.
    """
    parts, at = [], 0
    leads: set[str] = set()
    for repair in sorted(repairs, key=lambda repair: repair.start):
        words = text[repair.start : repair.end]
        if repair.start < at or repair.fixed is None:
            return False
        a_set = _misread_in(words, repair.fixed)
        if a_set is None:
            return False
        leads |= a_set.leads.intersection(words).difference(repair.fixed)
        parts += [text[at : repair.start], repair.fixed]
        at = repair.end
    fixed = "".join((*parts, text[at:]))
    beyond = frozenset(char for char in fixed if not char.isascii())
    if beyond & leads or LOST.search(fixed) or badness().search(fixed):
        return False
    return not any(find_misread(fixed, beyond))


def _misread_in(words: str, fixed: str) -> Charset | None:
    """Return the character set in which the UTF-8 of ``fixed`` reads as ``words`` exactly."""
    sets = map(charset, single_byte())
    return next((a_set for a_set in sets if _becomes(fixed, words, a_set)), None)


def _becomes(fixed: str, words: str, a_set: Charset) -> bool:
    """Whether each character stands in the words, misread or, if it never was, as it is."""
    place = 0
    for char in fixed:
        found = next((read for read in _forms(char, a_set) if words.startswith(read, place)), None)
        if found is None:
            return False
        place += len(found)
    return place == len(words)


def _forms(char: str, a_set: Charset) -> Iterator[str]:
    if not char.isascii():
        read = char
        for _ in range(MAX_TIMES):
            read = a_set.misread(read)
            yield read
    yield char
