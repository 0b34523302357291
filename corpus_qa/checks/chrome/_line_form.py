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
DIGITS = str.maketrans("", "", "0123456789")
SHORT_WORD = 4
MOST_SEPARATORS = 6
# The words at the beginning of a line tell its kind; more of them tell its topic.
WORDS, WORD_CHARACTERS = 20, 160

FORM = (
    "length", "words", "capitals", "small", "digits", "end", "cut", "colon", "question",
    "exclamation", "commas", "bullet", "separators", "shouting", "quote", "address", "small_first",
    "short_words", "dense",
)  # fmt: skip
WEIGHT = ("weight", "heaviest", "weighed")
_LOGARITHMS = tuple(map(log1p, range(400)))


def logarithm(count: int) -> float:
    """Return ``log(1 + count)``: ten lines more matter less after a hundred."""
    return _LOGARITHMS[count] if count < len(_LOGARITHMS) else log1p(count)


def form(text: str) -> list[float]:
    """Return the numbers of ``FORM`` for a stripped line that is not empty."""
    words = text.split()
    firsts = [word[0] for word in words]
    count = len(words)
    last = text.rstrip(CLOSING)[-1:]
    return [
        logarithm(len(text)),
        logarithm(count),
        sum(map(str.isupper, firsts)) / count,
        sum(map(str.islower, firsts)) / count,
        1 - len(text.translate(DIGITS)) / len(text),
        last in ENDS,
        text.endswith(("...", "…")),
        last == ":",
        last == "?",
        last == "!",
        text.count(",") / count,
        text[0] in BULLETS,
        min(len(SEPARATOR.findall(text)), MOST_SEPARATORS),
        text.isupper(),
        text[0] in OPEN_QUOTES,
        "://" in text or "www." in text or "@" in text,
        text[0].islower(),
        sum(len(word) < SHORT_WORD and word.islower() for word in words) / count,
        text[0] > DENSE,
    ]


def weigh(text: str, weights: Mapping[str, float]) -> tuple[float, float, float]:
    """Return the numbers of ``WEIGHT``: how much the words of a line speak for furniture.

    They are the sum of the weights over the root of the number of words, the largest weight, and
    the share of the words that have one.
    """
    words = folded(text[:WORD_CHARACTERS]).split()[:WORDS]
    total = heaviest = 0.0
    weighed = 0
    for word in words:
        weight = weights.get(word)
        if weight is None:
            weight = weights.get(word.strip(AROUND))
        if weight is not None:
            total += weight
            weighed += 1
            heaviest = max(heaviest, weight)
    return total / len(words) ** 0.5, heaviest, weighed / len(words)
