"""Bytes to text: byte order mark, declared charset, UTF-8, and only then a guess."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from corpus_qa.ingest.streams import byte_order_mark
from corpus_qa.text.language import count_small_words
from corpus_qa.text.tables import table_beside

# Bytes that are looked at: some hundred words.
GUESSED_FROM = 1 << 13

# Of them before the first byte that is no ASCII.
BEFORE = 1 << 10


def _tables() -> Mapping[str, Any]:
    """Return ``charsets``, ``signs``, and the ``letters`` of each language."""
    return table_beside(__file__)


# Share of the characters beyond ASCII that must be letters of the language, or signs.
FIT = 0.9

# Small words without which a language is not believed.
LEAST_WORDS = 2


class _Guess(NamedTuple):
    """A charset and a language that fit; a greater one is the better guess."""

    score: float
    charset: str


def guess_charset(data: bytes) -> str | None:
    """Return the likeliest charset of bytes that are no UTF-8, or None."""
    first = next((place for place, byte in enumerate(data) if byte >= 0x80), 0)  # noqa: PLR2004 - ASCII ends there
    start = max(0, first - BEFORE)
    sample = data[start : start + GUESSED_FROM]
    guesses = [guess for charset in _tables()["charsets"] for guess in _fitting(sample, charset)]
    if guesses:
        return max(guesses, key=lambda guess: guess.score).charset
    western = "".join(_tables()["letters"][language] for language in _tables()["western"])
    if _share(Counter(sample.decode("cp1252", "replace")), western) == 1:
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
        fit = _share(characters, _tables()["letters"].get(language, ""))
        if fit >= FIT and count >= LEAST_WORDS:
            yield _Guess(fit + count / len(words), charset)


def _share(characters: Counter[str], letters: str) -> float:
    """Return how many of the characters beyond ASCII are among some letters, or signs."""
    expected = frozenset(chain(letters, letters.upper(), _tables()["signs"]))
    beyond = {char: count for char, count in characters.items() if not char.isascii()}
    return sum(count for char, count in beyond.items() if char in expected) / sum(beyond.values())


# Bytes that a guess looks at.
SAMPLE = 1 << 16

# ``surrogateescape`` leaves one for each byte that is not valid; JSON may hold them as escapes.
LONE_SURROGATE = re.compile("[\ud800-\udfff]")

# Valid multi-byte characters for each bad byte from which a text is UTF-8 with damage.
DAMAGED_UTF8 = 4

# ISO-2022-JP writes Japanese in bytes that are all ASCII, after this escape.
JAPANESE_MAIL = b"\x1b$B"

# The charset of Latin letters in which nearly all bytes mean something.
FALLBACK = "cp1252"


class Decoded(NamedTuple):
    """A text, the encoding that it was in, and how many U+FFFD stand for undecodable bytes."""

    text: str
    encoding: str
    errors: int


def decode(data: bytes, declared: Iterable[str | None] = ()) -> Decoded:
    """Decode with the byte order mark, UTF-8, a declared charset or a guess, in this order.

    UTF-8 comes before the declaration: legacy text is hardly ever valid UTF-8 by chance, whereas
    pages that declare ISO-8859-1 and send UTF-8 are common.
    """
    marked, length = byte_order_mark(data)
    if marked is not None:
        return _lenient(data[length:], marked)
    if JAPANESE_MAIL in data[:SAMPLE]:
        return _lenient(data, "iso2022_jp_2")
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError:
        pass
    for name in declared:
        codec = codec_name(name)
        if codec not in {None, "utf-8", "ascii"}:
            decoded = _lenient(data, str(codec))
            if decoded.errors <= len(data) // 1000:
                return decoded
    return _lenient(data, guess_encoding(data))


def codec_name(name: str | None) -> str | None:
    """Return Python's name of a charset as the web uses it, or None if there is no such charset.

    Browsers read ``iso-8859-1`` as Windows-1252, and so do the pages that declare it.
    """
    try:
        found = codecs.lookup((name or "").strip().strip("\"'"))
    except (LookupError, UnicodeError, ValueError):
        return None
    # codecs such as base64 and rot13 are no character sets
    if not getattr(found, "_is_text_encoding", True):
        return None
    return {"iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}.get(
        found.name, found.name
    )


def guess_encoding(data: bytes) -> str:
    """Return the likeliest encoding of bytes that are not valid UTF-8."""
    sample = data[:SAMPLE]
    text = sample.decode("utf-8", "surrogateescape")
    bad = len(LONE_SURROGATE.findall(text))
    good = sum(char >= "\x80" for char in text) - bad
    if good >= DAMAGED_UTF8 * bad:
        return "utf-8"
    return codec_name(guess_charset(data)) or FALLBACK


def scrub(text: str) -> tuple[str, int]:
    """Replace lone surrogates, which no file can hold, by U+FFFD; return how many there were."""
    return LONE_SURROGATE.subn("\N{REPLACEMENT CHARACTER}", text)


def _lenient(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding, 0)
    except UnicodeDecodeError:
        pass
    if encoding == "utf-8":
        text, errors = scrub(data.decode(encoding, "surrogateescape"))
        return Decoded(text, encoding, errors)
    present = data.decode(encoding, "ignore").count("\N{REPLACEMENT CHARACTER}")
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\N{REPLACEMENT CHARACTER}") - present)
