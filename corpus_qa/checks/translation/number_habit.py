"""Numbers and dates in another language's format: ``1.234,56``, ``14 of March``.

Why it matters
    ``1.500`` is one and a half in English and fifteen hundred in Spanish. A number in the format of
    the source language is at best odd and at worst wrong by a factor of a thousand.

Flagged
    The bridge will cost 1.234,56 euros.
    Prices rose by 3,5 percent in a year.
    The road is 30 .000 kilometers long.
    The museum opened on 14 of March.

Clean
    The bridge will cost 1,234.56 euros, 3.5 percent more.
    The museum opened on the 14th of March; version 1.234 came later.
    Matches ended 3, 5 and 7 points apart.

Limits
    Points as thousands separators are judged only before a decimal comma or a unit.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus_qa.checks.translation._reading import Part, Reading, longest
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import Check, Evidence, Family, Pattern, Severity

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
MONTH = f"(?:{'|'.join(MONTHS)})"
UNIT = (
    "(?:percent|per cent|million|billion|trillion|euros?|dollars|rubles|roubles|kilometers|"
    "kilometres|"
    "meters|metres|kilos|kilograms|tons|tonnes|hectares|degrees|points)"
)
# The decimals are followed by a space, a sign or the first letter of a unit.
UNIT_STARTS = " %pmbtedrkh"
COUNTED = "(?:people|inhabitants|euros|soldiers|dollars|rubles|residents|cases|deaths)"
DIGITS = "0123456789"
AFTER_POINT = tuple(f".{number:03}" for number in range(1000))
AFTER_COMMA = tuple(
    f",{decimals}{end}"
    for decimals in (*DIGITS, *(f"{number:02}" for number in range(100)))
    for end in UNIT_STARTS
)

# What is said of each pattern's matches.
MESSAGES = (
    "“{}” has a point as thousands separator and a decimal comma.",
    "“{}” has a decimal comma.",
    "A space splits the number “{}”.",
    "“{}” has a point as thousands separator.",
    "“{}” is not an English way to write a date.",
)
# The pattern of decimal commas: one is a slip of the keyboard, two are a habit.
COMMA = 1


def find(reading: Reading) -> Iterator[Evidence]:
    """Yield the numbers and dates; a lone decimal comma is a note."""
    hits = reading.hits[CHECK.id]
    lone = sum(hit.pattern == COMMA for hit in hits) == 1
    for hit in longest(hits):
        words = reading.text[hit.start : hit.end]
        message = MESSAGES[hit.pattern].replace("{}", words)
        severity = Severity.NOTE if lone and hit.pattern == COMMA else None
        yield Evidence(CHECK.id, message, hit.field, hit.start, hit.end, severity=severity)


CHECK = Check(
    id="TRN012",
    name="number-habit",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    languages=("en",),
    summary="a number or date in another language's format",
    page=__doc__ or "",
    patterns=(
        Pattern(r"\b\d{1,3}(?:\.\d{3})+,\d{1,2}\b", literals=AFTER_POINT),
        Pattern(rf"\b\d{{1,3}},\d{{1,2}} ?(?:%|{UNIT}\b)", literals=AFTER_COMMA),
        Pattern(
            r"\b\d{1,3} [.,]\d{3}\b",
            literals=tuple(
                f"{one} {mark}{two}" for one in DIGITS for mark in ".," for two in DIGITS
            ),
        ),
        Pattern(rf"\b\d{{1,3}}(?:\.\d{{3}}){{1,3}} {COUNTED}\b", literals=AFTER_POINT),
        Pattern(
            rf"\b(?:on|since|until|from|by) (?:the )?\d{{1,2}} of {MONTH}\b",
            literals=tuple(f"{digit} of {month[:3]}" for digit in DIGITS for month in MONTHS),
        ),
    ),
    examine=examine,
)
PART = Part(CHECK, find)
