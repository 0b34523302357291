"""A byte order mark inside the text: where files were glued together.

Why it matters
    The mark U+FEFF belongs to the first three bytes of a file. In the middle of a text it shows
    where two files or fields were joined without being decoded. It is invisible and splits the
    word or line that it stands in: "\N{ZERO WIDTH NO-BREAK SPACE}Harbour" is not "Harbour".

Flagged
    The council met.\N{ZERO WIDTH NO-BREAK SPACE}The harbour was closed.

Clean
    The council met. The harbour was closed.

Limits
    Nothing visible is lost, so the finding is a note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus_qa.checks.encoding._evidence import TEXT_FIELDS, Damage, capped, spans_by_field
from corpus_qa.model import Article, Check, Evidence, Family, Hit, Pattern, Severity

ID = "ENC018"
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def examine(_article: Article, hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the marks; removing them is the suggestion."""
    return capped(ID, _marks(hits))


def _marks(hits: Sequence[Hit]) -> Iterator[Damage]:
    for field, spans in spans_by_field(hits).items():
        for start, end in spans:
            where = "at the start of the text" if start == 0 else "in the middle of the text"
            yield Damage(field, start, end, f"Byte order mark {where}.", "")


CHECK = Check(
    id=ID,
    name="misplaced-bom",
    family=Family.ENCODING,
    severity=Severity.NOTE,
    summary="A byte order mark inside the text",
    page=__doc__ or "",
    patterns=(Pattern(f"{MARK}+", "Byte order mark in the text.", literals=(MARK,)),),
    fields=TEXT_FIELDS,
    examine=examine,
)
