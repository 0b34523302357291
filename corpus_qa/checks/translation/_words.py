"""Words of a text that are not English, as opposed to typing errors and new compounds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from corpus_qa.checks.translation._foreign_words import ForeignWords
from corpus_qa.checks.translation._foreign_words import foreign_words as lists_of_words
from corpus_qa.text.language import English, english

# A word of prose in small letters: not in an address, tag, hyphenation or abbreviation.
LOWER_WORD = re.compile(
    r"(?<![\w@#/.’'&+=?€-])[^\W\d_A-ZÀ-ÖØ-Þ]{4,}(?:-[^\W\d_A-ZÀ-ÖØ-Þ]{3,})*(?:-\d+)?"
    r"(?![\w@/&’'=+-]|[.?]\w|\.\.|…)"
)
LAST_LATIN = "\N{LATIN SMALL LETTER EZH}"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST_SLIP = 5
# A longer word has so few neighbours that any listed one will do.
LONG_WORD = 8
# How much likelier another language must be, as a logarithm: of sentences of clean articles one in
# three thousand has an unlisted word above SURELY, of those with an untranslated word half have.
POSSIBLY = 0.5
SURELY = 4.0
# A listed word needs less.
LISTED = 2.0
# Above this a word is not built as English words are; see ``English.strangeness``.
STRANGE = 2.1
SHORTEST_PART = 3
# Grades are eighths of a doubling: a word that a slip may be meant for occurs some 15 times in
# four thousand articles, the parts of a compound some 7 times.
COMMON = 32
FAMILIAR = 24
SEEN = 8


def foreign_words(unlisted: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Yield the words that are not English, nor nearly English.

    A word with hyphens counts when all its parts do, numbers apart.
    """
    for match in unlisted:
        parts = [part for part in match[0].split("-") if part.isalpha()]
        if all(_is_foreign(part) for part in parts):
            yield match


def is_surely_foreign(word: str) -> bool:
    """Return whether a foreign word is one of another language, and not only a strange one."""
    lists = lists_of_words()
    return any(
        not part.isascii() or lists.likelier(part) > (LISTED if part in lists.languages else SURELY)
        for part in word.split("-")
        if part.isalpha()
    )


def languages_of(word: str) -> tuple[str, ...]:
    """Return the names of the languages whose lists have a word."""
    return lists_of_words().languages.get(word, ())


def lower_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the lower-case Latin words that are in no word list as written."""
    known = english().words
    for match in LOWER_WORD.finditer(text):
        word = match[0]
        if word not in known and word.islower() and max(word) <= LAST_LATIN:
            yield match


def _is_foreign(word: str) -> bool:
    table, lists = english(), lists_of_words()
    if word in lists.loans or table.knows(word):
        return False
    if is_slip(word, table):
        return False
    if word in lists.languages:
        return True
    if is_compound(word, table) or is_loan(word, table):
        return False
    return not word.isascii() or _is_strange(word, table, lists)


def _is_strange(word: str, table: English, lists: ForeignWords) -> bool:
    """Return whether a word is built as words of another language are, or as none of English."""
    return lists.likelier(word) > POSSIBLY or table.strangeness(word) > STRANGE


def is_compound(word: str, table: English) -> bool:
    """Return whether a word is two familiar ones put together (``frontman``, ``loungewear``)."""
    if word[0] == "e" and table.grade(word[1:]) > FAMILIAR:  # ebike, eslider
        return True
    for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        rarer, commoner = sorted((table.grade(word[:at]), table.grade(word[at:])))
        least = SEEN if min(at, len(word) - at) > SHORTEST_PART else FAMILIAR
        if rarer > least and commoner > FAMILIAR:
            return True
    return False


def is_slip(word: str, table: English) -> bool:
    """Return whether one letter added, lost, changed or swapped makes a common word of it."""
    if len(word) < SHORTEST_SLIP or not word.isascii():
        return False
    near = set(_neighbours(word))
    if len(word) >= LONG_WORD and not table.words.isdisjoint(near):
        return True
    return any(table.grade(other) > COMMON for other in near)


def is_loan(word: str, table: English) -> bool:
    """Return whether a word is English but for its accents (``coupé``)."""
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return len(plain) == len(word) and plain != word and table.knows(plain)


def _neighbours(word: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        yield from (head + letter + tail for letter in LETTERS)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in LETTERS)
            yield head + tail[1:2] + tail[:1] + tail[2:]
