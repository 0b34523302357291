"""CSV and TSV: cut at the ends of records, which need not be the ends of lines, then parse."""

from __future__ import annotations

import csv
from collections import deque
from typing import TYPE_CHECKING

from corpus_qa.dataset.charset import decode
from corpus_qa.dataset.columns import map_columns
from corpus_qa.dataset.raw import Raw, Row
from corpus_qa.dataset.readers.record import Origin, no_text, read_record, too_long
from corpus_qa.dataset.streams import text_lines
from corpus_qa.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corpus_qa.dataset.raw import Draft, Reading, Source
    from corpus_qa.dataset.streams import Stream

DELIMITERS = ",;\t|"
QUOTE = b'"'
FIELD_LIMIT = (1 << 31) - 1
"""Characters: the csv module's own limit of 131,072 is shorter than many articles."""


def split_rows(source: Source, stream: Stream, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield the rows below the header.

    A quote that is never closed swallows all that follows; its row is given up then, and reading
    goes on with the line after the one on which the row begins.
    """
    records = _Records(text_lines(stream, reading.limit), reading.limit)
    first = records.next_record(b",")
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
    while (record := records.next_record(delimiter.encode())) is not None:
        if record.data is None:
            number += 1
            yield _given_up(source, record, reading)
        elif record.data.strip():
            number += 1
            yield Raw(source, number, record.line, Row(header, delimiter, record.data))


def read_row(raw: Raw, reading: Reading, near: Iterable[str]) -> Draft | Problem:
    """Return the article of one row.

    Args:
        raw: The row.
        reading: How columns are mapped.
        near: Encodings that the rows around are in, if this one is not UTF-8.
    """
    row = raw.data
    if not isinstance(row, Row):
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
        Origin(raw, encoding, errors),
        reading,
        _text_line(raw, row, values, reading),
    )


def _text_line(raw: Raw, row: Row, values: list[str], reading: Reading) -> int | None:
    """Return the line on which the text begins: fields before it may hold line breaks."""
    names = map_columns(row.columns, reading.overrides).columns.get("text", ())
    places = [row.columns.index(name) for name in names]
    place = next((place for place in places if values[place]), None)
    if place is None or raw.line is None:
        return None
    return raw.line + sum(value.count("\n") for value in values[:place])


def _given_up(source: Source, record: _Record, reading: Reading) -> Problem:
    if not record.unclosed:
        return too_long(source, reading.limit, record.line)
    reason = "a quote is opened in this row and never closed"
    hint = "Close it, or double it if it belongs to the text; reading went on with the next line."
    return Problem(source.name, reason, hint, line=record.line, lost=1)


class _Record:
    """The bytes of a record and the line on which it begins; no bytes if it was given up."""

    def __init__(self, line: int, data: bytes | None, *, unclosed: bool = False) -> None:
        self.line, self.data, self.unclosed = line, data, unclosed


class _Records:
    """Lines put together to records: a line break between quotes belongs to its field."""

    def __init__(self, source: Iterable[bytes | None], limit: int) -> None:
        self.source = iter(source)
        self.limit = limit
        self.line = 0
        self.again: deque[bytes | None] = deque()

    def next_record(self, delimiter: bytes) -> _Record | None:
        """Return the next record; None at the end."""
        line = self._next_line()
        if line is END:
            return None
        start = self.line
        if line is None:
            return _Record(start, None)
        parts, size = [line], len(line)
        inside = ends_inside(line, delimiter, inside=False)
        while inside:
            line = self._next_line()
            if line is None or line is END or (size := size + len(line)) > self.limit:
                self.again.extendleft(
                    [line, *reversed(parts[1:])] if line is not END else reversed(parts[1:])
                )
                self.line = start
                return _Record(start, None, unclosed=True)
            parts.append(line)
            inside = ends_inside(line, delimiter, inside=True)
        return _Record(start, b"".join(parts))

    def _next_line(self) -> bytes | None:
        line = self.again.popleft() if self.again else next(self.source, END)
        self.line += line is not END
        return line


END = b""
"""No line is empty: each ends with its line feed, or is the rest of the file."""


def ends_inside(line: bytes, delimiter: bytes, *, inside: bool) -> bool:
    """Whether a quoted field is open at the end of a line.

    A quote opens a field only where the field begins; elsewhere it is a character like others.
    """
    if QUOTE not in line:
        return inside
    position = 0
    if not inside:
        inside = line.startswith(QUOTE)
        position = int(inside)
    while True:
        if inside:
            position = _closing(line, position)
            if position < 0:
                return True
        found = line.find(delimiter + QUOTE, position)
        if found < 0:
            return False
        inside, position = True, found + 2


def _closing(line: bytes, position: int) -> int:
    """Return the place after the quote that closes a field; two quotes stand for one."""
    while (found := line.find(QUOTE, position)) >= 0:
        if line[found + 1 : found + 2] != QUOTE:
            return found + 1
        position = found + 2
    return -1


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
