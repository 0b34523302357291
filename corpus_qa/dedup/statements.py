"""The relational half of ``relate``: named statements from ``sql/*.sql``, and their limits.

The statements keep to SQL that DuckDB and Spark SQL share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from corpus_qa.dedup.shingles import Ints
from corpus_qa.dedup.sketch import SKETCH_SCHEMAS
from corpus_qa.run.tables import open_parquet

# Named in the statements as $name.
LIMITS = {
    # A line is boilerplate if so many articles of its site hold it whose bodies differ. A line of
    # more words than long_line is a paragraph: paragraphs are quoted, so more articles are asked.
    "repeats": 3,
    "long_line": 25,
    "long_repeats": 6,
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

_NAMED = re.compile(r"^-- :(\w+)\n", re.MULTILINE)


@cache
def statements(file: str) -> Mapping[str, str]:
    """Return the statements of ``sql/<file>.sql`` by name, in their order, limits filled in."""
    text = (files("corpus_qa.dedup") / "sql" / f"{file}.sql").read_text(encoding="utf-8")
    return named_statements(text, LIMITS)


def named_statements(text: str, limits: Mapping[str, float]) -> Mapping[str, str]:
    """Return statements by their names, which stand in lines ``-- :name`` above them.

    Args:
        text: the statements, in order.
        limits: what stands in them as ``$name``.
    """
    _, *parts = _NAMED.split(text)
    return {
        name: Template(query).substitute(limits).strip()
        for name, query in zip(parts[::2], parts[1::2], strict=True)
    }


def open_sketches(connection: duckdb.DuckDBPyConnection, sketches: Path) -> None:
    """Open the tables of the sketches of all batches as views."""
    for name in SKETCH_SCHEMAS:
        open_parquet(connection, sketches / f"{name}.parquet", name)


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
