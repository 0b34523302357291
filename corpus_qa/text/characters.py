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


VOICING_MARKS = (0xE3, 0x8299, 0x829A)

# Lower-casing the Turkish capital İ gives an i with or without a dot of its own.
_DOTTED_I = "i\N{COMBINING DOT ABOVE}"

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]


def odd_places(data: Bytes) -> Ints:
    """Return where characters begin (in order) that may be written otherwise."""
    present = np.bincount(data, minlength=256)
    found = [places(data, *odd) for odd in table("scripts")["odd"] if present[odd[0]]]
    return np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)


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
