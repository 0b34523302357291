"""Articles without a body, or with only a few words.

Why it matters
    An article that lost its body still counts as an article: it makes a corpus look larger than it
    is, and what is left of it looks like every other stub.

Flagged
    Ferry strike ends

Clean
    The ferry strike is over. Boats between the islands run again from Monday, the company said, and
    tickets that were bought in advance stay valid until the end of the month. Nobody was hurt.

Limits
    Fewer than ``FEW`` words, or ``SHORT`` characters in scripts written without spaces. Genuine
    news briefs of a sentence or two are longer.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus_qa.checks.content._body import Body, Part
from corpus_qa.checks.content._examiner import examine
from corpus_qa.model import Check, Evidence, Family, Severity

# A sentence of news has some twenty words; a brief has two sentences.
FEW = 25
SHORT = 60
# Below so many characters words are counted.
CLOSER = 400


def find(body: Body) -> Iterator[Evidence]:
    """Yield a finding for a missing or nearly empty body."""
    text = body.text
    if len(text) > CLOSER:
        return
    words = text.split()
    if not words:
        yield Evidence(CHECK.id, "The article has no body.", severity=Severity.ERROR)
    elif len(words) < FEW and (text.isascii() or len(text) < SHORT or len(words) > FEW // 5):
        start = len(text) - len(text.lstrip())
        message = f"The body has only {len(words)} {'word' if len(words) == 1 else 'words'}."
        yield Evidence(CHECK.id, message, "text", start, len(text.rstrip()))


CHECK = Check(
    id="CON001",
    name="empty-body",
    family=Family.CONTENT,
    severity=Severity.WARNING,
    summary="the article has no body, or only a few words",
    page=__doc__ or "",
    examine=examine,
)
PART = Part(CHECK, find)
