"""Phrases that result from word-by-word translation, with their source language and original.

Each row was chosen because the phrase is ungrammatical or means something else in English, so
that a native writer does not use it; phrases that are merely frequent in translations are left
out. A row has an expression, the original phrase, and its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus_qa.checks.translation._calque_parts import NUMBERS, Rows
from corpus_qa.checks.translation._calques_other import CHINESE, GERMAN, JAPANESE, RUSSIAN
from corpus_qa.checks.translation._calques_romance import FRENCH, ITALIAN, PORTUGUESE
from corpus_qa.checks.translation._calques_spanish import SPANISH


@dataclass(frozen=True, slots=True)
class Calque:
    """A phrase: expression, source language, original phrase, meaning.

    ``literals`` lists what every match contains where the expression does not show it.
    """

    regex: str
    language: str
    source: str
    meaning: str
    literals: tuple[str, ...] = ()


LANGUAGES: Mapping[str, Rows] = {
    "Spanish": SPANISH,
    "Portuguese": PORTUGUESE,
    "French": FRENCH,
    "German": GERMAN,
    "Russian": RUSSIAN,
    "Italian": ITALIAN,
    "Japanese": JAPANESE,
    "Chinese": CHINESE,
}
LAST = tuple(f"{which} {day} " for which in ("next", "last", "past") for day in range(1, 32))
SINCE = tuple(
    f"since {number} {unit}"
    for number in (*NUMBERS, *range(2, 100))
    for unit in ("years", "months", "weeks", "days", "hours")
)
AGO = tuple(f"akes {number} " for number in (*NUMBERS, *range(100)))
OF = tuple(f"{verb} of {digit}" for verb in ("is", "was", "are", "were") for digit in range(10))
LITERALS = {
    "hace dos años": AGO,
    "est de 5 pour cent": OF,
    "seit zehn Jahren": SINCE,
    "lo scorso 3 maggio": LAST,
}
CALQUES = tuple(
    Calque(regex, language, source, meaning, LITERALS.get(source, ()))
    for language, rows in LANGUAGES.items()
    for regex, source, meaning in rows
)
