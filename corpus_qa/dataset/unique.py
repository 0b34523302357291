"""Refuse a dataset in which two articles have the same id."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.dataset.store import Dataset
from corpus_qa.errors import InputError

# Articles whose ids are compared in memory; for more DuckDB does it, and uses the disk.
IN_MEMORY = 1_000_000

MEMORY = "400MB"

COLUMNS = ["article_id", "source", "source_line"]


def check_unique(files: Sequence[Path], rows: int) -> None:
    """Check that all articles of some fragments have ids of their own.

    Raises:
        InputError: Naming the id, and where the two articles are.
    """
    twice = _twice_small(files) if rows <= IN_MEMORY else _twice_large(files)
    if twice is None:
        return
    first, second = _places(files, twice)[:2]
    raise InputError(_message(twice, first, second))


def refuse_taken(new: Dataset, old: Dataset, gone: Collection[str]) -> None:
    """Check that new articles have ids that no old one has, those aside that are ``gone``.

    Ids that are made of the place of an article change with it, and claim nothing.

    Raises:
        InputError: Naming the id, and where the two articles are.
    """
    claimed = {
        row["article_id"]: row
        for file in new.files
        for row in _read(file, COLUMNS).to_pylist()
        if not str(row["article_id"]).startswith(str(row["source"]))
    }
    wanted = pa.array(claimed.keys() - set(gone), pa.string())
    for file in old.files if len(wanted) else ():
        table = _read(file, COLUMNS)
        for row in table.filter(pc.is_in(table.column("article_id"), wanted)).to_pylist():
            raise InputError(
                _message(row["article_id"], _place(row), _place(claimed[row["article_id"]]))
            )


def _message(article_id: str, first: str, second: str) -> str:
    return (
        f"two articles have the id “{article_id}”: {first} and {second}. "
        "Give each article an id of its own, or leave the ids out."
    )


def _place(row: Mapping[str, object]) -> str:
    line = row["source_line"]
    return f"{row['source']} line {line}" if line else str(row["source"])


def _twice_small(files: Sequence[Path]) -> str | None:
    ids = [chunk for file in files for chunk in _read(file, ["article_id"]).column(0).chunks]
    column = pa.chunked_array(ids, pa.string())
    if pc.count_distinct(column).as_py() == len(column):
        return None
    counts = pc.value_counts(column).to_pylist()
    return next(str(found["values"]) for found in counts if found["counts"] > 1)


def _twice_large(files: Sequence[Path]) -> str | None:
    import duckdb  # noqa: PLC0415 - slow to import, and only needed for many articles

    with duckdb.connect() as database:
        database.execute("SET memory_limit = ?", [MEMORY])
        database.execute("SET temp_directory = ?", [str(files[0].parent / "sort.tmp")])
        database.execute("SET preserve_insertion_order = false")
        found = database.execute(
            "SELECT article_id FROM read_parquet(?) GROUP BY 1 HAVING count(*) > 1 LIMIT 1",
            [[str(file) for file in files]],
        ).fetchone()
    return str(found[0]) if found else None


def _places(files: Sequence[Path], article_id: str) -> list[str]:
    tables = [_read(file, COLUMNS) for file in files]
    same = [table.filter(pc.equal(table.column("article_id"), article_id)) for table in tables]
    return [_place(row) for table in same for row in table.to_pylist()]


def _read(file: Path, columns: list[str]) -> pa.Table:
    """Read columns of a fragment; ``read_table`` would import pandas on its way."""
    with pq.ParquetFile(file) as opened:
        return opened.read(columns)
