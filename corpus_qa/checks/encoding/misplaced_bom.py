"""A byte order mark inside the text, where files were concatenated.

Why it matters
    The mark U+FEFF belongs at the very start of a file. In the middle of a text it shows where two
    files or fields were joined without being decoded. It is invisible and splits the word or line
    that contains it: "\N{ZERO WIDTH NO-BREAK SPACE}Harbour" is not "Harbour".

Flagged
    The council met.\N{ZERO WIDTH NO-BREAK SPACE}The harbour was closed.

Clean
    The council met. The harbour was closed.

Limits
    Nothing visible is lost, so the finding is a note.

Repair
    Unsafe: whether it is right needs a reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus_qa.checks.encoding._evidence import (
    TEXT_FIELDS,
    Damage,
    capped,
    spans_by_field,
    whole_words,
)
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Pattern, Severity

ID = "ENC018"
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def examine(article: Article, hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the words around the marks; the words without them are the suggestion."""
    return capped(ID, _marks(article, hits))


def _marks(article: Article, hits: Sequence[Hit]) -> Iterator[Damage]:
    for field, spans in spans_by_field(hits).items():
        text = article.field(field)
        for start, end in whole_words(text, spans):
            where = (
                "at the start" if text.startswith(MARK, start) and not start else "in the middle"
            )
            fixed = text[start:end].replace(MARK, "")
            yield Damage(field, start, end, f"Byte order mark {where} of the text.", fixed)


CHECK = Check(
    id=ID,
    name="misplaced-bom",
    family=Family.ENCODING,
    severity=Severity.NOTE,
    languages=ALL_LANGUAGES,
    summary="a byte order mark inside the text",
    page=__doc__ or "",
    patterns=(Pattern(f"{MARK}+", literals=(MARK,)),),
    fields=TEXT_FIELDS,
    examine=examine,
)
