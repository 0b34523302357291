"""Whether 03/04/2025 is the third of April or the fourth of March, where the text can tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from corpus_qa.text.dates_found import FoundDate
from corpus_qa.text.dates_words import AMERICAN, EUROPEAN

NEAR = 10
"""Days: an event that an article tells of lies this near to its publication, rarely a month."""

CONTEXT = 60
"""Characters on either side of a date in which a time zone belongs to it."""

ENGLISH = re.compile(r"\b(?:the|and|of)\b", re.IGNORECASE)
SAMPLE = 6000
ENGLISH_RATE = 1 / 190
"""The three words per character: news English has one in 90, other languages one in 1,000."""

ZONES = re.compile(
    rf"(?<![^\W_])(?:(?P<us>{'|'.join(map(re.escape, AMERICAN))})"
    rf"|(?P<eu>{'|'.join(map(re.escape, EUROPEAN))}))(?![^\W_])",
    re.IGNORECASE,
)


def in_order(
    text: str, dates: Sequence[FoundDate], *, english: bool | None = None
) -> list[FoundDate]:
    """Return the dates, each numeric one read as the text suggests.

    Other dates of the text decide, then the language (only English puts the month first), then time
    zones. A date about which nothing decides keeps ``other``.

    Args:
        text: The text in which the dates stand.
        dates: What was found in it.
        english: Whether it is English, if that is known.
    """
    if not any(found.other for found in dates):
        return list(dates)
    sure = [found.day for found in dates if found.other is None]
    english = is_english(text) if english is None else english
    return [_decided(text, found, sure, english=english) for found in dates]


def is_english(text: str) -> bool:
    """Tell whether a text is probably English, by its most common words."""
    sample = text[:SAMPLE]
    return len(ENGLISH.findall(sample)) > ENGLISH_RATE * len(sample)


def _decided(text: str, found: FoundDate, sure: Sequence[date], *, english: bool) -> FoundDate:
    if found.other is None:
        return found
    as_read = min((abs((found.day - day).days) for day in sure), default=NEAR + 1)
    exchanged = min((abs((found.other - day).days) for day in sure), default=NEAR + 1)
    if min(as_read, exchanged) <= NEAR:
        return found._replace(day=found.day if as_read < exchanged else found.other, other=None)
    if not english:
        return found._replace(day=found.other, other=None)
    near = text[max(0, found.start - CONTEXT) : found.end + CONTEXT]
    zones = {match.lastgroup for match in ZONES.finditer(near)}
    if zones == {"us"}:
        return found._replace(other=None)
    return found._replace(day=found.other, other=None) if zones == {"eu"} else found
