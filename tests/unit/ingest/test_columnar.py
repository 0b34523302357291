"""Tables are read a row group at a time, and damage costs no more than it must."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from inputs import (
    MANY,
    convert_with_neighbour,
)


def test_a_damaged_parquet_page_costs_its_row_group(tmp_path: Path) -> None:
    sink = pa.BufferOutputStream()
    table = pa.Table.from_pylist(MANY[:3000])
    pq.write_table(table, sink, row_group_size=1000, write_page_checksum=True)
    content = bytearray(sink.getvalue().to_pybytes())
    place = pq.read_metadata(pa.BufferReader(bytes(content))).row_group(1).column(1).file_offset
    place = (
        pq.read_metadata(pa.BufferReader(bytes(content))).row_group(1).column(1).data_page_offset
    )
    content[place : place + 60] = b"\xff" * 60
    rows, conversion = convert_with_neighbour(tmp_path, {"a.parquet": bytes(content)})
    assert [row.article_id for row in rows] == [
        record["id"] for record in MANY[:1000] + MANY[2000:3000]
    ]
    (problem,) = conversion.problems
    assert "row group 2" in problem.reason
    assert problem.lost == 1000
