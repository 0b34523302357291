"""Where the fields of an article stand in its raw record, and the record with edits there.

Everything outside the edits keeps its bytes: how strings are escaped and fields quoted, the order
of fields, the spelling of numbers, the encoding.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import pyarrow as pa

from corpus_qa.errors import InputError
from corpus_qa.ingest.records import CsvRow, Raw, raw_bytes
from corpus_qa.repair.repair import Edit, apply

# Name of a field -> its value before the edits, and these.
Edits = Mapping[str, tuple[str, Sequence[Edit]]]


class Wanted(NamedTuple):
    """What is to be edited of one article of a record, and which input column fills which field."""

    edits: Edits
    names: Mapping[str, str]


class UnwritableError(InputError):
    """A repair cannot be written to where its article came from; the message says why."""


class Place(NamedTuple):
    """A string in the text of a record: the code points between its quotes, and what it says.

    ``cuts`` are the places of the record where the code points of ``value`` begin, and the end.
    """

    name: str
    value: str
    cuts: Sequence[int]
    escape: Callable[[str], str]


# A code point of a JSON string: a surrogate pair, an escape, or itself.
UNIT = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]",
    re.DOTALL,
)
TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?', re.DOTALL)


def edit_json(raw: Raw, encoding: str, wanted: Sequence[Wanted]) -> bytes:
    """Return a JSON record with edits in its strings."""
    data = raw_bytes(raw)
    text = exact_text(data, encoding)
    return _edited(text, _json_places(text), wanted).encode(encoding, "surrogateescape")


def _json_places(text: str) -> Iterator[Place]:
    """Yield the strings that are values, each with the name that it has."""
    name = ""
    escape = _escaped_ascii if text.isascii() else _escaped
    for token in TOKEN.finditer(text):
        if token[2]:
            name = token[1]
        else:
            start, end = token.span(1)
            yield Place(name, _said(token[1]), _Cuts(text, start, end), escape)


def _said(body: str) -> str:
    if "\\" not in body:
        return body
    try:
        value: str = json.loads(f'"{body}"', strict=False)
    except ValueError:
        return "\0"  # no article says only this
    return value


def _escaped(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)[1:-1]


def _escaped_ascii(words: str) -> str:
    return json.dumps(words)[1:-1]


class _Cuts(Sequence[int]):
    """The places of the code points of a JSON string, found when they are asked for."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end
        self._found: list[int] | None = None

    def __len__(self) -> int:
        return len(self._all())

    def __getitem__(self, place: int) -> int:  # type: ignore[override]  # slices are not asked for
        return self._all()[place]

    def _all(self) -> list[int]:
        if self._found is None:
            units = UNIT.finditer(self._text, self._start, self._end)
            self._found = [*(unit.start() for unit in units), self._end]
        return self._found


def edit_csv(raw: Raw, encoding: str, wanted: Sequence[Wanted]) -> CsvRow:
    """Return a row of a table with edits in its fields."""
    row = raw.data
    if not isinstance(row, CsvRow):
        raise TypeError(row)
    text = exact_text(row.data, encoding)
    edited = _edited(text, _csv_places(text, row), wanted)
    return row._replace(data=edited.encode(encoding, "surrogateescape"))


def _csv_places(text: str, row: CsvRow) -> Iterator[Place]:
    """Yield the fields of a row, quoted or not."""
    place, end = 0, len(text.rstrip("\r\n"))
    for name in row.columns:
        if row.quoted and text.startswith('"', place):
            cuts, value, place = _quoted(text, place + 1, end, escaped=row.escaped)
            double = '\\"' if row.escaped else '""'
            yield Place(name, value, cuts, _writes_quoted(double))
            place += 1
        else:
            last = text.find(row.delimiter, place, end)
            last = end if last < 0 else last
            yield Place(
                name, text[place:last], range(place, last + 1), _writes_plain(row.delimiter)
            )
            place = last
        if place < end and not text.startswith(row.delimiter, place):
            msg = "the quotes of its row leave room for doubt"
            raise UnwritableError(msg)
        place += len(row.delimiter)


def _writes_plain(delimiter: str) -> Callable[[str], str]:
    """Return what writes words into a field without quotes, which cannot hold everything."""

    def write(words: str) -> str:
        if delimiter in words or any(char in words for char in '"\r\n'):
            msg = "its field of the table has no quotes, which the repair would need"
            raise UnwritableError(msg)
        return words

    return write


def _writes_quoted(double: str) -> Callable[[str], str]:
    return lambda words: words.replace('"', double)


def _quoted(text: str, start: int, end: int, *, escaped: bool) -> tuple[Sequence[int], str, int]:
    """Return the cuts and the value of a quoted field, and where its closing quote stands."""
    cuts, chars, place = [], [], start
    while place < end:
        char = text[place]
        pair = text[place : place + 2]
        if escaped and char == "\\" and len(pair) > 1:
            cuts.append(place)
            chars.append(pair[1])
            place += 2
        elif pair == '""':
            cuts.append(place)
            chars.append('"')
            place += 2
        elif char == '"':
            return (*cuts, place), "".join(chars), place
        else:
            cuts.append(place)
            chars.append(char)
            place += 1
    msg = "the quotes of its row leave room for doubt"
    raise UnwritableError(msg)


def edit_file(raw: Raw, encoding: str, wanted: Sequence[Wanted]) -> bytes:
    """Return a text or Markdown file with edits in its text, and in a title of its front matter."""
    ((edits, _),) = wanted
    data = raw_bytes(raw)
    text = exact_text(data, encoding)
    body = edits["text"][0] if "text" in edits else ""
    head = len(text) - len(body)
    if not text.endswith(body):
        msg = "its text does not stand in the file as it is"
        raise UnwritableError(msg)
    found: list[Edit] = []
    if "text" in edits:
        found = [Edit(e.start + head, e.end + head, e.replacement) for e in edits["text"][1]]
    for name, (value, changes) in edits.items():
        if name == "text":
            continue
        if text.count(value, 0, head) != 1:
            msg = f"its {name} does not stand in the front matter as it is"
            raise UnwritableError(msg)
        at = text.find(value, 0, head)
        found += [Edit(e.start + at, e.end + at, e.replacement) for e in changes]
    return apply(text, sorted(found, key=lambda edit: edit.start)).encode(
        encoding, "surrogateescape"
    )


def edit_row(table: pa.RecordBatch, wanted: Wanted) -> dict[str, str]:
    """Return the new values of a table of one row by their columns."""
    new: dict[str, str] = {}
    for field, (value, changes) in wanted.edits.items():
        name = wanted.names.get(field, "")
        if table.schema.names.count(name) != 1:
            msg = f"its {field} is no column of the table"
            raise UnwritableError(msg)
        stored = table.column(name)[0].as_py()
        if not isinstance(stored, str) or stored.strip() != value.strip():
            msg = f"its {field} is made of several values or of markup"
            raise UnwritableError(msg)
        shift = stored.find(value)
        moved = [Edit(e.start + shift, e.end + shift, e.replacement) for e in changes]
        new[name] = apply(stored, moved)
    return new


def exact_text(data: bytes, encoding: str) -> str:
    """Return the text of bytes from which they can be made again.

    Raises:
        UnwritableError: There is none.
    """
    try:
        text = data.decode(encoding, "surrogateescape")
        if text.encode(encoding, "surrogateescape") == data:
            return text
    except (UnicodeError, LookupError):
        pass
    msg = f"its bytes cannot be written again as they are in {encoding}"
    raise UnwritableError(msg)


def _edited(text: str, places: Iterable[Place], wanted: Sequence[Wanted]) -> str:
    """Return a record with edits in each string that says a field and is named as it."""
    by_value: dict[str, list[Place]] = {}
    for place in places:
        by_value.setdefault(place.value.strip(), []).append(place)
    done: dict[Edit, None] = {}
    for edits, names in wanted:
        for field, (value, changes) in edits.items():
            found = [
                place
                for place in by_value.get(value.strip(), ())
                if f".{names.get(field, '')}".endswith(f".{place.name}")
            ]
            if not found:
                msg = f"its {field} is made of several values or of markup"
                raise UnwritableError(msg)
            for place in found:
                shift = place.value.find(value)
                done |= dict.fromkeys(_moved(edit, place, shift) for edit in changes)
    return apply(text, sorted(done, key=lambda edit: edit.start))


def _moved(edit: Edit, place: Place, shift: int) -> Edit:
    start, end = place.cuts[edit.start + shift], place.cuts[edit.end + shift]
    return Edit(start, end, place.escape(edit.replacement))
