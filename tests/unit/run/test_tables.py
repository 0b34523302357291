"""Part files, the cursor over sorted tables, and paths in SQL."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpus_qa.run.tables import Parts, RowCursor, connect, open_parquet, sql_path

SCHEMA = pa.schema([("row", pa.int64()), ("name", pa.string())])


def batch(*rows: int) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([{"row": row, "name": f"n{row}"} for row in rows], SCHEMA)


def test_a_part_file_with_a_schema_is_there_without_rows(tmp_path: Path) -> None:
    with Parts(tmp_path, {"docs": SCHEMA}) as parts:
        parts.write("others", batch(1))
    assert pq.read_table(tmp_path / "docs.parquet").equals(SCHEMA.empty_table())
    assert pq.read_table(tmp_path / "others.parquet").num_rows == 1


def test_a_part_file_without_a_schema_is_there_from_the_first_batch_on(tmp_path: Path) -> None:
    with Parts(tmp_path) as parts:
        assert list(tmp_path.iterdir()) == []
        parts.write("docs", batch())
        parts.write("docs", batch(1, 2))
        parts.write("docs", batch(3))
    assert pq.read_table(tmp_path / "docs.parquet").column("row").to_pylist() == [1, 2, 3]


@pytest.mark.parametrize("steps", [[9], [0, 2, 2, 3, 6, 9, 12], [5, 9]])
def test_a_cursor_passes_each_row_once_whatever_the_batches(steps: list[int]) -> None:
    cursor = RowCursor(iter([batch(), batch(1, 2, 2), batch(2, 5), batch(), batch(8)]), SCHEMA)
    passed = [cursor.before(step).column("row").to_pylist() for step in steps]
    assert [row for rows in passed for row in rows] == [1, 2, 2, 2, 5, 8]
    for rows, step in zip(passed, steps, strict=True):
        assert all(row < step for row in rows)


def test_a_cursor_over_nothing_finds_nothing() -> None:
    assert RowCursor(iter([]), SCHEMA).before(5).equals(SCHEMA.empty_table())


@pytest.mark.parametrize("name", ["plain", "it's", "a[b]c", "a]b", "wh?t*", "[!x]", "{a,b}", "a b"])
def test_a_path_in_sql_is_this_path_and_no_other(tmp_path: Path, name: str) -> None:
    folder, other = tmp_path / name, tmp_path / "b"
    for place, row in ((folder, 1), (other, 2), (tmp_path / "abc", 3), (tmp_path / "what", 4)):
        place.mkdir()
        pq.write_table(pa.Table.from_batches([batch(row)]), place / "part-1.parquet")
    with connect(tmp_path) as connection:
        query = "SELECT row FROM read_parquet('{folder}/part*.parquet')"
        assert connection.sql(query.format(folder=sql_path(folder))).fetchall() == [(1,)]
        open_parquet(connection, folder / "part-1.parquet", "rows")
        assert connection.sql("SELECT row FROM rows").fetchall() == [(1,)]
