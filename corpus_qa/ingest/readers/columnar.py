"""Parquet and Arrow files: read a few thousand rows at a time, whatever their size."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from corpus_qa.ingest.charset import decode
from corpus_qa.ingest.fields import Decoding, by_name, map_columns, no_text, read_record
from corpus_qa.ingest.records import Draft, Raw, Reader, Reading, Source, too_long
from corpus_qa.ingest.streams import Compression, Stream
from corpus_qa.model import Problem

# Bytes of rows that are handed on together.
PART = 1 << 20

MOST_ROWS = 8192

HINT = "Fetch or export the file again; everything readable was kept."


def split_parquet(source: Source, stream: Stream, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield record batches of a Parquet file."""
    return _split(source, stream, reading, _parquet)


def split_arrow(source: Source, stream: Stream, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield record batches of an Arrow file."""
    return _split(source, stream, reading, _arrow)


def _split(
    source: Source,
    stream: Stream,
    reading: Reading,
    read: Callable[[Source, str], Iterator[pa.RecordBatch | Problem]],
) -> Iterator[Raw | Problem]:
    with ExitStack() as stack:
        path = str(source.path)
        if source.compression is not Compression.NONE:
            path = stack.enter_context(_unpacked(stream))
        stream.position = source.path.stat().st_size
        if not stream.position:
            return
        try:
            number = 1
            for batch in read(source, path):
                if isinstance(batch, Problem):
                    yield batch
                    number += batch.lost or 0
                    continue
                names = tuple(batch.schema.names)
                if number == 1 and not _may_have_text(batch.schema, reading):
                    yield no_text(source, names, None)
                    return
                for part in _parts(batch):
                    yield Raw(source, number, None, part)
                    number += part.num_rows
        except (pa.ArrowException, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            kind = source.reader.name.capitalize()
            yield Problem(source.name, f"the {kind} file is damaged ({_first(error)})", HINT)


def _may_have_text(schema: pa.Schema, reading: Reading) -> bool:
    """Whether a column may hold texts: one by its name, or objects with a field of such a name."""
    nested = any(pa.types.is_struct(field.type) for field in schema)
    return nested or map_columns(tuple(schema.names), reading.overrides).has_text


def parse_table(raw: Raw, reading: Reading, _near: Iterable[str]) -> Iterator[Draft | Problem]:
    """Yield the articles of a record batch."""
    if not isinstance(raw.data, pa.RecordBatch):
        raise TypeError(raw.data)
    names = raw.data.schema.names
    columns = [_values(column) for column in raw.data.columns]
    for place, row in enumerate(zip(*columns, strict=True)):
        values = by_name(names, row)
        errors = 0
        encoding = "utf-8"
        for name, value in values.items():
            if isinstance(value, bytes):
                values[name], encoding, bad = decode(value)
                errors += bad
        record = raw._replace(number=raw.number + place)
        if any(isinstance(v, str) and len(v) > reading.limit for v in values.values()):
            yield too_long(raw.source, reading.limit)
        else:
            yield read_record(values, Decoding(record, encoding, errors), reading)


def _parquet(source: Source, path: str) -> Iterator[pa.RecordBatch | Problem]:
    """Yield the rows of each row group; a damaged group costs its own rows only."""
    with pq.ParquetFile(path, pre_buffer=False, buffer_size=PART) as file:
        total = sum(file.metadata.row_group(i).total_byte_size for i in range(file.num_row_groups))
        rows = max(1, min(MOST_ROWS, PART * max(1, file.metadata.num_rows) // max(1, total)))
        for index in range(file.num_row_groups):
            done = 0
            try:
                for batch in file.iter_batches(batch_size=rows, row_groups=[index]):
                    done += batch.num_rows
                    yield batch
            except (pa.ArrowInvalid, OSError) as error:
                lost = file.metadata.row_group(index).num_rows - done
                reason = f"row group {index + 1} of the Parquet file is damaged ({_first(error)})"
                yield Problem(source.name, reason, HINT, lost=lost)


def _arrow(source: Source, path: str) -> Iterator[pa.RecordBatch | Problem]:
    """Yield the batches of an Arrow file, or of a stream in a file."""
    with pa.memory_map(path) as file:
        try:
            reader = pa.ipc.open_file(file)
        except pa.ArrowInvalid:
            file.seek(0)
            yield from pa.ipc.open_stream(file)
            return
        for index in range(reader.num_record_batches):
            try:
                yield reader.get_batch(index)
            except (pa.ArrowInvalid, OSError) as error:
                reason = f"batch {index + 1} of the Arrow file is damaged ({_first(error)})"
                yield Problem(source.name, reason, HINT)


def _parts(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    rows = max(1, min(MOST_ROWS, PART * batch.num_rows // max(1, batch.nbytes)))
    for start in range(0, batch.num_rows, rows):
        yield batch.slice(start, rows)


def _values(column: pa.Array) -> list[object]:
    """Return the values of a column; text that is not UTF-8 as bytes."""
    try:
        values: list[object] = column.to_pylist()
    except UnicodeDecodeError:
        values = column.cast(pa.large_binary()).to_pylist()
    except (ValueError, OverflowError):  # dates before the year 1 or after 9999
        values = column.cast(pa.string()).to_pylist()
    return values


@contextmanager
def _unpacked(stream: Stream) -> Iterator[str]:
    """Decompress to a temporary file: both formats are read from their end."""
    with tempfile.TemporaryDirectory(prefix="corpus-qa-") as folder:
        path = Path(folder) / "table"
        with path.open("wb") as file:
            file.writelines(stream)
        yield str(path)


def _first(error: Exception) -> str:
    return str(error).split("\n", 1)[0][:200]


READERS = (
    Reader("parquet", (".parquet",), split_parquet, parse_table),
    Reader("arrow", (".arrow", ".feather"), split_arrow, parse_table),
)
