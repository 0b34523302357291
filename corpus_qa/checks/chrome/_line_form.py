"""What one line looks like, in numbers: its length, its letters, how it begins and ends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import log1p

from corpus_qa.checks.chrome._reading import CLOSING, DENSE, ENDS
from corpus_qa.checks.chrome._words import AROUND, folded

BULLETS = frozenset("•*·-–—+>»▪■●○◦|►▶")
SEPARATOR = re.compile(r"[|•·»›→\t]| [/>–—-] ")
OPEN_QUOTES = frozenset("\"“„«‘'")
DIGITS = "0123456789"
SHORT_WORD = 4
MOST_SEPARATORS = 6
# The words at the beginning of a line show its kind; further words show its topic.
WORDS, WORD_CHARACTERS = 20, 160

FORM = (
    "length", "words", "capitals", "small", "digits", "end", "cut", "colon", "question",
    "exclamation", "commas", "bullet", "separators", "shouting", "quote", "address", "small_first",
    "short_words", "dense",
)  # fmt: skip
WEIGHT = ("weight", "heaviest", "weighed")


def form(text: str) -> list[float]:
    """Return the numbers of ``FORM`` for a stripped line that is not empty."""
    words = text.split()
    firsts = [word[0] for word in words]
    short = [word for word in words if len(word) < SHORT_WORD]
    count, first, last = len(words), text[0], text.rstrip(CLOSING)[-1:]
    return [
        log1p(len(text)),
        log1p(count),
        sum(map(str.isupper, firsts)) / count,
        sum(map(str.islower, firsts)) / count,
        1 - (len(text) - sum(map(text.count, DIGITS))) / len(text),
        last in ENDS,
        text.endswith(("...", "…")),
        last == ":",
        last == "?",
        last == "!",
        text.count(",") / count,
        first in BULLETS,
        min(len(SEPARATOR.findall(text)), MOST_SEPARATORS),
        text.isupper(),
        first in OPEN_QUOTES,
        "://" in text or "www." in text or "@" in text,
        first.islower(),
        sum(map(str.islower, short)) / count,
        first > DENSE,
    ]


def weigh(text: str, weights: Mapping[str, float]) -> tuple[float, float, float]:
    """Return the numbers of ``WEIGHT``: how much the words of a line speak for site chrome.

    They are the sum of the weights over the root of the number of words, the largest weight, and
    the share of the words that have one.
    """
    words = folded(text[:WORD_CHARACTERS]).split()[:WORDS]
    get = weights.get
    found = [weight for word in words if (weight := get(word) or get(word.strip(AROUND)))]
    return sum(found) / len(words) ** 0.5, max((0.0, *found)), len(found) / len(words)
