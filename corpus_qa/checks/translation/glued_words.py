"""Two words with no space between them: ``as The Heraldthe council said``.

Why it matters
    Where a link, an emphasis or a line break is dropped, the words on its two sides become one.
    Neither is found by a search, and the sentence cannot be read aloud.

Flagged
    According to The Heraldthe council has known it for weeks.
    It was the end ofthe season for the fishermen.

Clean
    McDonald's and the iPhone were named in #ofthepeople.
    Mr Goethe, Mr Marchand and Ms Leatherland came.
    see www.endoftheroad.example

Limits
    A name and one of a few function words are told apart only when the name is an English word or
    stands by itself elsewhere in the text. Two ordinary words are told apart only for the pairs
    in ``PAIRS``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_lowercase

from corpus_qa.checks.translation._reading import Reading
from corpus_qa.model import Check, Evidence, Family, Pattern, Severity
from corpus_qa.text.english import english

# Function words that follow a name or link and end no English surname with a word before them.
TAILS = (
    "that", "which", "have", "they", "with", "from", "this", "their", "would", "were", "has", "was",
    "said", "says", "the", "will", "when", "where", "who", "about", "because", "after",
)  # fmt: skip
FIRSTS = (
    "of", "in", "to", "and", "for", "on", "with", "from", "that", "by", "at", "is", "was",
)  # fmt: skip
SECONDS = ("the", "this", "that", "their", "which", "his", "her")
# Short words that run together when a line break is lost; none of the pairs is a word.
PAIRS = tuple(
    f"{first}{second}"
    for first in FIRSTS
    for second in SECONDS
    if f"{first}{second}" != "washer"
)  # fmt: skip
SHORTEST_NAME = 5
# The pattern of pairs, which has a space before the word.
PAIR = 1
JOINED = frozenset("@#/._-&=?%+~:0123456789")


def stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether the letters are a word of prose, not part of an address, tag or longer word."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if (before in JOINED and before) or (
        after in JOINED and after and text[end + 1 : end + 2].isalnum()
    ):
        return False
    return not (before.isalpha() or after.isalpha())


def is_two_words(text: str, start: int, end: int) -> bool:
    """Tell whether a capitalised word is a known name with a function word stuck to it."""
    word, end = text[start : end - 1], end - 1
    if not stands_alone(text, start, end) or english().knows(word):
        return False
    name = _name(word)
    if name is None:
        return False
    known = english().grade(name) or english().grade(name.lower())
    return bool(known) or re.search(rf"\b{name}\b", text) is not None


def _name(word: str) -> str | None:
    for tail in sorted(TAILS, key=len, reverse=True):
        name = word.removesuffix(tail)
        if name != word and len(name) >= SHORTEST_NAME:
            return name
    return None


def find(reading: Reading) -> Iterator[Evidence]:
    """Yield the glued words, with a space put between them."""
    for hit in reading.hits[CHECK.id]:
        word = reading.text[hit.start : hit.end].strip()
        start = hit.start + (hit.pattern == PAIR)
        name = _name(word) if word[0].isupper() else None
        if name is not None:
            apart = f"{name} {word.removeprefix(name)}"
        else:
            second = next(tail for tail in SECONDS if word.endswith(tail))
            apart = f"{word.removesuffix(second)} {second}"
        message = f"“{word}” is two words: “{apart}”."
        yield Evidence(CHECK.id, message, hit.field, start, start + len(word), apart)


CHECK = Check(
    id="TRN009",
    name="glued-words",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    summary="two words are written as one",
    page=__doc__ or "",
    patterns=(
        Pattern(
            rf"\b[A-Z][a-z]{{4,}}(?:{'|'.join(TAILS)}) ",
            "“{}” is two words.",
            confirm=is_two_words,
            literals=tuple(f"{letter}{tail} " for letter in ascii_lowercase for tail in TAILS),
        ),
        Pattern(
            rf" (?:{'|'.join(PAIRS)}) ",
            "“{}” is two words.",
            literals=tuple(f" {pair} " for pair in PAIRS),
        ),
    ),
)
