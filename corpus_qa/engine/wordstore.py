"""The words of the articles that are compared, laid down in files that are mapped into memory.

The dataset is read once, in order; after that any two articles can be compared without reading
their texts again, and memory stays bounded however many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from corpus_qa.engine.sketch import blocks, without_spans
from corpus_qa.model import Batch
from corpus_qa.text.shingles import Hashes, Ints, buffer_of, words_of

_COLUMNS = (("hashes", "<u8"), ("starts", "<u4"), ("ends", "<u4"))


@dataclass(frozen=True)
class WordStore:
    """Words by article: those of ``rows[i]`` are the entries ``offsets[i]`` to ``offsets[i + 1]``.

    ``starts`` and ``ends`` are code points of the article's text (end excluded).
    """

    rows: Ints
    offsets: Ints
    hashes: Hashes
    starts: npt.NDArray[np.uint32]
    ends: npt.NDArray[np.uint32]

    def hashes_of(self, row: int) -> Hashes:
        """Return the hashes of the article's words, in reading order."""
        return np.asarray(self.hashes[self._words(row)])

    def span(self, row: int, first: int, last: int) -> tuple[int, int]:
        """Return the code points from the start of word ``first`` to the end of word ``last``."""
        begin = self._words(row).start
        return int(self.starts[begin + first]), int(self.ends[begin + last])

    def _words(self, row: int) -> slice:
        place = int(np.searchsorted(self.rows, row))
        return slice(int(self.offsets[place]), int(self.offsets[place + 1]))


def store_words(
    batches: Iterable[Batch], rows: Ints, left_out: pa.RecordBatchReader, folder: Path
) -> WordStore:
    """Write the words of some articles to ``folder`` and map them.

    Args:
        batches: the whole dataset, in order.
        rows: the articles to store, as rows of the dataset in rising order.
        left_out: spans of text to leave out, in columns ``doc``, ``start``, ``end``, by rising doc.
        folder: an existing folder for the files.
    """
    spans = _Spans(left_out)
    lengths = [np.zeros(0, np.int64)]
    files = [(folder / f"{name}.bin").open("wb") for name, _ in _COLUMNS]
    try:
        for batch in batches:
            low, high = np.searchsorted(
                rows, [batch.first_row, batch.first_row + batch.records.num_rows]
            )
            wanted = rows[low:high]
            texts = batch.records.column("text").take(pa.array(wanted - batch.first_row))
            for begin, end in blocks(texts):
                words = words_of(buffer_of(texts.slice(begin, end - begin)))
                words = without_spans(words, *spans.within(wanted[begin:end]))
                lengths.append(np.diff(words.offsets))
                columns = (words.hashes, words.starts, words.ends)
                for file, column, (_, kind) in zip(files, columns, _COLUMNS, strict=True):
                    file.write(column.astype(kind).tobytes())
    finally:
        for file in files:
            file.close()
    offsets = np.concatenate([[0], np.cumsum(np.concatenate(lengths))])
    return WordStore(rows, offsets, *_mapped(folder, int(offsets[-1])))


def _mapped(folder: Path, count: int) -> Iterator[np.ndarray]:
    for name, kind in _COLUMNS:
        # An empty file cannot be mapped.
        yield np.memmap(folder / f"{name}.bin", kind, "r") if count else np.zeros(0, kind)


class _Spans:
    """A cursor over spans that come in the order of the dataset."""

    def __init__(self, reader: pa.RecordBatchReader) -> None:
        self._reader = reader
        self._held = np.zeros((3, 0), np.int64)

    def within(self, rows: Ints) -> tuple[Ints, Ints, Ints]:
        """Return (position in ``rows``, start, end) of all spans of these rows, and pass them."""
        while not self._held.shape[1] or self._held[0, -1] <= rows[-1]:
            batch = next(self._reader, None)
            if batch is None:
                break
            part = np.array([batch.column(name).to_numpy() for name in ("doc", "start", "end")])
            self._held = np.concatenate([self._held, part], axis=1)
        stop = np.searchsorted(self._held[0], rows[-1], side="right")
        passed, self._held = self._held[:, :stop], self._held[:, stop:]
        return np.searchsorted(rows, passed[0]), passed[1], passed[2]
