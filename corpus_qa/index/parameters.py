"""What an index depends on: two indexes answer alike only if all of this is equal."""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa
import rensa

from corpus_qa.arrays import text_array
from corpus_qa.index.prepare import CODE_BITS
from corpus_qa.text.keys import (
    BANDS,
    LONGEST_BANDED,
    ROWS_PER_BAND,
    SEED,
    SHORT,
    SHORT_WINDOW,
    WINDOW,
    anchors,
    band_keys,
)
from corpus_qa.text.shingles import WORDS_PER_SHINGLE, buffer_of, shingles_of, words_of

FORMAT = 1

# Every way in which texts are normalised, and every number computed from them, shows in this.
_PROBE = (
    "The “Straße” re-opened on 3 May: Élodie's 1,200 guests sang Ой у лузі, 乾杯！ — e\u0301tude, "
    "ＡＢＣ ½ ﬁn 🙂 naïve co\u00adoperate İstanbul ΣΊΣΥΦΟΣ สวัสดี 한국어 don’t 20\u202f% (a) end. "
) * 3


def parameters() -> dict[str, str | int]:
    """Return format, algorithm, parameters and normaliser of the index that this version makes."""
    return {
        "format": FORMAT,
        "words per shingle": WORDS_PER_SHINGLE,
        "window": WINDOW,
        "window of short texts": SHORT_WINDOW,
        "shingles of short texts": SHORT,
        "bands": BANDS,
        "rows per band": ROWS_PER_BAND,
        "seed": SEED,
        "longest text with bands": LONGEST_BANDED,
        "bits per word": CODE_BITS,
        "minhash": f"rensa RMinHash {rensa.RMinHash.ALGORITHM_VERSION}",
        "normaliser": _fingerprint(),
    }


def _fingerprint() -> str:
    words = words_of(buffer_of(text_array([_PROBE], pa.large_string())))
    shingles, offsets = shingles_of(words)
    short = shingles[: LONGEST_BANDED // 2]
    bands, _ = band_keys(short, np.array([0, len(short)]))
    picked, _ = anchors(shingles, offsets)
    numbers = np.concatenate([words.hashes, shingles, bands, picked]).astype("<u8")
    return hashlib.sha256(numbers.tobytes()).hexdigest()[:16]
