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

from corpus_qa.engine.statuses import Accepted, Settled, settle
from corpus_qa.model import FINDING_SCHEMA, RELATED_SCHEMA, Family

FINDINGS_SQL = """
SELECT {columns} FROM settled
ORDER BY "row", "field" NULLS FIRST, "start" NULLS FIRST, "end", "check", "message"
"""

# Notes tell something, but are no defect: they count nowhere. What is waived counts nowhere either.
SIGNALS_SQL = """
SELECT s.* EXCLUDE ("row"), {counts},
  coalesce(f.chrome_characters, 0) / greatest(s.characters, 1) AS chrome_share
FROM read_parquet('{work}/signals.parquet') s
LEFT JOIN (
  SELECT article_id, {filters},
    sum("end" - "start") FILTER (family = 'chrome' AND "field" = 'text') AS chrome_characters
  FROM read_parquet('{run}/findings.parquet')
  WHERE severity <> 'note' AND status <> 'waived' GROUP BY article_id
) f ON s.article_id = f.article_id
ORDER BY s."row"
"""

# A finding says what its evidence says, in the same words.
RELATED_SQL = """
SELECT f.article_id, f."check", f.fingerprint, e.other, e.other_source AS source,
  e.other_line AS line, e.here
FROM settled f
JOIN read_parquet('{work}/evidence.parquet') e
  ON f."row" = e."row" AND f."check" = e."check" AND f.message = e.message
WHERE e.other IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY f."row", f."check", f.fingerprint ORDER BY e.other) = 1
ORDER BY f."row", f."check", f.fingerprint
"""


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


def close_tables(work: Path, run: Path, memory: str, accepted: Accepted) -> Settled:
    """Write ``findings.parquet`` and ``signals.parquet`` of a run from its parts.

    Where its articles were related, ``related.parquet`` names the other article of each finding.
    ``memory`` is DuckDB's limit; what does not fit is spilled to the working folder. Returns how
    many findings are new, and how many were accepted before.
    """
    families = [str(family) for family in Family]
    filters = ", ".join(f"count(*) FILTER (family = '{name}') AS {name}" for name in families)
    counts = ", ".join(f"coalesce(f.{name}, 0) AS {name}_findings" for name in families)
    columns = ", ".join(f'"{name}"' for name in FINDING_SCHEMA.names)
    with connect(work, memory) as connection:
        settled = settle(connection, work, accepted)
        findings = FINDINGS_SQL.format(columns=columns)
        _copy(connection, findings, run / "findings.parquet", FINDING_SCHEMA)
        signals = SIGNALS_SQL.format(
            counts=counts, filters=filters, work=_quoted(work), run=_quoted(run)
        )
        _copy(connection, signals, run / "signals.parquet", None)
        if (work / "evidence.parquet").exists():
            related = RELATED_SQL.format(work=_quoted(work))
            _copy(connection, related, run / "related.parquet", RELATED_SCHEMA)
    return settled


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


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


def _copy(
    connection: duckdb.DuckDBPyConnection, query: str, path: Path, schema: pa.Schema | None
) -> None:
    reader: pa.RecordBatchReader = connection.sql(query).to_arrow_reader(65_536)
    schema = schema or reader.schema
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch.cast(schema))
