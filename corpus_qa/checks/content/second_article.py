"""Another article in the same body: a second dateline or byline far from the top.

Why it matters
    Endless scroll and story lists put several articles on one page. In one record they share a
    title, a date and an author, of which at most one is right for each.

Flagged
    Four paragraphs about a harbour; a headline; then "OSLAND (Reuters) - ..." and another story.

Clean
    One dateline at the top. A dateline in a quotation. A byline at the end.

Limits
    Datelines as agencies write them, and bylines as lines of their own with a date or a dateline
    near; never in the first or last part of the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus_qa.checks.content._body import Body
from corpus_qa.model import Check, Evidence, Family, Hit, Pattern, Severity

AGENCIES = (
    "Reuters", "AP", "AFP", "UPI", "dpa", "PTI", "ANI", "IANS", "Xinhua", "TASS", "Bloomberg",
    "CNN", "Kyodo", "Yonhap", "EFE", "ANSA", "APA", "PA", "WAM", "SANA", "ANP",
)  # fmt: skip
AGENCY = f"(?:{'|'.join(AGENCIES)})"
# A place, perhaps with its country and a day: no sentence.
DATELINE = re.compile(
    r"[A-Z][\w.'’/-]*(?:[ ,]+[A-Z][\w.'’/-]*){0,4}(?:,? \d{1,2})?(?:,? \d{4})? ?\(", re.ASCII
)
# Part of the body that must stand before another article, and after its beginning.
TOP, REST = 0.15, 400
LEAST_BEFORE = 400


def is_dateline(text: str, start: int, end: int) -> bool:
    """Tell whether the line begins with names and a day, not with a sentence."""
    return DATELINE.match(text, start, end) is not None


def find(body: Body, hits: list[Hit]) -> Iterator[Evidence]:
    """Yield the beginnings of further articles."""
    size = len(body.text)
    inside = [
        hit for hit in hits if hit.start > max(LEAST_BEFORE, TOP * size) and size - hit.end > REST
    ]
    for hit in inside:
        words = body.text[hit.start : hit.end].strip()
        message = f"Another article seems to begin at “{words}”."
        yield Evidence(CHECK.id, message, "text", hit.start, hit.end)


CHECK = Check(
    id="CON010",
    name="second-article",
    family=Family.CONTENT,
    severity=Severity.WARNING,
    summary="another article begins inside the body",
    page=__doc__ or "",
    patterns=(
        Pattern(
            rf"(?m)^[A-Z][^\n(]*\({AGENCY}\) ?[-–—]",
            "Another article begins at “{}”.",
            confirm=is_dateline,
            literals=tuple(f"({agency})" for agency in AGENCIES),
        ),
    ),
)
