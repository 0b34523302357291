"""The tables of a run: written part by part while articles are examined, then brought in order.

Memory stays bounded: parts go to Parquet as they come, and DuckDB joins and sorts them on disk.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq


@dataclass
class PartWriter:
    """Appends record batches to one Parquet file, made when the first batch comes."""

    path: Path
    _writer: pq.ParquetWriter | None = None

    def write(self, batch: pa.RecordBatch) -> None:
        """Append a batch; all batches of a file have one schema."""
        if self._writer is None:
            self._writer = pq.ParquetWriter(self.path, batch.schema, compression="zstd")
        if batch.num_rows:
            self._writer.write_batch(batch)

    def close(self) -> None:
        """Finish the file, if there is one."""
        if self._writer is not None:
            self._writer.close()


@dataclass
class Parts:
    """The part files of a run, by name, in a working folder; a context manager that closes them."""

    work: Path
    _writers: dict[str, PartWriter] = field(default_factory=dict)

    def write(self, name: str, batch: pa.RecordBatch) -> None:
        """Append a batch to the part file ``name``."""
        if name not in self._writers:
            self._writers[name] = PartWriter(self.work / f"{name}.parquet")
        self._writers[name].write(batch)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for writer in self._writers.values():
            writer.close()


def sql_path(path: Path) -> str:
    """Return a path to put between quotes in SQL, where DuckDB reads a glob: it matches itself."""
    literal = "".join(f"[{c}]" if c in "*?[" else c for c in str(path))
    return literal.replace("'", "''")


def connect(spill: Path, memory: str) -> duckdb.DuckDBPyConnection:
    """Open an in-memory DuckDB that stays within ``memory`` and spills to ``spill``."""
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
