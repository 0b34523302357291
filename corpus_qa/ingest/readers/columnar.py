"""Parquet and Arrow files: read a few thousand rows at a time, whatever their size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.arrays import numbers_of
from corpus_qa.ingest.charset import decode
from corpus_qa.ingest.columns import map_columns
from corpus_qa.ingest.fields import Decoding, by_name, no_text, read_record
from corpus_qa.ingest.records import Draft, Raw, Reader, Reading, Source, too_long
from corpus_qa.ingest.streams import Stream
from corpus_qa.model import Problem

# Bytes of rows that are handed on together.
PART = 1 << 20

MOST_ROWS = 8192

# Bytes that a file may grow to when it is decoded: by default, and for each byte of the file. Text
# shrinks to a quarter; only files made to fill a memory shrink to a thousandth.
LEAST_DECODED, MOST_GROWTH = 64 << 20, 1000

# Bytes that a row counts at least; each is looked at.
ROW = 256

HINT = "Fetch or export the file again; everything readable was kept."


# Rows that follow each other, after their first number and the share of the file before them.
_Rows: TypeAlias = tuple[int, Fraction, pa.RecordBatch | Problem]


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
    read: Callable[[Source, str], Iterator[_Rows]],
) -> Iterator[Raw | Problem]:
    whole = stream.position = source.path.stat().st_size
    if not whole:
        return
    with stream.as_path() as path:
        most, known = max(LEAST_DECODED, MOST_GROWTH * whole), False
        try:
            for first, share, rows in read(source, str(path)):
                number, stream.position = first + 1, 1 + int((whole - 1) * share)
                if isinstance(rows, Problem):
                    yield rows
                    continue
                if not known and not _may_have_text(rows.schema, reading):
                    yield no_text(source, tuple(rows.schema.names), None)
                    return
                known = True
                for part, size in slices(rows):
                    most -= size
                    if most < 0:
                        yield _bomb(source, number)
                        return
                    yield Raw(source, number, None, part)
                    number += part.num_rows
        except (pa.ArrowException, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            kind = source.reader.name.capitalize()
            yield Problem(source.name, f"the {kind} file is damaged ({_first(error)})", HINT)


def _bomb(source: Source, number: int) -> Problem:
    reason = f"the file grows without end when it is decoded; it was left at row {number:,}"
    return Problem(source.name, reason, "Export it again, or leave it out with exclude.")


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


def _parquet(source: Source, path: str) -> Iterator[_Rows]:
    """Yield the rows of each row group; a damaged group costs its own rows only."""
    # As dictionaries, texts that are stored once take memory once; ``_plain`` copies few at a time.
    with pq.ParquetFile(path) as file:
        texts = _text_columns(file.schema_arrow)
    with pq.ParquetFile(path, pre_buffer=False, buffer_size=PART, read_dictionary=texts) as file:
        groups = [file.metadata.row_group(i) for i in range(file.num_row_groups)]
        all_rows = max(1, file.metadata.num_rows)
        total = sum(group.total_byte_size for group in groups)
        rows = max(1, min(MOST_ROWS, PART * all_rows // max(1, total)))
        first = 0
        for index, group in enumerate(groups):
            done, stop = first, first + group.num_rows
            first = stop
            if _is_before(source, Fraction(max(done, stop - 1), all_rows)):
                continue
            try:
                for batch in file.iter_batches(batch_size=rows, row_groups=[index]):
                    yield done, Fraction(done, all_rows), _validated(batch)
                    done += batch.num_rows
            except (pa.ArrowInvalid, OSError) as error:
                reason = f"row group {index + 1} of the Parquet file is damaged ({_first(error)})"
                problem = Problem(source.name, reason, HINT, lost=stop - done)
                yield done, Fraction(done, all_rows), problem


def _is_before(source: Source, share: Fraction) -> bool:
    """Whether what stands behind a share of a file comes before the stretch that is read."""
    return (
        source.stretch is not None
        and int((source.path.stat().st_size - 1) * share) < source.stretch[0]
    )


def _arrow(source: Source, path: str) -> Iterator[_Rows]:
    """Yield the batches of an Arrow file, or of a stream in a file."""
    first = 0
    with pa.memory_map(path) as file:
        try:
            reader = pa.ipc.open_file(file)
        except pa.ArrowInvalid:
            file.seek(0)
            for batch in pa.ipc.open_stream(file):
                yield first, Fraction(0), _validated(batch)
                first += batch.num_rows
            return
        for index in range(reader.num_record_batches):
            share = Fraction(index, reader.num_record_batches)
            try:
                batch = reader.get_batch(index)
                if not _is_before(source, share):
                    yield first, share, _validated(batch)
                first += batch.num_rows
            except (pa.ArrowInvalid, OSError) as error:
                reason = f"batch {index + 1} of the Arrow file is damaged ({_first(error)})"
                yield first, share, Problem(source.name, reason, HINT)


# Types of text -> the type of the same bytes.
BYTES = {
    pa.string(): pa.binary(),
    pa.large_string(): pa.large_binary(),
    pa.string_view(): pa.binary_view(),
}


def _validated(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return a batch whose offsets point into its own memory; text may be no UTF-8.

    Raises:
        ArrowInvalid: They do not.
    """
    for column in batch.columns:
        _validate(column)
    return batch


def _validate(column: pa.Array) -> None:
    if pa.types.is_dictionary(column.type):
        _validate(column.dictionary)
        places = numbers_of(column.indices.drop_null())
        if len(places) and not 0 <= places.min() <= places.max() < len(column.dictionary):
            msg = "a value lies outside of its dictionary"
            raise pa.ArrowInvalid(msg)
        return
    as_bytes = BYTES.get(column.type)
    (column if as_bytes is None else column.view(as_bytes)).validate(full=True)


def _text_columns(schema: pa.Schema) -> list[str]:
    return [
        field.name
        for field in schema
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
    ]


def slices(batch: pa.RecordBatch) -> Iterator[tuple[pa.RecordBatch, int]]:
    """Yield slices of a batch that can be held when they are decoded, each with its size then."""
    for first in range(0, batch.num_rows, MOST_ROWS):
        piece = batch.slice(first, MOST_ROWS)
        size = max(piece.nbytes, sum(map(_decoded_size, piece.columns)), ROW * piece.num_rows)
        rows = max(1, min(MOST_ROWS, PART * piece.num_rows // size))
        for start in range(0, piece.num_rows, rows):
            part = piece.slice(start, rows)
            yield _plain(part), size * part.num_rows // piece.num_rows


def _plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return a batch in which each row has its own values."""
    columns = []
    for column in batch.columns:
        if pa.types.is_dictionary(column.type):
            columns.append(column.dictionary_decode())
        elif pa.types.is_run_end_encoded(column.type):
            columns.append(pc.run_end_decode(column))
        else:
            columns.append(column)
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _decoded_size(column: pa.Array) -> int:
    """Return the bytes of a column in which each row has a value of its own."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        sizes = _lengths(column.dictionary)
        places = numbers_of(column.indices.drop_null())
        return int(sizes[places].sum()) if len(places) else 0
    if pa.types.is_run_end_encoded(kind):
        return int(_lengths(column.values).max(initial=8)) * len(column)
    return int(_lengths(column).sum())


def _lengths(column: pa.Array) -> npt.NDArray[np.int64]:
    """Return the bytes of each text; 8 for each value of another type."""
    kind = column.type
    if kind in {pa.string_view(), pa.binary_view()}:
        views = np.frombuffer(column.buffers()[1], np.int32).reshape(-1, 4)[:, 0]
        return views[column.offset : column.offset + len(column)].clip(0).astype(np.int64)
    if not any(is_kind(kind) for is_kind in TEXTS):
        return np.full(len(column), 8, np.int64)
    width = np.int64 if is_large(kind) else np.int32
    places = np.frombuffer(column.buffers()[1] or b"", width)[column.offset :][: len(column) + 1]
    return np.diff(places).astype(np.int64)


def is_large(kind: pa.DataType) -> bool:
    """Whether the places of the texts of a column are numbers of 64 bits."""
    return bool(pa.types.is_large_string(kind) or pa.types.is_large_binary(kind))


TEXTS = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_binary,
    pa.types.is_large_binary,
)


def _values(column: pa.Array) -> list[object]:
    """Return the values of a column; text that is not UTF-8 as bytes."""
    try:
        values: list[object] = column.to_pylist()
    except UnicodeDecodeError:
        values = column.cast(pa.large_binary()).to_pylist()
    except (ValueError, OverflowError):  # dates before the year 1 or after 9999
        values = column.cast(pa.string()).to_pylist()
    return values


def _first(error: Exception) -> str:
    return str(error).split("\n", 1)[0][:200]


READERS = (
    Reader("parquet", (".parquet",), split_parquet, parse_table, divisible=True),
    Reader("arrow", (".arrow", ".feather"), split_arrow, parse_table, divisible=True),
)
