"""JSON (one article, a list, an object around a list) and JSON lines."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING

import orjson

from corpus_qa.dataset.charset import decode, scrub
from corpus_qa.dataset.columns import map_columns
from corpus_qa.dataset.json_scan import Element, objects
from corpus_qa.dataset.raw import Raw, raw_bytes
from corpus_qa.dataset.readers.record import Decoding, read_record, too_long
from corpus_qa.dataset.streams import text_lines, utf8
from corpus_qa.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corpus_qa.dataset.raw import Draft, Reading, Source
    from corpus_qa.dataset.streams import Stream

CUT_OFF = Element(1, None)
"""What an object looks like that is not complete within the limit."""


def split_lines(source: Source, stream: Stream, limit: int) -> Iterator[Raw | Problem]:
    """Yield one raw record per line that is not blank."""
    number = 0
    for line, data in enumerate(text_lines(stream, limit), 1):
        if data is None:
            number += 1
            yield too_long(source, limit, line)
        elif not data.isspace():
            number += 1
            yield Raw(source, number, line, data)


def split_json(source: Source, stream: Stream, limit: int) -> Iterator[Raw | Problem]:
    """Yield the objects of a JSON file: of a list, one after the other, or the one that it is.

    A file with one object is handed on whole, since only parsing shows whether it is an article
    or an envelope around a list of them; if it is larger than a record may be, it is an envelope.
    """
    blocks = utf8(stream)
    head: list[bytes] = []
    size = 0
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


def read_json(raw: Raw, reading: Reading, near: Iterable[str]) -> Iterator[Draft | Problem]:
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
        reason = f"the record is no object but a {type(value).__name__}"
        hint = "Each record must be a JSON object with named fields."
        yield Problem(raw.source.name, reason, hint, line=raw.line, lost=1)
    elif raw.number == 0 and _is_envelope(value, reading):
        data = raw_bytes(raw)
        for item in _elements(raw.source, [data], 2, len(data)):
            yield from [item] if isinstance(item, Problem) else read_json(item, reading, near)
    else:
        yield read_record(value, Decoding(raw, encoding, errors), reading)


def _elements(
    source: Source, blocks: Iterable[bytes], depth: int, limit: int
) -> Iterator[Raw | Problem]:
    hint = "Mend the file at this line; the objects around it were read."
    number = 0
    for line, data, closed in objects(blocks, depth, limit):
        if data is None:
            number += 1
            yield too_long(source, limit, line)
        elif not closed:
            reason = "the JSON breaks off inside the object that begins here"
            if not data:
                reason = "the JSON breaks off before its end"
            yield Problem(source.name, reason, hint, line=line, lost=1 if data else None)
        elif data:
            number += 1
            yield Raw(source, number, line, data)
        else:
            reason = "something that is no JSON object stands here"
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
    hint = "Mend the record; the others of the file were read."
    breaks = raw_bytes(raw).rstrip().count(b"\n")  # an error at the end is not on the next line
    line = (raw.line or 1) + min(error.lineno - 1, breaks)
    return Problem(raw.source.name, reason, hint, line=line, lost=1)
