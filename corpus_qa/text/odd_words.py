"""Words that no language writes: what a regular word looks like, and lines full of others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from corpus_qa.text.characters import script_of
from corpus_qa.text.language import count_small_words
from corpus_qa.text.tables import frequent_words, table


@cache
def _alphabets(group: str) -> Mapping[str, frozenset[str]]:
    """Return the letters by language (``latin``, ``cyrillic``) or script (``scripts``)."""
    listed = table("alphabets")[group]
    # The capital of some letters is a letter and its accents, which count as no letters.
    return {
        name: frozenset(letters) | {char for char in map(str.upper, letters) if len(char) == 1}
        for name, letters in listed.items()
    }


_ACCENTS_IN_A_ROW = re.compile("[À-ÖØ-öø-ÿŒœŠšŸŽžƒ]{4}")
_FINAL_INSIDE = re.compile("[ςךםןףץ].")
# Thai: a vowel or tone mark stands after a consonant or mark, a leading vowel before a consonant.
_THAI_DISORDER = re.compile(
    "(?:^|[\u0e2f-\u0e30\u0e32-\u0e33\u0e40-\u0e46\u0e4f-\u0e5b])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
    "|[\u0e40-\u0e44](?![\u0e01-\u0e2e])"
    "|[\u0e4f-\u0e7f]"
)
_JOINTS = str.maketrans("", "", "'’-.\u00ad")


def is_regular(word: str, language: str | None = None) -> bool:
    """Whether a word is made of letters of one script, in the order and case that words have.

    A Latin word is regular only if its letters belong to ``language``.
    """
    letters = word.translate(_JOINTS)
    scripts = {script_of(char) for char in letters}
    if len(scripts) != 1:
        return False
    script = scripts.pop()
    if script == "Latin":
        own = _alphabets("latin").get(language or "", frozenset())
        return _has_normal_case(letters) and all(char < "\x80" or char in own for char in letters)
    if script == "Thai":
        return not _THAI_DISORDER.search(letters)
    letters_of_script = _alphabets("scripts").get(script, frozenset())
    if script == "Cyrillic":
        letters_of_script = _alphabets("cyrillic").get(language or "", letters_of_script)
    if not letters_of_script.issuperset(letters):
        return False
    return _has_normal_case(letters) and not _FINAL_INSIDE.search(letters)


def is_irregular(word: str, language: str | None = None) -> bool:
    """Whether no language writes a word like this; not the opposite of ``is_regular``."""
    letters = word.translate(_JOINTS)
    scripts = {script_of(char) for char in letters}
    if scripts == {"Latin"}:
        if _ACCENTS_IN_A_ROW.search(letters):
            return True
        return language in _alphabets("latin") and not is_regular(word, language)
    if len(scripts) > 1 or scripts & _alphabets("scripts").keys():
        return not is_regular(word, language)
    return False


def _has_normal_case(letters: str) -> bool:
    """Whether letters are all small, all capital or capitalised, or have no case."""
    return (
        len(letters) == 1
        or letters[1:].islower()
        or letters.isupper()
        or letters.upper() == letters.lower()
    )


_SIGN = "\u0080-\u00a9\u00ab\u00ac\u00ae-\u00b4\u00b6\u00b8\u00b9\u00bb-\u00bf‚„†‡ˆ‰‹›€™"
_SYMBOL = "⁄∂∆∏∑∙√∞∩∫≈≠≡≤≥⌠⌡\u2500-\u25a0◊\ufb01\ufb02"
_LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f\u0386-\u04ff"
_ACCENTS = frozenset(chr(code) for code in range(0xC0, 0x180) if code not in (0xD7, 0xF7))
_GREEK_OR_CYRILLIC = frozenset(map(chr, range(0x0386, 0x0500)))
_SIGNS = frozenset(map(chr, range(0x80, 0xC0))) - frozenset("\u00ad\u00aa\u00ba\u00b5\u00b7")
_SYMBOLS = frozenset("⁄∂∆∏∑∙√∞∩∫≈≠≡≤≥⌠⌡◊\ufb01\ufb02") | frozenset(map(chr, range(0x2500, 0x25A1)))
# Many accents in a row, a capital inside a word, two scripts in a word, a sign inside a word, signs
# of mathematics or drawing beside a letter or in a row. Each needs characters of the set before it.
ODD = (
    (_ACCENTS, re.compile("[À-ÖØ-öø-ſ][À-ÖØ-öø-ſ]{3}")),  # what begins with a set is found fast
    (_ACCENTS, re.compile("[À-ÖØ-Þ](?<=[a-z].)")),
    (_GREEK_OR_CYRILLIC, re.compile("[А-ЯЁΑ-Ω](?<=[а-яёα-ω].)")),
    (_GREEK_OR_CYRILLIC, re.compile("[\u0386-\u04ff](?:(?<=[A-Za-z].)|(?=[A-Za-z]))")),
    (_SIGNS | frozenset("‚„†‡ˆ‰‹›€™"), re.compile(f"[{_SIGN}](?<=[{_LETTER}].)(?=[{_LETTER}])")),
    # a dagger inside a word counts twice: no footnote stands there
    (frozenset("†‡"), re.compile(f"[†‡](?<=[{_LETTER}].)(?=[{_LETTER}])")),
    (
        _SYMBOLS,
        re.compile(rf"[{_SYMBOL}](?:(?=[{_LETTER}])|(?<=[{_LETTER}].)|(?=[{_SYMBOL}]{{2}}))"),
    ),
)  # fmt: skip
# What letters of Central Europe and Turkey become in Western sets, and the other way round.
IMAGES = frozenset("þðýõûøìùòčŕůę")
# Letters of Western Europe that no common mistake makes out of others.
_USUAL = frozenset("éèêëáàâäíïîóöôúüñçåæøßãÉÁÖÜÄ")
_CAPITAL, _SMALL = re.compile("[А-ЯЁ]"), re.compile("[а-яё]")
_CYRILLIC_WORD = re.compile("[\u0400-\u04ff]{2,}")

MIN_ODD = 3
MIN_CAPITALS, SHOUTED = 12, 0.7
SAMPLE = 2000  # characters that are enough to tell a language by its small words
MIN_SMALL_WORDS, LEAD = 5, 1.4
# Prose in Cyrillic letters has a larger share of frequent words, if its language is on the list.
MIN_CYRILLIC, MIN_WORDS, FREQUENT_RATE, HEAD = 10, 12, 0.04, 1000


@dataclass(frozen=True, slots=True)
class OddLines:
    """Lines of a text that look wrong, as spans; ``throughout``: the whole text does."""

    spans: tuple[tuple[int, int], ...]
    throughout: bool = False


def odd_lines(text: str, alphabet: frozenset[str]) -> OddLines:
    """Return the lines with words that no language writes, or that the text's language does not.

    ``alphabet`` holds the characters beyond ASCII of the article.
    """
    begins = sorted(_odd_places(text, alphabet))
    lines = tuple(_lines(text, begins))
    if len(begins) >= MIN_ODD:
        return OddLines(lines)
    if _is_unknown_cyrillic(text, alphabet):
        return OddLines(tuple(_lines(text, range(min(len(text), HEAD)))), throughout=True)
    return OddLines(tuple(line for line in lines if _is_shouted(text[slice(*line)])))


def _odd_places(text: str, alphabet: frozenset[str]) -> Iterator[int]:
    for needed, expression in ODD:
        if not alphabet.isdisjoint(needed):
            yield from (match.start() for match in expression.finditer(text))
    unusual = frozenset(char for char in alphabet if "\u00c0" <= char <= "\u017f") - _USUAL
    if unusual:
        own = _alphabets("latin").get(language_of(text) or "")
        foreign = unusual & IMAGES if own is None else unusual - own
        if foreign:
            found = re.finditer(f"[{''.join(sorted(foreign))}]", text)
            yield from (match.start() for match in found)


def is_odd(word: str) -> bool:
    """Whether no language writes a word like this."""
    return any(expression.search(word) for _, expression in ODD)


def language_of(text: str) -> str | None:
    """Return the language whose small words are most, if they are clearly more than another's."""
    counts = count_small_words(text[:SAMPLE]).most_common(2)
    if not counts or counts[0][1] < MIN_SMALL_WORDS:
        return None
    return None if len(counts) > 1 and counts[0][1] < LEAD * counts[1][1] else counts[0][0]


def _is_unknown_cyrillic(text: str, alphabet: frozenset[str]) -> bool:
    """Whether a text in Cyrillic letters has none of the words that such texts have."""
    if sum("\u0400" <= char <= "\u04ff" for char in alphabet) < MIN_CYRILLIC:
        return False
    words = _CYRILLIC_WORD.findall(text[:SAMPLE])
    frequent = _cyrillic_words()
    found = sum(word in frequent for word in words)
    return len(words) >= MIN_WORDS and found < FREQUENT_RATE * len(words)


@cache
def _cyrillic_words() -> frozenset[str]:
    words = frequent_words("other")
    return frozenset().union(*(words[language] for language in ("ru", "uk", "bg", "sr")))


def _is_shouted(line: str) -> bool:
    """Whether a line is nearly all capitals: small letters of KOI8 are capitals of Windows."""
    capitals, small = (len(expression.findall(line)) for expression in (_CAPITAL, _SMALL))
    return capitals >= MIN_CAPITALS and capitals > SHOUTED * (capitals + small)


def _lines(text: str, begins: Iterable[int]) -> Iterator[tuple[int, int]]:
    at = -1
    for begin in begins:
        if begin >= at:
            end = text.find("\n", begin)
            at = end if end >= 0 else len(text)
            yield text.rfind("\n", 0, begin) + 1, at
