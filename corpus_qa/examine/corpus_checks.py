"""Answer the checks that carry a corpus query: over all articles, from their signals."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from corpus_qa.errors import PluginError
from corpus_qa.model import Check, CorpusQuery

ROWS_AT_A_TIME = 65_536
# The evidence of checks that compare articles, in the order of the dataset.
EVIDENCE_SCHEMA = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("check", pa.string(), nullable=False),
        pa.field("message", pa.string(), nullable=False),
        pa.field("field", pa.string()),
        pa.field("start", pa.int64()),
        pa.field("end", pa.int64()),
        pa.field("suggestion", pa.string()),
        pa.field("severity", pa.string()),
    ]
)
NEEDED = ("row", "message")


def write_corpus_evidence(
    connection: duckdb.DuckDBPyConnection, signals: Path, checks: Iterable[Check], path: Path
) -> bool:
    """Write the evidence of the checks that carry a corpus query.

    Args:
        connection: where the queries run.
        signals: the signals of all articles, with their rows, as a Parquet file.
        checks: the checks that run.
        path: the file to write (``EVIDENCE_SCHEMA``), in the order of rows.

    Returns:
        Whether anything was found; without a check to answer no file is written.

    Raises:
        PluginError: The query of a check cannot be run, or returns other columns.
    """
    measured = set(pq.read_schema(signals).names)
    asked = [
        (check.id, check.corpus)
        for check in checks
        if check.corpus is not None and measured.issuperset(check.corpus.needs)
    ]
    if not asked:
        return False
    connection.read_parquet(str(signals)).create_view("signals")
    parts = [_evidence_sql(connection, check, query) for check, query in asked]
    union = "\nUNION ALL\n".join(f"({part})" for part in parts)
    rows = 0
    with pq.ParquetWriter(path, EVIDENCE_SCHEMA) as writer:
        ordered = connection.sql(f'{union}\nORDER BY "row", "check"')
        for batch in ordered.to_arrow_reader(ROWS_AT_A_TIME):
            writer.write_batch(batch.cast(EVIDENCE_SCHEMA))
            rows += batch.num_rows
    return rows > 0


def _evidence_sql(connection: duckdb.DuckDBPyConnection, check: str, query: CorpusQuery) -> str:
    """Return the SQL that gives the answers of a check all columns of ``EVIDENCE_SCHEMA``."""
    try:
        found = connection.sql(query.statement).columns
    except duckdb.Error as error:
        msg = f"Check {check}: DuckDB cannot run its corpus query: {error}"
        raise PluginError(msg) from error
    strange = [name for name in found if name not in EVIDENCE_SCHEMA.names or name == "check"]
    missing = [name for name in NEEDED if name not in found]
    if strange or missing:
        wrong = f"has a column {strange[0]}" if strange else f"has no column {missing[0]}"
        columns = ", ".join(name for name in EVIDENCE_SCHEMA.names if name != "check")
        msg = (
            f"Check {check}: the answer to its corpus query {wrong}; row and message are needed,"
            f" and possible are {columns}."
        )
        raise PluginError(msg)
    columns = ", ".join(_column(name, check, given=name in found) for name in EVIDENCE_SCHEMA.names)
    return f"SELECT {columns} FROM ({query.statement})"  # noqa: S608 - the SQL of a check


def _column(name: str, check: str, *, given: bool) -> str:
    """Return an expression for a column of the evidence, in the type that it has there."""
    if name == "check":
        return f"'{check}' AS \"check\""
    kind = "BIGINT" if name in {"row", "start", "end"} else "VARCHAR"
    value = f'"{name}"' if given else "NULL"
    return f'CAST({value} AS {kind}) AS "{name}"'
