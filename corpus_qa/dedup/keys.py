"""Numbers by which articles that may be copies find each other: band keys and anchors.

- *Anchors* are the smallest shingles of all windows of ``WINDOW`` shingles (winnowing). Two
  articles that share a passage of ``WINDOW`` + 4 words share an anchor for certain, however
  different the rest is: that finds the clean copy inside the raw page, and an edited copy by the
  passages that were left as they were. Short texts have the anchors of smaller windows: a brief of
  a sentence or two may hold no whole window of the article that it stands in, but what is smallest
  in a window is smallest in every smaller one around it. Since briefs are cut from the end, each
  longer text has the anchor of its first small window, too.
- *Bands* are 128 MinHash values over all shingles in 32 bands of 4. Two articles with Jaccard
  similarity J share one with probability 1 - (1 - J^4)^32: .87 at .5, .99 at .6. Short texts need
  them, because every passage of a short copy may have been edited.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import rensa

from corpus_qa.dedup.shingles import Hashes, Ints, mix

WINDOW = 32
# A text of so few shingles is short, and one anchor in common is enough for it.
SHORT, SHORT_WINDOW = 96, 8
BANDS = 32
ROWS_PER_BAND = 4
SEED = 42
# A text of more shingles has a dozen anchors: copies of it share some of them.
LONGEST_BANDED = 200


def band_keys(shingles: Hashes, offsets: Ints) -> tuple[Hashes, Ints]:
    """Compute the band keys of short texts, and tell which text each is of.

    The shingles of text ``i`` are ``shingles[offsets[i]:offsets[i + 1]]``, in any order.
    """
    lengths = np.diff(offsets)
    banded = (lengths > 0) & (lengths <= LONGEST_BANDED)
    kept = np.repeat(banded, lengths)
    bounds = np.concatenate([[0], np.cumsum(lengths[banded])])
    matrix = rensa.RMinHash.digest_matrix_from_flat_token_hashes(
        shingles[kept], bounds, BANDS * ROWS_PER_BAND, SEED
    )
    values = np.array(matrix.to_rows(), np.uint64).reshape(-1, BANDS, ROWS_PER_BAND)
    keys = np.broadcast_to(mix(np.arange(1, BANDS + 1, dtype=np.uint64)), values.shape[:2])
    with np.errstate(over="ignore"):
        for row in range(ROWS_PER_BAND):
            keys = mix(keys * np.uint64(0x100000001B3) + values[:, :, row])
    return keys.ravel(), np.repeat(np.flatnonzero(banded), BANDS)


def anchors(shingles: Hashes, offsets: Ints) -> tuple[Hashes, Ints]:
    """Pick the smallest shingle of every window of every text, and tell which text each is of.

    The shingles of text ``i`` are ``shingles[offsets[i]:offsets[i + 1]]``, in reading order. Short
    texts have smaller windows; a text with fewer shingles than a window has one anchor; no anchor
    is named twice for a text.
    """
    lengths = np.diff(offsets)
    short = lengths <= SHORT
    found = [_firsts(shingles, offsets, np.flatnonzero(~short))]
    for wanted, window in ((~short, WINDOW), (short, SHORT_WINDOW)):
        bounds = np.concatenate([[0], np.cumsum(lengths[wanted])])
        picked, texts = _smallest(shingles[np.repeat(wanted, lengths)], bounds, window)
        found.append((picked, np.flatnonzero(wanted)[texts]))
    picked, texts = (np.concatenate(columns) for columns in zip(*found, strict=True))
    order = np.lexsort((picked, texts))
    picked, texts = picked[order], texts[order]
    again = np.zeros(len(picked), bool)
    again[1:] = (picked[1:] == picked[:-1]) & (texts[1:] == texts[:-1])
    return picked[~again], texts[~again]


def _firsts(shingles: Hashes, offsets: Ints, texts: Ints) -> tuple[Hashes, Ints]:
    """Pick the smallest shingle of the first small window of long texts."""
    if not len(texts):
        return shingles[:0], texts
    begins = offsets[texts]
    bounds = np.stack([begins, begins + SHORT_WINDOW], axis=1).ravel()
    return np.minimum.reduceat(shingles, bounds)[::2], texts


def _smallest(shingles: Hashes, offsets: Ints, window: int) -> tuple[Hashes, Ints]:
    """Pick the smallest shingle of every window, with the number of its text."""
    # The highest number after the last text never wins.
    lowest = np.append(shingles, np.full(window, np.iinfo(np.uint64).max))
    span = 1
    while span < window:
        step = min(span, window - span)
        lowest = np.minimum(lowest[:-step], lowest[step:])
        span += step
    within = np.zeros(len(shingles), bool)
    for begin, end in pairwise(offsets.tolist()):
        within[begin : max(begin, end - window + 1)] = True
        if begin < end < begin + window:
            within[begin] = True
            lowest[begin] = shingles[begin:end].min()
    begins = np.flatnonzero(within)
    picked = lowest[begins]
    texts = np.searchsorted(offsets, begins, side="right") - 1
    changed = np.ones(len(picked), bool)
    changed[1:] = (picked[1:] != picked[:-1]) | (texts[1:] != texts[:-1])
    return picked[changed], texts[changed]
