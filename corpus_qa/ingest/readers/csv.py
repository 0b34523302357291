"""Cut CSV text of any size into records, without parsing them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import NamedTuple

from corpus_qa.ingest.charset import decode
from corpus_qa.ingest.columns import map_columns
from corpus_qa.ingest.fields import Decoding, no_text, read_record
from corpus_qa.ingest.records import CsvRow, Draft, Raw, Reader, Reading, Source, too_long
from corpus_qa.ingest.streams import Stream, is_escaped, utf8
from corpus_qa.ingest.values import choose
from corpus_qa.model import Problem

QUOTE = ord('"')


class Record(NamedTuple):
    """The bytes of a record with its line break, and the line on which it begins.

    ``data`` is None if the record was given up: because a quote in it is not closed (``unclosed``),
    or because it is too long; ``first`` is its first line then, as far as it was held. ``at_end``
    says that the text ended first.
    """

    line: int
    data: bytes | None
    unclosed: bool = False
    at_end: bool = False
    first: bytes = b""


class Records:
    """The records of a CSV text that comes in blocks.

    A quote opens a field only where a field begins, and closes it only where the field ends;
    elsewhere it is a character like others. One that is not closed, or only on another line and in
    the middle of a field, would swallow what follows: its record is given up, and reading goes on
    with the line after the one on which the record begins.
    """

    def __init__(self, blocks: Iterable[bytes], limit: int, *, escaped: bool = False) -> None:
        self.blocks = iter(blocks)
        self.limit = limit
        self.escaped = escaped
        self.data = bytearray()
        self.line = 1
        # How far the record was searched for a line break, and whether it has one.
        self.searched, self.broken = 0, False

    def next(self, delimiter: bytes) -> Record | None:  # noqa: C901 - one story
        """Return the next record; None at the end of the text.

        Args:
            delimiter: What separates fields, one byte.
        """
        if not self.data and not self.more():
            return None
        self.searched, self.broken = 0, False
        inside = self.data[0] == QUOTE
        position, line_end = int(inside), -1
        while True:
            if inside:
                closed = self._closing(position)
                if closed >= 0 and self._runs_on(closed, delimiter):
                    return self._give_up(unclosed=True)
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
            if not self.more():
                return self._give_up(unclosed=True, at_end=True) if inside else self._rest()

    def _line_end(self, position: int) -> int:
        found = self.data.find(b"\n", position)
        return found if found >= 0 else len(self.data)

    def _closing(self, position: int) -> int:
        """Return the place after the quote that closes a field (two stand for one), or -1."""
        while (found := self.data.find(QUOTE, position)) >= 0:
            if found + 1 == len(self.data):
                self.more()
            if self.escaped and is_escaped(self.data, 0, found):
                position = found + 1
                continue
            if self.data[found + 1 : found + 2] != b'"':
                return found + 1
            position = found + 2
        return -1

    def _ends_field(self, position: int, delimiter: bytes) -> bool:
        """Whether a field ends at a position: with a delimiter, the line or the text."""
        after = bytes(self.data[position : position + 1])
        return not after or after in {delimiter, b"\n", b"\r"}

    def _runs_on(self, closed: int, delimiter: bytes) -> bool:
        """Whether what looks like a closing quote stands on another line amid a field."""
        if self._ends_field(closed, delimiter):
            return False
        self.broken = self.broken or self.data.find(b"\n", self.searched, closed) >= 0
        self.searched = closed
        return self.broken

    def next_line(self) -> Record | None:
        """Return the next line as a record, whatever quotes are in it; None at the end."""
        while (end := self.data.find(b"\n")) < 0 and len(self.data) <= self.limit:
            if not self.more():
                return self._rest() if self.data else None
        return self._take(end + 1) if end >= 0 else self._give_up(unclosed=False)

    def put_back(self, record: Record) -> None:
        """Read the bytes of the last record again."""
        self.data[:0] = record.data or b""
        self.line = record.line

    def more(self) -> bool:
        """Hold another block; false at the end of the text."""
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
        first = bytes(self.data[: self.data.find(b"\n") + 1])
        while (end := self.data.find(b"\n")) < 0:
            self.data.clear()
            if not self.more():
                break
        del self.data[: end + 1]
        self.line += 1
        return Record(line, None, unclosed, at_end, first)


DELIMITERS = ",;\t|"
# Characters: the csv module's own limit of 131,072 is shorter than many articles.
FIELD_LIMIT = (1 << 31) - 1

# Bytes from which the dialect is found.
SAMPLE = 1 << 20

# Where texts hardly ever hold the delimiter, tables are often written without any quoting.
UNQUOTED = ("\t", "|")

# Excel's first line that names the delimiter.
SEPARATOR = re.compile(rb'"?sep=(.)"?\s*', re.IGNORECASE)

# Lines above the header that are passed over: blank ones and comments.
MOST_ABOVE = 20

# What a first row holds that is no header: an address, a number, a date, a sentence.
VALUE = re.compile(r"https?://|[\d.,:/\-]+(?:[T ][\d:.]+Z?)?$|(?:\S+\s+){6}|.{61}")

# First cells of rows that are easy to tell from prose.
KEYS = (re.compile(rb'"?\d+"?'), re.compile(rb'"?https?://\S+'), re.compile(rb'"?\d{4}-\d\d-\d\d'))


class Table(NamedTuple):
    """The names of the columns, and how rows are written."""

    columns: tuple[str, ...]
    delimiter: str
    quoted: bool = True
    escaped: bool = False

    def row(self, data: bytes, *, quoted: bool) -> CsvRow:
        """Return a row of this table."""
        return CsvRow(self.columns, self.delimiter, data, quoted, self.escaped)

    def fits(self, line: bytes) -> bool:
        """Whether a line has all columns if quotes mean nothing."""
        return line.count(self.delimiter.encode()) == len(self.columns) - 1


def split_rows(source: Source, stream: Stream, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield the rows below the header."""
    records = Records(_line_feeds(utf8(stream)), reading.limit)
    table = _table(source, records, reading)
    if not isinstance(table, Table):
        yield from [table] if table else ()
        return
    number = 0
    for record, quoted in _rows(records, table):
        if record.at_end and stream.damage:
            return
        if record.data is None:
            number += 1
            yield _given_up(source, record, reading)
        elif record.data.strip():
            number += 1
            yield Raw(source, number, record.line, table.row(record.data, quoted=quoted))


# A line that ends with a carriage return alone, as Excel for the Mac writes it.
MAC_LINE, MAC_END = re.compile(rb"[^\r\n]*\r[^\r\n]"), re.compile(rb"\r(?!\n)")


def _line_feeds(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the blocks of a table; if its header ends with a carriage return, with line feeds."""
    first = next(blocks, b"")
    if not MAC_LINE.match(first):
        yield from chain([first], blocks)
        return
    held = b""
    for block in chain([first], blocks):
        whole = held + block
        held = whole[len(whole.rstrip(b"\r")) :]  # what follows shows how the line ends
        yield MAC_END.sub(b"\n", whole[: len(whole) - len(held)])
    yield MAC_END.sub(b"\n", held)


def _rows(records: Records, table: Table) -> Iterator[tuple[Record, bool]]:
    """Yield each record, and whether quotes enclose its fields."""
    delimiter = table.delimiter.encode()
    records.escaped = table.escaped
    while (record := records.next(delimiter) if table.quoted else records.next_line()) is not None:
        if record.data is not None and table.quoted and _swallows(record.data, table):
            records.put_back(record)
            for _ in range(record.data.count(b"\n") + (not record.data.endswith(b"\n"))):
                if (line := records.next_line()) is not None:
                    yield line, False
        elif record.unclosed and table.delimiter in UNQUOTED and table.fits(record.first):
            yield Record(record.line, record.first, at_end=record.at_end), False
        else:
            yield record, table.quoted


def _swallows(data: bytes, table: Table) -> bool:
    """Whether a record of several lines is as many rows: a lone quote joined them."""
    if data.count(b"\n", 0, -1) == 0:
        return False
    lines = [line for line in data.splitlines() if line.strip()]
    if len(lines) < 2 or len(table.columns) < 2 or not all(map(table.fits, lines)):  # noqa: PLR2004 - a pair
        return False
    if table.delimiter in UNQUOTED:
        return True
    cells = [line.partition(table.delimiter.encode())[0] for line in lines]
    return any(all(key.fullmatch(cell) for cell in cells) for key in KEYS)


def _table(source: Source, records: Records, reading: Reading) -> Table | Problem | None:
    """Read the header, and find out how the rows are written; None if there is nothing at all."""
    delimiter, line = "", 1
    header: tuple[str, ...] = ()
    for _ in range(MOST_ABOVE):
        first = records.next(b",")
        if first is None or first.data is None:
            break
        line = first.line
        if found := SEPARATOR.fullmatch(first.data):
            delimiter = found[1].decode("utf-8", "replace")
            continue
        header, used = _header(first.data, delimiter)
        if map_columns(header, reading.overrides).has_text:
            return _dialect(records, Table(header, used))
        if first.data.strip() and not first.data.startswith(b"#"):
            break
    if not header:
        return None
    return no_header(source, header, line) or no_text(source, header, None)


def no_header(source: Source, first: Iterable[str], line: int | None) -> Problem | None:
    """Return the problem of a table whose first row holds values; None if it holds names."""
    if not any(VALUE.match(name) for name in first):
        return None
    reason = "the table has no header: its first row holds values, not the names of columns"
    hint = "Add a first row with a name for each column, such as title, text, url and date."
    return Problem(source.name, reason, hint, line=line)


def _dialect(records: Records, table: Table) -> Table:
    """Return the table with the quoting that the first rows show."""
    while len(records.data) < SAMPLE and records.more():
        pass
    sample = bytes(records.data)
    if b'"' not in sample:
        return table
    whole = sample.splitlines()
    if len(sample) >= SAMPLE and whole[1:]:  # the last line may be cut off
        del whole[-1]
    lines = [line for line in whole if line.strip()]
    loose = any(_is_loose(line, table.delimiter.encode()) for line in lines)
    if table.delimiter in UNQUOTED and loose and all(map(table.fits, lines)):
        return table._replace(quoted=False)
    if b'\\"' not in sample:
        return table
    both = (table, table._replace(escaped=True))
    return max(both, key=lambda candidate: _good(sample, candidate))


def _is_loose(line: bytes, delimiter: bytes) -> bool:
    """Whether a field of a line begins with a quote that does not close it."""
    return any(
        field.startswith(b'"') and (len(field) == 1 or not field.endswith(b'"'))
        for field in line.rstrip(b"\r\n").split(delimiter)
    )


def _good(sample: bytes, table: Table) -> int:
    """Return how many records of a sample have all columns, and no others."""
    records = Records([sample], len(sample), escaped=table.escaped)
    score = 0
    while (record := records.next(table.delimiter.encode())) is not None:
        fields = 0
        if record.data is not None:
            text = record.data.decode("utf-8", "replace")
            with suppress(csv.Error):
                fields = len(_fields(text, table.delimiter, escaped=table.escaped, strict=True))
        score += 1 if fields == len(table.columns) else -1
    return score


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
        values = _values(text, row)
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
    place = {name: number for number, name in enumerate(row.columns)}
    for name, other in _repeats(row.columns):
        if not values[place[name]].strip():
            place[name], place[other] = place[other], place[name]
    record = {name: values[number] for name, number in place.items()}
    yield read_record(
        record, Decoding(raw, encoding, errors), reading, _text_line(raw, values, place, reading)
    )


def _values(text: str, row: CsvRow) -> list[str]:
    """Return the fields of a row; quotes that cannot enclose a field are part of it."""
    if not row.quoted:
        return text.rstrip("\r\n").split(row.delimiter)
    try:
        return _fields(text, row.delimiter, escaped=row.escaped, strict=True)
    except csv.Error:
        literal = text.rstrip("\r\n").split(row.delimiter)
        if len(literal) == len(row.columns) and "\n" not in text.rstrip("\r\n"):
            return literal
        return _fields(text, row.delimiter, escaped=row.escaped)


@cache
def _repeats(columns: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return pairs of columns of one name, as ``_header`` tells them apart."""
    named = ((name, re.fullmatch(r"(.+) \(\d+\)", name)) for name in columns)
    return tuple((found[1], name) for name, found in named if found and found[1] in columns)


def _text_line(
    raw: Raw, values: list[str], place: Mapping[str, int], reading: Reading
) -> int | None:
    """Return the line on which the text begins: fields before it may hold line breaks."""
    names = map_columns(tuple(place), reading.overrides).columns.get("text", ())
    name, _ = choose("text", names, {column: values[number] for column, number in place.items()})
    if name is None or raw.line is None:
        return None
    return raw.line + sum(value.count("\n") for value in values[: place[name]])


def _given_up(source: Source, record: Record, reading: Reading) -> Problem:
    problem = too_long(source, reading.limit, record.line)
    if not record.unclosed:
        return problem
    never = "a quote is opened in this row and never closed"
    reason = never if record.at_end else f"{problem.reason}; perhaps {never}"
    hint = "Close it, or double it if it is part of the text; reading continued with the next line."
    return replace(problem, reason=reason, hint=hint)


def _header(data: bytes, delimiter: str) -> tuple[tuple[str, ...], str]:
    """Return the names of the columns, and the delimiter that makes most columns of them."""
    text = decode(data).text.strip("\r\n")
    delimiter = delimiter or max(DELIMITERS, key=lambda char: len(_fields(text, char)))
    found = [name.strip() for name in _fields(text, delimiter)]
    names: list[str] = []
    times: Counter[str] = Counter()
    for place, name in enumerate(found, 1):
        times[name] += 1
        again = f"{name} ({times[name]})" if times[name] > 1 else name
        names.append(again if name else f"column {place}")
    return tuple(names), delimiter


def _fields(text: str, delimiter: str, *, escaped: bool = False, strict: bool = False) -> list[str]:
    csv.field_size_limit(FIELD_LIMIT)
    escape = "\\" if escaped else None
    # a line without its break: csv would take a lone carriage return for the end of a record
    lines = [text.rstrip("\r\n")]
    rows = list(csv.reader(lines, delimiter=delimiter, escapechar=escape, strict=strict))
    return rows[0] if rows else []


READERS = (
    Reader("csv", (".csv", ".tsv"), split_rows, parse_row, record_lines=True, divisible=True),
)
