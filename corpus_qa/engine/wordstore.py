"""The words of the articles that are compared, laid down in files.

The dataset is read once, in order; after that any two articles can be compared without reading
their texts again, and memory stays bounded however many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from corpus_qa.arrays import numbers_of, numpy_array
from corpus_qa.engine.sketch import blocks, without_spans
from corpus_qa.model import Batch
from corpus_qa.text.shingles import Hashes, Ints, Words, buffer_of, words_of

_COLUMNS = (("hashes", np.uint64), ("starts", np.uint32), ("ends", np.uint32))


@dataclass(frozen=True)
class WordStore:
    """Words by article: those of ``rows[i]`` are numbered ``offsets[i]`` to ``offsets[i + 1]``."""

    rows: Ints
    offsets: Ints
    folder: str

    def hashes(self, row: int) -> Hashes:
        """Return the hashes of the article's words, in reading order."""
        first, last = self._numbers(row)
        return self._read("hashes", np.uint64, first, last - first)

    def span(self, row: int, first: int, last: int) -> tuple[int, int]:
        """Return the code points from the start of word ``first`` to the end of word ``last``."""
        begin, _ = self._numbers(row)
        start = self._read("starts", np.uint32, begin + first, 1)
        end = self._read("ends", np.uint32, begin + last, 1)
        return int(start[0]), int(end[0])

    def _numbers(self, row: int) -> tuple[int, int]:
        place = int(np.searchsorted(self.rows, row))
        return int(self.offsets[place]), int(self.offsets[place + 1])

    def _read(self, name: str, kind: npt.DTypeLike, first: int, count: int) -> npt.NDArray[Any]:
        # Mapping the file into memory would let resident memory grow with the number of articles.
        size = np.dtype(kind).itemsize
        return np.fromfile(f"{self.folder}/{name}.words", kind, count, offset=first * size)


@dataclass(frozen=True, slots=True)
class Kept:
    """The words of some articles that comparisons keep.

    ``rows`` are their rows in the dataset, ``all_words`` the numbers of words of the whole texts.
    """

    rows: Ints
    words: Words
    all_words: Ints


def kept_words(
    batches: Iterable[Batch], rows: Ints, left_out: pa.RecordBatchReader
) -> Iterator[Kept]:
    """Read the words of some articles.

    Args:
        batches: the whole dataset, in order.
        rows: the articles, as rows of the dataset in rising order.
        left_out: spans of text to leave out, in columns ``doc``, ``start``, ``end``, by rising
            doc; those of other articles are passed over.
    """
    if not len(rows):
        return
    spans = _Spans(left_out)
    for batch in batches:
        ends = [batch.first_row, batch.first_row + batch.records.num_rows]
        low, high = np.searchsorted(rows, ends)
        wanted = rows[low:high]
        texts = batch.records.column("text").take(numpy_array(wanted - batch.first_row))
        for begin, end in blocks(texts):
            words = words_of(buffer_of(texts.slice(begin, end - begin)))
            kept = without_spans(words, *spans.within(wanted[begin:end]))
            yield Kept(wanted[begin:end], kept, np.diff(words.offsets))


def store_words(kept: Iterable[Kept], folder: Path) -> WordStore:
    """Write words to files in ``folder``, which exists."""
    rows, lengths = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    files = [(folder / f"{name}.words").open("wb") for name, _ in _COLUMNS]
    try:
        for part in kept:
            rows.append(part.rows)
            lengths.append(np.diff(part.words.offsets))
            columns = (part.words.hashes, part.words.starts, part.words.ends)
            for file, column, (_, kind) in zip(files, columns, _COLUMNS, strict=True):
                file.write(column.astype(kind).tobytes())
    finally:
        for file in files:
            file.close()
    offsets = np.concatenate([[0], np.cumsum(np.concatenate(lengths))])
    return WordStore(np.concatenate(rows), offsets, str(folder))


class _Spans:
    """A cursor over the spans of all articles, which come in the order of the dataset."""

    def __init__(self, reader: pa.RecordBatchReader) -> None:
        self._reader = reader
        self._held = np.zeros((3, 0), np.int64)

    def within(self, rows: Ints) -> tuple[Ints, Ints, Ints]:
        """Return (position in ``rows``, start, end) of the spans of these rows, and pass them."""
        while not self._held.shape[1] or self._held[0, -1] <= rows[-1]:
            batch = next(self._reader, None)
            if batch is None:
                break
            part = np.array([numbers_of(batch.column(name)) for name in ("doc", "start", "end")])
            self._held = np.concatenate([self._held, part], axis=1)
        stop = np.searchsorted(self._held[0], rows[-1], side="right")
        passed, self._held = self._held[:, :stop], self._held[:, stop:]
        places = np.searchsorted(rows, passed[0])
        wanted = rows[places] == passed[0]
        return places[wanted], passed[1, wanted], passed[2, wanted]
