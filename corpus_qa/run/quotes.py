"""The articles that a report quotes, kept in the run folder so that it can be rendered again."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.model import Batch
from corpus_qa.run.folder import RunFolder
from corpus_qa.run.tables import connect, fill, read_sql, sql_path

SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("byline", pa.string()),
        pa.field("text", pa.large_string(), nullable=False),
    ]
)

# Bounds of what is kept: a report that quotes more is not read by anybody.
MAX_ARTICLES = 4_000
PER_CHECK = 100
MAX_PAIRS = 300
MAX_BYTES = 48 * 1024 * 1024
# One text must not take the room of all others.
MAX_TEXT_BYTES = 4 * 1024 * 1024


def write_quotes(
    folder: RunFolder, memory: str, batches: Iterable[Batch], limit: int = MAX_ARTICLES
) -> None:
    """Write the articles of the findings and duplicates that matter most, at most ``limit``."""
    values = {
        "run": sql_path(folder.path),
        "pairs": MAX_PAIRS,
        "per_check": PER_CHECK,
        "articles": limit,
    }
    query = fill(read_sql("corpus_qa.run", "quotes")["wanted"], values)
    with connect(folder.work, memory) as connection:
        wanted = pa.array([row[0] for row in connection.execute(query).fetchall()], pa.string())
    room = MAX_BYTES
    with pq.ParquetWriter(folder.quotes, SCHEMA, compression="zstd") as writer:
        for batch in batches if len(wanted) else ():
            chosen = _chosen(batch.records, wanted)
            if chosen.num_rows and chosen.nbytes <= room:
                room -= chosen.nbytes
                writer.write_batch(chosen)


def _chosen(records: pa.RecordBatch, wanted: pa.Array) -> pa.RecordBatch:
    asked = pc.is_in(records.column("article_id"), value_set=wanted)
    short = pc.less_equal(pc.binary_length(records.column("text")), MAX_TEXT_BYTES)
    chosen = records.filter(pc.and_(asked, short))
    return chosen.select(SCHEMA.names).cast(SCHEMA)
