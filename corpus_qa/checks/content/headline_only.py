"""Bodies that only repeat the headline.

Why it matters
    The extractor found the title and no text. The article passes every test for a missing body, yet
    has no content.

Flagged
    A body that is the title, word for word, or the title twice.

Clean
    A body whose first line is the title and that goes on.

Limits
    Case and punctuation are ignored. Articles without a title are not checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus_qa.checks.content._body import Body, Part
from corpus_qa.checks.content._examiner import examine
from corpus_qa.model import ALL_LANGUAGES, Check, Evidence, Family, Severity

WORD = re.compile(r"\w+")
# The body may repeat the title, with a date or a name beside it.
TIMES = 3
EXTRA = 4


def find(body: Body) -> Iterator[Evidence]:
    """Yield a finding for a body that is only the title."""
    title, text = body.article.title or "", body.text
    if not title or len(text) > TIMES * len(title) + 40:
        return
    named, said = WORD.findall(title.lower()), WORD.findall(text.lower())
    if not named or not said or set(named) - set(said):
        return
    rest = [word for word in said if word not in set(named)]
    if len(rest) <= EXTRA:
        start = len(text) - len(text.lstrip())
        message = "The body only repeats the headline."
        yield Evidence(CHECK.id, message, "text", start, len(text.rstrip()))


CHECK = Check(
    id="CON002",
    name="headline-only",
    family=Family.CONTENT,
    severity=Severity.ERROR,
    languages=ALL_LANGUAGES,
    summary="the body only repeats the headline",
    page=__doc__ or "",
    examine=examine,
)
PART = Part(CHECK, find)
