"""Rows of a run, for Python and for every library that takes Arrow tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar, overload

import pyarrow as pa

from corpus_qa.arrays import values_of
from corpus_qa.run.tables import open_tables

if TYPE_CHECKING:
    from pandas import DataFrame

Row = TypeVar("Row")

# Rows that are read at a time.
ROWS = 10_000

# Rows that the representation of a table shows.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Duplicate:
    """One pair of related articles: a row of ``duplicates.parquet``, with the sources of both.

    Attributes:
        a: ID of the one article.
        b: ID of the other; of an article of the index where ``known``.
        kind: ``exact``, ``near``, ``contained`` or ``overlap``.
        jaccard: Similarity of the texts as sets of word 5-grams, 0 to 1.
        a_in_b: Share of ``a`` that ``b`` contains, 0 to 1.
        b_in_a: Share of ``b`` that ``a`` contains, 0 to 1.
        cluster: Number of the group of copies that both belong to.
        keep: ID of the copy that should be kept.
        known: Whether ``b`` is an article of the index or of the corpus before a change.
        a_source: Source of ``a``.
        b_source: Source of ``b``.
    """

    a: str
    b: str
    kind: str
    jaccard: float
    a_in_b: float
    b_in_a: float
    cluster: int | None
    keep: str | None
    known: bool
    a_source: str | None
    b_source: str | None


@dataclass(frozen=True)
class Table(Generic[Row]):
    """A sequence of rows that is an Arrow table, too.

    ``polars.DataFrame(table)``, ``pyarrow.table(table)``, DuckDB and whatever else speaks the Arrow
    PyCapsule protocol take it without a copy; ``to_pandas()`` makes a pandas frame. The rows are
    read from the run folder when they are asked for, batch by batch.

    Attributes:
        open: Starts reading the rows; each call begins anew.
        row: Makes a row of the values of its columns, given by name.
    """

    open: Callable[[], pa.RecordBatchReader]
    row: Callable[..., Row]
    html: Callable[[Sequence[Row]], str] | None = field(default=None, repr=False)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the rows as an Arrow stream."""
        return self.open().__arrow_c_stream__(requested_schema)

    @cached_property
    def _table(self) -> pa.Table:
        return self.open().read_all()

    def to_arrow(self) -> pa.Table:
        """Return the rows as a pyarrow table."""
        return self._table

    def to_pandas(self) -> DataFrame:
        """Return the rows as a pandas frame."""
        frame: DataFrame = self._table.to_pandas()
        return frame

    def __len__(self) -> int:
        count: int = self._table.num_rows
        return count

    def __iter__(self) -> Iterator[Row]:
        for batch in self.open():
            yield from _rows(batch, self.row)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        number = range(len(self))[place]
        (batch,) = self._table.slice(number, 1).combine_chunks().to_batches()
        return next(_rows(batch, self.row))

    def __repr__(self) -> str:
        head = (f"\n  {_told(row)}" for row in islice(self, SHOWN))
        more = ", of which" if len(self) > SHOWN else ""
        return f"<{len(self)} rows{more}{''.join(head)}>"

    def _repr_html_(self) -> str:
        """Show the table in a notebook."""
        from corpus_qa.api.notebook import plain_table  # noqa: PLC0415 - only in notebooks

        return (self.html or plain_table)(self)  # type: ignore[arg-type]  # rows are dataclasses  # it is a sequence


def _told(row: object) -> str:
    """Return the values of a row that has any, in one line."""
    values = row if isinstance(row, dict) else _fields(row)
    return ", ".join(f"{name}={value!r:.80}" for name, value in values.items() if value is not None)


def _fields(row: object) -> Mapping[str, object]:
    """Return the fields of a row, which is a dataclass, by name."""
    return {one.name: getattr(row, one.name) for one in fields(row)}  # type: ignore[arg-type]  # rows are dataclasses


def _rows(batch: pa.RecordBatch, row: Callable[..., Row]) -> Iterator[Row]:
    columns = [values_of(column) for column in batch.columns]
    for values in zip(*columns, strict=True):
        yield row(**dict(zip(batch.schema.names, values, strict=True)))


def table_of_run(
    folder: Path,
    statement: str,
    row: Callable[..., Row],
    html: Callable[[Sequence[Row]], str] | None = None,
) -> Table[Row]:
    """Return the rows that a statement selects from the tables of a run folder."""

    def read() -> pa.RecordBatchReader:
        batches = _batches(folder, statement)
        schema = next(batches)
        assert isinstance(schema, pa.Schema)  # noqa: S101 - the generator begins with it
        return pa.RecordBatchReader.from_batches(schema, batches)

    return Table(read, row, html)


def _batches(folder: Path, statement: str) -> Iterator[pa.Schema | pa.RecordBatch]:
    """Yield the schema of the rows, then the rows; the connection is open as long."""
    with open_tables(folder) as connection:
        reader: pa.RecordBatchReader = connection.sql(statement).to_arrow_reader(ROWS)
        yield reader.schema
        yield from reader


FINDINGS = """
SELECT f.* EXCLUDE (file_row_number), s.source, s.site
FROM findings f LEFT JOIN signals s USING (article_id)
ORDER BY f.file_row_number
"""

DUPLICATES = """
SELECT d.* EXCLUDE (file_row_number),
    a.source AS a_source, if(d.known, k.source, b.source) AS b_source
FROM duplicates d
LEFT JOIN signals a ON a.article_id = d.a
LEFT JOIN signals b ON b.article_id = d.b
LEFT JOIN known k ON d.known AND k.article_id = d.b
ORDER BY d.file_row_number
"""

METRICS = "SELECT * EXCLUDE (file_row_number) FROM metrics ORDER BY file_row_number"

SIGNALS = "SELECT * EXCLUDE (file_row_number) FROM signals ORDER BY file_row_number"
