"""The tables of a run folder, opened for reports, within a memory limit."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from corpus_qa.model import DUPLICATE_SCHEMA, FINDING_SCHEMA, KNOWN_SCHEMA, METRIC_SCHEMA
from corpus_qa.run.tables import read_sql, sql_path

# The columns that reports read. A table that a run did not write counts as empty.
TABLES = {
    "findings": pa.unify_schemas(
        [FINDING_SCHEMA, pa.schema([pa.field("applicability", pa.string())])]
    ),
    "duplicates": DUPLICATE_SCHEMA,
    "known": KNOWN_SCHEMA,
    "metrics": METRIC_SCHEMA,
    # The fingerprints of the run that this one is compared with.
    "compared": pa.schema({"fingerprint": pa.string()}),
    "signals": pa.schema(
        {
            "article_id": pa.string(),
            "source": pa.string(),
            "site": pa.string(),
            "language": pa.string(),
            "published_at": pa.timestamp("us", tz="UTC"),
            "published_source": pa.string(),
            "characters": pa.int64(),
            "words": pa.int64(),
        }
    ),
    "quotes": pa.schema(
        {
            "article_id": pa.string(),
            "source": pa.string(),
            "title": pa.string(),
            "byline": pa.string(),
            "text": pa.large_string(),
            "url": pa.string(),
        }
    ),
}

# A column that a former version did not write is NULL; none is lost.
CREATE_VIEW = """
CREATE VIEW {name} AS SELECT * FROM {name}_columns
UNION ALL BY NAME SELECT * FROM read_parquet('{path}', file_row_number = TRUE)
"""


def read_named(file: str, name: str) -> str:
    """Return a statement over the tables of a run: that called ``name`` in ``<file>.sql``."""
    return read_sql("corpus_qa.report", file)[name]


@contextmanager
def open_tables(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the tables of a run folder as views, with bounded memory; what does not fit spills."""
    with tempfile.TemporaryDirectory(prefix="corpus-qa-") as scratch:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": "1GB",
            "temp_directory": scratch,
            "autoinstall_known_extensions": "false",
        }
        with duckdb.connect(config=config) as db:
            add_tables(db, folder)
            yield db


def add_tables(db: duckdb.DuckDBPyConnection, folder: Path, prefix: str = "") -> None:
    """Open the tables of another run folder, too, with ``prefix`` before their names."""
    for table, schema in TABLES.items():
        path, name = folder / f"{table}.parquet", f"{prefix}{table}"
        columns = schema.append(pa.field("file_row_number", pa.int64())).empty_table()
        if path.exists():
            db.register(f"{name}_columns", columns)
            db.execute(CREATE_VIEW.format(name=name, path=sql_path(path)))
        else:
            db.register(name, columns)
