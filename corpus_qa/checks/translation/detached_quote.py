"""Quotation marks on the wrong side of a space: ``lives, ”said the general``.

Why it matters
    When an engine splits a sentence into tokens and joins them again, a closing quotation mark is
    easily mistaken for an opening one. The words of the speaker and of the reporter then run
    together.

Flagged
    “We are doing what we can to keep the road open, ”said the engineer.
    "Nobody was told about the meeting, "said Ortwin Halle.
    “The bridge was the last one. ” As the mayor points out, it is still closed.

Clean
    “We are doing what we can,” said the engineer.
    He told them, "said and done are two things," and left.
    The sizes are 9 ”, 12 ” and 15 ” wide.

Limits
    A straight quotation mark is judged only before a reporting verb, since it may open a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus_qa.checks.translation._reading import Part, Reading
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import Check, Evidence, Family, Pattern, Severity

VERBS = (
    "said", "says", "added", "adds", "admitted", "announced", "asked", "assured", "claimed",
    "commented", "concluded", "declared", "emphasised", "emphasized", "explained", "explains",
    "insisted", "noted", "notes", "pointed", "recalled", "remarked", "replied", "reported",
    "reports", "shared", "stated", "stressed", "told", "tells", "underlined", "warned", "writes",
    "wrote",
)  # fmt: skip
SUBJECT = r"(?:[A-Z]|the |a |an |he\b|she\b|it\b|they\b|his |her |their |one )"
SHOWN = re.compile(r"[\w,.!?…] [”\"](?:[A-Za-z]+|[,.;]|(?= ))")
AGREE = "The closing quotation mark is on the wrong side of the space."


def is_open(text: str, start: int, end: int) -> bool:
    """Return whether a quotation is open, so that the mark can only close it."""
    del end
    before = text[text.rfind("\n", 0, start) + 1 : start + 1]
    return before.count("“") > before.count("”")


def is_closing(text: str, start: int, end: int) -> bool:
    """Return whether the mark closes, as it does unless the text opens with the same mark."""
    return is_open(text, start, end) or "“" in text


def goes_on(text: str, start: int, end: int) -> bool:
    """Return whether the paragraph goes on after the mark; at a line break a space is a slip."""
    del start
    return text[end - 1 : end] == " " and text[end : end + 1].isalpha()


def find(reading: Reading) -> Iterator[Evidence]:
    """Yield the mark with the punctuation before it and the word after it."""
    end = 0
    for hit in sorted(reading.hits[CHECK.id], key=lambda hit: (hit.start, -hit.end)):
        words = SHOWN.search(reading.text, hit.start)
        if words is None or words.start() < end:
            continue
        end = words.end()
        yield Evidence(CHECK.id, AGREE, hit.field, *words.span())


CHECK = Check(
    id="TRN003",
    name="detached-quote",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    languages=("en",),
    summary="a closing quotation mark is glued to the next word",
    page=__doc__ or "",
    patterns=(
        Pattern(r"[,.!?…] ”[A-Za-z]+", confirm=is_closing, literals=(" ”",)),
        Pattern(r"[\pL\pN] ”[A-Za-z,.;]", confirm=is_open, literals=(" ”",)),
        Pattern(r"[a-z][.!?…] ”\s", confirm=goes_on, literals=(" ”",)),
        Pattern(
            rf'[\pL\pN][,.!?…] "(?:{"|".join(VERBS)}) {SUBJECT}',
            literals=tuple(f' "{verb} ' for verb in VERBS),
        ),
    ),
    examine=examine,
)
PART = Part(CHECK, find)
