"""Articles made ready for an index - keys, and a byte for each word - and what that depends on.

Two indexes answer alike only if all ``parameters`` are equal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import rensa

from corpus_qa.arrays import batch_of, text_array
from corpus_qa.dedup.shingles import (
    WORDS_PER_SHINGLE,
    Hashes,
    Ints,
    Words,
    buffer_of,
    fold,
    shingles_of,
    words_of,
)
from corpus_qa.dedup.sketch import (
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

# What is stored of an article; ``codes`` holds its words, a byte each.
DOC_SCHEMA = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("site", pa.string()),
        pa.field("url", pa.string()),
        pa.field("title", pa.string()),
        pa.field("published_at", pa.timestamp("us", tz="UTC")),
        pa.field("words", pa.int32(), nullable=False),
        pa.field("all_words", pa.int32(), nullable=False),
        pa.field("body", pa.int64(), nullable=False),
        pa.field("codes", pa.large_binary(), nullable=False),
    ]
)
# By which keys articles find each other; ``kind`` is a sum of ANCHOR, FEW and BODY.
KEY_SCHEMA = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("k", pa.int64(), nullable=False),
        pa.field("kind", pa.int8(), nullable=False),
    ]
)

# Kinds of keys: without any of these a key is a band.
ANCHOR = 1
FEW = 2  # of a short article: one anchor in common is enough
BODY = 4  # the hash of the whole text

# Stored words are cut to so many bits. Five in a row still tell passages apart: two articles of
# 500 words have one of 2**40 sequences in common by chance in one of four million comparisons.
CODE_BITS = 8


@dataclass(frozen=True, slots=True)
class Ready:
    """Articles that are ready to be added to an index, or looked up in it."""

    docs: pa.RecordBatch
    keys: pa.RecordBatch


def make_ready(about: Mapping[str, Any], words: Words, all_words: Ints, rows: Ints) -> Ready:
    """Make the rows of an index for some articles.

    Args:
        about: columns of ``DOC_SCHEMA`` from ``article_id`` to ``published_at``.
        words: their words, those left out that comparisons leave out.
        all_words: how many words each has with these.
        rows: their rows in the dataset.
    """
    bodies = fold(words.hashes, words.offsets).view(np.int64)
    docs = {
        **about,
        "row": rows,
        "words": np.diff(words.offsets),
        "all_words": all_words,
        "body": bodies,
        "codes": _packed(words),
    }
    shingles, offsets = shingles_of(words)
    bands, of_bands = band_keys(shingles, offsets)
    picked, of_picked = anchors(shingles, offsets)
    full = np.flatnonzero(bodies)
    few = np.where(np.diff(offsets) <= SHORT, FEW, 0)
    of_keys = np.concatenate([of_bands, of_picked, full])
    sizes = (len(bands), len(picked), len(full))
    keys = {
        "row": rows[of_keys],
        "k": np.concatenate([bands.view(np.int64), picked.view(np.int64), bodies[full]]),
        "kind": (few[of_keys] + np.repeat([0, ANCHOR, BODY], sizes)).astype(np.int8),
    }
    return Ready(batch_of(docs, DOC_SCHEMA), batch_of(keys, KEY_SCHEMA))


def codes_of(hashes: Hashes) -> Hashes:
    """Cut word hashes to the bits that an index stores."""
    return hashes >> np.uint64(64 - CODE_BITS)


def _packed(words: Words) -> pa.Array:
    """Return the words of each text as bytes."""
    codes = codes_of(words.hashes).astype(np.uint8)
    ends = pa.py_buffer(words.offsets.astype(np.int64))
    buffers = [None, ends, pa.py_buffer(codes)]
    return pa.Array.from_buffers(pa.large_binary(), len(words.offsets) - 1, buffers)


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
