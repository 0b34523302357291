"""Character sets that text is mistaken for: names, tables, and what UTF-8 looks like in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corpus_qa.text.tables import table

PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]+")
NONCHARACTER = re.compile(
    "[\ufdd0-\ufdef"
    + "".join(chr((plane << 16) + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]+"
)


@cache
def charset_names() -> Mapping[str, str]:
    """Return Python codec name -> how people call the set, the more common mistakes first."""
    names = table("charsets")
    return {**names["single_byte"], **names["others"]}


@cache
def single_byte() -> tuple[str, ...]:
    """Return the codec names of the sets with one byte a character."""
    return tuple(table("charsets")["single_byte"])


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
        name=charset_names()[codec],
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
