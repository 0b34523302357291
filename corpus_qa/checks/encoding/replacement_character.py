"""Bytes that could not be decoded: the replacement character U+FFFD, or decoding errors.

Why it matters
    A decoder writes the replacement character for bytes that it cannot decode. The letter is lost
    for good: no later step can restore it, and its word can no longer be searched, counted or
    learned from. The article must be fetched or read again with the right character set. Read as
    GBK, replacement characters in UTF-8 become 锟斤拷, and memory that nobody wrote to 烫烫烫.

Flagged
    The caf\N{REPLACEMENT CHARACTER} on the corner closed in M\N{REPLACEMENT CHARACTER}rz.
    市长锟斤拷锟斤拷宣布，码头将于五月开放。

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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from corpus_qa.checks.encoding._evidence import TEXT_FIELDS, Damage, capped, merged, shown
from corpus_qa.model import (
    ALL_LANGUAGES,
    Article,
    Check,
    Evidence,
    Family,
    Hit,
    Severity,
)
from corpus_qa.text.mojibake.evidence import charset_names

ID = "ENC003"
LOST = "\N{REPLACEMENT CHARACTER}"
WORD = re.compile(rf"[^\s{LOST}]{{0,40}}{LOST}[^\s]{{0,40}}")
# Sets of two bytes a character, in which replacement characters are read.
SETS = ("gb18030", "cp949", "big5", "euc-jp")
# What Windows programs fill fresh memory with, twice two bytes of GBK.
FRESH = ("烫" * 4, "屯" * 4)
FIRST = frozenset("锟占嚙鐃烫屯")
NAMED = re.compile(r"U\+FFFD|replacement character", re.IGNORECASE)


@cache
def misread_losses() -> Mapping[str, str]:
    """Return what two replacement characters, or fresh memory, read as -> what happened."""
    pair = (LOST * 2).encode()
    names = charset_names()
    read = {pair.decode(codec): f"replacement characters read as {names[codec]}" for codec in SETS}
    return {**read, **dict.fromkeys(FRESH, "memory that nobody wrote to, read as GBK")}


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
    if not article.alphabet.isdisjoint(FIRST):
        yield from _misread(text, field)
    if LOST not in text or NAMED.search(text):
        return
    spans = [match.span() for match in WORD.finditer(text)]
    for start, end in merged(text, spans):
        count = text.count(LOST, start, end)
        lost = "1 character was lost: its" if count == 1 else f"{count} characters were lost: their"
        yield Damage(field, start, end, f"{lost} bytes could not be decoded.")


def _misread(text: str, field: str) -> Iterator[Damage]:
    for signs, story in misread_losses().items():
        if signs in text:
            for match in re.finditer(f"(?:{signs})+{signs[0]}*", text):
                message = f"Lost characters: “{shown(match[0])}” are {story}."
                yield Damage(field, *match.span(), message)


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
