"""Cut the objects out of a JSON text of any size, without parsing them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

import orjson

from corpus_qa.ingest.charset import decode, scrub
from corpus_qa.ingest.fields import Decoding, map_columns, read_record
from corpus_qa.ingest.records import Draft, Raw, Reader, Reading, Source, raw_bytes, too_long
from corpus_qa.ingest.streams import Stream, text_lines, utf8
from corpus_qa.model import Problem

STRUCTURE = re.compile(rb'["{}\[\]]')
QUOTE, BACKSLASH = ord('"'), ord("\\")
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


def objects(blocks: Iterable[bytes], depth: int, limit: int) -> Iterator[Element]:
    """Yield the objects at a depth: 0 for concatenated ones, 1 in a list, 2 in a list in an object.

    Strings are skipped as wholes, so braces in prose do no harm. Broken JSON shows in the object
    that it breaks; nothing larger than ``limit`` plus a block is held.
    """
    scan = _Scan(depth, limit)
    for block in blocks:
        yield from scan.feed(block)
    yield from scan.finish()


def _is_escaped(block: bytes, start: int, place: int) -> bool:
    """Whether an odd number of backslashes stands before a place, from where the string goes on."""
    first = place
    while first > start and block[first - 1] == BACKSLASH:
        first -= 1
    return (place - first) % 2 == 1


class _Scan:
    """The state between two blocks."""

    def __init__(self, depth: int, limit: int) -> None:
        self.target, self.limit = depth, limit
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
            if not _is_escaped(block, start, end):
                self.in_string = False
                return end + 1
            position = end + 1
        self.escaped = _is_escaped(block, start, len(block))
        return -1

    def _is_element(self) -> bool:
        inside = self.openers
        return (
            self.parts is None
            and len(inside) == self.target
            and (self.target == 0 or inside[-1] == ord("["))
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
        if self.target >= len(BRACKETS):
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


def split_lines(source: Source, stream: Stream, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield one raw record per line that is not blank."""
    number = 0
    for line, data in enumerate(text_lines(stream, reading.limit), 1):
        if data is None:
            number += 1
            yield too_long(source, reading.limit, line)
        elif not data.isspace():
            number += 1
            yield Raw(source, number, line, data)


def split_json(source: Source, stream: Stream, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield the objects of a JSON file: of a list, one after the other, or the one that it is.

    A file with one object is handed on whole, since only parsing shows whether it is an article
    or an envelope around a list of them; if it is larger than a record may be, it is an envelope.
    """
    blocks = utf8(stream)
    head: list[bytes] = []
    size, limit = 0, reading.limit
    for block in blocks:
        head.append(block)
        size += len(block)
        if size > limit:
            break
    begins = b"".join(head[:2]).lstrip()[:1]
    if begins == b"[":
        yield from _elements(source, chain(head, blocks), 1, limit)
    elif size > limit and next(objects(head, 0, limit), CUT_OFF).data is None:
        yield from _elements(source, chain(head, blocks), 2, limit)
    else:
        yield from _one_or_more(_elements(source, chain(head, blocks), 0, limit))


def parse_json(raw: Raw, reading: Reading, near: Iterable[str]) -> Iterator[Draft | Problem]:
    """Yield the article of one JSON object, or the articles of an envelope.

    Args:
        raw: The object as bytes.
        reading: How columns are mapped.
        near: Encodings that the records around are in, if this one is not UTF-8.
    """
    value, encoding, errors = _value(raw, near)
    if isinstance(value, Problem):
        yield value
    elif not isinstance(value, dict):
        reason = f"the record is not a JSON object but a {type(value).__name__}"
        hint = "Each record must be a JSON object with named fields."
        yield Problem(raw.source.name, reason, hint, line=raw.line, lost=1)
    elif raw.number == 0 and _is_envelope(value, reading):
        data = raw_bytes(raw)
        for item in _elements(raw.source, [data], 2, len(data)):
            yield from [item] if isinstance(item, Problem) else parse_json(item, reading, near)
    else:
        yield read_record(value, Decoding(raw, encoding, errors), reading)


def _elements(
    source: Source, blocks: Iterable[bytes], depth: int, limit: int
) -> Iterator[Raw | Problem]:
    hint = "Fix the file at this line; the objects around it were read."
    number = 0
    for line, data, closed in objects(blocks, depth, limit):
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


def _is_envelope(value: dict[str, object], reading: Reading) -> bool:
    """Whether an object is no article but holds exactly one list of objects."""
    mapped = map_columns(tuple(value), reading.overrides)
    if mapped.has_text and any(isinstance(item, str) for item in value.values()):
        return False
    lists = [
        item
        for item in value.values()
        if isinstance(item, list) and item and all(isinstance(part, dict) for part in item)
    ]
    return len(lists) == 1


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
    value = json.loads(text.strip("\ufeff \t\r\n"), parse_constant=lambda _: None)
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


def _invalid(raw: Raw, error: orjson.JSONDecodeError) -> Problem:
    reason = f"invalid JSON: {error.msg} (column {error.colno})"
    hint = "Fix the record; the other records were read."
    breaks = raw_bytes(raw).rstrip().count(b"\n")  # an error at the end is not on the next line
    line = (raw.line or 1) + min(error.lineno - 1, breaks)
    return Problem(raw.source.name, reason, hint, line=line, lost=1)


READERS = (
    Reader("json", (".json",), split_json, parse_json),
    Reader(
        "jsonl",
        (".jsonl", ".ndjson", ".jsonlines", ".jl"),
        split_lines,
        parse_json,
        record_lines=True,
    ),
)
