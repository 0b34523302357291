"""CSV and TSV: cut at the ends of records, which need not be the ends of lines, then parse."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus_qa.dataset.charset import decode
from corpus_qa.dataset.columns import map_columns
from corpus_qa.dataset.csv_scan import Record, Records
from corpus_qa.dataset.raw import CsvRow, Raw
from corpus_qa.dataset.readers.record import Decoding, no_text, read_record, too_long
from corpus_qa.dataset.streams import utf8
from corpus_qa.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corpus_qa.dataset.raw import Draft, Reading, Source
    from corpus_qa.dataset.streams import Stream

DELIMITERS = ",;\t|"
FIELD_LIMIT = (1 << 31) - 1
"""Characters: the csv module's own limit of 131,072 is shorter than many articles."""


def split_rows(source: Source, stream: Stream, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield the rows below the header."""
    records = Records(utf8(stream), reading.limit)
    first = records.next(b",")
    if first is None or first.data is None:
        return
    if b"\r" in first.data.rstrip(b"\r\n"):
        reason = "the lines end with carriage returns alone, or the header holds one"
        yield Problem(source.name, reason, "Save the table with usual line ends.", line=1)
        return
    header, delimiter = _header(first.data)
    if not map_columns(header, reading.overrides).has_text:
        yield no_text(source, header, None)
        return
    number = 0
    while (record := records.next(delimiter.encode())) is not None:
        if record.at_end and stream.damage:
            return
        if record.data is None:
            number += 1
            yield _given_up(source, record, reading)
        elif record.data.strip():
            number += 1
            yield Raw(source, number, record.line, CsvRow(header, delimiter, record.data))


def read_row(raw: Raw, reading: Reading, near: Iterable[str]) -> Draft | Problem:
    """Return the article of one row.

    Args:
        raw: The row.
        reading: How columns are mapped.
        near: Encodings that the rows around are in, if this one is not UTF-8.
    """
    row = raw.data
    if not isinstance(row, CsvRow):
        raise TypeError(row)
    text, encoding, errors = decode(row.data, near)
    try:
        values = _fields(text, row.delimiter)
    except csv.Error as error:
        hint = "Quote fields that hold line breaks."
        return Problem(raw.source.name, f"no CSV: {error}", hint, line=raw.line, lost=1)
    while len(values) > len(row.columns) and not values[-1]:
        values.pop()
    if len(values) != len(row.columns):
        reason = f"the row has {len(values)} columns, the header has {len(row.columns)}"
        hint = "Quote fields that hold the delimiter, a quote or a line break."
        return Problem(raw.source.name, reason, hint, line=raw.line, lost=1)
    return read_record(
        dict(zip(row.columns, values, strict=True)),
        Decoding(raw, encoding, errors),
        reading,
        _text_line(raw, row, values, reading),
    )


def _text_line(raw: Raw, row: CsvRow, values: list[str], reading: Reading) -> int | None:
    """Return the line on which the text begins: fields before it may hold line breaks."""
    names = map_columns(row.columns, reading.overrides).columns.get("text", ())
    places = [row.columns.index(name) for name in names]
    place = next((place for place in places if values[place]), None)
    if place is None or raw.line is None:
        return None
    return raw.line + sum(value.count("\n") for value in values[:place])


def _given_up(source: Source, record: Record, reading: Reading) -> Problem:
    problem = too_long(source, reading.limit, record.line)
    if not record.unclosed:
        return problem
    never = "a quote is opened in this row and never closed"
    reason = never if record.at_end else f"{problem.reason}; perhaps {never}"
    hint = "Close it, or double it if it belongs to the text; reading went on with the next line."
    return replace(problem, reason=reason, hint=hint)


def _header(data: bytes) -> tuple[tuple[str, ...], str]:
    """Return the names of the columns, and the delimiter that makes most columns of them."""
    text = decode(data).text.strip("\r\n")
    delimiter = max(DELIMITERS, key=lambda char: len(_fields(text, char)))
    names = [name.strip() for name in _fields(text, delimiter)]
    return tuple(name or f"column {place}" for place, name in enumerate(names, 1)), delimiter


def _fields(text: str, delimiter: str) -> list[str]:
    csv.field_size_limit(FIELD_LIMIT)
    # a line without its break: csv would take a lone carriage return for the end of a record
    rows = list(csv.reader([text.rstrip("\r\n")], delimiter=delimiter))
    return rows[0] if rows else []
