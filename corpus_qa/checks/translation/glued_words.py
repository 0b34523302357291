"""Two words run together: ``as The Heraldthe council said``.

Why it matters
    Where a link, emphasis or a line break is dropped, the words on either side become one. Searches
    find neither of them, and the sentence is hard to read.

Flagged
    According to The Heraldthe council has known it for weeks.
    It was the end ofthe season for the fishermen.

Clean
    McDonald's and the iPhone were named in #ofthepeople.
    Mr Goethe, Mr Marchand and Ms Leatherland came.
    see www.endoftheroad.example

Limits
    A name and one of a few function words are separated only if the name is an English word,
    appears by itself elsewhere in the text, or is so long that no name ends in ``the``. Two
    ordinary words are separated only for the pairs in ``PAIRS``.

Repair
    Unsafe: whether it is right needs a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_lowercase

from corpus_qa.checks.translation._reading import Part, Reading
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import Check, Evidence, Family, Pattern, Severity
from corpus_qa.text.language import english, word_set

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
# Tails in which no surname ends, or few do, and what must follow where the name is unknown.
CLEAR_TAILS = frozenset({"has", "will", "that", "which", "from"})
AFTER_HAS = word_set("been to the a an not had become said made taken won lost come gone no never")
AFTER_THAT = word_set(
    "the a an it he she they we there this these those his her their its was were is are has had "
    "will would can could all no some many most in on at of to by"
)
# Few names end in -the (Goethe, Smythe), and none so long; after a name its sentence goes on so.
LONG_NAME = 7
AFTER_NAME = word_set(
    "is was has had and or of in at on for to who said says told from with will would can could as "
    "also then now did does are were have by the a an but that which"
)
AHEAD = 24
DAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January",
    "February", "April", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAY_TAILS = (
    "to", "at", "in", "on", "of", "and", "the", "that", "has", "was", "said", "with", "from", "for",
    "by", "when", "after", "as", "is",
)  # fmt: skip
# The pattern of pairs, which has a space before the word.
PAIR = 1
JOINED = frozenset("@#/._-&=?%+~:0123456789")


def stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether the letters are a word of prose, not part of a URL, tag or longer word."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if (before in JOINED and before) or (
        after in JOINED and after and text[end + 1 : end + 2].isalnum()
    ):
        return False
    return not (before.isalpha() or after.isalpha())


def is_two_words(text: str, start: int, end: int) -> bool:
    """Return whether a capitalised word is a name with a function word stuck to it."""
    word, end = text[start : end - 1], end - 1
    if not stands_alone(text, start, end) or english().knows(word):
        return False
    name = _name(word)
    if name is None:
        return False
    known = english().grade(name) or english().grade(name.lower())
    if known or re.search(rf"\b{name}\b", text):
        return True
    tail = word.removeprefix(name)
    if tail == "the":
        following = text[end + 1 : end + AHEAD].split(" ", maxsplit=1)[0]
        return len(name) >= LONG_NAME and following.islower() and following not in AFTER_NAME
    return tail in CLEAR_TAILS and _goes_on(
        tail, text[end + 1 : end + AHEAD].split(" ", maxsplit=1)[0]
    )


def _goes_on(tail: str, following: str) -> bool:
    """Return whether the sentence goes on as it would after the function word alone."""
    if not following.isalpha() or not following.islower():
        return False
    match tail:
        case "has":
            return following in AFTER_HAS or following.endswith(("ed", "en", "wn"))
        case "will":
            return not following.endswith(("s", "ed", "ing"))
        case _:
            return following in AFTER_THAT


def _name(word: str) -> str | None:
    for tail in sorted(TAILS, key=len, reverse=True):
        name = word.removesuffix(tail)
        if name != word and len(name) >= SHORTEST_NAME - (tail in CLEAR_TAILS):
            return name
    return None


def _first(word: str, pattern: int) -> str:
    """Return the first of the two words."""
    match pattern:
        case 0:
            return _name(word) or word
        case 1:
            return next(word.removesuffix(end) for end in SECONDS if word.endswith(end))
        case _:
            return next(day for day in DAYS if word.startswith(day))


def find(reading: Reading) -> Iterator[Evidence]:
    """Yield the glued words, with a space put between them."""
    for hit in reading.hits[CHECK.id]:
        word = reading.text[hit.start : hit.end].strip()
        start = hit.start + (hit.pattern == PAIR)
        apart = f"{_first(word, hit.pattern)} {word.removeprefix(_first(word, hit.pattern))}"
        message = f"“{word}” is two words run together: “{apart}”."
        yield Evidence(CHECK.id, message, hit.field, start, start + len(word), apart)


CHECK = Check(
    id="TRN009",
    name="glued-words",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    languages=("en",),
    summary="two words run together",
    page=__doc__ or "",
    patterns=(
        Pattern(
            rf"\b[A-Z][a-z]{{4,}}(?:{'|'.join(TAILS)}) ",
            confirm=is_two_words,
            literals=tuple(f"{letter}{tail} " for letter in ascii_lowercase for tail in TAILS),
        ),
        Pattern(rf" (?:{'|'.join(PAIRS)}) ", literals=tuple(f" {pair} " for pair in PAIRS)),
        Pattern(
            rf"\b(?:{'|'.join(DAYS)})(?:{'|'.join(DAY_TAILS)}) ",
            literals=tuple(f"{day}{tail} " for day in DAYS for tail in DAY_TAILS),
        ),
    ),
    examine=examine,
)
PART = Part(CHECK, find, weight=0.5)
