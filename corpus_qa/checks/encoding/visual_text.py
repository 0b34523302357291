"""Text stored as it is shown: backwards (``.tuo si tnilf``), or Arabic in shaped letters.

Why it matters
    Some PDF files hold what the page shows: lines of Arabic and Hebrew from left to right, so that
    every word is backwards, and Arabic letters as the shapes that they take in a word. A reader may
    see nothing odd, but no search finds a word.

Flagged
    .ةنيدملا يف ديدج رسج ةماقإ ةيدلبلا تررق
    .gninrom eht ni egdirb wen eht nepo lliw dna ti tliub sah licnuoc ehT

Clean
    قررت البلدية إقامة جسر جديد في المدينة.
    .NET and .htaccess are names that begin with a full stop.

Limits
    Arabic is recognised by the letter ة, Hebrew by its final letters, at the beginning of several
    words; other text by lines that begin with a full stop and have more small words backwards.
    The shapes must be many: signs of a blessing or a currency are one character in good text too.

Repair
    Safe for shaped letters, which stand for their letters; there is none for text that is
    backwards, because numbers and Latin words in it are not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from corpus_qa.checks.encoding._evidence import TEXT_FIELDS, Damage, capped, shown
from corpus_qa.model import (
    ALL_LANGUAGES,
    Applicability,
    Article,
    Check,
    Evidence,
    Family,
    Hit,
    Severity,
)
from corpus_qa.text.language import count_small_words

ID = "ENC024"
# Arabic letters in the shapes of a word, without the signs that stand for whole words.
SHAPES = "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufe70-\ufefc"
SHAPED = re.compile(f"[{SHAPES}](?:[{SHAPES} \u064b-\u0652\u200c]*[{SHAPES}])?")
MIN_SHAPES = 10
# Letters that only end words, where words begin and where they end.
ENDING = "ةىךםןףץ"
BEGINS = re.compile(f"(?<![^\\W\\d_])[{ENDING}](?=[^\\W\\d_])")
ENDS = re.compile(f"(?<=[^\\W\\d_])[{ENDING}](?![^\\W\\d_])")
MIN_BEGINS = 3
LAST_IS_FIRST = re.compile(r"[.!?؟](?:(?<=\n.)|(?<=\A.))[^\W\d_].*")
MARKS = (".", "!", "?")
AFTER_BREAK = ("\n.", "\n!", "\n?")
RIGHT_TO_LEFT = frozenset(map(chr, (*range(0x0590, 0x0780), *range(0xFB1D, 0xFEFD))))
MIN_SMALL, TIMES = 4, 3


def examine(article: Article, _hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the lines that are backwards, and the shaped letters as letters."""
    return capped(ID, [damage for field in TEXT_FIELDS for damage in _damages(article, field)])


def _damages(article: Article, field: str) -> Iterator[Damage]:
    text = article.field(field)
    lines = [match.span() for match in LAST_IS_FIRST.finditer(text)] if _may_begin(text) else []
    if not article.alphabet.isdisjoint(RIGHT_TO_LEFT):
        lines = list(_lines(text))
        shapes = list(_shapes(field, text))
        yield from shapes
        if shapes:
            return
    for start, end in lines:
        line = text[start:end]
        if _is_backwards(unicodedata.normalize("NFKC", line)):
            yield Damage(field, start, end, f"The text is backwards: “{shown(line)}”.")


def _may_begin(text: str) -> bool:
    return text.startswith(MARKS) or any(marks in text for marks in AFTER_BREAK)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def _is_backwards(line: str) -> bool:
    begins = len(BEGINS.findall(line))
    if begins >= MIN_BEGINS and begins > len(ENDS.findall(line)):
        return True
    if LAST_IS_FIRST.match(line) is None:
        return False
    forwards, backwards = (_most(text) for text in (line, line[::-1]))
    return backwards >= MIN_SMALL and backwards >= TIMES * forwards


def _most(line: str) -> int:
    return max(count_small_words(line).values(), default=0)


def _shapes(field: str, text: str) -> Iterator[Damage]:
    places = [match for match in SHAPED.finditer(text) if len(match[0]) > 1]
    if sum(len(match[0]) for match in places) < MIN_SHAPES:
        return
    ends_first = sum("FINAL FORM" in unicodedata.name(match[0][0], "") for match in places)
    is_backwards = 2 * ends_first > len(places)
    for match in places:
        fixed = unicodedata.normalize("NFKC", match[0])
        if is_backwards:
            message = f"Letters stored as their shapes, backwards: “{shown(match[0])}”."
            yield Damage(field, *match.span(), message)
        else:
            message = f"Letters stored as their shapes: “{shown(match[0])}” are “{shown(fixed)}”."
            yield Damage(field, *match.span(), message, fixed, applicability=Applicability.SAFE)


CHECK = Check(
    id=ID,
    name="visual-text",
    family=Family.ENCODING,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="text that is stored as it is shown, backwards or in shaped letters",
    page=__doc__ or "",
    fields=TEXT_FIELDS,
    examine=examine,
)
