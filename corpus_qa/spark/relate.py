"""Compare all articles on a cluster: the same statements and the same comparison.

The answers to the statements are Parquet tables in the working folder, one after the other, so that
none is worked out twice, and a driver that is started again goes on after the last one. What is
left is small: pairs that were verified, and the evidence that follows from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.arrays import batch_of, nothing, numbers_of, numpy_array, schema_of
from corpus_qa.dedup.candidates import Candidate, Kept, kept_words, statements, verify
from corpus_qa.dedup.compare import Kind, Pair
from corpus_qa.dedup.index.query import NO_SITES, TITLE_SCHEMA
from corpus_qa.dedup.index.segments import LINE_SCHEMA
from corpus_qa.dedup.index_matches import SITE_SCHEMA
from corpus_qa.dedup.messages import relation_findings
from corpus_qa.dedup.shingles import Hashes, Ints
from corpus_qa.dedup.sketch import SKETCH_SCHEMAS
from corpus_qa.model import Check
from corpus_qa.run.tables import Parts, open_parts
from corpus_qa.spark.session import Session, Table
from corpus_qa.spark.tasks import Portion, run_each, write_once

# In the working folder: a folder for each answer.
ANSWERS = "answers"
# What the statements ask of an index, where there is none.
NO_INDEX: Mapping[str, pa.Table] = {
    "indexed_lines": nothing(LINE_SCHEMA),
    "indexed_sites": nothing(SITE_SCHEMA),
    "indexed_titles": nothing(TITLE_SCHEMA),
    "own_indexed": NO_SITES.held,
}
# What this dialect says otherwise: words of a statement -> what stands for them. A rank over all
# articles would bring them into one task; numbers that rise from partition to partition order them
# as well.
DIALECT = {
    "ranked": {
        "ROW_NUMBER() OVER (ORDER BY article_id)": "MONOTONICALLY_INCREASING_ID()",
        "FROM docs": "FROM docs_by_id",
    }
}
# Answers that only the next statement reads: they are not stored.
PASSING = frozenset({"common", "edges", "site_anchors", "meetings"})
# What DuckDB reads of the answers.
READ = (
    *("blocks", "titled", "title_lines", "own_titles", "namesakes", "buckets"),
    *("equal", "sole", "twins"),
)
WORD_SCHEMA = schema_of("doc int64, hashes binary, starts binary, ends binary")
PAIR_SCHEMA = schema_of(
    "a int64, b int64, kind string, jaccard float64, a_in_b float64, b_in_a float64, "
    "a_start int64?, a_end int64?, b_start int64?, b_end int64?"
)
PAIR_COLUMNS = (
    "a bigint, b bigint, kind string, jaccard double, a_in_b double, b_in_a double, "
    "a_start bigint, a_end bigint, b_start bigint, b_end bigint"
)
WITH_WORDS = """
SELECT c.a, c.b, c.same_title, c.other_page, c.a_words, c.b_words,
  x.hashes AS a_hashes, x.starts AS a_starts, x.ends AS a_ends,
  y.hashes AS b_hashes, y.starts AS b_starts, y.ends AS b_ends
FROM candidates c JOIN words y ON c.b = y.doc JOIN words x ON c.a = x.doc
"""
# The white space that DuckDB trims: all of Unicode's category Zs.
SPACES = "\u0020\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
SPACES += "\u202f\u205f\u3000"
PAIRS_AT_A_TIME = 4_096


@dataclass(frozen=True, slots=True)
class SparkRelating:
    """Compares the articles of a dataset on executors; ``work`` is the folder with their parts."""

    session: Session
    work: Path
    portions: tuple[Portion, ...]
    checks: tuple[Check, ...]

    def compare(self, connection: duckdb.DuckDBPyConnection) -> Iterable[Pair]:
        """Answer all statements and verify all candidates; open the answers in a connection.

        Returns:
            The pairs that were verified, which are read as they are asked for.
        """
        self._open_sketches()
        self._answer("boilerplate")
        self._answer("candidates")
        self._store("left_out", statements("answers")["left_out"])
        self._store("compared_rows", "SELECT doc FROM compared ORDER BY doc")
        self._verify()
        for name in READ:
            open_parts(connection, self._place(name), "part", name)
        return _pairs(self._place("verified"))

    def write_findings(self, evidence: Path, name: str) -> None:
        """Write the findings of the evidence to the parts ``name``, portion by portion."""
        rows = numbers_of(pq.read_table(evidence, columns=["row"]).column(0))
        first = np.array([portion.first_row for portion in self.portions])
        told = np.unique(np.searchsorted(first, rows, side="right") - 1)
        work = partial(_write_findings, evidence.absolute(), name, self.checks, self._folder(name))
        run_each(self.session, [self.portions[at] for at in told], self._folder(name), work)

    def _folder(self, name: str) -> Path:
        return self.work.absolute() / name

    def _place(self, name: str) -> Path:
        return self.work.absolute() / ANSWERS / name

    def _open_sketches(self) -> None:
        """Open the tables of all parts, and empty ones for those of an index."""
        for name in SKETCH_SCHEMAS:
            self._read(name, *sorted(self.work.absolute().rglob(f"{name}*.parquet")))
        for name, table in NO_INDEX.items():
            self._place(name).mkdir(parents=True, exist_ok=True)
            pq.write_table(table, self._place(name) / "none.parquet")
            self._read(name, self._place(name))
        docs = self.session.table("docs")
        titled = docs.mapInArrow(_with_plain_titles, docs.schema).orderBy("article_id")
        titled.createOrReplaceTempView("docs_by_id")

    def _read(self, name: str, *places: Path) -> None:
        found = self.session.read.parquet(*map(_uri, places))
        found.createOrReplaceTempView(name)

    def _answer(self, file: str) -> None:
        """Answer the statements of a file, in their order."""
        for name, query in statements(file).items():
            for words, others in DIALECT.get(name, {}).items():
                query = query.replace(words, others)  # noqa: PLW2901 - the same statement
            if name in PASSING:
                self.session.sql(query).createOrReplaceTempView(name)
            else:
                self._store(name, query)

    def _store(self, name: str, query: str) -> None:
        self._keep(name, self.session.sql(query))

    def _keep(self, name: str, table: Table) -> None:
        """Store a table, unless it is there from a run that broke off, and open it as a view."""
        if not (self._place(name) / "_SUCCESS").exists():
            table.write.mode("overwrite").parquet(_uri(self._place(name)))
        self._read(name, self._place(name))

    def _verify(self) -> None:
        """Compare the candidates by the words of their texts."""
        folder = self._folder("words")
        work = partial(_write_words, self.work.absolute() / ANSWERS, folder)
        run_each(self.session, self.portions, folder, work)
        self._read("words", *(folder / portion.name for portion in self.portions))

        candidates = self.session.sql(WITH_WORDS).sortWithinPartitions("a")
        self._keep("verified", candidates.mapInArrow(_verified, PAIR_COLUMNS))


def _uri(path: Path) -> str:
    """Return a path as Hadoop takes it, whatever the default file system of a cluster is."""
    literal = "".join(f"\\{c}" if c in "*?[]{}\\" else c for c in path.as_posix())
    return f"file://{literal}"


def _pairs(folder: Path) -> Iterator[Pair]:
    for file in sorted(folder.glob("*.parquet")):
        for batch in pq.ParquetFile(file).iter_batches(PAIRS_AT_A_TIME):
            yield from map(
                _pair, zip(*(column.to_pylist() for column in batch.columns), strict=True)
            )


def _pair(row: Sequence[Any]) -> Pair:
    a, b, kind, jaccard, a_in_b, b_in_a, *places = row
    spans = (None, None) if places[0] is None else (tuple(places[:2]), tuple(places[2:]))
    return Pair(a, b, Kind(kind), jaccard, a_in_b, b_in_a, *spans)


def _with_plain_titles(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Write titles in lower case without spaces around, by the same tables as DuckDB does."""
    for batch in batches:
        place = batch.schema.get_field_index("title")
        plain = pc.utf8_lower(pc.utf8_trim(batch.column(place), characters=SPACES))
        yield batch.set_column(place, batch.schema.field(place), plain)


def _write_words(answers: Path, folder: Path, portion: Portion) -> None:
    """Write the words of those articles of a portion that are compared."""
    write_once(folder / portion.name, partial(_words_part, answers, portion))


def _words_part(answers: Path, portion: Portion, folder: Path) -> None:
    rows = numbers_of(portion.read(answers / "compared_rows", "doc").column("doc"))
    spans = portion.read(answers / "left_out", "doc").to_reader()
    with Parts(folder, {"words": WORD_SCHEMA}) as parts:
        for kept in kept_words(portion.batches(), rows.astype(np.int64), spans):
            parts.write("words", _word_batch(kept))


def _word_batch(kept: Kept) -> pa.RecordBatch:
    """Return words as bytes: one row for each article."""
    words = kept.words
    arrays = [
        numpy_array(kept.rows),
        _bytes_of(words.hashes, np.uint64, words.offsets),
        _bytes_of(words.starts, np.uint32, words.offsets),
        _bytes_of(words.ends, np.uint32, words.offsets),
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=WORD_SCHEMA)


def _bytes_of(numbers: npt.NDArray[Any], kind: npt.DTypeLike, offsets: Ints) -> pa.Array:
    width = np.dtype(kind).itemsize
    buffers = [
        pa.py_buffer((offsets * width).astype(np.int32)),
        pa.py_buffer(np.ascontiguousarray(numbers.astype(kind))),
    ]
    return pa.Array.from_buffers(pa.binary(), len(offsets) - 1, [None, *buffers])


@dataclass
class Carried:
    """The words of the articles of a batch of candidates, which carries them."""

    _words: dict[int, tuple[bytes, bytes, bytes]] = field(default_factory=dict)

    def candidates(self, batches: Iterable[pa.RecordBatch]) -> Iterator[Candidate]:
        """Yield candidates; the words of both articles are there until the next is asked for."""
        for batch in batches:
            for a, b, same, other, a_words, b_words, *words in zip(
                *(column.to_pylist() for column in batch.columns), strict=True
            ):
                self._words = {a: tuple(words[:3]), b: tuple(words[3:])}
                yield a, b, same, other, a_words, b_words

    def hashes(self, row: int) -> Hashes:
        """Return the hashes of the article's words, in reading order."""
        return np.frombuffer(self._words[row][0], np.uint64)

    def span(self, row: int, first: int, last: int) -> tuple[int, int]:
        """Return the code points from the start of word ``first`` to the end of word ``last``."""
        _, starts, ends = self._words[row]
        start, end = (np.frombuffer(column, np.uint32) for column in (starts, ends))
        return int(start[first]), int(end[last])


def _verified(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Compare candidates that carry their words, on an executor."""
    carried = Carried()
    pairs = verify(carried.candidates(batches), carried)
    while rows := [_row(pair) for pair in islice(pairs, PAIRS_AT_A_TIME)]:
        columns = dict(zip(PAIR_SCHEMA.names, zip(*rows, strict=True), strict=True))
        yield batch_of(columns, PAIR_SCHEMA)


def _row(pair: Pair) -> tuple[object, ...]:
    shares = (pair.jaccard, pair.a_in_b, pair.b_in_a)
    spans = (*(pair.a_span or (None, None)), *(pair.b_span or (None, None)))
    return pair.a, pair.b, str(pair.kind), *shares, *spans


def _write_findings(
    evidence: Path, name: str, checks: Sequence[Check], folder: Path, portion: Portion
) -> None:
    write_once(folder / portion.name, partial(_findings_part, evidence, name, checks, portion))


def _findings_part(
    evidence: Path, name: str, checks: Sequence[Check], portion: Portion, folder: Path
) -> None:
    rows = portion.read(evidence, "row").to_batches()
    with Parts(folder) as parts:
        for findings in relation_findings(rows, portion.batches(), checks):
            parts.write(name, findings)
