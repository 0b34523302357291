"""What the first lines of a plain text say about it: title, byline, date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus_qa.dataset.dates import parse_date

if TYPE_CHECKING:
    from datetime import datetime

TOP = 4000
"""Characters at the beginning of a text in which a stub stands."""

LINES = 12

LONGEST_TITLE = 200
SHORTEST_TITLE = 4
"""Words; shorter first lines are as often the name of a site or of a section."""

PROSE = 80
"""Characters from which a line is a paragraph: it ends a stub, and makes a short line a title."""

LONGEST_DATE = 40

SENTENCE_END = tuple(".,;:।。")
NO_TITLE = re.compile(r"[\s•*\-–—|>]|https?:|www\.|by\s|\W+$", re.IGNORECASE)

BYLINE = re.compile(
    r"(?:by|author|written by|von|autor|por|par|di)\s*:?\s+(.{3,80})", re.IGNORECASE
)
PARTICLES = frozenset(
    (
        *("and", "&", "und", "y", "et", "e", "van", "von", "der", "den", "de", "del", "della"),
        *("di", "da", "du", "la", "le", "el", "al", "bin", "ten"),
    )
)
"""Words in names that begin with a small letter."""

DATED = re.compile(
    r"(?:date|published|publication date|posted|updated)(?:\s+on)?\s*:?\s+", re.IGNORECASE
)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
DAY = re.compile(r"(?<!\d)\d\d?(?!\d)")
INLINE_DATE = re.compile(r"\s*date:?\s+(\d{4}-\d\d-\d\d)\b", re.IGNORECASE)
"""The stub that some extractors put in front of the first sentence."""


def read_stub(text: str) -> dict[str, object]:
    """Return the columns of an article that the first lines of its text state plainly."""
    rows = [line.strip() for line in text[:TOP].split("\n") if not line.isspace() and line][:LINES]
    fields: dict[str, object] = {}
    if not rows:
        return fields
    if is_title(rows[0], rows[1] if len(rows) > 1 else ""):
        fields["title"] = rows[0].lstrip("# ")
    when = None
    for row in rows:
        if len(row) > PROSE:
            break
        if name := _name(row):
            fields.setdefault("byline", name)
        when = when or _date(row)
    if when is None and (inline := INLINE_DATE.match(text[:TOP])):
        when = parse_date(inline[1])
    return fields | ({"published_at": when, "published_source": "text"} if when else {})


def is_title(line: str, following: str) -> bool:
    """Whether the first line of a text reads like its title.

    Args:
        line: The first line that is not blank, stripped.
        following: The next one.
    """
    bare = line.lstrip("# ")
    if not following or len(bare) > LONGEST_TITLE or NO_TITLE.match(bare) or _date(bare):
        return False
    if bare.endswith(SENTENCE_END) and not bare.endswith("..."):
        return False
    words = len(bare.split())
    return words >= SHORTEST_TITLE or (words > 1 and len(following) >= PROSE)


def _name(row: str) -> str | None:
    """Return whom a line names as author: "By" is followed by names and nothing else."""
    found = BYLINE.fullmatch(row)
    if found is None or not row[0].isupper():
        return None
    words = re.split(r"[ ,&]+", found[1].strip())
    names = [word for word in words if word[:1].isupper()]
    plain = all(word in PARTICLES or word[:1].isupper() for word in words)
    return found[1].strip() if plain and len(names) > 1 and not re.search(r"\d", row) else None


def _date(row: str) -> datetime | None:
    """Return the date that a line consists of."""
    date = DATED.sub("", row, count=1)
    plausible = len(date) <= LONGEST_DATE and YEAR.search(date) and DAY.search(date)
    return parse_date(date) if plausible else None
