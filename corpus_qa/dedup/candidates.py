"""Pairs that may be copies: proposed by SQL over the sketches, verified by their words.

The statements in ``sql/*.sql`` keep to SQL that DuckDB and Spark SQL share.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Any, Protocol, TypeAlias, cast

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from corpus_qa.arrays import numbers_of, numpy_array
from corpus_qa.dedup.compare import (
    MORE,
    Context,
    Kind,
    Pair,
    Prepared,
    compare,
    kind_of,
    longest_passage,
    prepare,
    ratio,
)
from corpus_qa.dedup.shingles import Hashes, Ints, Words, buffer_of, words_of
from corpus_qa.dedup.sketch import SKETCH_SCHEMAS, blocks, without_spans
from corpus_qa.model import Batch
from corpus_qa.run.tables import RowCursor, fill, open_parts, read_sql

# Named in the statements as $name.
LIMITS = {
    # A line is boilerplate if so many articles of its site hold it whose bodies differ. A line of
    # more words than long_line is a paragraph: paragraphs are quoted, so more articles are asked.
    "repeats": 3,
    "long_line": 25,
    "long_repeats": 6,
    # A title of fewer words may be a heading ("What comes next"); so many lines from the beginning
    # the title of an article is its headline.
    "title_words": 4,
    "headline": 2,
    # ... and if they are this share of the site's articles, or many and a smaller share.
    "share": 0.2,
    "many": 8,
    "many_share": 0.02,
    # So many lines at the beginning and at the end of an article are its edges.
    "near_edge": 4,
    # Of a site with fewer articles no passage is taken for boilerplate, only lines.
    "learned_from": 20,
    # A text of fewer words has no body to speak of: an equal one is no sign of copying.
    "fewest_words": 3,
    # Up to so many articles of a bucket all meet each other.
    "hot": 48,
    # Equal texts are listed pair by pair up to so many; of more, each is paired with the first.
    "listed_twins": 16,
}

# Rows fetched at a time.
ROWS_AT_A_TIME = 16_384


@cache
def statements(file: str) -> Mapping[str, str]:
    """Return the statements of ``sql/<file>.sql`` by name, in their order, limits filled in."""
    queries = read_sql("corpus_qa.dedup", f"sql/{file}")
    return {name: fill(query, LIMITS) for name, query in queries.items()}


def open_sketches(connection: duckdb.DuckDBPyConnection, sketches: Path) -> None:
    """Open the tables of the sketches of all batches as views."""
    for name in SKETCH_SCHEMAS:
        open_parts(connection, sketches, name)


def run(connection: duckdb.DuckDBPyConnection, file: str) -> None:
    """Store the answers to the statements of a file under their names."""
    for name, query in statements(file).items():
        connection.sql(query).create(name)


def answer(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[tuple[Any, ...]]:
    """Fetch an answer in parts; a cursor of its own lets other queries run meanwhile."""
    cursor = connection.cursor().execute(statements("answers")[name])
    while rows := cursor.fetchmany(ROWS_AT_A_TIME):
        yield from rows


def rows_of(connection: duckdb.DuckDBPyConnection, name: str) -> Ints:
    """Fetch an answer of one column ``doc``, rows of the dataset."""
    rows: Ints = connection.sql(statements("answers")[name]).fetchnumpy()["doc"]
    return rows.astype(np.int64)


def left_out(connection: duckdb.DuckDBPyConnection) -> pa.RecordBatchReader:
    """Read the spans that comparisons leave out, in the order of the dataset."""
    query = statements("answers")["left_out"]
    return connection.cursor().sql(query).to_arrow_reader(ROWS_AT_A_TIME)


_COLUMNS = (("hashes", np.uint64), ("starts", np.uint32), ("ends", np.uint32))


class Articles(Protocol):
    """What relations need of a dataset: its batches, in order, as often as asked."""

    def batches(self) -> Iterator[Batch]:
        """Read the dataset from its first article."""


class Store(Protocol):
    """What comparing needs of the words of articles, which are named by their rows."""

    def hashes(self, row: int) -> Hashes:
        """Return the hashes of the article's words, in reading order."""

    def span(self, row: int, first: int, last: int) -> tuple[int, int]:
        """Return the code points from the start of word ``first`` to the end of word ``last``."""


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
    spans = RowCursor(left_out, left_out.schema)
    for batch in batches:
        ends = [batch.first_row, batch.first_row + batch.records.num_rows]
        low, high = np.searchsorted(rows, ends)
        wanted = rows[low:high]
        texts = batch.records.column("text").take(numpy_array(wanted - batch.first_row))
        for begin, end in blocks(texts):
            mine = wanted[begin:end]
            words = words_of(buffer_of(texts.slice(begin, end - begin)))
            kept = without_spans(words, *_within(spans.before(mine[-1] + 1), mine))
            yield Kept(mine, kept, np.diff(words.offsets))


def store_words(kept: Iterable[Kept], folder: Path) -> WordStore:
    """Write words to files in ``folder``, which exists."""
    rows, lengths = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    with ExitStack() as stack:
        opened = [(folder / f"{name}.words").open("wb") for name, _ in _COLUMNS]
        files = [stack.enter_context(file) for file in opened]
        for part in kept:
            rows.append(part.rows)
            lengths.append(np.diff(part.words.offsets))
            columns = (part.words.hashes, part.words.starts, part.words.ends)
            for file, column, (_, kind) in zip(files, columns, _COLUMNS, strict=True):
                file.write(column.astype(kind).tobytes())
    offsets = np.concatenate([[0], np.cumsum(np.concatenate(lengths))])
    return WordStore(np.concatenate(rows), offsets, str(folder))


def _within(passed: pa.Table, rows: Ints) -> tuple[Ints, Ints, Ints]:
    """Return (position in ``rows``, start, end) of the spans of these rows."""
    of_row, starts, ends = (numbers_of(passed.column(name)) for name in ("doc", "start", "end"))
    places = np.searchsorted(rows, of_row)
    wanted = rows[places] == of_row
    return places[wanted], starts[wanted].astype(np.int64), ends[wanted].astype(np.int64)


# Prepared articles kept at hand while pairs are verified; one takes about 10 kB.
AT_HAND = 4096


def equal_pairs(connection: duckdb.DuckDBPyConnection) -> Iterator[Pair]:
    """Yield the pairs of articles with equal texts."""
    for a, b, a_words, b_words in answer(connection, "equal_pairs"):
        wrapped = ratio(a_words, b_words) >= MORE
        yield Pair(a, b, Kind.CONTAINED if wrapped else Kind.EXACT, 1.0, 1.0, 1.0)


def candidate_pairs(connection: duckdb.DuckDBPyConnection) -> Iterator[Candidate]:
    """Yield what ``verify`` is to compare, in order."""
    return cast("Iterator[Candidate]", answer(connection, "candidate_pairs"))


def with_twins(connection: duckdb.DuckDBPyConnection, verified: Iterable[Pair]) -> Iterator[Pair]:
    """Yield the pairs that were verified, and as many for articles with equal texts."""
    twins: dict[int, list[int]] = {}
    for a, b in answer(connection, "twin_pairs"):
        twins.setdefault(a, [a]).append(b)
    for pair in verified:
        yield from _with_twins(pair, twins)


def _with_twins(pair: Pair, twins: Mapping[int, Sequence[int]]) -> Iterator[Pair]:
    """Repeat a pair for the articles whose texts equal one of its own, if these are few."""
    yield pair
    others = list(product(twins.get(pair.a, [pair.a]), twins.get(pair.b, [pair.b])))[1:]
    if len(others) <= LIMITS["listed_twins"]:
        for a, b in others:
            yield replace(pair, a=a, b=b, a_span=None, b_span=None)


# Two articles by their rows, and the fields of their ``Context``.
Candidate: TypeAlias = tuple[int, int, bool, bool, int, int]


def verify(candidates: Iterable[Candidate], store: Store) -> Iterator[Pair]:
    """Compare candidates, and yield those that are related."""

    @lru_cache(AT_HAND)
    def prepared(row: int) -> Prepared:
        return prepare(store.hashes(row))

    for a, b, *context in candidates:
        like = compare(prepared(a), prepared(b))
        kind = kind_of(like, Context(*cast("tuple[bool, bool, int, int]", context)))
        if kind is None:
            continue
        if kind is Kind.NEAR and np.array_equal(store.hashes(a), store.hashes(b)):
            kind = Kind.EXACT
        pair = Pair(a, b, kind, like.jaccard, like.a_in_b, like.b_in_a)
        yield _with_passage(pair, prepared(a), prepared(b), store)


def _with_passage(pair: Pair, a: Prepared, b: Prepared, store: Store) -> Pair:
    """Add the passage that both share where one article is more than the other's copy."""
    if pair.kind not in (Kind.CONTAINED, Kind.OVERLAP):
        return pair
    found = longest_passage(a, b)
    if found is None:
        return pair
    return replace(
        pair,
        a_span=store.span(pair.a, found.a_first, found.a_last),
        b_span=store.span(pair.b, found.b_first, found.b_last),
    )
