"""Phrases carried over word by word from another language: ``he put in march a plan``.

Why it matters
    Every language has set phrases that make no sense when translated word by word. They reveal the
    source language of an article, and a reader has to translate them back to understand them.

Flagged
    The minister put in march a plan for the port.
    This Tuesday (14) the court heard the first witnesses.
    He realized a visit to the flooded villages.
    The band plays since ten years in the same hall.
    The storm hit the coast in the night to Sunday.

Clean
    The minister declared on Friday that the port would close.
    He realized a visit would not help.
    It has been since ten that the band plays.

Limits
    Only phrases in ``calques``, each with its source language and the original phrase. Phrases that
    good English writers also use are not listed, however typical of translations they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus_qa.checks.translation._calques import CALQUES
from corpus_qa.checks.translation._reading import Part, Reading, longest
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import Check, Evidence, Family, Pattern, Severity


def find(reading: Reading) -> Iterator[Evidence]:
    """Yield the phrases with the original in the source language and its meaning."""
    for hit in longest(reading.hits[CHECK.id]):
        calque = CALQUES[hit.pattern]
        words = reading.text[hit.start : hit.end]
        message = (
            f"“{words}” is {calque.language} translated word by word: "
            f"“{calque.source}” means “{calque.meaning}”."
        )
        yield Evidence(CHECK.id, message, hit.field, hit.start, hit.end)


CHECK = Check(
    id="TRN011",
    name="calque",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    languages=("en",),
    summary="a phrase translated word by word",
    page=__doc__ or "",
    patterns=tuple(Pattern(calque.regex, literals=calque.literals) for calque in CALQUES),
    examine=examine,
)
PART = Part(CHECK, find)
