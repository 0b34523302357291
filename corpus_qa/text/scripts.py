"""Scripts of characters, as coarse as articles need them."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

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
