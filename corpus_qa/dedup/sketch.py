"""What is compared of the articles of a batch: tables of numbers.

The sketch is made where the article is examined (in a worker process) and appended to Parquet
files; ``relate`` joins the tables of all batches. Articles that may be copies find each other by
the numbers that they share:

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

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import rensa

from corpus_qa.arrays import batch_of, offsets_of, schema_of
from corpus_qa.dedup.shingles import (
    Hashes,
    Ints,
    Lines,
    Words,
    begins_run,
    buffer_of,
    fold,
    lines_of,
    mix,
    shingle_counts,
    shingles_of,
    words_of,
)
from corpus_qa.model import Batch

WINDOW = 32
# A text of so few shingles is short, and one anchor in common is enough for it.
SHORT, SHORT_WINDOW = 96, 8
BANDS = 32
ROWS_PER_BAND = 4
SEED = 42
# A text of more shingles has a dozen anchors: copies of it share some of them.
LONGEST_BANDED = 200

# Bytes of text worked on at a time: what fits a processor's cache is twice as fast.
BLOCK_BYTES = 256 << 10
# A span of chrome with more words to a line is a paragraph of the body that was taken for chrome,
# or a whole page on one line: leaving it out would leave nothing to compare.
PARAGRAPH = 120
# More code points than a text can hold: rows times this plus a place orders places across texts.
LONGEST_TEXT = 1 << 40

BAND_SCHEMA = schema_of("doc int64, k int64, anchor bool")
LINE_SCHEMA = schema_of(
    "doc int64, line int32, hash int64, start int32, end int32, words int32, is_chrome bool"
)
DOC_SCHEMA = schema_of(
    "doc int64, article_id string, source string, line int32?, site string?, url string?, "
    "title string?, published_at time?, words int32, chrome_words int32, short bool, body int64, "
    "longest int64, second int64, title_hash int64"
)
CHROME_SCHEMA = schema_of("doc int64, start int32, end int32")

# The tables of sketches, by the names of their part files; ``doc`` is the article's row in the
# dataset throughout.
# - bands: band keys and anchors.
# - lines: the lines with words. ``line`` counts them, ``is_chrome`` marks those that checks found
#   to be chrome.
# - docs: one row per article. ``line`` is where it begins in its source, null if that has no lines;
#   ``short`` says that one anchor in common with another is enough to compare both; ``body`` is the
#   hash of its words in order, ``longest`` and ``second`` are the hashes of its longest lines and
#   ``title_hash`` is the one of its title, each 0 if there is none.
# - chrome: the spans of ``text`` that checks found to be chrome, which comparisons leave out.
SKETCH_SCHEMAS = {
    "bands": BAND_SCHEMA,
    "lines": LINE_SCHEMA,
    "docs": DOC_SCHEMA,
    "chrome": CHROME_SCHEMA,
}

_NUMBERS = ("source_line", "text_line")


# The tables of a sketch, by name.
Tables = Mapping[str, pa.RecordBatch]


def sketch_tables(batch: Batch, chrome: Sequence[Sequence[tuple[int, int]]]) -> Tables:
    """Sketch the articles of a batch.

    Args:
        batch: the articles.
        chrome: for each article the spans of its text (code points) to leave out.

    Returns:
        The tables of ``SKETCH_SCHEMAS``.
    """
    parts = [
        _sketch_block(
            batch.records.slice(start, stop - start), batch.first_row + start, chrome[start:stop]
        )
        for start, stop in blocks(batch.records.column("text"))
    ]
    return {
        name: _joined(schema, [part[name] for part in parts])
        for name, schema in SKETCH_SCHEMAS.items()
    }


def without_spans(words: Words, texts: Ints, starts: Ints, ends: Ints) -> Words:
    """Leave out the words that begin inside a span ``starts`` to ``ends`` of the text ``texts``."""
    if not len(texts):
        return words
    place = words.texts() * LONGEST_TEXT + words.starts
    change = np.zeros(len(place) + 1, np.int64)
    np.add.at(change, np.searchsorted(place, texts * LONGEST_TEXT + starts), 1)
    np.add.at(change, np.searchsorted(place, texts * LONGEST_TEXT + ends), -1)
    return words.keep(np.cumsum(change)[:-1] <= 0)


def blocks(texts: pa.Array) -> Iterator[tuple[int, int]]:
    """Cut a column into runs of rows of about ``BLOCK_BYTES``."""
    start = size = 0
    for row, length in enumerate(np.diff(offsets_of(texts)).tolist()):
        if size + length > BLOCK_BYTES and row > start:
            yield start, row
            start, size = row, 0
        size += length
    if start < len(texts):
        yield start, len(texts)


def _sketch_block(
    records: pa.RecordBatch, first: int, chrome: Sequence[Sequence[tuple[int, int]]]
) -> Tables:
    buffer = buffer_of(records.column("text"))
    words = words_of(buffer)
    spans = np.array(
        [(row, start, end) for row, of_row in enumerate(chrome) for start, end in of_row], np.int64
    ).reshape(-1, 3)
    lines = lines_of(buffer, words)
    left_out = spans[_are_short(spans, lines)]
    body = without_spans(words, *left_out.T)
    rows = np.arange(records.num_rows)
    longest, second = _longest_lines(lines, records.num_rows)
    docs = {
        "doc": rows + first,
        "line": _first_lines(records),
        "words": np.diff(body.offsets),
        "chrome_words": np.diff(words.offsets) - np.diff(body.offsets),
        "short": shingle_counts(body) <= SHORT,
        "body": fold(body.hashes, body.offsets).view(np.int64),
        "longest": longest,
        "second": second,
        "title_hash": title_hashes(records.column("title")),
    }
    copied = ("article_id", "source", "site", "url", "title", "published_at")
    spans_left_out = {
        "doc": left_out[:, 0] + first,
        "start": left_out[:, 1],
        "end": left_out[:, 2],
    }
    return {
        "bands": _keys(body, first),
        "lines": _line_batch(lines, spans, first),
        "docs": batch_of(docs | {name: records.column(name) for name in copied}, DOC_SCHEMA),
        "chrome": batch_of(spans_left_out, CHROME_SCHEMA),
    }


def _first_lines(records: pa.RecordBatch) -> list[int | None]:
    """Return the line of the source with which each article begins, None if it has no lines."""
    numbers = zip(*(records.column(name).to_pylist() for name in _NUMBERS), strict=True)
    return [own or (None if of_text is None else 1) for own, of_text in numbers]


def _are_short(spans: Ints, lines: Lines) -> npt.NDArray[np.bool_]:
    """Return which spans (text, start, end) average at most ``PARAGRAPH`` words to a line."""
    place = lines.texts * LONGEST_TEXT + lines.ends
    first = np.searchsorted(place, spans[:, 0] * LONGEST_TEXT + spans[:, 1], side="right")
    last = np.searchsorted(place, spans[:, 0] * LONGEST_TEXT + spans[:, 2])
    last = np.minimum(np.maximum(last, first), len(place) - 1)
    words = np.concatenate([[0], np.cumsum(lines.words)])
    short: npt.NDArray[np.bool_] = words[last + 1] - words[first] <= PARAGRAPH * (last + 1 - first)
    return short


def _line_batch(lines: Lines, spans: Ints, first: int) -> pa.RecordBatch:
    """List the lines; ``is_chrome`` marks those that overlap a chrome span."""
    begin = np.sort(spans[:, 0] * LONGEST_TEXT + spans[:, 1])
    finish = np.sort(spans[:, 0] * LONGEST_TEXT + spans[:, 2])
    place = lines.texts * LONGEST_TEXT
    # Spans that begin before the line's end, less those that end before its start, overlap it.
    is_chrome = np.searchsorted(begin, place + lines.ends) > np.searchsorted(
        finish, place + lines.starts, side="right"
    )
    return batch_of(
        {
            "doc": lines.texts + first,
            "line": np.arange(len(lines.texts)) - np.searchsorted(lines.texts, lines.texts),
            "hash": lines.hashes.view(np.int64),
            "start": lines.starts,
            "end": lines.ends,
            "words": lines.words,
            "is_chrome": is_chrome,
        },
        LINE_SCHEMA,
    )


def title_hashes(titles: pa.Array) -> Ints:
    """Return the hash of the words of each title, 0 where there is none."""
    words = words_of(buffer_of(titles))
    return fold(words.hashes, words.offsets).view(np.int64)


def _longest_lines(lines: Lines, rows: int) -> tuple[Ints, Ints]:
    """Return the hashes of the longest and the second line of each text; 0 where there is none."""
    order = np.lexsort((lines.hashes, -lines.words, lines.texts))
    found = []
    for place in range(2):
        begins = np.searchsorted(lines.texts, np.arange(rows)) + place
        exists = begins < np.searchsorted(lines.texts, np.arange(rows), side="right")
        hashes = np.zeros(rows, np.int64)
        hashes[exists] = lines.hashes[order[begins[exists]]].view(np.int64)
        found.append(hashes)
    return found[0], found[1]


def _keys(words: Words, first: int) -> pa.RecordBatch:
    """Make the band keys and anchors of the texts; ``first`` is the row of the first."""
    shingles, offsets = shingles_of(words)
    bands, of_bands = band_keys(shingles, offsets)
    picked, of_picked = anchors(shingles, offsets)
    columns = {
        "doc": np.concatenate([of_bands, of_picked]) + first,
        "k": np.concatenate([bands, picked]).view(np.int64),
        "anchor": np.arange(len(bands) + len(picked)) >= len(bands),
    }
    return batch_of(columns, BAND_SCHEMA)


def _joined(schema: pa.Schema, batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    return pa.concat_batches([batch_of(dict.fromkeys(schema.names, ()), schema), *batches])


def band_keys(shingles: Hashes, offsets: Ints) -> tuple[Hashes, Ints]:
    """Compute the band keys of short texts, and return which text each is of.

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
    """Pick the smallest shingle of every window of every text, and return which text each is of.

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
    fresh = begins_run(picked, texts)
    return picked[fresh], texts[fresh]


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
    changed = begins_run(picked, texts)
    return picked[changed], texts[changed]
