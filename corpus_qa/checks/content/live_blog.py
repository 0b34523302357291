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
    At least ``LEAST`` entries that start with a time of day and contain a sentence or precede one;
    of short ones, ``MANY``. In any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import digits

from corpus_qa.checks.content._body import Body, Part, ends_sentence
from corpus_qa.checks.content._examiner import examine
from corpus_qa.model import ALL_LANGUAGES, Check, Evidence, Family, Line, Pattern, Severity
from corpus_qa.text.characters import count_words

# A time of day or "5m ago", after a date and before what marks entries: 14:05, 2.05 p.m., 14h05,
# 14:05 Uhr, [14:05], 14时05分.
TIME = re.compile(
    r"\W{0,5}(?:(?:Updated|Posted|Published)?:? ?(?:at )?)?"
    r"(?:(?:[^\W\d]{3,10}\.? )?\d{1,2}(?:[./,]| [^\W\d]{3,12},?) ?(?:\d{4},?)? )?"
    r"(?:(?:[01]?\d|2[0-3])(?:[:.h][0-5]\d(?: ?[ap]\.?m\.?)?|[时時点點시] ?[0-5]?\d[分분])"
    r"|\d{1,2} ?(?:m(?:in(?:ute)?s?)?|h(?:ours?|rs?)?) ago)"
    r"(?: ?(?:Uhr|Klo|kl)\b)?(?: ?\(?[A-Z]{2,4}\b\)?)?(?!\d)",
    re.IGNORECASE,
)
LEAST = 5
# Words of an entry. If they are few, there must be many entries, and little else.
SENTENCE = 4
LONG_ENTRY = 10
MANY = 6
MINUTES = tuple(f"{mark}{digit}" for mark in ":." for digit in digits)
AROUND = " -–—:|•.,，：]】)+\u3000"
TICKER = "+ "


def find(body: Body) -> Iterator[Evidence]:
    """Yield the stretch of timed entries."""
    lines = body.lines
    entries = [
        (line, said)
        for line, following in zip(lines, (*lines[1:], None), strict=True)
        if (said := _said(line, following))
    ]
    long = sum(count_words(said) >= LONG_ENTRY for _, said in entries)
    if long >= LEAST or (len(entries) >= MANY and 2 * len(entries) >= len(lines)):
        message = f"{len(entries)} live blog entries."
        yield Evidence(CHECK.id, message, "text", entries[0][0].start, entries[-1][0].end)


def _said(line: Line, following: Line | None) -> str:
    """Return the sentence of an entry, on its line or the next; empty if there is none."""
    match = TIME.match(line.text)
    if match is None:
        return ""
    said = line.text[match.end() :].strip(AROUND)
    if not said and following is not None:
        return following.text if _is_sentence(following.text, following.text) else ""
    return said if _is_sentence(line.text, said) else ""


def _is_sentence(line: str, said: str) -> bool:
    """Return whether an entry is a sentence; timetables and programmes have none."""
    return count_words(said) >= SENTENCE and ends_sentence(line.rstrip(TICKER))


CHECK = Check(
    id="CON011",
    name="live-blog",
    family=Family.CONTENT,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="live blog entries instead of an article",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"\n\W{0,5}\d{1,2}(?:[:.h]\d\d| ?[时時点點시] ?\d)",
            literals=(*MINUTES, *(f"h{digit}" for digit in digits), *"时時点點시"),
        ),
        Pattern(r"\n\d{1,2} ?(?:m(?:in(?:ute)?s?)?|h(?:ours?|rs?)?) ago\b"),
        Pattern(r"\n[^\n]{3,20} \d\d[:.]\d\d\n", literals=MINUTES),
    ),
    examine=examine,
)
PART = Part(CHECK, find, least=LEAST - 1)
