"""Characters: the script that each belongs to, and the one way in which texts are compared."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from corpus_qa.text.tables import table


@cache
def _ranges() -> tuple[list[int], list[str]]:
    """Return where ranges of code points begin, and the script of each."""
    starts, scripts = zip(*table("scripts")["ranges"], strict=True)
    return list(starts), list(scripts)


@lru_cache(maxsize=8192)
def script_of(char: str) -> str:
    """Return the script of a character, or the empty text if it is no letter of a living script."""
    starts, scripts = _ranges()
    return scripts[bisect_right(starts, ord(char)) - 1]


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
