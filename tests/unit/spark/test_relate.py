"""What the statements need said otherwise on Spark; needs no Spark."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

from corpus_qa.dedup.candidates import statements, verify
from corpus_qa.dedup.compare import Kind, Pair
from corpus_qa.dedup.sketch import SKETCH_SCHEMAS
from corpus_qa.spark.relate import (
    DIALECT,
    PAIR_SCHEMA,
    PASSING,
    READ,
    Carried,
    _pair,
    _row,
    _with_plain_titles,
    columns_of,
)

STATEMENTS = {**statements("boilerplate"), **statements("candidates")}
# The letters that DuckDB 2.0 and pyarrow 26 know alike; later ones are new in Unicode 16.
KNOWN = 0x1C80


def test_titles_are_written_as_duckdb_writes_them() -> None:
    titles = [f"{chr(code)}Ferry{chr(code)}" for code in range(1, KNOWN)]
    table = pa.table({"number": list(range(len(titles))), "title": titles})
    query = "SELECT lower(trim(title)) FROM titles ORDER BY number"
    with duckdb.connect() as connection:
        connection.register("titles", table)
        wanted = [title for (title,) in connection.execute(query).fetchall()]
    found = _with_plain_titles(table.to_batches())
    assert [title for batch in found for title in batch.column("title").to_pylist()] == wanted


def test_what_is_said_otherwise_is_said_once() -> None:
    for name, others in DIALECT.items():
        assert all(STATEMENTS[name].count(words) == 1 for words in others)


def test_every_answer_that_is_named_is_asked_for() -> None:
    assert PASSING | set(READ) <= STATEMENTS.keys()
    assert not PASSING & set(READ)


def test_all_kinds_of_columns_have_a_name() -> None:
    assert all(columns_of(schema) for schema in (*SKETCH_SCHEMAS.values(), PAIR_SCHEMA))


def test_pairs_survive_their_table() -> None:
    pairs = [
        Pair(1, 2, Kind.NEAR, 0.7, 0.8, 0.9),
        Pair(3, 4, Kind.OVERLAP, 0.1, 0.2, 0.3, (5, 60), (7, 80)),
    ]
    assert [_pair(_row(pair)) for pair in pairs] == pairs  # type: ignore[arg-type]


def test_candidates_that_carry_their_words_are_compared_by_them() -> None:
    hashes = np.arange(100, dtype=np.uint64)
    words = [hashes.tobytes(), *(np.arange(100, dtype=np.uint32).tobytes(),) * 2]
    other = [np.flip(hashes).tobytes(), *words[1:]]
    names = ["a", "b", "same", "page", "a_words", "b_words", *"hsexyz"]
    rows = [[1, 2, False, False, 100, 100, *words, *words]]
    rows += [[1, 3, False, False, 100, 100, *words, *other]]
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    carried = Carried()
    found = list(verify(carried.candidates([pa.RecordBatch.from_pydict(columns)]), carried))
    assert [(pair.a, pair.b, pair.kind) for pair in found] == [(1, 2, Kind.EXACT)]
