"""Tables are read a row group at a time, and damage costs no more than it must."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from inputs import (
    MANY,
    convert_with_neighbour,
)

from corpus_qa.ingest.articles import split_source
from corpus_qa.ingest.discover import find
from corpus_qa.ingest.records import Raw, Reading
from corpus_qa.model import Problem


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


READING = Reading((), 16 << 20, datetime(2025, 5, 1, tzinfo=UTC))


def as_parquet(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", row_group_size=1 << 20)
    return bytes(sink.getvalue())


def as_arrow(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_file(sink, batch.schema, options=options) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def dictionary_bomb(rows: int) -> pa.Array:
    """Return many rows that all name one text of a megabyte."""
    return pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), ["The tide. " * 100_000])


def run_bomb(rows: int) -> pa.Array:
    return pa.RunEndEncodedArray.from_arrays(pa.array([rows], pa.int32()), ["The tide. " * 1000])


def view_bomb(rows: int) -> pa.Array:
    one = pa.array(["The tide. " * 100_000], pa.string_view())
    views = one.buffers()[1].to_pybytes()[:16] * rows
    return pa.Array.from_buffers(
        pa.string_view(), rows, [None, pa.py_buffer(views), one.buffers()[2]]
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda: as_parquet(pa.table({"text": dictionary_bomb(50_000)})), id="parquet"),
        pytest.param(
            lambda: as_arrow(pa.record_batch({"text": dictionary_bomb(50_000)})), id="dictionary"
        ),
        pytest.param(
            lambda: as_arrow(pa.record_batch({"text": run_bomb(2_000_000_000)})), id="runs"
        ),
        pytest.param(lambda: as_arrow(pa.record_batch({"text": view_bomb(50_000)})), id="views"),
        pytest.param(
            lambda: as_parquet(pa.table({"text": pa.nulls(9_000_000, pa.string())})), id="nulls"
        ),
    ],
)
def test_a_small_file_cannot_fill_the_memory(content: Callable[[], bytes], tmp_path: Path) -> None:
    path = tmp_path / "bomb.parquet"
    path.write_bytes(content())
    name = "arrow" if path.read_bytes().startswith(b"ARROW1") else "parquet"
    path = path.rename(tmp_path / f"bomb.{name}")
    assert path.stat().st_size < 1 << 20
    (source,) = find([path]).sources
    *records, problem = split_source(source, READING)
    assert isinstance(problem, Problem)
    assert "grows without end" in problem.reason
    assert sum(item.size for item in records if isinstance(item, Raw)) <= 256 << 20
    assert pa.default_memory_pool().max_memory() < 512 << 20


@pytest.mark.parametrize("middle", [1 << 30, -5])
def test_offsets_outside_the_file_are_damage(middle: int, tmp_path: Path) -> None:
    offsets = pa.py_buffer(np.array([0, middle, 10], np.int32))
    array = pa.Array.from_buffers(pa.string(), 2, [None, offsets, pa.py_buffer(b"The tide. ")])
    rows, conversion = convert_with_neighbour(
        tmp_path, {"a.arrow": as_arrow(pa.record_batch({"text": array}))}
    )
    assert rows == []
    (problem,) = conversion.problems
    assert "batch 1 of the Arrow file is damaged" in problem.reason


def test_a_bit_that_is_flipped_in_a_dictionary_of_texts_raises_nothing(tmp_path: Path) -> None:
    table = pa.table({"id": ["a", "b", "c"], "text": ["The ferry", "The lido", "The ferry"]})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="none", write_statistics=False, store_schema=False)
    whole = bytes(sink.getvalue())
    path = tmp_path / "a.parquet"
    path.write_bytes(whole)
    (source,) = find([path]).sources
    told = 0
    for place in range(4, len(whole) - 8):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << place % 8
        path.write_bytes(damaged)
        items = list(split_source(source, READING))
        told += any(isinstance(item, Problem) for item in items)
        assert all(
            item.data.validate(full=False) is None for item in items if isinstance(item, Raw)
        )
    assert told > 20
