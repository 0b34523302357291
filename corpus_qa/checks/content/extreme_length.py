"""Bodies too long for one article, and single lines as long as many pages.

Why it matters
    A body of a million characters is a book, an archive page or a whole site run together. One such
    record outweighs a thousand articles in every statistic.

Flagged
    A body of 200,000 characters.

Clean
    A long magazine article of 60,000 characters.

Limits
    More than ``LONGEST`` characters is a warning; a line of more than ``LONGEST_LINE`` is a note.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus_qa.checks.content._body import Body, Part
from corpus_qa.checks.content._examiner import examine
from corpus_qa.model import ALL_LANGUAGES, Check, Evidence, Family, Severity

# The longest pieces that magazines print have some 150,000 characters.
LONGEST = 150_000
LONGEST_LINE = 10_000


def find(body: Body) -> Iterator[Evidence]:
    """Yield a finding for a body, or a line of it, that is too long."""
    size = len(body.text)
    if size > LONGEST:
        yield Evidence(CHECK.id, f"The body has {size:,} characters, too many for one article.")
    elif size > LONGEST_LINE and max(map(len, body.text.split("\n"))) > LONGEST_LINE:
        for line in body.article.lines:
            if line.end - line.start > LONGEST_LINE:
                length = f"{line.end - line.start:,} characters"
                message = f"One line of {length}: the paragraph breaks are lost."
                yield Evidence(CHECK.id, message, severity=Severity.NOTE)
                return


CHECK = Check(
    id="CON015",
    name="extreme-length",
    family=Family.CONTENT,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="the body is too long for one article",
    page=__doc__ or "",
    examine=examine,
)
PART = Part(CHECK, find)
