"""Spaces inserted by a tokeniser: ``Commerce 's``, ``10: 30 a.m.``, ``, they said ,``.

Why it matters
    Translation engines split punctuation from words and join it again. Where joining fails, spaces
    remain inside possessives, times and contractions, and searches miss the words.

Flagged
    The Ministry 's plan was published at 10: 30 a.m. today.
    They did n't know, and it is n't clear.
    The town , the port , the mill , the bank , the inn and the school are shut.

Clean
    The Ministry's plan was published at 10:30 a.m. today.
    Is it true? Non !, says the Frenchman.
    verses 3: 16 and 4: 2 of the book

Limits
    Spaces before commas and full stops are reported only when there are several; a single one is a
    typing error, and French puts one before ``!``, ``?``, ``:`` and ``;``.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus_qa.checks.translation._reading import Part, Reading
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import Check, Evidence, Family, Pattern, Severity

CLOCK = tuple(f"{hour}: {minute}" for hour in "0123456789" for minute in "012345")
MESSAGE = "A space splits “{}”."
# The pattern of a space before a comma or full stop, and how many are more than typing errors.
SPACED = 3
# The pattern of possessives: after a name, a typographic mark is a sign of a dropped link.
POSSESSIVE = 0
SEVERAL = 4


def find(reading: Reading) -> Iterator[Evidence]:
    """Yield the detached marks; spaced commas and stops are notes."""
    hits = reading.hits[CHECK.id]
    spaced = [hit for hit in hits if hit.pattern == SPACED]
    for hit in hits:
        if hit.pattern == SPACED and (len(spaced) < SEVERAL or hit is not spaced[0]):
            continue
        inside = int(hit.pattern == SPACED)
        start, end = hit.start + inside, hit.end - inside
        words = reading.text[start:end]
        is_link = hit.pattern == POSSESSIVE and words[0].isupper() and "’" in words
        severity = Severity.NOTE if hit.pattern == SPACED or is_link else None
        message = MESSAGE.replace("{}", words.strip())
        if hit.pattern == SPACED:
            message = f"A space precedes a comma or full stop {len(spaced)} times in the text."
        yield Evidence(CHECK.id, message, hit.field, start, end, severity=severity)


CHECK = Check(
    id="TRN004",
    name="detached-punctuation",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    languages=("en",),
    summary="a space inside a possessive, a time or a contraction",
    page=__doc__ or "",
    patterns=(
        Pattern(r"\b[A-Za-z]{3,} [’']s [a-z]{2,}"),
        Pattern(r"\b\d{1,2}: [0-5]\d ?(?:[ap]\.?m\b|o[’']clock|hours\b)", literals=CLOCK),
        Pattern(r"\b(?:did|does|is|was|were|do|could|would|should|has|have|had|are) n[’']t\b"),
        Pattern(r"[a-z] [,.] ", literals=(" , ", " . ")),
    ),
    examine=examine,
)
PART = Part(CHECK, find)
