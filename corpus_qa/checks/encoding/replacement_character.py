"""Bytes that could not be decoded: the replacement character U+FFFD, or decoding errors.

Why it matters
    A decoder writes the replacement character for bytes that it cannot decode. The letter is lost
    for good: no later step can restore it, and its word can no longer be searched, counted or
    learned from. The article must be fetched or read again with the right character set.

Flagged
    The caf\N{REPLACEMENT CHARACTER} on the corner closed in M\N{REPLACEMENT CHARACTER}rz.

Clean
    The café on the corner closed in März.

Limits
    A file with undecodable bytes is reported even if no replacement character is left. An article
    about Unicode that shows the character on purpose is flagged too, unless the text names it
    ("U+FFFD", "replacement character").

Repair
    Unsafe: whether it is right needs a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus_qa.checks.encoding._evidence import TEXT_FIELDS, Damage, capped, merged
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Severity

ID = "ENC003"
LOST = "\N{REPLACEMENT CHARACTER}"
WORD = re.compile(rf"[^\s{LOST}]{{0,40}}{LOST}[^\s]{{0,40}}")
NAMED = re.compile(r"U\+FFFD|replacement character", re.IGNORECASE)


def examine(article: Article, _hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the words that lost characters; without any, the number of bytes that were lost."""
    found = [damage for field in TEXT_FIELDS for damage in _lost(article, field)]
    if found:
        yield from capped(ID, found)
    elif article.decode_errors:
        count = article.decode_errors
        yield Evidence(ID, f"{count} {_bytes(count)} of the file could not be decoded.")


def _lost(article: Article, field: str) -> Iterator[Damage]:
    text = article.field(field)
    if LOST not in text or NAMED.search(text):
        return
    spans = [match.span() for match in WORD.finditer(text)]
    for start, end in merged(text, spans):
        count = text.count(LOST, start, end)
        lost = "1 character was lost: its" if count == 1 else f"{count} characters were lost: their"
        yield Damage(field, start, end, f"{lost} bytes could not be decoded.")


def _bytes(count: int) -> str:
    return "byte" if count == 1 else "bytes"


CHECK = Check(
    id=ID,
    name="replacement-character",
    family=Family.ENCODING,
    severity=Severity.ERROR,
    languages=ALL_LANGUAGES,
    summary="characters lost because bytes could not be decoded",
    page=__doc__ or "",
    fields=TEXT_FIELDS,
    examine=examine,
)
