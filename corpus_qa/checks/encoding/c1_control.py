"""Control codes U+0080 to U+009F instead of Windows quotes and dashes.

Why it matters
    Windows character sets use these 32 places for quotation marks, dashes, the euro sign and some
    letters; Latin-1 has control codes there. A page that was written on Windows but declares
    Latin-1 loses all its typographic characters: apostrophes and dashes become invisible codes.

Flagged
    The keeper\u0092s report, found \u0096 at last \u0096 in June.

Clean
    The keeper’s report, found – at last – in June.

Limits
    Codes in a damaged sequence of several characters are reported as mojibake. The next-line code
    U+0085 is accepted at the end of a line, where some systems break lines with it. A text about
    control characters may contain one.

Repair
    Unsafe: whether it is right needs a reader. There is none where a quotation mark or a capital
    would stand inside a word: other sets have letters in these places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus_qa.checks.encoding._evidence import (
    TEXT_FIELDS,
    Damage,
    capped,
    shown,
    spans_by_field,
    whole_words,
)
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Pattern, Severity
from corpus_qa.text.mojibake.evidence import charset, single_byte

ID = "ENC012"
NEXT_LINE = "\x85"
ABOUT_CONTROLS = re.compile(r"\bcontrol (?:character|code)", re.IGNORECASE)
APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
# What goes before an apostrophe inside a word, and what goes after one.
ELISION = re.compile(
    r"(?:^|[\W\d_])(?:[a-z]|qu|jusqu|lorsqu|puisqu|\w*ll|un|gl|quest|sant|anch|senz)\Z|\b[A-Z]\w?\Z",
    re.IGNORECASE,
)
ENDING = re.compile(r"(?:s|t|d|m|re|ve|ll|em|n)\b|[A-ZÀ-Þ]")
JOINING = "–—…"
EAST_ASIAN = re.compile("[\u3041-\uff9f]")
LONGEST_LEAD = 3  # characters of a sequence before its last
WINDOWS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


def is_damage(text: str, start: int, end: int) -> bool:
    """Whether a run of codes stands alone: not a line end, not part of a longer sequence."""
    if text[start:end] == NEXT_LINE and text[end : end + 1] in ("", "\n"):
        return False
    return not _is_mojibake(text, start) and ABOUT_CONTROLS.search(text) is None


def _is_mojibake(text: str, place: int) -> bool:
    """Whether the place is inside a wrongly decoded UTF-8 sequence."""
    for first in range(max(0, place - LONGEST_LEAD), place):
        for codec in single_byte():
            match = charset(codec).sequences.match(text, first)
            if match is not None and match.end() > place:
                return True
    return False


def examine(article: Article, hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the runs of codes with the characters of Windows-1252 as suggestion."""
    return capped(ID, _runs(article, hits))


def is_plausible(text: str, start: int, end: int) -> bool:
    """Whether the characters of Windows-1252 fit where the codes of some words stand."""
    places = (place for place in range(start, end) if "\x80" <= text[place] <= "\x9f")
    return all(_fits(text, place) for place in places)


def _fits(text: str, place: int) -> bool:
    """Whether a character of Windows-1252 fits: no capital or odd sign inside a word.

    In MacRoman these codes are accented letters: code 92 in Spanish "bah?a" is an i.
    """
    char = WINDOWS.get(ord(text[place]), "\x80")
    before, after = text[max(0, place - 12) : place], text[place + 1 : place + 6]
    if char == "\x80" or EAST_ASIAN.search(before[-1:] + after[:1]):
        return False
    if not before[-1:].isalpha() or not after[:1].isalpha():
        return True
    if char == APOSTROPHE:
        return ELISION.search(before) is not None or ENDING.match(after) is not None
    return char in JOINING or (char.isalpha() and char.islower() is after[0].islower())


def _runs(article: Article, hits: Sequence[Hit]) -> Iterator[Damage]:
    for field, spans in spans_by_field(hits).items():
        text = article.field(field)
        for start, end in whole_words(text, spans):
            words = text[start:end]
            fixed = words.translate(WINDOWS)
            whole = is_plausible(text, start, end)
            message = "Latin-1 control codes in the text."
            if whole:
                message = f"Windows-1252 read as Latin-1: “{shown(fixed)}” became control codes."
            yield Damage(field, start, end, message, fixed if whole else None)


CHECK = Check(
    id=ID,
    name="c1-control",
    family=Family.ENCODING,
    severity=Severity.ERROR,
    languages=ALL_LANGUAGES,
    summary="control codes instead of Windows quotes and dashes",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"[\x{80}-\x{9f}]+",
            confirm=is_damage,
            literals=tuple(chr(code) for code in range(0x80, 0xA0)),
        ),
    ),
    fields=TEXT_FIELDS,
    examine=examine,
)
