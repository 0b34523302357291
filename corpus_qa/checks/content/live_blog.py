"""Live blogs: timestamped entries, newest first.

Why it matters
    A live blog is a stream of updates, not an article: it has no beginning, its times lack a date,
    and each later copy is longer. As one text it distorts statistics of length, dates and
    duplicates.

Flagged
    Lines that begin with 14:05, 14:12, 14:20 and 14:31, with a sentence each.

Clean
    A timetable, a programme of concerts, an interview, a match report that names minutes.

Limits
    At least ``LEAST`` entries that start with a time of day and contain a sentence or precede one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus_qa.checks.content._body import Body, Part, ends_sentence
from corpus_qa.checks.content._examiner import examine
from corpus_qa.model import Check, Evidence, Family, Line, Pattern, Severity

TIME = re.compile(
    (
        r"\W{0,3}(?:(?:Updated|Posted|Published)?:? ?(?:at )?)?(?:[01]?\d|2[0-3])[:.h][0-5]\d(?: "
        r"?[ap]\.?m\.?)?(?: ?\(?[A-Z]{2,4}\)?)?\b"
    ),
    re.IGNORECASE,
)
LEAST = 5
SENTENCE = 60


def find(body: Body) -> Iterator[Evidence]:
    """Yield the stretch of timed entries."""
    lines = body.lines
    entries = [
        line
        for line, following in zip(lines, (*lines[1:], None), strict=True)
        if _is_entry(line, following)
    ]
    if len(entries) >= LEAST:
        message = f"{len(entries)} live blog entries."
        yield Evidence(CHECK.id, message, "text", entries[0].start, entries[-1].end)


def _is_entry(line: Line, following: Line | None) -> bool:
    match = TIME.match(line.text)
    if match is None:
        return False
    rest = line.text[match.end() :].strip(" -–—:|•")
    if rest:
        return len(rest) >= SENTENCE and ends_sentence(rest)
    return following is not None and len(following.text) >= SENTENCE


CHECK = Check(
    id="CON011",
    name="live-blog",
    family=Family.CONTENT,
    severity=Severity.WARNING,
    summary="live blog entries instead of an article",
    page=__doc__ or "",
    patterns=(
        Pattern(r"\n\d{1,2}[:.h]\d\d", literals=tuple(f"\n{digit}" for digit in "0123456789")),
    ),
    examine=examine,
)
PART = Part(CHECK, find, least=LEAST - 1)
