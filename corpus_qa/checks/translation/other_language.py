"""Sentences in another language in the middle of English text.

Why it matters
    A sentence that the engine skipped, or a paragraph that was never sent to it, stays in the
    source language. In searches and statistics it is noise, and its content is lost.

Flagged
    The bridge is shut. El puente se cerró porque los pilares se han movido en la noche.

Clean
    “El puente se cerró en la noche,” he said. “The bridge closed at night.”
    She sang Quién será la que me quiera a mí at the fair in Los Prados de la Reina.
    La Casa de las Flores is a hotel.

Limits
    Only languages in Latin script: those of the tables, and sentences with many non-English words,
    if some of these have non-ASCII letters. Quotations, brackets, lines of a few words and
    sentences followed by their translation are notes: writers quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus_qa.checks.translation._languages import CUES, SMALL_WORDS
from corpus_qa.checks.translation._reading import Part, Reading
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import Check, Evidence, Family, Pattern, Severity
from corpus_qa.text.language import english, word_set

# Words of English that are rare in the other languages, which have "was", "at" and "to" too.
ENGLISH = word_set(
    "the of and that with they this which his her would who been said from have not it are their "
    "were had will after when about than into she"
)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
END = re.compile(r"[.!?…]['\"”’»)]*\s|\n")
QUOTES = frozenset('"“”«»„‘()[]')
LEAST_SMALL = 4
LEAST_DISTINCT = 3
LEAST_WORDS = 9
SMALL_SHARE = 0.3
# Letters that make a look at their sentences worthwhile, and words in small letters with one.
LETTERS = frozenset("àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþßāăąćčďđēėęěğģīįıķļłńņňőœřśşšţťūůűųźżžșț")
ACCENTED = re.compile(rf"\b[a-z]*[{''.join(sorted(LETTERS))}][^\W\d_]+")
LEAST_UNKNOWN = 5
UNKNOWN_SHARE = 0.6


def find(reading: Reading) -> Iterator[Evidence]:
    """Yield the sentences in another language."""
    hits = reading.hits.get(CHECK.id, ())
    if (not hits and reading.article.is_ascii) or not reading.is_english:
        return
    places = [hit.start for hit in hits]
    if not reading.article.alphabet.isdisjoint(LETTERS):
        places += [word.start() for word in ACCENTED.finditer(reading.text)]
    end = 0
    for place in sorted(places):
        if place < end:
            continue
        start, end = _sentence(reading.text, place)
        sentence = reading.text[start:end]
        language = language_of(sentence) or ("another language" if _is_foreign(sentence) else None)
        if language is None:
            continue
        around = reading.text[max(0, start - 2) : end + 2]
        short = len(sentence.split()) < LEAST_WORDS
        severity = Severity.NOTE if short or QUOTES & set(around) else None
        yield Evidence(
            CHECK.id,
            f"A sentence in {language} in English text.",
            "text",
            start,
            end,
            severity=severity,
        )


def language_of(sentence: str) -> str | None:
    """Return the language of the function words in a sentence, or None if there are too few."""
    words = [word.replace("’", "'") for word in WORD.findall(sentence.lower())]
    if sum(word in ENGLISH for word in words) > len(words) // 10:
        return None
    language, seen = max(
        ((name, [word for word in words if word in small]) for name, small in SMALL_WORDS.items()),
        key=lambda entry: len(entry[1]),
    )
    enough = len(seen) >= max(LEAST_SMALL, SMALL_SHARE * len(words))
    return language if enough and len(set(seen)) >= LEAST_DISTINCT else None


def _is_foreign(sentence: str) -> bool:
    """Return whether most of many lower-case words are not English, names and numbers apart."""
    words = [word for word in WORD.findall(sentence) if word.islower()]
    known = english().folded
    unknown = [word for word in words if word not in known]
    return len(set(unknown)) >= LEAST_UNKNOWN and len(unknown) >= UNKNOWN_SHARE * len(words)


def _sentence(text: str, at: int) -> tuple[int, int]:
    """Return the sentence around a place."""
    start = 0
    for mark in END.finditer(text, max(0, at - 600), at):
        start = mark.end()
    stop = END.search(text, at)
    end = stop.start() + 1 if stop else len(text)
    return max(start, at - 600), min(max(end, at + 1), at + 600)


CHECK = Check(
    id="TRN017",
    name="other-language",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    languages=("en",),
    summary="a sentence in another language",
    page=__doc__ or "",
    patterns=(Pattern(rf"(?i) (?:{'|'.join(CUES)}) ", literals=tuple(f" {cue} " for cue in CUES)),),
    examine=examine,
)
PART = Part(CHECK, find, always=True, weight=2.0)
