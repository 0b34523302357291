"""Letters stored as two characters: ``e`` and a combining accent instead of ``é``.

Why it matters
    The two forms look the same but compare as different. Text from macOS file names or PDF files is
    decomposed; mixed with composed text, it splits every accented word into two in indexes, counts
    and comparisons.

Flagged
    The cafe\N{COMBINING ACUTE ACCENT} on the corner is open.

Clean
    The café on the corner is open.
    The river is called Mo\N{COMBINING MACRON BELOW}wa.

Limits
    A note: nothing is lost, and normalising to NFC repairs it. Marks that have no composed form
    belong to the spelling and are not reported.

Repair
    Unsafe: whether it is right needs a reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from corpus_qa.checks.encoding._evidence import TEXT_FIELDS, Damage, capped, merged, shown
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Severity

ID = "ENC017"
MARKS = frozenset(map(chr, (*range(0x0300, 0x0370), 0x3099, 0x309A)))
WORD = re.compile(
    r"[^\W\d_]{0,40}[\u0300-\u036f\u3099\u309a](?:[^\W\d_]|[\u0300-\u036f\u3099\u309a]){0,40}"
)


def examine(article: Article, _hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the decomposed words with the composed ones as suggestion."""
    if article.alphabet.isdisjoint(MARKS):
        return ()
    return capped(ID, [damage for field in TEXT_FIELDS for damage in _damages(article, field)])


def _damages(article: Article, field: str) -> Iterator[Damage]:
    text = article.field(field)
    spans = [
        match.span()
        for match in WORD.finditer(text)
        if not unicodedata.is_normalized("NFC", match[0])
    ]
    for start, end in merged(text, spans):
        fixed = unicodedata.normalize("NFC", text[start:end])
        message = f"Letters and their accents are stored as separate characters: “{shown(fixed)}”."
        yield Damage(field, start, end, message, fixed)


CHECK = Check(
    id=ID,
    name="decomposed-text",
    family=Family.ENCODING,
    severity=Severity.NOTE,
    languages=ALL_LANGUAGES,
    summary="letters whose accents are stored as separate characters",
    page=__doc__ or "",
    fields=TEXT_FIELDS,
    examine=examine,
)
