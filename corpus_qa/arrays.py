"""Arrow arrays from Python values and numpy, and back, without ``pyarrow.array``.

That function imports pandas on its first call, to ask whether the values are a Series: .4 s, more
than all else that a conversion of a few files takes. Building from buffers is also a third faster.
The same goes for ``pyarrow.table``, ``empty_table`` and ``to_numpy``, for numbers and texts that a
function of ``pyarrow.compute`` is given, and for points in time that become Python values.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def schema_of(columns: str) -> pa.Schema:
    """Return a schema of columns given as ``name kind``; a column that may be null is ``kind?``.

    A kind is Arrow's name of it, or ``time`` for points in time (microseconds, UTC).

    >>> schema_of("row int64, title string?").names
    ['row', 'title']
    """
    return pa.schema(_field(*column.split()) for column in columns.split(","))


def _field(name: str, kind: str) -> pa.Field:
    plain = kind.removesuffix("?")
    kind_of = pa.timestamp("us", tz="UTC") if plain == "time" else pa.type_for_alias(plain)
    return pa.field(name, kind_of, nullable=plain != kind)


def text_array(values: Sequence[str | bytes | None], kind: pa.DataType) -> pa.Array:
    """Return an array of texts, which may be given in UTF-8 already.

    Raises:
        UnicodeEncodeError: A text holds a lone surrogate.
    """
    parts = [value if isinstance(value, bytes) else (value or "").encode() for value in values]
    width = np.int64 if pa.types.is_large_string(kind) else np.int32
    ends = np.zeros(len(parts) + 1, np.int64)
    np.cumsum([len(part) for part in parts], out=ends[1:])
    places = pa.py_buffer(ends.astype(width, copy=False))
    buffers = [_validity(values), places, pa.py_buffer(b"".join(parts))]
    return pa.Array.from_buffers(kind, len(values), buffers)


def number_array(values: Sequence[float | None], kind: pa.DataType) -> pa.Array:
    """Return an array of numbers, whole or not, or of truth values."""
    numbers = np.fromiter((value or 0 for value in values), _width(kind), len(values))
    return pa.Array.from_buffers(kind, len(values), [_validity(values), _buffer(numbers)])


def time_array(values: Sequence[datetime | None], kind: pa.DataType) -> pa.Array:
    """Return an array of points in time, in microseconds."""
    ticks = ((value - EPOCH) // TICK if value else 0 for value in values)
    numbers = np.fromiter(ticks, np.int64, len(values))
    return pa.Array.from_buffers(kind, len(values), [_validity(values), pa.py_buffer(numbers)])


def numpy_array(values: npt.NDArray[Any]) -> pa.Array:
    """Return numbers or truth values of numpy as an array, numbers without copying them."""
    kind = pa.from_numpy_dtype(values.dtype)
    return pa.Array.from_buffers(kind, len(values), [None, _buffer(values)])


def array_of(values: Sequence[Any] | npt.NDArray[Any] | pa.Array, kind: pa.DataType) -> pa.Array:
    """Return an array of any kind that tables of articles have.

    Raises:
        pyarrow.ArrowInvalid: A number of numpy or Arrow does not fit the kind.
    """
    if isinstance(values, np.ndarray):
        values = numpy_array(values)
    if isinstance(values, pa.Array):
        return values.cast(kind)
    if pa.types.is_timestamp(kind):
        return time_array(values, kind)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return text_array(values, kind)
    return number_array(values, kind)


def batch_of(columns: Mapping[str, Any], schema: pa.Schema) -> pa.RecordBatch:
    """Return columns, given as for ``array_of``, as a record batch; other columns are left out."""
    arrays = [array_of(columns[field.name], field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def table_of(columns: Mapping[str, Any], schema: pa.Schema) -> pa.Table:
    """Return columns, given as for ``array_of``, as a table; other columns are left out."""
    return pa.Table.from_batches([batch_of(columns, schema)])


def table_of_rows(rows: Iterable[Sequence[Any]], schema: pa.Schema) -> pa.Table:
    """Return rows, which have a value for each field, as a table."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return table_of(dict(zip(schema.names, columns, strict=True)), schema)


def nothing(schema: pa.Schema) -> pa.Table:
    """Return a table without rows."""
    return pa.Table.from_batches([], schema)


def values_of(column: pa.Array) -> list[Any]:
    """Return the Python values of a column."""
    if not pa.types.is_timestamp(column.type):
        values: list[Any] = column.to_pylist()
        return values
    ticks = column.cast(pa.int64()).to_pylist()
    return [None if tick is None else EPOCH + tick * TICK for tick in ticks]


def numbers_of(column: pa.Array | pa.ChunkedArray) -> npt.NDArray[Any]:
    """Return the numbers of a column without nulls for numpy; one chunk is not copied."""
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    width = _width(column.type)
    parts = [
        np.frombuffer(chunk.buffers()[1] or b"", width)[chunk.offset :][: len(chunk)]
        for chunk in chunks
    ]
    return parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, width), *parts])


def rebase(column: pa.Array) -> pa.Array:
    """Return a string column as ``large_string`` without nulls whose offsets start at zero.

    pyarrow (23.0 to 26.0.1) lower-cases the wrong bytes of a slice that was cast to
    ``large_string``, so the offsets of a slice must be rebased before anything else is done.
    """
    if column.type != pa.large_string():
        column = column.cast(pa.large_string())
    if column.null_count:
        places = pa.py_buffer(np.zeros(len(column) + 1, np.int64))
        empty = pa.LargeStringArray.from_buffers(len(column), places, pa.py_buffer(b""))
        column = pc.coalesce(column, empty)
    offsets = offsets_of(column)
    data = column.buffers()[2] or pa.py_buffer(b"")
    first, last = int(offsets[0]), int(offsets[-1])
    moved = pa.py_buffer(np.ascontiguousarray(offsets - first))
    return pa.LargeStringArray.from_buffers(len(column), moved, data.slice(first, last - first))


def offsets_of(column: pa.Array) -> npt.NDArray[np.int64]:
    """Return where the values of a ``large_string`` column begin and end in its bytes."""
    if not len(column):
        return np.zeros(1, np.int64)
    offsets = np.frombuffer(column.buffers()[1], np.int64)
    return offsets[column.offset : column.offset + len(column) + 1]


def _width(kind: pa.DataType) -> str:
    """Name the numpy type of numbers of a kind."""
    if pa.types.is_boolean(kind):
        return "?"
    return f"{'f' if pa.types.is_floating(kind) else 'i'}{kind.bit_width // 8}"


def _buffer(numbers: npt.NDArray[Any]) -> pa.Buffer:
    """Return numbers as Arrow holds them: truth values take a bit each."""
    if numbers.dtype == bool:
        return pa.py_buffer(np.packbits(numbers, bitorder="little"))
    return pa.py_buffer(np.ascontiguousarray(numbers))


def _validity(values: Sequence[object]) -> pa.Buffer | None:
    """Return one bit a value: whether there is one; nothing if there are all."""
    present = [value is not None for value in values]
    return None if all(present) else pa.py_buffer(np.packbits(present, bitorder="little"))
