"""Words that mix look-alike letters of two alphabets: a Cyrillic ``а`` in a Latin word.

Why it matters
    Latin, Cyrillic and Greek share letter shapes but not characters. A word with one foreign letter
    looks right but is a different word to every program: searches miss it, filters let it through.
    Such words come from keyboard layouts and text recognition, or are made on purpose to evade
    filters or to spoof an address.

Flagged
    The b\N{CYRILLIC SMALL LETTER A}nk sent a letter about your p\N{CYRILLIC SMALL LETTER A}ssword.
    Совет утвердил бюдж\N{LATIN SMALL LETTER E}т на три года.

Clean
    The bank sent a letter about your password.
    Компания Яндекс купила IT-сервис и Facebookу не продала.
    The drug blocks TNF\N{GREEK SMALL LETTER ALPHA} and \N{GREEK SMALL LETTER BETA}-catenin.

Limits
    Only look-alikes in words of four or more letters count, and endings of one alphabet on a stem
    of the other are accepted. In Cyrillic text, a Latin first letter and a Latin letter that many
    words share come from typing: they are notes.

Repair
    Unsafe: whether it is right needs a reader.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from corpus_qa.checks.encoding._evidence import TEXT_FIELDS, Damage, capped
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Severity
from corpus_qa.text.characters import script_of

ID = "ENC016"
# Foreign letter -> the Latin letter that it looks like. Unicode, confusables.txt, without those
# that only resemble it in some fonts.
CYRILLIC = dict(zip("аеорсухіјѕһԁАВЕЅІЈКМНОРСТХУ", "aeopcyxijshdABESIJKMHOPCTXY", strict=True))
GREEK = dict(zip("οΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "oABEZHIKMNOPTYX", strict=True))
TO_LATIN = CYRILLIC | GREEK
TO_CYRILLIC = {latin: letter for letter, latin in CYRILLIC.items()}
FOREIGN = frozenset(TO_LATIN)
TOUCHING = re.compile("[\u0386-\u04ff](?:(?<=[A-Za-z].)|(?=[A-Za-z]))")
LATIN_LETTER, CYRILLIC_LETTER = re.compile("[A-Za-z]"), re.compile("[\u0400-\u04ff]")
WORD_BEFORE = re.compile(r"[^\W\d_]*\Z")
WORD_AFTER = re.compile(r"[^\W\d_]*")
LONGEST = 40
MIN_LETTERS = 4
HABIT = 5  # words with the same foreign letter


def examine(article: Article, _hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the mixed words with the word in one alphabet as suggestion."""
    if article.alphabet.isdisjoint(FOREIGN):
        return ()
    return capped(ID, [damage for field in TEXT_FIELDS for damage in _damages(article, field)])


def _damages(article: Article, field: str) -> Iterator[Damage]:
    text = article.field(field)
    spans = list(_touching_words(text))
    if not spans:
        return
    is_latin = len(LATIN_LETTER.findall(text)) >= len(CYRILLIC_LETTER.findall(text))
    found = {
        span: mixed for span in spans if (mixed := _mixed(text[slice(*span)], is_latin=is_latin))
    }
    uses = Counter(char for word in {text[slice(*span)] for span in found} for char in set(word))
    for (start, end), (strange, fixed) in found.items():
        word = text[start:end]
        letters = ", ".join(f"{script_of(char)} “{char}”" for char in dict.fromkeys(strange))
        message = f"“{word}” contains {letters}; in one alphabet it is “{fixed}”."
        typed = not is_latin and (
            len(word) - 1 == len(word.lstrip(strange)) or uses[strange[0]] >= HABIT
        )
        yield Damage(field, start, end, message, fixed, Severity.NOTE if typed else None)


def _touching_words(text: str) -> Iterator[tuple[int, int]]:
    """Yield the words in which a Latin letter of ASCII touches a Greek or Cyrillic one."""
    at = 0
    for match in TOUCHING.finditer(text):
        if match.start() < at:
            continue
        before = WORD_BEFORE.search(text, max(0, match.start() - LONGEST), match.start())
        after = WORD_AFTER.match(text, match.end(), match.end() + LONGEST)
        start = before.start() if before else match.start()
        at = after.end() if after else match.end()
        yield start, at


def _mixed(word: str, *, is_latin: bool) -> tuple[str, str] | None:
    """Return the strange letters of a word and the word without them; None if it may be meant.

    ``is_latin``: whether the text around the word is in the Latin alphabet.
    """
    table = TO_LATIN if is_latin else TO_CYRILLIC
    strange = "".join(char for char in word if (script_of(char) == "Latin") is not is_latin)
    if len(word) < MIN_LETTERS or not strange or not all(char in table for char in strange):
        return None
    rest = len(word) - len(strange)
    ends = word.endswith(strange) and rest >= len(strange)
    begins = word.startswith(strange) and word[len(strange) : len(strange) + 1].isupper()
    if ends or begins or not rest:
        return None
    return strange, "".join(table[char] if char in strange else char for char in word)


CHECK = Check(
    id=ID,
    name="mixed-script-word",
    family=Family.ENCODING,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="words that mix look-alike letters of two alphabets",
    page=__doc__ or "",
    fields=TEXT_FIELDS,
    examine=examine,
)
