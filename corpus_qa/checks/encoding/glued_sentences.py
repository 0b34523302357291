"""Sentences without a space between them: ``The pier is shut.The mayor left``.

Why it matters
    Where paragraphs were joined or line breaks removed without a space, the last word of a
    sentence and the first of the next become one token, for every program that splits at spaces.

Flagged
    The pier is shut.The mayor left at noon.Nobody saw him go.His boat was gone.
    Der Steg ist zu.Der Wirt geht.Niemand weiß es.Das Boot fehlt.

Clean
    The pier is shut. The mayor left at noon. Nobody saw him go. His boat was gone.
    See Example.Com or ask Node.Js users; read the note of St.Peter.

Limits
    Three such places are needed, and three times as many as sentences with a space between them: a
    few are slips of a writer. Scripts without capital letters are not looked at.

Repair
    Unsafe: whether it is right needs a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus_qa.checks.encoding._evidence import TEXT_FIELDS, Damage, capped, in_url, shown
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Severity

ID = "ENC022"
# The end of a sentence between small letters and a capitalised word with another one behind it.
GLUED = re.compile(r"[.!?](?=[^\W\d_a-z][^\W\d_A-Z]* [^\W\d_])(?<=[^\W\d_A-Z]{3}.)")
APART = re.compile(r"[.!?](?<=[^\W\d_A-Z]{3}.)[”\"’')]? +[“\"]?[^\W\d_a-z]")
MIN_PLACES, TIMES = 3, 3


def examine(article: Article, _hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the places where a space is missing, with the space."""
    return capped(ID, [damage for field in TEXT_FIELDS for damage in _damages(article, field)])


def _damages(article: Article, field: str) -> Iterator[Damage]:
    text = article.field(field)
    spaced = text.count(". ")
    if sum(map(text.count, ".!?")) - spaced < max(MIN_PLACES, spaced):
        return
    found = (match.end() for match in GLUED.finditer(text))
    ends = [end for end in found if text[end].isupper() and not in_url(text, end)]
    if len(ends) < max(MIN_PLACES, TIMES * len(APART.findall(text))):
        return
    for end in ends:
        start = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end)) + 1
        last = text.find(" ", end)
        fixed = f"{text[start:end]} {text[end:last]}"
        message = f"No space between two sentences: “{shown(text[start:last])}”."
        yield Damage(field, start, last, message, fixed)


CHECK = Check(
    id=ID,
    name="glued-sentences",
    family=Family.ENCODING,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="sentences without a space between them",
    page=__doc__ or "",
    fields=TEXT_FIELDS,
    examine=examine,
)
