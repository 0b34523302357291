"""Copy a source with other records in place of some: everything else keeps its bytes."""

from __future__ import annotations

import bz2
import codecs
import gzip
import hashlib
import lzma
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.ingest.records import CsvRow, Source
from corpus_qa.ingest.streams import Compression, Stream, byte_order_mark, utf8
from corpus_qa.repair.fixer import TABLES, FixedRecord
from corpus_qa.repair.places import UnwritableError

CHANGED = "the file changed while it was read; run it again when nothing writes to it"
DAMAGED = "the file is damaged, so it is not rewritten; restore it from its source first"
# Names of the formats of Parquet files as their metadata and its writer call them.
VERSIONS = {"1.0": "1.0", "2.4": "2.4", "2.6": "2.6"}
LZ4, ZSTD = b"\x04\x22\x4d\x18", b"\x28\xb5\x2f\xfd"


class Rewriter(Protocol):
    """Writes a copy of a source; the records that differ are given in their order."""

    def put(self, record: FixedRecord) -> None:
        """Write everything before a record, and the record as it is now."""

    def close(self) -> None:
        """Write the rest.

        Raises:
            UnwritableError: The source is not what it was, or cannot be written exactly.
        """


@contextmanager
def rewriter(source: Source, path: Path) -> Iterator[Rewriter]:
    """Yield what writes a copy of a source to ``path``, in its format and compressed as it is."""
    with ExitStack() as stack:
        if source.reader.name in TABLES:
            yield stack.enter_context(_table_rewriter(source, path))
            return
        file = stack.enter_context(path.open("wb"))
        out = stack.enter_context(_compressed(file, source.compression))
        yield TextRewriter(source, out)


@contextmanager
def _compressed(file: BinaryIO, kind: Compression) -> Iterator[BinaryIO]:
    """Yield a file that compresses what is written to it into another one."""
    match kind:
        case Compression.NONE:
            yield file
        case Compression.GZIP:
            with gzip.GzipFile("", "wb", 9, file, 0) as out:
                yield cast("BinaryIO", out)
        case Compression.BZIP2:
            with bz2.BZ2File(file, "wb") as packed:
                yield cast("BinaryIO", packed)
        case Compression.XZ:
            with lzma.LZMAFile(file, "wb") as packed_xz:
                yield cast("BinaryIO", packed_xz)
        case Compression.ZSTD:
            with pa.CompressedOutputStream(pa.PythonFile(file, "w"), "zstd") as stream:
                yield stream


class TextRewriter:
    """Copies lines up to a record, writes the record as it is now, and goes on behind it."""

    def __init__(self, source: Source, out: BinaryIO) -> None:
        self.stream = Stream(source.path, source.compression)
        self.out = out
        self.whole = source.reader.name in {"text", "markdown"}
        self.done = False
        blocks, encoding = _blocks(self.stream, whole=self.whole)
        self.blocks = blocks
        self.encode = codecs.getincrementalencoder(encoding)() if encoding else None
        if encoding and not _is_exact(Stream(source.path, source.compression), encoding):
            msg = f"its {encoding.upper()} is damaged, so it cannot be written again as it is"
            raise UnwritableError(msg)
        self.data = bytearray()
        self.line = 1
        if encoding:
            self._write(b"\xef\xbb\xbf" if _has_mark(source) else b"")

    def put(self, record: FixedRecord) -> None:
        """Replace a record.

        Raises:
            UnwritableError: It is not where it was.
        """
        old, new = _bytes(record.raw.data), _bytes(record.data)
        if self.whole:
            if b"".join(self.blocks) != old:
                raise UnwritableError(CHANGED)
            self._write(new)
            return
        while self.line < (record.raw.line or 1):
            self._copy_line()
        while (at := self.data.find(old)) < 0:
            if len(self.data) > 2 * len(old) + (1 << 20) or not self._more():
                raise UnwritableError(CHANGED)
        if b"\n" in self.data[:at]:
            raise UnwritableError(CHANGED)
        self._write(bytes(self.data[:at]) + new)
        self.line += old.count(b"\n")
        del self.data[: at + len(old)]

    def close(self) -> None:
        """Copy what comes after the last record.

        Raises:
            UnwritableError: The source is damaged.
        """
        while self.data or self._more():
            self._write(bytes(self.data))
            self.data.clear()
        if self.stream.damage:
            raise UnwritableError(DAMAGED)

    def _copy_line(self) -> None:
        while (end := self.data.find(b"\n")) < 0:
            if len(self.data) > 1 << 20:
                self._write(bytes(self.data))
                self.data.clear()
            if not self._more():
                raise UnwritableError(CHANGED)
        self._write(bytes(self.data[: end + 1]))
        del self.data[: end + 1]
        self.line += 1

    def _more(self) -> bool:
        block = next((block for block in self.blocks if block), b"")
        self.data += block
        return bool(block)

    def _write(self, data: bytes) -> None:
        self.out.write(self.encode.encode(data.decode()) if self.encode else data)


def _bytes(data: object) -> bytes:
    found = data.data if isinstance(data, CsvRow) else data
    if not isinstance(found, bytes):
        raise TypeError(data)
    return found


def _blocks(stream: Stream, *, whole: bool) -> tuple[Iterator[bytes], str | None]:
    """Return the bytes of a source and, if they are made UTF-8, the encoding that they are in."""
    blocks = iter(stream)
    first = next(blocks, b"")
    name, _ = byte_order_mark(first)

    def all_blocks() -> Iterator[bytes]:
        yield first
        yield from blocks

    if whole or name in {None, "utf-8"}:
        return all_blocks(), None
    return utf8(all_blocks()), name


def _has_mark(source: Source) -> bool:
    first = next(iter(Stream(source.path, source.compression)), b"")
    return byte_order_mark(first)[1] > 0


def _is_exact(stream: Stream, encoding: str) -> bool:
    """Whether a stream is the same when it is decoded and encoded again."""
    decoder = codecs.getincrementaldecoder(encoding)()
    encoder = codecs.getincrementalencoder(encoding)()
    before, after = hashlib.sha256(), hashlib.sha256()
    try:
        for block in stream:
            before.update(block)
            after.update(encoder.encode(decoder.decode(block)))
        after.update(encoder.encode(decoder.decode(b"", final=True), final=True))
    except UnicodeError:
        return False
    return before.digest() == after.digest()


@contextmanager
def _table_rewriter(source: Source, path: Path) -> Iterator[Rewriter]:
    """Yield what rewrites a Parquet or Arrow file, which is read from its end."""
    with ExitStack() as stack:
        read, write = source.local, path
        if source.compression is not Compression.NONE:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="corpus-qa-")))
            read, write = folder / "read", folder / "write"
            with read.open("wb") as file:
                file.writelines(Stream(source.path, source.compression))
        is_parquet = source.reader.name == "parquet"
        parts = _parquet_parts(read, write) if is_parquet else _arrow_parts(read, write)
        yield TableRewriter(parts)
        if write != path:
            with path.open("wb") as file, _compressed(file, source.compression) as out:
                out.write(write.read_bytes())


class TableWriter(Protocol):
    """What both writers of tables offer."""

    def write(self, table: pa.Table) -> None:
        """Write a part."""


# The parts of a table, each with what writes it.
Parts = Iterator[tuple[pa.Table, TableWriter]]


class TableRewriter:
    """Copies a table part by part, with other values in some rows."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.values: dict[int, Mapping[str, str]] = {}
        self.first = self.end = 0
        self.table: pa.Table | None = None
        self.writer: TableWriter | None = None

    def put(self, record: FixedRecord) -> None:
        """Remember the new values of a row, and write the parts before it.

        Raises:
            UnwritableError: There is no such row any more.
        """
        row = record.raw.number - 1
        while row >= self.end:
            if not self._next():
                raise UnwritableError(CHANGED)
        self.values[row] = record.values

    def close(self) -> None:
        """Write the rest.

        Raises:
            UnwritableError: A part is damaged, or holds what cannot be written.
        """
        while self._next():
            pass

    def _next(self) -> bool:
        try:
            if self.table is not None and self.writer is not None:
                self.writer.write(self._replaced(self.table))
            self.values.clear()
            self.table, self.writer = next(self.parts, (None, None))
        except (pa.ArrowException, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise UnwritableError(DAMAGED) from error
        self.first = self.end
        self.end += self.table.num_rows if self.table is not None else 0
        return self.table is not None

    def _replaced(self, table: pa.Table) -> pa.Table:
        by_column: dict[str, dict[int, str]] = {}
        for row, values in self.values.items():
            for name, value in values.items():
                by_column.setdefault(name, {})[row - self.first] = value
        for name, new in by_column.items():
            number = table.schema.get_field_index(name)
            column = _with_cells(table.column(number), new)
            table = table.set_column(number, table.schema.field(number), column)
        return table


def _with_cells(column: pa.ChunkedArray, new: Mapping[int, str]) -> pa.ChunkedArray:
    """Return a column of texts with others in some rows."""
    kind = column.type
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    texts = column.cast(plain).combine_chunks()
    mask = [False] * len(texts)
    for row in new:
        mask[row] = True
    cells = pa.array([new[row] for row in sorted(new)], plain)
    done = pc.replace_with_mask(texts, pa.array(mask), cells)
    return pa.chunked_array([done.dictionary_encode().cast(kind) if plain != kind else done])


def _parquet_parts(read: Path, write: Path) -> Parts:
    """Yield the row groups of a Parquet file, and what writes them as they were written."""
    with pq.ParquetFile(read, page_checksum_verification=True) as file:
        meta = file.metadata
        kinds: dict[str, str] = {}
        if meta.num_row_groups:
            group = meta.row_group(0)
            columns = (group.column(number) for number in range(group.num_columns))
            kinds = {c.path_in_schema: _codec(c.compression) for c in columns}
        version = VERSIONS.get(str(meta.format_version), "2.6")
        with pq.ParquetWriter(
            write, file.schema_arrow, compression=kinds or "snappy", version=version
        ) as writer:
            for number in range(meta.num_row_groups):
                table = file.read_row_group(number)
                yield table, _Group(writer, table.num_rows)


def _codec(name: str) -> str:
    return {"UNCOMPRESSED": "none", "LZ4_RAW": "lz4"}.get(name, name.lower())


class _Group:
    """Writes a row group of as many rows as it had."""

    def __init__(self, writer: pq.ParquetWriter, rows: int) -> None:
        self.writer, self.rows = writer, rows

    def write(self, table: pa.Table) -> None:
        """Write one row group."""
        self.writer.write_table(table, row_group_size=max(1, self.rows))


def _arrow_parts(read: Path, write: Path) -> Parts:
    """Yield the batches of an Arrow file or stream, and what writes them."""
    with pa.memory_map(str(read)) as file:
        try:
            reader = pa.ipc.open_file(file)
            batches: Iterable[pa.RecordBatch] = (
                reader.get_batch(number) for number in range(reader.num_record_batches)
            )
            make = pa.ipc.new_file
        except pa.ArrowInvalid:
            file.seek(0)
            reader = batches = pa.ipc.open_stream(file)
            make = pa.ipc.new_stream
        options = pa.ipc.IpcWriteOptions(compression=_arrow_codec(read))
        with make(str(write), reader.schema, options=options) as writer:
            for batch in batches:
                batch.validate(full=True)
                yield pa.Table.from_batches([batch]), writer


def _arrow_codec(path: Path) -> str | None:
    """Return how the buffers of an Arrow file are compressed: its messages do not tell Python."""
    with path.open("rb") as file:
        data = file.read(1 << 20)
    places = {name: data.find(magic) for name, magic in (("lz4", LZ4), ("zstd", ZSTD))}
    found = {name: at for name, at in places.items() if at >= 0}
    return min(found, key=lambda name: found[name]) if found else None
