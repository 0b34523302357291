"""Guess the encoding of bytes that are no UTF-8 and that nobody declared.

Each likely charset is tried. The right one makes words of a language out of the bytes, and none but
letters of that language: Spanish read with a Central European charset has its small words, but also
a Polish letter in every "año". Where that decides nothing, charset-normalizer is asked.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from corpus_qa.text.language import count_small_words

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = 1 << 13
"""Bytes that are looked at: some hundred words."""

BEFORE = 1 << 10
"""Of them before the first byte that is no ASCII."""

CHARSETS = (
    *("cp1252", "cp1250", "cp1251", "cp1254", "cp1253", "cp1255", "cp1256", "cp1257", "iso8859-2"),
    *("koi8-r", "koi8-u", "iso8859-7", "iso8859-9", "iso8859-5", "iso8859-13", "mac-roman"),
    *("cp850", "cp866", "cp852", "mac-cyrillic"),
)
"""Charsets of one byte a character, the commoner first: it wins where two read the same."""

CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگکی،؛؟ًٌٍَُِّْـ٪"

LETTERS = {
    "en": "éèêëàâäçñóöüïíáúôåøã",
    "de": "äöüßéèàç",
    "fr": "àâäæçéèêëîïôöœùûüÿ",
    "es": "áéíóúüñ",
    "it": "àèéìíòóùú",
    "pt": "áâãàçéêíóôõúü",
    "ca": "àçèéíïòóúü",
    "gl": "áéíóúüñ",
    "ro": "ăâîșțşţ",
    "nl": "éëïóöüèáêçà",
    "af": "ëêéèôöïî",
    "sv": "åäöéüà",
    "da": "æøåéóü",
    "no": "æøåéóòôäö",
    "is": "áðéíóúýþæö",
    "fi": "äöåšžé",
    "et": "äöõüšž",
    "lv": "āčēģīķļņšūž",
    "lt": "ąčęėįšųūž",
    "pl": "ąćęłńóśźżé",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšžćđ",
    "hu": "áéíóöőúüű",
    "tr": "çğıöşüâîûİ",
    "ru": CYRILLIC + "ё",
    "uk": CYRILLIC + "іїєґ",
    "bg": CYRILLIC,
    "el": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "he": "אבגדהוזחטיךכלםמןנסעףפץצקרשת־׳״",
    "ar": ARABIC,
    "fa": ARABIC,
}
"""Language -> its letters beyond ASCII, with those of common loan words."""

WESTERN = "".join(LETTERS[language] for language in ("fr", "es", "de", "pt", "da", "sv", "is"))

SIGNS = frozenset("“”‘’„‚«»‹›–—…•·€£§°ºª©®™¿¡½¼¾²³×№\N{NO-BREAK SPACE}\N{SOFT HYPHEN}")
"""Signs that belong to any language."""

FIT = 0.9
"""Share of the characters beyond ASCII that must be letters of the language, or signs."""

LEAST_WORDS = 2
"""Small words without which a language is not believed."""


class _Guess(NamedTuple):
    """A charset and a language that fit; a greater one is the better guess."""

    score: float
    charset: str


def guess_charset(data: bytes) -> str | None:
    """Return the likeliest charset of bytes that are no UTF-8, or None."""
    first = next((place for place, byte in enumerate(data) if byte >= 0x80), 0)  # noqa: PLR2004 - ASCII ends there
    start = max(0, first - BEFORE)
    sample = data[start : start + SAMPLE]
    guesses = [guess for charset in CHARSETS for guess in _fitting(sample, charset)]
    if guesses:
        return max(guesses, key=lambda guess: guess.score).charset
    if _share(Counter(sample.decode("cp1252", "replace")), WESTERN) == 1:
        return "cp1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only where the guess is needed

    found = from_bytes(sample).best()
    return found.encoding if found is not None else None


def _fitting(sample: bytes, charset: str) -> Iterator[_Guess]:
    """Yield a guess for each language that the bytes make sense in, read with a charset."""
    text = sample.decode(charset, "replace")
    # single letters are small words in many languages, and a wrong charset makes them of bullets
    words = [word for word in text.split() if len(word) > 1]
    small_words = count_small_words(" ".join(words))
    characters = Counter(text)
    for language, count in small_words.items():
        fit = _share(characters, LETTERS.get(language, ""))
        if fit >= FIT and count >= LEAST_WORDS:
            yield _Guess(fit + count / len(words), charset)


def _share(characters: Counter[str], letters: str) -> float:
    """Return how many of the characters beyond ASCII are among some letters, or signs."""
    known = frozenset(chain(letters, letters.upper(), SIGNS))
    beyond = {char: count for char, count in characters.items() if not char.isascii()}
    return sum(count for char, count in beyond.items() if char in known) / sum(beyond.values())
