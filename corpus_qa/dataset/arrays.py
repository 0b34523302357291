"""Arrow arrays from Python values, without ``pyarrow.array``.

That function imports pandas on its first call, to ask whether the values are a Series: .4 s, more
than all else that a conversion of a few files takes. Building from buffers is also a third faster.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


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
    buffers = [_known(values), places, pa.py_buffer(b"".join(parts))]
    return pa.Array.from_buffers(kind, len(values), buffers)


def number_array(values: Sequence[int | None], kind: pa.DataType) -> pa.Array:
    """Return an array of whole numbers, of 64 bits or of 32."""
    width = np.int64 if pa.types.is_int64(kind) else np.int32
    numbers = np.fromiter((value or 0 for value in values), width, len(values))
    return pa.Array.from_buffers(kind, len(values), [_known(values), pa.py_buffer(numbers)])


def time_array(values: Sequence[datetime | None], kind: pa.DataType) -> pa.Array:
    """Return an array of points in time, in microseconds."""
    ticks = ((value - EPOCH) // TICK if value else 0 for value in values)
    numbers = np.fromiter(ticks, np.int64, len(values))
    return pa.Array.from_buffers(kind, len(values), [_known(values), pa.py_buffer(numbers)])


def _known(values: Sequence[object]) -> pa.Buffer | None:
    """Return one bit a value: whether there is one; nothing if there are all."""
    known = [value is not None for value in values]
    return None if all(known) else pa.py_buffer(np.packbits(known, bitorder="little"))
