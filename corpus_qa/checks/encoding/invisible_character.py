"""Invisible characters: zero-width spaces and joiners, soft hyphens, word joiners.

Why it matters
    An invisible character splits a word for every program that searches, counts or compares:
    "harbour" with a soft hyphen is not "harbour". They come from web pages, where they mark where
    the browser may break a line.

Flagged
    The har\N{SOFT HYPHEN}bour was closed.
    The min\N{ZERO WIDTH SPACE}is\N{ZERO WIDTH SPACE}ter resigned.

Clean
    The harbour was closed.
    می\N{ZERO WIDTH NON-JOINER}خواهم به خانه بروم
    A family emoji: \N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}

Limits
    A note, because nothing is lost. Joiners belong to the spelling in Arabic and Indic scripts and
    to emoji, and are not reported there; nor are line-break hints in scripts written without
    spaces.

Repair
    Safe, but not for soft hyphens, which may be bytes of misread letters.
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

ID = "ENC014"
NAMES = {
    "\N{SOFT HYPHEN}": "soft hyphen",
    "\N{ZERO WIDTH SPACE}": "zero-width space",
    "\N{ZERO WIDTH NON-JOINER}": "zero-width non-joiner",
    "\N{ZERO WIDTH JOINER}": "zero-width joiner",
    "\N{WORD JOINER}": "word joiner",
    "\N{FUNCTION APPLICATION}": "invisible operator",
    "\N{INVISIBLE TIMES}": "invisible operator",
    "\N{INVISIBLE SEPARATOR}": "invisible operator",
    "\N{INVISIBLE PLUS}": "invisible operator",
    "\N{HANGUL FILLER}": "Hangul filler",
    "\N{HALFWIDTH HANGUL FILLER}": "Hangul filler",
}
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
# From U+0590 (Hebrew) to U+1FFF and from U+2190 (symbols) on, joiners shape letters and emoji, and
# zero-width spaces part the words of scripts without spaces.
SHAPING = (("\u0590", "\u1fff"), ("\u2190", "\U0010ffff"))


def is_useless(text: str, start: int, end: int) -> bool:
    """Whether the character is not part of a script's spelling or of an emoji."""
    if text[start] == "\N{SOFT HYPHEN}":
        return True
    near = text[max(0, start - 1) : start] + text[end : end + 1]
    return not any(low <= char <= high for char in near for low, high in SHAPING)


def examine(article: Article, hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the runs of invisible characters; the words without them are the suggestion."""
    return capped(ID, _runs(article, hits))


def _runs(article: Article, hits: Sequence[Hit]) -> Iterator[Damage]:
    for field, spans in spans_by_field(hits).items():
        text = article.field(field)
        for start, end in whole_words(text, spans):
            visible = "".join(char for char in text[start:end] if char not in NAMES)
            name = next(NAMES[char] for char in text[start:end] if char in NAMES)
            message = f"Invisible character ({name}) in the text."
            sure = _applicability(text[start:end])
            yield Damage(field, start, end, message, visible, applicability=sure)


def _applicability(words: str) -> Applicability:
    """Return safe, but not for a soft hyphen: it may be a byte of a misread letter."""
    is_doubtful = "\N{SOFT HYPHEN}" in words
    return Applicability.UNSAFE if is_doubtful else Applicability.SAFE


CHECK = Check(
    id=ID,
    name="invisible-character",
    family=Family.ENCODING,
    severity=Severity.NOTE,
    languages=ALL_LANGUAGES,
    summary="zero-width characters and soft hyphens inside the text",
    page=__doc__ or "",
    patterns=(Pattern(f"[{''.join(NAMES)}]+", confirm=is_useless, literals=tuple(NAMES)),),
    fields=TEXT_FIELDS,
    examine=examine,
)
