"""Cut the objects out of a JSON text of any size, without parsing them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

import orjson

from corpus_qa.ingest.charset import decode, scrub
from corpus_qa.ingest.columns import map_columns
from corpus_qa.ingest.fields import Decoding, read_record
from corpus_qa.ingest.records import Draft, Raw, Reader, Reading, Source, raw_bytes, too_long
from corpus_qa.ingest.streams import Stream, is_escaped, lines, utf8
from corpus_qa.model import Problem

if TYPE_CHECKING:  # few inputs need it
    from corpus_qa.ingest.envelopes import Found

STRUCTURE = re.compile(rb'["{}\[\]]')
QUOTE = ord('"')
# Bytes that may stand between two elements.
BETWEEN = b", \t\r\n\xef\xbb\xbf:"


# Brackets that belong between the objects, by depth; deeper down anything may stand there.
BRACKETS = (b"", b"[]")

# No article is nested so deep, and a file of nothing but brackets must not fill the memory.
DEEPEST_NESTING = 10_000


class Element(NamedTuple):
    """An object of the JSON text, and the line on which it begins.

    ``data`` is None if the object is longer than the limit, and empty if something that is no
    object stands there. ``closed`` is false for what the end of the text cuts off.
    """

    line: int
    data: bytes | None
    closed: bool = True


def objects(
    blocks: Iterable[bytes], depth: int, limit: int, *, keyed: bool = False
) -> Iterator[Element]:
    """Yield the objects at a depth: 0 for concatenated ones, 1 in a list, 2 in a list in an object.

    With ``keyed`` objects that are values in an object count too, not only those in lists.

    Strings are skipped as wholes, so braces in prose do no harm. Broken JSON shows in the object
    that it breaks; nothing larger than ``limit`` plus a block is held.
    """
    scan = _Scan(depth, limit, keyed=keyed)
    for block in blocks:
        yield from scan.feed(block)
    yield from scan.finish()


class _Scan:
    """The state between two blocks."""

    def __init__(self, depth: int, limit: int, *, keyed: bool) -> None:
        self.target, self.limit, self.keyed = depth, limit, keyed
        self.openers: list[int] = []
        self.in_string = self.escaped = False
        self.parts: list[bytes] | None = None  # of the object that is open
        self.size = 0
        self.line = self.started = 1
        self.stray = 0  # the line on which something stands that is no object

    def feed(self, block: bytes) -> Iterator[Element]:
        """Yield the objects that end in this block."""
        start = position = counted = 0
        if self.escaped:
            position, self.escaped = 1, False
        while (position := self._outside(block, position)) >= 0:
            found = STRUCTURE.search(block, position)
            if found is None:
                break
            position, char = found.end(), block[found.start()]
            if char == ord('"'):
                self.in_string = True
            elif char in b"{[":
                if char == ord("{") and self._is_element():
                    yield from self._gap(block[start : found.start()])
                    self.line += block.count(b"\n", counted, found.start())
                    start = counted = found.start()
                    self.parts, self.size, self.started = [], 0, self.line
                self.openers.append(char)
                if len(self.openers) > DEEPEST_NESTING:
                    msg = f"the JSON is nested more than {DEEPEST_NESTING} levels deep"
                    raise ValueError(msg)
            elif self.openers:
                self.openers.pop()
                if self.parts is not None and len(self.openers) == self.target:
                    yield self._close(block[start:position])
                    self.line += block.count(b"\n", counted, position)
                    start = counted = position
        self._keep(block[start:])
        self.line += block.count(b"\n", counted)

    def finish(self) -> Iterator[Element]:
        """Yield what the end of the text cuts off."""
        yield from self._gap(b"")
        if self.parts is not None:
            yield Element(self.started, b"".join(self.parts), closed=False)
        elif self.openers:
            yield Element(self.line, b"", closed=False)

    def _outside(self, block: bytes, position: int) -> int:
        """Return where the string ends that is open at a position; -1 if not in this block."""
        if not self.in_string:
            return position
        start = position
        while (end := block.find(QUOTE, position)) >= 0:
            if not is_escaped(block, start, end):
                self.in_string = False
                return end + 1
            position = end + 1
        self.escaped = is_escaped(block, start, len(block))
        return -1

    def _is_element(self) -> bool:
        inside = self.openers
        return (
            self.parts is None
            and len(inside) == self.target
            and (self.target == 0 or self.keyed or inside[-1] == ord("["))
        )

    def _keep(self, rest: bytes) -> None:
        if self.parts is None:
            self.stray = self.stray or self._stray_line(rest)
            return
        self.size += len(rest)
        if self.size <= self.limit:
            self.parts.append(rest)

    def _close(self, last: bytes) -> Element:
        self._keep(last)
        data = b"".join(self.parts or ()) if self.size <= self.limit else None
        self.parts = None
        return Element(self.started, data)

    def _stray_line(self, between: bytes) -> int:
        """Return the line of the first byte that does not belong between objects; 0 if all do."""
        if self.target >= len(BRACKETS) or (self.keyed and self.target):
            return 0
        rest = between.lstrip(BETWEEN + BRACKETS[self.target])
        return self.line + between.count(b"\n", 0, len(between) - len(rest)) if rest else 0

    def _gap(self, between: bytes) -> Iterator[Element]:
        """Yield an element for numbers, texts or lists where objects belong."""
        if line := self.stray or self._stray_line(between):
            yield Element(line, b"")
        self.stray = 0


# What an object looks like that is not complete within the limit.
CUT_OFF = Element(1, None)


# The beginning of a file of JSON texts that are not one a line: a list, or an object whose first
# line is its bracket.
NOT_LINES = re.compile(rb"\s*(?:\[\s*[\[{]|\{[ \t\r]*\n)")
# The beginning of a list of lists of objects: pages of a list, each an answer of its own.
LIST_OF_LISTS = re.compile(rb"\s*\[\s*\[\s*\{")


def split_lines(source: Source, stream: Stream, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield one raw record per line that is not blank; the objects of a file of another form."""
    blocks = utf8(stream)
    head = list(islice(blocks, 2))
    if NOT_LINES.match(b"".join(head)[:4096]):
        yield from _objects(source, chain(head, blocks), reading)
        return
    number = 0
    for line, data in enumerate(lines(chain(head, blocks), reading.limit), 1):
        if data is None:
            number += 1
            yield too_long(source, reading.limit, line)
        elif not data.isspace() and (data.endswith(b"\n") or not stream.damage):
            number += 1
            yield Raw(source, number, line, data)


def split_json(source: Source, stream: Stream, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield the objects of a JSON file: of a list, one after the other, or the one that it is.

    A file with one object is handed on whole, since only parsing shows whether it is an article
    or an envelope around a list of them; if it is larger than a record may be, it is an envelope.
    """
    yield from _objects(source, utf8(stream), reading)


def _objects(source: Source, blocks: Iterator[bytes], reading: Reading) -> Iterator[Raw | Problem]:
    head, limit = list(islice(blocks, 2)), reading.limit
    start = b"".join(head)
    if start.lstrip()[:1] == b"[":
        depth = 2 if LIST_OF_LISTS.match(start) else 1
        yield from _elements(source, chain(head, blocks), depth, limit)
        return
    size = len(start)
    for block in blocks if size <= limit else ():
        head.append(block)
        size += len(block)
        if size > limit:
            break
    if size > limit and _is_larger(next(objects(head, 0, limit), CUT_OFF)):
        depth, keyed = _depth(head, reading)
        yield from _elements(source, chain(head, blocks), depth, limit, keyed=keyed)
    else:
        yield from _one_or_more(_elements(source, chain(head, blocks), 0, limit))


# Objects of a large file that are looked at to find how deep its records lie.
LOOKED_AT, DEEPEST_RECORDS = 20, 6


def _depth(head: list[bytes], reading: Reading) -> tuple[int, bool]:
    """Return how deep the records of an envelope lie, and whether they are values in an object."""
    for depth in range(1, DEEPEST_RECORDS):
        for keyed in (False, True):
            found = islice(objects(head, depth, reading.limit, keyed=keyed), LOOKED_AT)
            if any(_is_record(item, reading) for item in found):
                return depth, keyed
    return 2, False


def _is_larger(item: Element) -> bool:
    return item.data is None or not item.closed


def _is_record(item: Element, reading: Reading) -> bool:
    try:
        value = orjson.loads(item.data or b"")
    except orjson.JSONDecodeError:
        return False
    mapped = map_columns(tuple(value), reading.overrides).columns
    names = (*mapped.get("text", ()), *mapped.get("html", ()))
    return any(isinstance(value[name], str) for name in names)


def parse_json(raw: Raw, reading: Reading, near: Iterable[str]) -> Iterator[Draft | Problem]:
    """Yield the article of one JSON object, or the articles of an envelope.

    Args:
        raw: The object as bytes.
        reading: How columns are mapped.
        near: Encodings that the records around are in, if this one is not UTF-8.
    """
    value, encoding, errors = _value(raw, near)
    if isinstance(value, Problem):
        yield from _parts_of_line(raw, value, reading, near)
        return
    if isinstance(value, str) and value[:1] in {"{", "["}:  # encoded twice
        value, _, more = _value(raw._replace(data=value.encode("utf-8", "replace")), near)
        errors += more
    if _is_action(value):
        return
    if _may_be_envelope(value):
        from corpus_qa.ingest.envelopes import records  # noqa: PLC0415 - few inputs need it

        if found := records(value, reading.overrides):
            yield from _of_envelope(raw, value, found, Decoding(raw, encoding, errors), reading)
            return
    yield _of_value(raw, value, Decoding(raw, encoding, errors), reading)


def _is_action(value: object) -> bool:
    """Whether a line says what to do with the next one, in the bulk format of Elasticsearch."""
    if not isinstance(value, dict) or len(value) != 1:
        return False
    ((name, item),) = value.items()
    return name in {"index", "create"} and isinstance(item, dict) and item.keys() <= ACTION


ACTION = frozenset({"_index", "_id", "_type", "routing", "pipeline", "version", "require_alias"})


def _of_value(raw: Raw, value: object, decoding: Decoding, reading: Reading) -> Draft | Problem:
    if isinstance(value, dict):
        return read_record(value, decoding, reading)
    reason = f"the record is not a JSON object but a {type(value).__name__}"
    hint = "Each record must be a JSON object with named fields."
    return Problem(raw.source.name, reason, hint, line=raw.line, lost=1)


def _may_be_envelope(value: object) -> bool:
    """Whether there are objects in the value, other than in a list of texts or numbers."""
    if isinstance(value, list):
        return bool(value) and isinstance(value[0], dict | list)
    if not isinstance(value, dict):
        return False
    kinds = set(map(type, value.values()))
    if dict not in kinds and list not in kinds:
        return False
    for item in value.values():
        if type(item) is dict or (type(item) is list and item and type(item[0]) in {dict, list}):
            return True
    return kinds == {list} and len(value) > 1


def _of_envelope(
    raw: Raw, value: object, found: Sequence[Found], decoding: Decoding, reading: Reading
) -> Iterator[Draft | Problem]:
    """Yield the articles of an envelope, each with its own line where that can be found."""
    places = _places(raw, value, found)
    for number, item in enumerate(found, 1):
        line = places.get(id(item.record), raw.line)
        errors = (
            str(item.record).count("\N{REPLACEMENT CHARACTER}") if decoding.decode_errors else 0
        )
        own = raw._replace(number=raw.number or number, line=line)
        draft = read_record(item.record, Decoding(own, decoding.encoding, errors), reading)
        if isinstance(draft, Draft):
            identifier = (
                f"{raw.source.name}#{raw.number}.{number}" if raw.number and found[1:] else ""
            )
            draft = _identified(draft, item.key, identifier)
        yield draft


def _identified(draft: Draft, key: str | None, identifier: str) -> Draft:
    """Return an article with what the key of an envelope says, and an id that no other has.

    Args:
        draft: The article.
        key: Under which it stands in the envelope, if under any.
        identifier: What it is called if it is one of several of a record; else empty.
    """
    fields = dict(draft.fields)
    if key is not None and key.startswith(("http://", "https://")):
        fields.setdefault("url", key)
    elif key is not None:
        fields.setdefault("article_id", key)
    if identifier:
        fields.setdefault("article_id", identifier)
    return replace(draft, fields=fields)


def _places(raw: Raw, value: object, found: Sequence[Found]) -> dict[int, int]:
    """Return for the ``id()`` of each record the line on which it begins."""
    from corpus_qa.ingest.envelopes import dicts_at  # noqa: PLC0415 - few inputs need it

    data = raw_bytes(raw)
    places: dict[int, int] = {}
    for depth in sorted({item.depth for item in found if item.depth >= 0}):
        values = list(dicts_at(value, depth))
        elements = [item for item in objects([data], depth, len(data), keyed=True) if item.data]
        if len(values) != len(elements):  # the same name twice in an object
            continue
        for record, element in zip(values, elements, strict=True):
            places[id(record)] = (raw.line or 1) + element.line - 1
    return places


def _parts_of_line(
    raw: Raw, problem: Problem, reading: Reading, near: Iterable[str]
) -> Iterator[Draft | Problem]:
    """Yield the articles of a line that holds several objects, or one and a comma."""
    data = raw_bytes(raw)
    parts = list(objects([data], 0, len(data))) if data.lstrip()[:1] == b"{" else []
    whole = len(parts) > 1 or (parts and parts[0].data != data.strip())
    if not whole or not all(part.data and part.closed for part in parts):
        yield problem
        return
    for number, part in enumerate(parts, 1):
        line = (raw.line or 1) + part.line - 1
        for item in parse_json(raw._replace(data=part.data or b"", line=line), reading, near):
            if isinstance(item, Draft) and len(parts) > 1:
                item = _identified(item, None, f"{raw.source.name}#{raw.number}.{number}")  # noqa: PLW2901 - the item with its id
            yield item


def _elements(
    source: Source, blocks: Iterable[bytes], depth: int, limit: int, *, keyed: bool = False
) -> Iterator[Raw | Problem]:
    hint = "Fix the file at this line; the objects around it were read."
    number = 0
    for line, data, closed in objects(blocks, depth, limit, keyed=keyed):
        if data is None:
            number += 1
            yield too_long(source, limit, line)
        elif not closed:
            reason = "the JSON ends inside the object that starts here"
            if not data:
                reason = "the JSON is truncated"
            yield Problem(source.name, reason, hint, line=line, lost=1 if data else None)
        elif data:
            number += 1
            yield Raw(source, number, line, data)
        else:
            reason = "this is not a JSON object"
            yield Problem(source.name, reason, hint, line=line, lost=1)


def _one_or_more(items: Iterator[Raw | Problem]) -> Iterator[Raw | Problem]:
    """Number the only record of a source 0: its path names it well enough."""
    first, second = next(items, None), next(items, None)
    if isinstance(first, Raw) and second is None:
        yield first._replace(number=0)
        return
    yield from (item for item in (first, second) if item is not None)
    yield from items


def _value(raw: Raw, near: Iterable[str]) -> tuple[object, str, int]:
    """Return the value of a JSON text, its encoding and the number of undecodable bytes."""
    data = raw_bytes(raw)
    try:
        return orjson.loads(data), "utf-8", 0
    except orjson.JSONDecodeError as error:
        text, encoding, errors = decode(data, near)
        try:
            value, replaced = _tolerant(text)
        except (json.JSONDecodeError, RecursionError):
            return _invalid(raw, error), encoding, errors
        return value, encoding, errors + replaced


def _tolerant(text: str) -> tuple[object, int]:
    """Parse with Python's parser, which takes half surrogate pairs, and replace those."""
    value = json.loads(text.strip("\ufeff\x1e \t\r\n"), parse_constant=lambda _: None)
    return _scrubbed(value)


def _scrubbed(value: object) -> tuple[object, int]:
    match value:
        case str():
            return scrub(value)
        case list():
            parts = [_scrubbed(item) for item in value]
            return [part for part, _ in parts], sum(count for _, count in parts)
        case dict():
            names = [scrub(name) for name in value]
            parts = [_scrubbed(item) for item in value.values()]
            count = sum(count for _, count in (*names, *parts))
            return {name: part for (name, _), (part, _) in zip(names, parts, strict=True)}, count
    return value, 0


PYTHON = re.compile(rb"\s*\{\s*'")


def _invalid(raw: Raw, error: orjson.JSONDecodeError) -> Problem:
    reason = f"invalid JSON: {error.msg} (column {error.colno})"
    hint = "Fix the record; the other records were read."
    if PYTHON.match(raw_bytes(raw)):
        reason = "this is Python's notation, not JSON: names stand in single quotes"
        hint = "Write the records with json.dumps(), not with str() or print()."
    breaks = raw_bytes(raw).rstrip().count(b"\n")  # an error at the end is not on the next line
    line = (raw.line or 1) + min(error.lineno - 1, breaks)
    return Problem(raw.source.name, reason, hint, line=line, lost=1)


READERS = (
    Reader("json", (".json",), split_json, parse_json, divisible=True),
    Reader(
        "jsonl",
        (".jsonl", ".ndjson", ".jsonlines", ".jl"),
        split_lines,
        parse_json,
        record_lines=True,
        divisible=True,
    ),
)
