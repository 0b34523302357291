"""Characters: the script that each belongs to, and the one way in which texts are compared."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt

# First code point of a range and its script; "" is anything that is no letter of a living script.
# Unicode, Blocks.txt; Latin, Greek and Cyrillic without their symbols and archaic letters.
_RANGES: tuple[tuple[int, str], ...] = (
    (0x0000, ""), (0x0041, "Latin"), (0x005B, ""), (0x0061, "Latin"), (0x007B, ""),
    (0x00AA, "Latin"), (0x00AB, ""), (0x00BA, "Latin"), (0x00BB, ""), (0x00C0, "Latin"),
    (0x00D7, ""), (0x00D8, "Latin"), (0x00F7, ""), (0x00F8, "Latin"), (0x02B9, ""),
    (0x0386, "Greek"), (0x03D0, ""), (0x0400, "Cyrillic"), (0x0460, ""), (0x0490, "Cyrillic"),
    (0x0500, ""), (0x0531, "Armenian"), (0x0588, ""), (0x05D0, "Hebrew"), (0x05F5, ""),
    (0x0620, "Arabic"), (0x06DD, ""), (0x06E5, "Arabic"), (0x0700, ""), (0x0750, "Arabic"),
    (0x0780, ""), (0x08A0, "Arabic"), (0x0900, "Devanagari"), (0x0980, "Bengali"),
    (0x0A00, "Gurmukhi"), (0x0A80, "Gujarati"), (0x0B00, "Oriya"), (0x0B80, "Tamil"),
    (0x0C00, "Telugu"), (0x0C80, "Kannada"), (0x0D00, "Malayalam"), (0x0D80, "Sinhala"),
    (0x0E00, "Thai"), (0x0E80, "Lao"), (0x0F00, "Tibetan"), (0x1000, "Burmese"),
    (0x10A0, "Georgian"), (0x1100, "Hangul"), (0x1200, "Ethiopic"), (0x13A0, ""),
    (0x1780, "Khmer"), (0x1800, ""), (0x1E00, "Latin"), (0x1F00, "Greek"), (0x2000, ""),
    (0x2C60, ""), (0x3005, "Han"), (0x3008, ""), (0x3041, "Kana"), (0x3100, ""),
    (0x3131, "Hangul"), (0x3190, ""), (0x3400, "Han"), (0x4DC0, ""), (0x4E00, "Han"),
    (0xA000, ""), (0xA720, "Latin"), (0xA800, ""), (0xAC00, "Hangul"), (0xD7A4, ""),
    (0xF900, "Han"), (0xFB00, "Latin"), (0xFB07, ""), (0xFB1D, "Hebrew"), (0xFB50, "Arabic"),
    (0xFE00, ""), (0xFE70, "Arabic"), (0xFEFD, ""), (0xFF21, "Latin"), (0xFF3B, ""),
    (0xFF41, "Latin"), (0xFF5B, ""), (0xFF66, "Kana"), (0xFFA0, ""), (0x20000, "Han"),
    (0x32000, ""),
)  # fmt: skip
_STARTS = [start for start, _ in _RANGES]


@lru_cache(maxsize=8192)
def script_of(char: str) -> str:
    """Return the script of a character, or the empty text if it is no letter of a living script."""
    return _RANGES[bisect_right(_STARTS, ord(char)) - 1][1]


# What may be written otherwise, as UTF-8: the first byte, and the least and the greatest of the two
# bytes that follow. All else is left alone, so that usual texts cost one look at their bytes.
_ODD = (
    (0xCC, 0x8000, 0xBFFF),  # accents that follow their letters, U+0300 to U+036F
    (0xCD, 0x8000, 0xAFFF),
    (0xD9, 0x9300, 0x95FF),  # Arabic madda and hamza above and below
    (0xE0, 0xA4BC, 0xA4BC),  # nukta and the letters that have it: Devanagari
    (0xE0, 0xA598, 0xA59F),
    (0xE0, 0xA6BC, 0xA6BC),  # ... and Bengali
    (0xE0, 0xA79C, 0xA79F),
    (0xE1, 0x8480, 0x87BF),  # the letters of Korean syllables
    (0xE1, 0xBDB0, 0xBDBD),  # Greek vowels with the other acute accent
    (0xE3, 0x8299, 0x829A),  # the voicing marks of kana
    (0xEF, 0xAC80, 0xB7BF),  # ligatures; Hebrew and Arabic letters as they are shown
    (0xEF, 0xB9B0, 0xBBBE),
    (0xEF, 0xBD81, 0xBD9A),  # full-width letters
)
_LEADS = np.array(sorted({lead for lead, *_ in _ODD}))
VOICING_MARKS = (0xE3, 0x8299, 0x829A)

# Lower-casing the Turkish capital İ gives an i with or without a dot of its own.
_DOTTED_I = "i\N{COMBINING DOT ABOVE}"

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]


def odd_places(data: Bytes) -> Ints:
    """Return where characters begin (in order) that may be written otherwise."""
    present = np.bincount(data, minlength=256)
    if not present[_LEADS].any():
        return np.zeros(0, np.int64)
    found = [places(data, *odd) for odd in _ODD if present[odd[0]]]
    return np.sort(np.concatenate(found))


def places(data: Bytes, lead: int, least: int, greatest: int) -> Ints:
    """Return where a byte ``lead`` stands before two bytes from ``least`` to ``greatest``."""
    at = np.flatnonzero(data == lead)
    last = len(data) - 1
    after = data[np.minimum(at + 1, last)].astype(np.int64) << 8 | data[np.minimum(at + 2, last)]
    return at[(after >= least) & (after <= greatest)]


def composed(words: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lower-case words (UTF-8) in the form in which they are compared."""
    for word in words:
        plain = unicodedata.normalize("NFKC", word.decode("utf-8", "replace")).lower()
        yield plain.replace(_DOTTED_I, "i").encode()
