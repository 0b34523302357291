"""Bytes to text: byte order mark, declared charset, UTF-8, and only then a guess.

No file is lost for its encoding: what cannot be decoded becomes U+FFFD and is counted.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from corpus_qa.dataset.charset_guess import guess_charset
from corpus_qa.dataset.streams import byte_order_mark

if TYPE_CHECKING:
    from collections.abc import Iterable

SAMPLE = 1 << 16
"""Bytes that a guess looks at."""

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""``surrogateescape`` leaves one for each byte that is not valid; JSON may hold them as escapes."""

DAMAGED_UTF8 = 4
"""Valid multi-byte characters for each bad byte from which a text is UTF-8 with damage."""

JAPANESE_MAIL = b"\x1b$B"
"""ISO-2022-JP writes Japanese in bytes that are all ASCII, after this escape."""

FALLBACK = "cp1252"
"""The charset of Latin letters in which nearly all bytes mean something."""


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
        codec = known_codec(name)
        if codec not in {None, "utf-8", "ascii"}:
            decoded = _lenient(data, str(codec))
            if decoded.errors <= len(data) // 1000:
                return decoded
    return _lenient(data, guess(data))


def known_codec(name: str | None) -> str | None:
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


def guess(data: bytes) -> str:
    """Return the likeliest encoding of bytes that are not valid UTF-8."""
    sample = data[:SAMPLE]
    text = sample.decode("utf-8", "surrogateescape")
    bad = len(LONE_SURROGATE.findall(text))
    good = sum(char >= "\x80" for char in text) - bad
    if good >= DAMAGED_UTF8 * bad:
        return "utf-8"
    return known_codec(guess_charset(data)) or FALLBACK


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
