"""Cut CSV text of any size into records, without parsing them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from corpus_qa.ingest.charset import decode
from corpus_qa.ingest.fields import Decoding, by_name, choose, map_columns, no_text, read_record
from corpus_qa.ingest.records import CsvRow, Draft, Raw, Reader, Reading, Source, too_long
from corpus_qa.ingest.streams import Stream, utf8
from corpus_qa.model import Problem

QUOTE = ord('"')


class Record(NamedTuple):
    """The bytes of a record with its line break, and the line on which it begins.

    ``data`` is None if the record was given up: because a quote in it is never closed
    (``unclosed``), or because it is too long. ``at_end`` says that the text ended first.
    """

    line: int
    data: bytes | None
    unclosed: bool = False
    at_end: bool = False


class Records:
    """The records of a CSV text that comes in blocks.

    A quote opens a field only where a field begins; elsewhere it is a character like others. One
    that is never closed would swallow all that follows: its record is given up, and reading goes on
    with the line after the one on which the record begins.
    """

    def __init__(self, blocks: Iterable[bytes], limit: int) -> None:
        self.blocks = iter(blocks)
        self.limit = limit
        self.data = bytearray()
        self.line = 1

    def next(self, delimiter: bytes) -> Record | None:
        """Return the next record; None at the end of the text.

        Args:
            delimiter: What separates fields, one byte.
        """
        if not self.data and not self._more():
            return None
        inside = self.data[0] == QUOTE
        position, line_end = int(inside), -1
        while True:
            if inside:
                closed = self._closing(position)
                if closed >= 0:
                    position, inside = closed, False
                    continue
            else:
                if line_end <= position:
                    line_end = self._line_end(position)
                opened = self.data.find(delimiter + b'"', position, line_end)
                if opened >= 0:
                    position, inside = opened + 2, True
                    continue
                if line_end < len(self.data):
                    return self._take(line_end + 1)
                position, line_end = max(position, line_end - 1), -1  # it may be a delimiter
            if len(self.data) > self.limit:
                return self._give_up(unclosed=inside)
            if not self._more():
                return self._give_up(unclosed=True, at_end=True) if inside else self._rest()

    def _line_end(self, position: int) -> int:
        found = self.data.find(b"\n", position)
        return found if found >= 0 else len(self.data)

    def _closing(self, position: int) -> int:
        """Return the place after the quote that closes a field (two stand for one), or -1."""
        while (found := self.data.find(QUOTE, position)) >= 0:
            if found + 1 == len(self.data):
                self._more()
            if self.data[found + 1 : found + 2] != b'"':
                return found + 1
            position = found + 2
        return -1

    def _more(self) -> bool:
        block = next((block for block in self.blocks if block), b"")
        self.data += block
        return bool(block)

    def _take(self, end: int) -> Record:
        fits = end <= self.limit
        record = Record(self.line, bytes(self.data[:end]) if fits else None)
        self.line += self.data.count(b"\n", 0, end)
        del self.data[:end]
        return record

    def _rest(self) -> Record:
        return self._take(len(self.data))._replace(at_end=True)

    def _give_up(self, *, unclosed: bool, at_end: bool = False) -> Record:
        """Pass over a line, however long it is."""
        line = self.line
        while (end := self.data.find(b"\n")) < 0:
            self.data.clear()
            if not self._more():
                break
        del self.data[: end + 1]
        self.line += 1
        return Record(line, None, unclosed, at_end)


DELIMITERS = ",;\t|"
# Characters: the csv module's own limit of 131,072 is shorter than many articles.
FIELD_LIMIT = (1 << 31) - 1


def split_rows(source: Source, stream: Stream, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield the rows below the header."""
    records = Records(utf8(stream), reading.limit)
    first = records.next(b",")
    if first is None or first.data is None:
        return
    if b"\r" in first.data.rstrip(b"\r\n"):
        reason = "the lines end with carriage returns only, or the header contains one"
        yield Problem(source.name, reason, "Save the table with standard line endings.", line=1)
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


def parse_row(raw: Raw, reading: Reading, near: Iterable[str]) -> Iterator[Draft | Problem]:
    """Yield the article of one row.

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
        hint = "Quote fields that contain line breaks."
        yield Problem(raw.source.name, f"invalid CSV: {error}", hint, line=raw.line, lost=1)
        return
    while len(values) > len(row.columns) and not values[-1]:
        values.pop()
    if len(values) != len(row.columns):
        reason = f"the row has {len(values)} columns, the header has {len(row.columns)}"
        hint = "Quote fields that contain the delimiter, a quote or a line break."
        yield Problem(raw.source.name, reason, hint, line=raw.line, lost=1)
        return
    yield read_record(
        by_name(row.columns, values),
        Decoding(raw, encoding, errors),
        reading,
        _text_line(raw, row, values, reading),
    )


def _text_line(raw: Raw, row: CsvRow, values: list[str], reading: Reading) -> int | None:
    """Return the line on which the text begins: fields before it may hold line breaks."""
    names = map_columns(row.columns, reading.overrides).columns.get("text", ())
    record = by_name(row.columns, values)
    name, _ = choose("text", names, record)
    if name is None or raw.line is None:
        return None
    cells = enumerate(zip(row.columns, values, strict=True))
    place = next(place for place, cell in cells if cell == (name, record[name]))
    return raw.line + sum(value.count("\n") for value in values[:place])


def _given_up(source: Source, record: Record, reading: Reading) -> Problem:
    problem = too_long(source, reading.limit, record.line)
    if not record.unclosed:
        return problem
    never = "a quote is opened in this row and never closed"
    reason = never if record.at_end else f"{problem.reason}; perhaps {never}"
    hint = "Close it, or double it if it is part of the text; reading continued with the next line."
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


READERS = (Reader("csv", (".csv", ".tsv"), split_rows, parse_row, record_lines=True),)
