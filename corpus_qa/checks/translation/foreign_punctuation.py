"""Another language's punctuation in English text: ``the minister 「in charge」``, ``¿Who knows?``.

Why it matters
    Punctuation is the part of a sentence that translation tends to overlook. Guillemets, inverted
    question marks and full-width commas around English words show that nobody edited the text.

Flagged
    The minister said that «the harvest is safe» and left.
    ¿Who will pay for the new harbour wall?
    It was a „difficult night for the crew“ on the lake.
    The quick・drying shirts are sold out.

Clean
    She sang «La vie est belle» and the crowd sang with her.
    The song is called “¿Quién será?” and everyone knows it.
    Next » Previous «

Limits
    Only English text is judged. Punctuation inside words of its own language is a quotation.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus_qa.checks.translation._reading import Part, Reading
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import Check, Evidence, Family, Pattern, Severity
from corpus_qa.text.language import word_set

MARK = "“{}” is punctuation of another language."
# The pattern of words left out of a quotation: (…) where English has [...]. Some writers use it.
ELISION = 4
EAST_ASIAN = 3
LATIN_SHARE = 0.5
NEAR = 12
FIRST_EAST_ASIAN = "\u2e80"
# English within a quotation: one of its smallest words, which other languages do not share.
ENGLISH = word_set(
    "the of and to is for with that was it are be this have from not we they will you i there "
    "an by has what who how why when where which would can could our their his her"
)
FOREIGN = word_set(
    "la le les des du et est que qui el los las un una une der die das und ist nicht zu den "
    "il lo gli della di e è y o en de por para con se si o os as do da em não não на и в не "
    "что"
)


def is_english_inside(text: str, start: int, end: int) -> bool:
    """Return whether the marked words are English rather than words of the marks' own language."""
    words = frozenset(text[start:end].lower().strip("«»„“”¿?¡!.,‹›").split())
    return bool(words & ENGLISH) and not words & (FOREIGN - ENGLISH)


def stands_by_latin(text: str, start: int, end: int) -> bool:
    """Return whether an East Asian mark is near Latin letters or digits only.

    Where the neighbours are East Asian letters the words are foreign, not the punctuation.
    """
    if any(char > FIRST_EAST_ASIAN and char.isalpha() for char in text[start - 1 : end + 1]):
        return False
    around = text[max(0, start - NEAR) : start] + text[end : end + NEAR]
    return any(char.isascii() and char.isalnum() for char in around)


def find(reading: Reading) -> Iterator[Evidence]:
    """Yield the marks; for a long quotation, its opening words."""
    if reading.is_misread:
        return
    for hit in reading.hits[CHECK.id]:
        if hit.pattern == EAST_ASIAN and reading.latin_share < LATIN_SHARE:
            continue
        if hit.pattern != EAST_ASIAN and not reading.is_english:
            continue
        words = reading.text[hit.start : hit.end]
        severity = Severity.NOTE if hit.pattern == ELISION else None
        message = MARK.replace("{}", words)
        yield Evidence(CHECK.id, message, hit.field, hit.start, hit.end, severity=severity)


CHECK = Check(
    id="TRN005",
    name="foreign-punctuation",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    languages=("en",),
    summary="punctuation of another language in English text",
    page=__doc__ or "",
    patterns=(
        Pattern(r"[«‹][^«»‹›\n]{2,200}[»›]", confirm=is_english_inside),
        Pattern(r"[¿¡][^¿¡?!\n]{2,200}[?!]", confirm=is_english_inside),
        Pattern(r"„[^„“”\n]{2,200}[“”]", confirm=is_english_inside),
        Pattern(
            r"[・。、「」『』【】《》〈〉：；，！？（）]+",
            confirm=stands_by_latin,
            literals=tuple("・。、「」『』【】《》〈〉：；，！？（）"),
        ),
        Pattern(r"\((?:…|\.\.\.)\)"),
    ),
    examine=examine,
)
PART = Part(CHECK, find)
