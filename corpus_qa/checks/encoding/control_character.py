"""Control characters in the text, such as bell, escape, delete and null.

Why it matters
    These codes control terminals and printers. In an article they are left over from a word
    processor, a typesetting system or a broken export. They break parsers (XML forbids most of
    them), split words invisibly and survive copying unnoticed.

Flagged
    Section 4.\u001dVisitors must register.
    The museum\u007f opens on Monday.

Clean
    Section 4.\u0009Visitors must register.
    The file ended with a control character: \u001d

Limits
    A text about control characters may contain one.

Repair
    Safe: nothing that a reader sees is removed. There is none between two letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus_qa.checks.encoding._evidence import TEXT_FIELDS, Damage, capped, merged, spans_by_field
from corpus_qa.model import (
    ALL_LANGUAGES,
    Applicability,
    Article,
    Check,
    Evidence,
    Family,
    Hit,
    Pattern,
    Severity,
)

ID = "ENC011"
# Tab, line feed, form feed and carriage return lay text out; the others do not belong in it.
CONTROLS = r"[\x00-\x08\x0b\x0e-\x1f\x7f]"
LITERALS = tuple(chr(code) for code in (*range(9), 0x0B, *range(0x0E, 0x20), 0x7F))
ABOUT_CONTROLS = re.compile(r"\bcontrol (?:character|code)|\bASCII\b", re.IGNORECASE)
NAMES = {0x00: "NUL", 0x07: "bell", 0x08: "backspace", 0x0B: "vertical tab", 0x1B: "escape"}
NAMES |= {0x1A: "substitute", 0x7F: "delete"}


def examine(article: Article, hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the runs of control characters; removing them is the suggestion."""
    return capped(ID, _runs(article, hits))


def _runs(article: Article, hits: Sequence[Hit]) -> Iterator[Damage]:
    for field, spans in spans_by_field(hits).items():
        text = article.field(field)
        if ABOUT_CONTROLS.search(text):
            continue
        for start, end in merged(text, spans, gap=0):
            code = ord(text[start])
            named = NAMES.get(code, "control code")
            message = f"Control character U+{code:04X} ({named}) in the text."
            inside = text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()
            yield Damage(field, start, end, message, None if inside else "")


CHECK = Check(
    id=ID,
    name="control-character",
    family=Family.ENCODING,
    severity=Severity.ERROR,
    languages=ALL_LANGUAGES,
    summary="control characters that do not belong in text",
    page=__doc__ or "",
    patterns=(Pattern(f"{CONTROLS}+", literals=LITERALS),),
    fields=TEXT_FIELDS,
    examine=examine,
    applicability=Applicability.SAFE,
)
