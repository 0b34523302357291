"""Another article in the same body: a second dateline or byline far from the top.

Why it matters
    Endless scroll and story lists put several articles on one page. In one record they share a
    title, a date and an author, which are right for at most one of them.

Flagged
    Four paragraphs about a harbour; a headline; then "OSLAND (Reuters) - ..." and another story.
    Two paragraphs about a harbour; a headline over "By Ines Marwood"; and two more paragraphs.

Clean
    One dateline at the top. A dateline in a quotation. A byline at the end.

Limits
    Looks for datelines in agency style, and for bylines on their own line between a headline and
    prose, preceded by prose; never in the first or last part of the body. A list of links with
    authors is not flagged, since there is no prose between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus_qa.checks.content._body import Body, Part, ends_sentence
from corpus_qa.checks.content._examiner import examine
from corpus_qa.model import ALL_LANGUAGES, Check, Evidence, Family, Line, Pattern, Severity

AGENCIES = (
    "Reuters", "AP", "AFP", "UPI", "dpa", "PTI", "ANI", "IANS", "Xinhua", "TASS", "Bloomberg",
    "CNN", "Kyodo", "Yonhap", "EFE", "ANSA", "APA", "PA", "WAM", "SANA", "ANP",
)  # fmt: skip
AGENCY = f"(?:{'|'.join(AGENCIES)})"
# A place, perhaps with its country and a day: no sentence.
DATELINE = re.compile(
    r"[A-Z][\w.'’/-]*(?:[ ,]+[A-Z][\w.'’/-]*){0,4}(?:,? \d{1,2})?(?:,? \d{4})? ?\(", re.ASCII
)
# A line of its own, not the first one, with an author's name.
BYLINE = r"(?m)\nBy [A-Z][\pL.'’-]*(?: (?:and |de |van |von )?[A-Z][\pL.'’-]*){1,5}\s*$"
BYLINES = 1
# A paragraph of prose is so long and ends a sentence; a headline is shorter and ends none.
PROSE, HEADLINE = 100, 140
# Paragraphs of prose before another article, and on either side of its headline.
ENOUGH_PROSE = 2
# Part of the body that must stand before another article, and after its beginning.
TOP, REST = 0.15, 400
LEAST_BEFORE = 400


def is_dateline(text: str, start: int, end: int) -> bool:
    """Return whether the line begins with names and a day, not with a sentence."""
    return DATELINE.match(text, start, end) is not None


def find(body: Body) -> Iterator[Evidence]:
    """Yield the beginnings of further articles."""
    size = len(body.text)
    for hit in body.hits[CHECK.id]:
        # the match of a byline begins with the line feed before it
        start, end = hit.start + (hit.pattern == BYLINES), hit.end
        if start <= max(LEAST_BEFORE, TOP * size) or size - end <= REST:
            continue
        if hit.pattern == BYLINES:
            headline = _headline(body, start)
            if headline is None:
                continue
            start, end = headline.start, len(body.text[:end].rstrip())
        elif sum(line.end <= start and _is_prose(line) for line in body.lines) < ENOUGH_PROSE:
            continue
        message = f"Another article seems to start at “{_first_line(body.text[start:end])}”."
        yield Evidence(CHECK.id, message, "text", start, end)


def _headline(body: Body, byline: int) -> Line | None:
    """Return the headline over a byline, if prose stands on either side of the two."""
    above = [line for line in body.lines if line.end <= byline]
    below = [line for line in body.lines if line.start > byline][:ENOUGH_PROSE]
    if not above or len(above[-1].text) > HEADLINE or ends_sentence(above[-1].text):
        return None
    before = above[-1 - ENOUGH_PROSE : -1]
    both = [*before, *below]
    return above[-1] if len(both) == 2 * ENOUGH_PROSE and all(map(_is_prose, both)) else None


def _is_prose(line: Line) -> bool:
    """Return whether the text is a paragraph; a caption ends with its credit in brackets."""
    return len(line.text) >= PROSE and ends_sentence(line.text) and line.text.rstrip()[-1] != ")"


def _first_line(words: str) -> str:
    return words.strip().split("\n", maxsplit=1)[0]


CHECK = Check(
    id="CON010",
    name="second-article",
    family=Family.CONTENT,
    severity=Severity.WARNING,
    languages=(*ALL_LANGUAGES, "en"),
    summary="another article starts inside the body",
    page=__doc__ or "",
    patterns=(
        Pattern(
            rf"(?m)^[A-Z][^\n(]*\({AGENCY}\) ?[-–—]",
            confirm=is_dateline,
            literals=tuple(f"({agency})" for agency in AGENCIES),
        ),
        Pattern(BYLINE),
    ),
    examine=examine,
)
PART = Part(CHECK, find, least=1)
