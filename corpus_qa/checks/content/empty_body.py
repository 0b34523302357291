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
    Fewer than ``FEW`` words, in any language: where words are long or are written without spaces,
    letters are counted. Genuine news briefs of a sentence or two are longer.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus_qa.checks.content._body import Body, Part
from corpus_qa.checks.content._examiner import examine
from corpus_qa.model import ALL_LANGUAGES, Check, Evidence, Family, Severity
from corpus_qa.text.characters import count_words

# A sentence of news has some twenty words; a brief has two sentences.
FEW = 20
# Below so many characters words are counted.
CLOSER = 400


def find(body: Body) -> Iterator[Evidence]:
    """Yield a finding for a missing or nearly empty body."""
    text = body.text
    if len(text) > CLOSER:
        return
    words = count_words(text)
    if not words:
        yield Evidence(CHECK.id, "The article has no body.", severity=Severity.ERROR)
    elif words < FEW:
        start = len(text) - len(text.lstrip())
        message = f"The body has only {words} {'word' if words == 1 else 'words'}."
        yield Evidence(CHECK.id, message, "text", start, len(text.rstrip()))


CHECK = Check(
    id="CON001",
    name="empty-body",
    family=Family.CONTENT,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="the article has no body, or only a few words",
    page=__doc__ or "",
    examine=examine,
)
PART = Part(CHECK, find)
