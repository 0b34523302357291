"""The tables of a run: written part by part while articles are examined, then brought in order.

Memory stays bounded: parts go to Parquet as they come, and DuckDB joins and sorts them on disk.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Self

import pyarrow as pa
import pyarrow.parquet as pq

from corpus_qa.arrays import nothing, numbers_of
from corpus_qa.model import DUPLICATE_SCHEMA, FINDING_SCHEMA, KNOWN_SCHEMA, METRIC_SCHEMA

if TYPE_CHECKING:  # slow to import
    import duckdb


@dataclass
class Parts:
    """The part files of a run, by name, in a working folder; a context manager that closes them.

    Files of ``schemas`` are made at once, with their columns, whatever comes; others when the first
    batch comes.
    """

    work: Path
    schemas: Mapping[str, pa.Schema] = field(default_factory=dict)
    _writers: dict[str, pq.ParquetWriter] = field(default_factory=dict)

    def write(self, name: str, batch: pa.RecordBatch) -> None:
        """Append a batch to the part file ``name``; all batches of a file have one schema."""
        writer = self._writer(name, batch.schema)
        if batch.num_rows:
            writer.write_batch(batch)

    def _writer(self, name: str, schema: pa.Schema) -> pq.ParquetWriter:
        if name not in self._writers:
            path = self.work / f"{name}.parquet"
            self._writers[name] = pq.ParquetWriter(path, schema, compression="zstd")
        return self._writers[name]

    def __enter__(self) -> Self:
        for name, schema in self.schemas.items():
            self._writer(name, schema)
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all files; what was written is whole."""
        for writer in self._writers.values():
            writer.close()


class RowCursor:
    """Reads a sorted table once, from its first row to its last, in pieces of any size.

    The first column of the batches, which come in its order, is the row of the dataset.
    """

    def __init__(self, batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> None:
        """Take batches of one schema."""
        self._batches = batches
        self._held = nothing(schema)

    def before(self, row: int) -> pa.Table:
        """Return what there is for rows of the dataset before ``row``, and pass it."""
        while not self._held.num_rows or self._held.column(0)[-1].as_py() < row:
            batch = next(self._batches, None)
            if batch is None:
                break
            self._held = pa.concat_tables([self._held, pa.Table.from_batches([batch])])
        stop = int(numbers_of(self._held.column(0)).searchsorted(row))
        passed, self._held = self._held.slice(0, stop), self._held.slice(stop)
        return passed


_NAMED = re.compile(r"^-- :(\w+)\n", re.MULTILINE)


@cache
def read_sql(package: str, name: str) -> Mapping[str, str]:
    """Return the statements of ``<name>.sql`` in a package, in order, by the names above them."""
    return named_statements((files(package) / f"{name}.sql").read_text(encoding="utf-8"))


def named_statements(text: str, limits: Mapping[str, object] | None = None) -> Mapping[str, str]:
    """Return statements by their names, which stand in lines ``-- :name`` above them.

    Args:
        text: the statements, in order.
        limits: what stands in them as ``$name``; None leaves them as they are.
    """
    _, *parts = _NAMED.split(text)
    return {
        name: query.strip() if limits is None else fill(query, limits).strip()
        for name, query in zip(parts[::2], parts[1::2], strict=True)
    }


def fill(query: str, values: Mapping[str, object]) -> str:
    """Return a query with its ``$name`` replaced by values."""
    return Template(query).substitute(values)


def sql_path(path: Path) -> str:
    """Return a path to put between quotes in SQL, where DuckDB reads a glob: it matches itself."""
    return _literal(path).replace("'", "''")


def _literal(path: Path) -> str:
    """Return a path as a glob that matches nothing but this path."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in str(path))


# The folder of a working folder with the parts of those who examined some of the articles.
PARTS = "parts"


def part_glob(work: Path, name: str) -> str:
    """Return the glob of the files that a table of parts in ``work`` consists of.

    A table is one file or many, named ``<name>.parquet`` or ``<name>-<anything>.parquet``, in the
    folder or, if others examined articles, below it: they add a folder of parts, ``PARTS`` first.
    Rows count from the first article of the dataset in all of them.
    """
    below = "**/" if (work / PARTS).is_dir() else ""
    return f"{_literal(work)}/{below}{name}*.parquet"


def open_parts(
    connection: duckdb.DuckDBPyConnection, work: Path, name: str, view: str | None = None
) -> None:
    """Open a table of parts as a view, which has its name or another."""
    connection.read_parquet(part_glob(work, name)).create_view(view or name)


def open_parquet(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Open a Parquet file as the view ``name``."""
    connection.read_parquet(_literal(path)).create_view(name)


# What DuckDB may use where no configuration says how much; what does not fit is spilled.
MEMORY = "512MB"


def connect(spill: Path, memory: str = MEMORY) -> duckdb.DuckDBPyConnection:
    """Open an in-memory DuckDB that stays within ``memory`` and spills to the folder ``spill``."""
    import duckdb  # noqa: PLC0415 - slow to import, and `lint` needs none

    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "temp_directory": str(spill / "duckdb"),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    connection = duckdb.connect(config=settings)
    connection.execute("SET enable_progress_bar = false")  # an option of the connection only
    return connection


def copy_query(
    connection: duckdb.DuckDBPyConnection, query: str, path: Path, schema: pa.Schema | None
) -> None:
    """Write the rows of a query to a Parquet file, in the columns of a schema if there is one."""
    reader: pa.RecordBatchReader = connection.sql(query).to_arrow_reader(65_536)
    schema = schema or reader.schema
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch.cast(schema))


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


@contextmanager
def open_tables(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the tables of a run folder as views, with bounded memory; what does not fit spills."""
    import duckdb  # noqa: PLC0415 - slow to import

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
