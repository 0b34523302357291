"""Arrow arrays from Python values and numpy, and back: those that pyarrow makes, without pandas."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_qa.arrays import (
    array_of,
    nothing,
    numbers_of,
    numpy_array,
    table_of,
    table_of_rows,
    text_array,
    values_of,
)

KINDS = {
    pa.string(): st.text(max_size=20),
    pa.large_string(): st.text(max_size=20),
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.int32(): st.integers(-(2**31), 2**31 - 1),
    pa.int8(): st.integers(-(2**7), 2**7 - 1),
    pa.float64(): st.floats(allow_nan=False),
    pa.bool_(): st.booleans(),
    pa.timestamp("us", tz="UTC"): st.datetimes(timezones=st.just(UTC)),
}
COLUMNS = [st.tuples(st.just(kind), st.lists(st.none() | values)) for kind, values in KINDS.items()]
NUMBERS = {
    kind: st.lists(values)
    for kind, values in KINDS.items()
    if pa.types.is_integer(kind) or pa.types.is_floating(kind)
}


@given(column=st.one_of(COLUMNS))
def test_arrays_are_those_that_pyarrow_makes(column: tuple[pa.DataType, list[Any]]) -> None:
    kind, values = column
    made = array_of(values, kind)
    made.validate(full=True)
    assert made.equals(pa.array(values, kind))
    assert values_of(made) == values
    assert array_of(made, kind).equals(made)


@given(texts=st.lists(st.none() | st.text(max_size=20)))
def test_texts_may_be_given_in_utf8(texts: list[str | None]) -> None:
    encoded = [None if text is None else text.encode() for text in texts]
    assert text_array(encoded, pa.string()).equals(pa.array(texts, pa.string()))


@pytest.mark.parametrize("kind", NUMBERS, ids=str)
@given(data=st.data())
def test_numbers_of_arrow_and_numpy_are_the_same(kind: pa.DataType, data: st.DataObject) -> None:
    array = pa.array(data.draw(NUMBERS[kind]), kind)
    cut = data.draw(st.integers(0, len(array)))
    plain = array.to_numpy()
    for column in (array, pa.chunked_array([array[:cut], array[cut:]]), pa.chunked_array([], kind)):
        numbers = numbers_of(column)
        assert numbers.dtype == plain.dtype
        assert numbers.tolist() == plain[: len(column)].tolist()
    assert numpy_array(plain[cut:]).equals(array[cut:])
    assert numpy_array(plain > 0).equals(pa.array(plain > 0))


def test_a_number_that_does_not_fit_is_refused() -> None:
    with pytest.raises(pa.ArrowInvalid, match="not in range"):
        array_of(np.array([1 << 40]), pa.int32())


def test_tables_hold_columns_or_rows() -> None:
    schema = pa.schema([("site", pa.string()), ("seen", pa.timestamp("us", tz="UTC"))])
    moment = datetime(2026, 2, 3, tzinfo=UTC)
    rows = [("mill.example", moment), (None, None)]
    table = table_of_rows(rows, schema)
    assert [tuple(row.values()) for row in table.to_pylist()] == rows
    assert table_of({"seen": [moment, None], "site": ["mill.example", None]}, schema).equals(table)
    assert table_of_rows([], schema).equals(nothing(schema))
    assert nothing(schema).equals(schema.empty_table())
