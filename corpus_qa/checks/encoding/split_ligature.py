"""Ligatures: the characters ﬁ and ﬂ for two letters, and words that they split: ``di ffi cult``.

Why it matters
    Print joins f with i and l. PDF files keep such pairs as one character, which no search for the
    letters finds; some programs put spaces around it, or lose a letter: ``fi nance``.

Flagged
    The ﬁnance oﬃce found a ﬂaw.
    It was di ffi cult to fi nish the fl ood wall.

Clean
    The finance office found a flaw.
    The sci fi film of the wi fi company: ff. 12, fl. oz.

Limits
    Ligature characters are a note, because nothing is lost. A piece is joined only to what is no
    word alone, if the whole is a word: of the English list, or of the article's language.

Repair
    Safe for ligature characters, which stand for their letters; else unsafe.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from corpus_qa.checks.encoding._evidence import (
    TEXT_FIELDS,
    Damage,
    capped,
    shown,
    spans_by_field,
    whole_words,
)
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
from corpus_qa.text.language import detect, english
from corpus_qa.text.tables import listed_words

ID = "ENC021"
ENGLISH = "en"
# What a ligature stands for, and what it may have lost.
LIGATURES = {
    "ff": ("ff", "ffi", "ffl"),
    "fi": ("fi",),
    "fl": ("fl",),
    "ffi": ("ffi",),
    "ffl": ("ffl",),
}
PIECES = re.compile(r"(?:\b([^\W\d_]+) )?\b(ffi|ffl|ff|fi|fl) ([^\W\d_]+)\b")
SHORTEST = 2
# The grade of English words from which the end of a word is taken for a word: "nance" has 0.
COMMON = 12


def examine(article: Article, hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the ligature characters as letters, and the split words whole."""
    characters = [hit for hit in hits if hit.pattern == 0]
    damages = [*_characters(article, characters), *_split(article, hits)]
    return capped(ID, damages)


def _characters(article: Article, hits: Sequence[Hit]) -> Iterator[Damage]:
    for field, spans in spans_by_field(hits).items():
        text = article.field(field)
        for start, end in whole_words(text, spans):
            fixed = "".join(map(_letters, text[start:end]))
            message = f"Ligature characters instead of letters: “{shown(fixed)}”."
            yield Damage(field, start, end, message, fixed, Severity.NOTE, Applicability.SAFE)


def _letters(char: str) -> str:
    is_ligature = "\ufb00" <= char <= "\ufb06"
    return unicodedata.normalize("NFKC", char) if is_ligature else char


def _split(article: Article, hits: Sequence[Hit]) -> Iterator[Damage]:
    language = ""
    at = -1
    for hit in hits:
        if hit.pattern == 0 or hit.start < at:
            continue
        text = article.field(hit.field)
        language = language or (article.language or detect(text) or ENGLISH).split("-")[0].lower()
        match = PIECES.search(text, max(0, text.rfind(" ", 0, hit.start - 1) + 1), hit.end + 40)
        whole = _joined(match, language) if match else None
        if match and whole:
            start, fixed = whole
            at = match.end()
            message = f"“{text[start:at]}” is one word that a ligature split: “{fixed}”."
            yield Damage(hit.field, start, at, message, fixed)


def _joined(match: re.Match[str], language: str) -> tuple[int, str] | None:
    """Return where a split word begins and the whole word, if it is one and its end is none."""
    before, ligature, after = match.groups()
    if len(after) < SHORTEST:
        return None
    for letters in LIGATURES[ligature]:
        if before and _is_word(f"{before}{letters}{after}", language):
            return match.start(), f"{before}{letters}{after}"
        if _is_word(f"{letters}{after}", language) and not _is_common(after, language):
            return match.start(2), f"{letters}{after}"
    return None


def _is_word(word: str, language: str) -> bool:
    lower = word.lower()
    return lower in listed_words(language) or (language == ENGLISH and english().knows(lower))


def _is_common(word: str, language: str) -> bool:
    if language == ENGLISH:
        return english().grade(word.lower()) >= COMMON
    return word.lower() in listed_words(language)


CHECK = Check(
    id=ID,
    name="split-ligature",
    family=Family.ENCODING,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="ligature characters, and words that a ligature split",
    page=__doc__ or "",
    patterns=(
        Pattern("[ﬀ-ﬆ]", literals=tuple("ﬀﬁﬂﬃﬄﬅﬆ")),
        Pattern(
            r"\b(?:ffi|ffl|ff|fi|fl) \p{Ll}{2,}",
            literals=(" ff ", " fi ", " fl ", " ffi ", " ffl "),
        ),
    ),
    fields=TEXT_FIELDS,
    examine=examine,
)
