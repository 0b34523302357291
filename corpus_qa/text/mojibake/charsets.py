"""Character sets that text is mistaken for: names, tables, and what UTF-8 looks like in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]+")
NONCHARACTER = re.compile(
    "[\ufdd0-\ufdef"
    + "".join(chr((plane << 16) + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]+"
)

# Codec names of Python, the more common mistakes first, and how people call them.
CHARSETS = {
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
    "cp1251": "Windows-1251",
    "cp1250": "Windows-1250",
    "iso8859-2": "ISO-8859-2",
    "mac-roman": "MacRoman",
    "cp437": "code page 437",
    "cp850": "code page 850",
    "cp866": "code page 866",
    "koi8-r": "KOI8-R",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "cp1257": "Windows-1257",
    "cp1258": "Windows-1258",
    "cp852": "code page 852",
    "cp855": "code page 855",
    "cp874": "Windows-874",
    "iso8859-5": "ISO-8859-5",
    "iso8859-7": "ISO-8859-7",
    "iso8859-9": "ISO-8859-9",
    "iso8859-15": "ISO-8859-15",
    "koi8-u": "KOI8-U",
    "mac-cyrillic": "Mac Cyrillic",
    "mac-latin2": "Mac Central European",
    "macroman": "MacRoman",
    "gb18030": "GBK",
    "big5": "Big5",
    "cp932": "Shift-JIS",
    "euc-jp": "EUC-JP",
    "cp949": "EUC-KR",
    "utf-8": "UTF-8",
}

_OTHERS = ("macroman", "gb18030", "big5", "cp932", "euc-jp", "cp949", "utf-8")
SINGLE_BYTE = tuple(name for name in CHARSETS if name not in _OTHERS)


@dataclass(frozen=True, slots=True)
class Charset:
    """A single-byte character set, as far as it can carry UTF-8 by mistake.

    ``upper`` holds the characters of the bytes 80 to FF; where the set defines none, the C1 code
    of the same number, as browsers do. ``leads`` and ``continuations`` are the characters of the
    bytes that begin and continue a UTF-8 sequence; ``sequences`` finds runs of such sequences.
    """

    codec: str
    name: str
    upper: str
    leads: frozenset[str]
    continuations: frozenset[str]
    sequences: re.Pattern[str]
    to_bytes: dict[int, int]

    def holds(self, text: str) -> bool:
        """Whether all characters of a text are ASCII or in this set."""
        return all(char.isascii() or ord(char) in self.to_bytes for char in text)

    def decoded(self, run: str) -> str | None:
        """Read a run of characters of this set as the UTF-8 that it may have been."""
        try:
            return run.translate(self.to_bytes).encode("latin-1").decode()
        except UnicodeError:
            return None

    def misread(self, text: str) -> str:
        """Return what UTF-8 text becomes when it is read in this set."""
        shown = "".join(map(chr, range(FIRST_UPPER))) + self.upper
        return "".join(shown[byte] for byte in text.encode())


FIRST_UPPER = 0x80


@cache
def charset(codec: str) -> Charset:
    """Return a single-byte character set by its Python codec name."""
    upper = upper_half(codec)
    two, three, four = (_class(upper, *pair) for pair in ((0xC2, 0xDF), (0xE0, 0xEF), (0xF0, 0xF4)))
    more = _class(upper, 0x80, 0xBF)
    sequence = f"[{two}][{more}]|[{three}][{more}]{{2}}|[{four}][{more}]{{3}}"
    return Charset(
        codec=codec,
        name=CHARSETS[codec],
        upper=upper,
        leads=frozenset(upper[0x42:0x75]),
        continuations=frozenset(upper[:0x40]),
        sequences=re.compile(f"(?:{sequence})+"),
        to_bytes={ord(char): byte for byte, char in enumerate(upper, FIRST_UPPER)},
    )


def upper_half(codec: str) -> str:
    """Return the characters of the bytes 80 to FF."""
    return "".join(_character(codec, byte) for byte in range(FIRST_UPPER, 256))


def _character(codec: str, byte: int) -> str:
    try:
        return bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        return chr(byte)


def _class(upper: str, first: int, last: int) -> str:
    return re.escape(upper[first - FIRST_UPPER : last + 1 - FIRST_UPPER])
