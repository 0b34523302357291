"""JSON (one article, a list, an object with one list) and JSON lines."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING

import orjson

from corpus_qa.dataset.charset import decode, scrub
from corpus_qa.dataset.columns import map_columns
from corpus_qa.dataset.json_scan import Element, objects
from corpus_qa.dataset.raw import Raw
from corpus_qa.dataset.readers.record import Origin, read_record
from corpus_qa.dataset.streams import lines, utf8
from corpus_qa.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corpus_qa.dataset.raw import Draft, Source
    from corpus_qa.dataset.streams import Stream


CUT = Element(1, None)


def split_lines(source: Source, stream: Stream, limit: int) -> Iterator[Raw | Problem]:
    """Yield one raw record per line that is not blank."""
    number = 0
    for line, data in enumerate(lines(utf8(stream), limit), 1):
        if data is None:
            number += 1
            yield too_long(source, limit, line)
        elif data.strip():
            number += 1
            yield Raw(source, number, line, data)


def split_json(source: Source, stream: Stream, limit: int) -> Iterator[Raw | Problem]:
    """Yield the objects of a JSON file: of a list, one after the other, or the one that it is.

    A small file with one object is handed on whole, since only parsing shows whether it is an
    article or an envelope around a list of them. A larger one must be an envelope.
    """
    blocks = utf8(stream)
    head: list[bytes] = []
    size = 0
    for block in blocks:
        head.append(block)
        size += len(block)
        if size > limit:
            break
    start = b"".join(head).lstrip()[:1]
    if start == b"[":
        yield from _elements(source, chain(head, blocks), 1, limit)
    elif size > limit and next(objects(head, 0, limit), CUT).data is None:
        yield from _elements(source, chain(head, blocks), 2, limit)
    else:
        found = _elements(source, chain(head, blocks), 0, limit)
        first, second = next(found, None), next(found, None)
        if isinstance(first, Raw) and second is None:
            yield first._replace(number=0)
        else:
            yield from (item for item in (first, second) if item is not None)
            yield from found


def _elements(
    source: Source, blocks: Iterable[bytes], depth: int, limit: int
) -> Iterator[Raw | Problem]:
    hint = "Mend the file at this line; the objects around it were read."
    number = 0
    for line, data, closed in objects(blocks, depth, limit):
        number += bool(data) or data is None
        if data is None:
            yield too_long(source, limit, line)
        elif not closed:
            reason = (
                "the JSON ends inside the object that begins here"
                if data
                else "the JSON breaks off"
            )
            yield Problem(source.name, reason, hint, line=line, lost=1 if data else None)
        elif data:
            yield Raw(source, number, line, data)
        else:
            yield Problem(
                source.name, "something that is no JSON object stands here", hint, line=line
            )


def too_long(source: Source, limit: int, line: int | None = None) -> Problem:
    """Return the problem of a record that is larger than the limit."""
    return Problem(
        source.name,
        f"the record is longer than {limit:,} bytes",
        "Raise max-record-bytes under [input] of the configuration, or split the record.",
        line=line,
        lost=1,
    )


def read_json(raw: Raw, overrides: tuple[tuple[str, str], ...]) -> Iterator[Draft | Problem]:
    """Yield the article of one JSON object, or the articles of an envelope."""
    value, encoding, errors = _parse(raw)
    if isinstance(value, Problem):
        yield value
    elif not isinstance(value, dict):
        kind = type(value).__name__
        hint = "Each record must be a JSON object with named fields."
        yield Problem(
            raw.source.name, f"the record is no object but a {kind}", hint, raw.line, lost=1
        )
    elif raw.number == 0 and _is_envelope(value, overrides):
        for item in _elements(raw.source, [_bytes(raw)], 2, len(_bytes(raw))):
            yield from [item] if isinstance(item, Problem) else read_json(item, overrides)
    else:
        where = Origin(raw.source.name, raw.number, raw.line, encoding, errors, overrides)
        yield read_record(value, where)


def _bytes(raw: Raw) -> bytes:
    if not isinstance(raw.data, bytes):
        raise TypeError(raw.data)
    return raw.data


def _is_envelope(value: dict[str, object], overrides: tuple[tuple[str, str], ...]) -> bool:
    """Whether an object is no article but holds exactly one list of objects."""
    columns = {column for column, _ in map_columns(tuple(value), overrides).columns}
    lists = [
        item
        for item in value.values()
        if isinstance(item, list) and item and all(isinstance(part, dict) for part in item)
    ]
    texts = [item for item in value.values() if isinstance(item, str)]
    return len(lists) == 1 and not (columns & {"text", "html"} and texts)


def _parse(raw: Raw) -> tuple[object, str, int]:
    """Return the value of a JSON text, its encoding and the number of undecodable bytes."""
    data = _bytes(raw)
    try:
        return orjson.loads(data), "utf-8", 0
    except orjson.JSONDecodeError as first:
        text, encoding, errors = decode(data)
        try:
            value, replaced = _tolerant(text)
        except (json.JSONDecodeError, RecursionError):
            return _invalid(raw, first), encoding, errors
        return value, encoding, errors + replaced


def _tolerant(text: str) -> tuple[object, int]:
    """Parse with Python's parser, which takes lone surrogates and NaN, and replace those."""
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
            pairs = [(scrub(name), _scrubbed(item)) for name, item in value.items()]
            count = sum(n + m for (_, n), (_, m) in pairs)
            return {name: item for (name, _), (item, _) in pairs}, count
    return value, 0


def _invalid(raw: Raw, error: orjson.JSONDecodeError) -> Problem:
    line = None if raw.line is None else raw.line + error.lineno - 1
    return Problem(
        raw.source.name,
        f"invalid JSON: {error.msg} (column {error.colno})",
        "Mend the record; the others of the file were read.",
        line=line,
        byte=error.pos,
        lost=1,
    )
