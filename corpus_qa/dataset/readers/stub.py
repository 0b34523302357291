"""What the first lines of a plain text say about it: title, byline, date."""

from __future__ import annotations

import re

from corpus_qa.dataset.dates import parse_date

TOP = 12
"""Lines in which a stub stands."""

LONGEST_TITLE = 200
SHORTEST_TITLE = 4
"""Words; shorter first lines are as often the name of a site or a section."""

PROSE = 80
"""Characters of a line that is a paragraph, which makes a short line above it a title."""

SENTENCE_END = tuple(".,;:।。")
NO_TITLE = re.compile(r"[\s•*\-–—|>#]|https?:|www\.|by\s|\W+$", re.IGNORECASE)

NAME = r"[^\W\d_][\w.'’\-]*"
BYLINE = re.compile(
    rf"(?:by|author|von|por|par|di)\s*:?\s+({NAME}(?:[ ,&]+{NAME}){{1,7}})\s*\Z", re.IGNORECASE
)
DATE_LINE = re.compile(
    r"(?:(?:date|published|publication date|posted|updated)(?:\s+on)?\s*:?\s+)?(.{6,40})\Z",
    re.IGNORECASE,
)
INLINE_DATE = re.compile(r"\s*date:?\s+(\d{4}-\d\d-\d\d)\b", re.IGNORECASE)
"""The stub that some extractors put in front of the first sentence."""


def read_stub(text: str) -> dict[str, object]:
    """Return the columns of an article that the first lines of its text state plainly."""
    top = text.lstrip("\n\r")[:4000]
    rows = [line.strip() for line in top.split("\n") if line.strip()][:TOP]
    fields: dict[str, object] = {}
    if not rows:
        return fields
    if is_title(rows[0], rows[1] if len(rows) > 1 else ""):
        fields["title"] = rows[0].lstrip("# ").strip()
    for row in rows[:TOP]:
        if len(row) > PROSE:
            break
        if (named := BYLINE.match(row)) and row[:1].isupper():
            fields.setdefault("byline", named[1].strip())
        elif any(char.isdigit() for char in row) and (dated := DATE_LINE.match(row)):
            when = parse_date(dated[1])
            if when is not None and "published_at" not in fields:
                fields |= {"published_at": when, "published_source": "text"}
    if "published_at" not in fields and (inline := INLINE_DATE.match(text[:100])):
        when = parse_date(inline[1])
        if when is not None:
            fields |= {"published_at": when, "published_source": "text"}
    return fields


def is_title(line: str, following: str) -> bool:
    """Whether the first line of a text reads like its title."""
    bare = line.lstrip("# ")
    if not following or len(bare) > LONGEST_TITLE or NO_TITLE.match(bare):
        return False
    if bare.endswith(SENTENCE_END) and not bare.endswith("..."):
        return False
    words = len(bare.split())
    return words >= SHORTEST_TITLE or (words > 1 and len(following) >= PROSE)
