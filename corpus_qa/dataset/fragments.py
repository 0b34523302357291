"""Write article rows to the fragments of a dataset."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.dataset.manifest import DATA, SCHEMA_VERSION, Fragment
from corpus_qa.model import ARTICLE_SCHEMA
from corpus_qa.run.folder import sha256_of, sync_folder

# Bytes of text in a fragment: some seconds of work, and a unit that a cache can keep.
TARGET = 48 << 20

# Bytes of text in a row group, which is what a reader holds at a time.
GROUP = 4 << 20

GROUP_ROWS = 8192

STORED_SCHEMA = ARTICLE_SCHEMA.with_metadata({"corpus_qa.schema_version": str(SCHEMA_VERSION)})

# Columns whose values repeat; for the others dictionaries and statistics only cost time.
REPEATED = ["source", "site", "published_source", "language", "encoding", "ingested_at"]

# Suffix of fragments that are being written.
STAGED = ".tmp"


def write_fragments(
    folder: Path, batches: Iterable[pa.RecordBatch], hashes: Mapping[str, str]
) -> Iterator[Fragment]:
    """Write batches to fragments, as many as their size asks for; yield each when it is complete.

    Args:
        folder: The dataset.
        batches: Rows in their final order, in ``ARTICLE_SCHEMA``.
        hashes: Source -> sha256 of its bytes.
    """
    writer: _Writer | None = None
    for batch in batches:
        for part in cut(batch, GROUP, GROUP_ROWS):
            writer = writer or _Writer(folder)
            writer.add(part)
            if writer.text_bytes >= TARGET:
                yield writer.close(hashes)
                writer = None
    if writer is not None:
        yield writer.close(hashes)


def cut(batch: pa.RecordBatch, size: int, rows: int) -> Iterator[pa.RecordBatch]:
    """Yield slices of a batch with at most ``rows`` rows and about ``size`` bytes of text each."""
    lengths = text_lengths(batch)
    start = held = 0
    for row, length in enumerate(lengths):
        if row > start and (held + length > size or row - start >= rows):
            yield batch.slice(start, row - start)
            start, held = row, 0
        held += length
    if start < batch.num_rows:
        yield batch.slice(start)


def text_lengths(batch: pa.RecordBatch) -> list[int]:
    """Return the size of each text in bytes."""
    lengths: list[int] = pc.binary_length(batch.column("text")).to_pylist()
    return lengths


class _Writer:
    """A fragment that is being written: small batches are collected to row groups."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / DATA / f"{os.getpid()}-{id(self):x}{STAGED}"
        self.file = pq.ParquetWriter(
            self.path,
            STORED_SCHEMA,
            compression="zstd",
            use_dictionary=REPEATED,
            write_statistics=REPEATED,
            write_page_checksum=True,
        )
        self.waiting: list[pa.RecordBatch] = []
        self.waiting_bytes = self.waiting_rows = 0
        self.text_bytes = self.rows = 0
        self.sources: dict[str, None] = {}

    def add(self, batch: pa.RecordBatch) -> None:
        size = sum(text_lengths(batch))
        if self.waiting_bytes + size > GROUP or self.waiting_rows + batch.num_rows > GROUP_ROWS:
            self._flush()
        self.waiting.append(batch)
        self.waiting_bytes += size
        self.waiting_rows += batch.num_rows
        self.text_bytes += size
        self.rows += batch.num_rows
        self.sources |= dict.fromkeys(batch.column("source").unique().to_pylist())

    def _flush(self) -> None:
        if self.waiting:
            table = pa.Table.from_batches(self.waiting).replace_schema_metadata(
                STORED_SCHEMA.metadata
            )
            self.file.write_table(table, row_group_size=GROUP_ROWS)
        self.waiting, self.waiting_bytes, self.waiting_rows = [], 0, 0

    def close(self, hashes: Mapping[str, str]) -> Fragment:
        """Finish the file and give it the name of its content."""
        self._flush()
        self.file.close()
        sha256 = sha256_of(self.path)
        with self.path.open("rb+") as file:
            os.fsync(file.fileno())
        final = self.folder / DATA / f"part-{sha256[:16]}.parquet"
        size = self.path.stat().st_size
        self.path.replace(final)
        sync_folder(final.parent)
        return Fragment(
            file=f"{DATA}/{final.name}",
            sha256=sha256,
            bytes=size,
            rows=self.rows,
            text_bytes=self.text_bytes,
            sources={name: hashes.get(name, "") for name in self.sources},
            schema_version=SCHEMA_VERSION,
            tool_version=version("corpus-qa"),
        )
