"""What a batch tells about its articles for comparing them with all others: tables of numbers.

The sketch is made where the article is examined (in a worker process) and appended to Parquet
files; ``relations`` joins the tables of all batches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from corpus_qa.arrays import batch_of, offsets_of
from corpus_qa.dedup.keys import SHORT, anchors, band_keys
from corpus_qa.dedup.shingles import (
    Ints,
    Lines,
    Words,
    buffer_of,
    fold,
    lines_of,
    shingle_counts,
    shingles_of,
    words_of,
)
from corpus_qa.model import Batch

# Bytes of text worked on at a time: what fits a processor's cache is twice as fast.
BLOCK_BYTES = 256 << 10
# A span of chrome with more words to a line is a paragraph of the body that was taken for chrome,
# or a whole page on one line: leaving it out would leave nothing to compare.
PARAGRAPH = 120
# More code points than a text can hold: rows times this plus a place orders places across texts.
LONGEST_TEXT = 1 << 40

BAND_SCHEMA = pa.schema(
    [
        pa.field("doc", pa.int64(), nullable=False),
        pa.field("k", pa.int64(), nullable=False),
        pa.field("anchor", pa.bool_(), nullable=False),
    ]
)
LINE_SCHEMA = pa.schema(
    [
        pa.field("doc", pa.int64(), nullable=False),
        pa.field("line", pa.int32(), nullable=False),
        pa.field("hash", pa.int64(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("words", pa.int32(), nullable=False),
        pa.field("known", pa.bool_(), nullable=False),
    ]
)
DOC_SCHEMA = pa.schema(
    [
        pa.field("doc", pa.int64(), nullable=False),
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("line", pa.int32()),
        pa.field("site", pa.string()),
        pa.field("url", pa.string()),
        pa.field("title", pa.string()),
        pa.field("published_at", pa.timestamp("us", tz="UTC")),
        pa.field("words", pa.int32(), nullable=False),
        pa.field("chrome_words", pa.int32(), nullable=False),
        pa.field("short", pa.bool_(), nullable=False),
        pa.field("body", pa.int64(), nullable=False),
        pa.field("longest", pa.int64(), nullable=False),
        pa.field("second", pa.int64(), nullable=False),
        pa.field("look", pa.int64(), nullable=False),
    ]
)
CHROME_SCHEMA = pa.schema(
    [
        pa.field("doc", pa.int64(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
    ]
)

_NUMBERS = ("source_line", "text_line")


@dataclass(frozen=True, slots=True)
class Sketch:
    """The comparable side of a batch; ``doc`` is the article's row in the dataset throughout.

    ``bands`` holds band keys and anchors; ``lines`` the lines that hold words (``line`` counts
    them, ``known`` marks those that are chrome already); ``docs`` one row per article (``line`` is
    where it begins in its source, null if that has no lines, ``short`` says that one anchor in
    common with another is enough to compare both, ``body`` is the hash of its words in order,
    ``longest`` and ``second`` the hashes of its longest lines, ``look`` the hash of its title, each
    0 if there is none); ``chrome`` the spans of ``text`` that checks found to be chrome and that
    comparisons leave out.
    """

    bands: pa.RecordBatch
    lines: pa.RecordBatch
    docs: pa.RecordBatch
    chrome: pa.RecordBatch


def sketch_tables(
    batch: Batch, chrome: Sequence[Sequence[tuple[int, int]]]
) -> dict[str, pa.RecordBatch]:
    """Return the tables of ``sketch`` by name."""
    made = sketch(batch, chrome)
    return {"bands": made.bands, "lines": made.lines, "docs": made.docs, "chrome": made.chrome}


def sketch(batch: Batch, chrome: Sequence[Sequence[tuple[int, int]]]) -> Sketch:
    """Sketch the articles of a batch.

    Args:
        batch: the articles.
        chrome: for each article the spans of its text (code points) to leave out.
    """
    parts = [
        _sketch_block(
            batch.records.slice(start, stop - start), batch.first_row + start, chrome[start:stop]
        )
        for start, stop in blocks(batch.records.column("text"))
    ]
    return Sketch(
        _joined(BAND_SCHEMA, [part.bands for part in parts]),
        _joined(LINE_SCHEMA, [part.lines for part in parts]),
        _joined(DOC_SCHEMA, [part.docs for part in parts]),
        _joined(CHROME_SCHEMA, [part.chrome for part in parts]),
    )


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
) -> Sketch:
    buffer = buffer_of(records.column("text"))
    words = words_of(buffer)
    spans = np.array(
        [(row, start, end) for row, of_row in enumerate(chrome) for start, end in of_row], np.int64
    ).reshape(-1, 3)
    lines = lines_of(buffer, words)
    left_out = spans[_are_short(spans, lines)]
    body = without_spans(words, *left_out.T)
    keys = _keys(body, first)
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
        "look": _titles(records.column("title")),
    }
    copied = ("article_id", "source", "site", "url", "title", "published_at")
    return Sketch(
        keys,
        _line_batch(lines, spans, first),
        batch_of(docs | {name: records.column(name) for name in copied}, DOC_SCHEMA),
        batch_of(
            {"doc": left_out[:, 0] + first, "start": left_out[:, 1], "end": left_out[:, 2]},
            CHROME_SCHEMA,
        ),
    )


def _first_lines(records: pa.RecordBatch) -> list[int | None]:
    """Return the line of the source with which each article begins, None if it has no lines."""
    numbers = zip(*(records.column(name).to_pylist() for name in _NUMBERS), strict=True)
    return [own or (None if of_text is None else 1) for own, of_text in numbers]


def _are_short(spans: Ints, lines: Lines) -> npt.NDArray[np.bool_]:
    """Tell which spans (text, start, end) hold lines of ``PARAGRAPH`` words at most on average."""
    place = lines.texts * LONGEST_TEXT + lines.ends
    first = np.searchsorted(place, spans[:, 0] * LONGEST_TEXT + spans[:, 1], side="right")
    last = np.searchsorted(place, spans[:, 0] * LONGEST_TEXT + spans[:, 2])
    last = np.minimum(np.maximum(last, first), len(place) - 1)
    words = np.concatenate([[0], np.cumsum(lines.words)])
    short: npt.NDArray[np.bool_] = words[last + 1] - words[first] <= PARAGRAPH * (last + 1 - first)
    return short


def _line_batch(lines: Lines, spans: Ints, first: int) -> pa.RecordBatch:
    """List the lines; ``known`` marks those that overlap a chrome span."""
    begin = np.sort(spans[:, 0] * LONGEST_TEXT + spans[:, 1])
    finish = np.sort(spans[:, 0] * LONGEST_TEXT + spans[:, 2])
    place = lines.texts * LONGEST_TEXT
    # Spans that begin before the line's end, less those that end before its start, overlap it.
    known = np.searchsorted(begin, place + lines.ends) > np.searchsorted(
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
            "known": known,
        },
        LINE_SCHEMA,
    )


def _titles(titles: pa.Array) -> Ints:
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
