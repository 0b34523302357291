"""Rows of teasers for other articles: lines that all break off with an ellipsis.

Why it matters
    A list of teasers is not an article. Where a list follows an article, the openings of many
    others are indexed under its title.

Flagged
    The harbour was closed for the third day in a row on...
    A new school for the northern quarter will open its...
    The past weeks have shown that nobody can plan for...

Clean
    “I wanted to say...” He fell silent...
    And then...

Limits
    Needs at least three lines of some length close together, each broken off after a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus_qa.checks.content._body import Body, Part
from corpus_qa.checks.content._examiner import examine
from corpus_qa.model import ALL_LANGUAGES, Check, Evidence, Family, Line, Pattern, Severity

SHORTEST, LONGEST = 30, 400
LEAST = 3
# A teaser may stand under a headline, a date and a link.
APART = 4
ENDS = ("...", "…", "[...]", "[…]", "... »", "… »", "...more", "… more")


def find(body: Body) -> Iterator[Evidence]:
    """Yield each row of teasers."""
    lines = body.lines
    row: list[int] = []
    for number, line in enumerate(lines):
        if not _is_teaser(line.text):
            continue
        if row and number - row[-1] > APART:
            yield from _evidence(lines, row)
            row = []
        row.append(number)
    yield from _evidence(lines, row)


def _is_teaser(text: str) -> bool:
    text = text.strip()
    if not SHORTEST <= len(text) <= LONGEST or not text.endswith(ENDS):
        return False
    return text[:1] not in '"“‘«—-@' and text.rstrip(".… [](»more")[-1:].isalnum()


def _evidence(lines: Sequence[Line], row: Sequence[int]) -> Iterator[Evidence]:
    if len(row) >= LEAST:
        start, end = lines[row[0]].start, lines[row[-1]].end
        message = f"{len(row)} lines break off like teasers for other articles."
        yield Evidence(CHECK.id, message, "text", start, end)


CHECK = Check(
    id="CON004",
    name="teaser-row",
    family=Family.CONTENT,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="a row of teasers for other articles",
    page=__doc__ or "",
    patterns=(Pattern(r"(?m)(?:\.\.\.|…)\]?(?: ?»| ?more)?$", literals=("...", "…")),),
    examine=examine,
)
PART = Part(CHECK, find, least=LEAST)
