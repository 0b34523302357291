"""Workbooks of Excel and LibreOffice: each row below a header is an article."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

import orjson

from corpus_qa.ingest.columns import map_columns
from corpus_qa.ingest.fields import by_name, no_text
from corpus_qa.ingest.readers.csv import MOST_ABOVE, no_header
from corpus_qa.ingest.readers.json import parse_json
from corpus_qa.ingest.records import Raw, Reader, Reading, Source, too_long
from corpus_qa.ingest.streams import Stream
from corpus_qa.model import Problem

# Bytes to which a workbook may unpack: it is held as a whole.
MOST_UNPACKED = 1 << 30

Cell = float | str | bool | time | date | datetime | timedelta
HINT = "Save it again, or export the sheet as CSV."


def split_book(source: Source, stream: Stream, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield the rows of all sheets with a column of texts, and a problem if there is none."""
    from python_calamine import CalamineError, load_workbook  # noqa: PLC0415 - few inputs need it

    with stream.as_path() as path:
        stream.position = path.stat().st_size
        if not stream.position:
            return
        if (unpacked := _unpacked_size(path)) > MOST_UNPACKED:
            reason = f"the workbook unpacks to {unpacked:,} bytes, too many to hold"
            yield Problem(source.name, reason, "Export the sheet as CSV.")
            return
        number, first = 0, None
        try:
            with load_workbook(str(path)) as book:
                for name in book.sheet_names:
                    sheet = book.get_sheet_by_name(name)
                    rows = iter(sheet.iter_rows()) if sheet.height else iter(())
                    names, skipped = _header(rows, reading)
                    first = first or (tuple(skipped[0]) if skipped and not names else None)
                    for row in rows if names else ():
                        number += any(cell != "" for cell in row)
                        yield from _row(source, number, names, row, reading)
        except (CalamineError, OSError, ValueError) as error:
            yield Problem(source.name, f"the workbook cannot be read ({error})", HINT)
            return
    if not number and first is not None:
        shown = tuple(str(name) for name in first if name != "")
        yield no_header(source, shown, None) or no_text(source, shown, None)


def _unpacked_size(path: Path) -> int:
    """Return the bytes of all that is packed in a workbook; 0 for one that is not packed."""
    if not zipfile.is_zipfile(path):
        return 0
    with zipfile.ZipFile(path) as packed:
        return sum(info.file_size for info in packed.infolist())


def _header(
    rows: Iterator[Sequence[Cell]], reading: Reading
) -> tuple[tuple[str, ...], list[Sequence[Cell]]]:
    """Return the names of the columns, none if no row at the top has them, and the rows above."""
    above: list[Sequence[Cell]] = []
    for row in islice(rows, MOST_ABOVE):
        names = tuple(str(cell).strip() for cell in row)
        if map_columns(names, reading.overrides).has_text:
            return names, above
        if any(names):
            above.append(row)
    return (), above


def _row(
    source: Source, number: int, names: Sequence[str], row: Sequence[Cell], reading: Reading
) -> Iterator[Raw | Problem]:
    values = {name: value for name, value in by_name(names, map(_plain, row)).items() if name}
    if not any(value != "" for value in values.values()):
        return
    data = orjson.dumps(values, default=str)
    if len(data) > reading.limit:
        yield too_long(source, reading.limit)
    else:
        yield Raw(source, number, None, data)


def _plain(cell: Cell) -> Cell:
    """Return a cell with whole numbers as such; Excel knows only fractions."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


READERS = (Reader("workbook", (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), split_book, parse_json),)
