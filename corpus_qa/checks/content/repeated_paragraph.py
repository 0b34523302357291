"""A paragraph that appears in the article twice.

Why it matters
    Page builders repeat a paragraph as a teaser, for a mobile layout or as a pull quote, and some
    copies are simply mistakes. They inflate word counts and mislead near-duplicate detection.

Flagged
    A paragraph of two lines, word for word, at the top and in the middle.

Clean
    Refrains of a song, captions, short headings and lists that repeat a word.

Limits
    Paragraphs of at least ``LONG`` characters, compared word for word. A paragraph that comes twice
    in a row, or that opens the body and soon comes again, is a note: it is the page's summary. So
    is one that does not end a sentence or that mentions a picture: captions are often repeated.

Repair
    Unsafe: whether it is right needs a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus_qa.checks.content._body import Body, Part, ends_sentence
from corpus_qa.checks.content._examiner import examine
from corpus_qa.model import ALL_LANGUAGES, Check, Evidence, Family, Severity

# With these words a page shows a picture; it says them again with each of its sizes.
CAPTION = re.compile(
    r"\bcaption\b|\bGetty Images\b|Courtesy of|\bPhoto(?:graph)? by\b|Enlarge this"
)
LONG = 90
SOON = 4


def find(body: Body) -> Iterator[Evidence]:
    """Yield the second and later copies."""
    words = [part.strip() for part in body.text.split("\n") if len(part) >= LONG]
    if len(set(words)) == len(words):
        return
    long = [line for line in body.article.lines if line.end - line.start >= LONG]
    first: dict[str, int] = {}
    for number, line in enumerate(long):
        paragraph = line.text.strip()
        if paragraph not in first:
            first[paragraph] = number
            continue
        soon = number - first[paragraph] <= SOON and first[paragraph] == 0
        severity = Severity.NOTE if soon or _is_caption(paragraph) else None
        message = "This paragraph already appears earlier in the article."
        yield Evidence(CHECK.id, message, "text", line.start, line.end, "", severity)


def _is_caption(paragraph: str) -> bool:
    return not ends_sentence(paragraph) or CAPTION.search(paragraph) is not None


CHECK = Check(
    id="CON009",
    name="repeated-paragraph",
    family=Family.CONTENT,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="a paragraph appears in the article twice",
    page=__doc__ or "",
    examine=examine,
)
PART = Part(CHECK, find)
