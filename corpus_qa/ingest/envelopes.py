"""The records in a JSON value that is no article but holds them, at any depth.

Answers of programming interfaces, feeds, exports of databases, dictionaries keyed by address or id
and the forms in which pandas writes a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from corpus_qa.ingest.columns import map_columns, shape, simplify
from corpus_qa.ingest.fields import with_nested
from corpus_qa.ingest.values import choose

# Characters of a text that is an article whatever stands beside it.
LONG = 300

DEEPEST = 12

# Letters from which a name is that of a row rather than of a part of an object.
LONGEST_WORD = 12

Overrides = tuple[tuple[str, str], ...]


class Found(NamedTuple):
    """A record, under which key it stands (in a list: none), and how deep.

    ``depth`` counts the brackets around the record; it is -1 for one that does not stand in the
    input as an object but was put together from columns.
    """

    record: Mapping[str, object]
    key: str | None
    depth: int


def records(value: object, overrides: Overrides) -> list[Found]:
    """Return the records of an envelope; none if the value is an article or has none in it."""
    if isinstance(value, list):
        return list(_of_list(value, 0, overrides) or _below(value, 0, overrides))
    if not isinstance(value, dict):
        return []
    if made := _from_columns(value, overrides):
        return [Found(record, None, -1) for record in made]
    own = _characters(value, overrides)
    if own >= LONG:
        return []
    found = list(_inside(value, 0, overrides, named=own > 0))
    longest = max((_characters(item.record, overrides) for item in found), default=0)
    return found if longest > own else []


def dicts_at(value: object, depth: int) -> Iterator[dict[str, object]]:
    """Yield the objects with so many brackets around them, in the order of the text."""
    if depth == 0:
        if isinstance(value, dict):
            yield value
        return
    for item in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from dicts_at(item, depth - 1)


def _inside(
    value: Mapping[str, object], depth: int, overrides: Overrides, *, named: bool = False
) -> Iterator[Found]:
    """Yield the records in an object. ``named``: only below names of lists of articles."""
    if depth > DEEPEST:
        return
    if made := _from_columns(value, overrides):
        yield from (Found(record, None, -1) for record in made)
        return
    if not named and (keyed := _keyed(value, depth, overrides)):
        yield from keyed
        return
    for name, item in value.items():
        simple = simplify(name)
        if simple in shape("apart") or (named and simple not in shape("envelopes")):
            continue
        if isinstance(item, list):
            found = _of_list(item, depth + 1, overrides)
            if found and simple not in shape("envelopes") and not _are_named(found):
                continue  # messages, pages, sections: parts of something
            yield from found or _below(item, depth + 1, overrides)
        elif isinstance(item, dict):
            yield from _inside(item, depth + 1, overrides)


def _of_list(items: Sequence[object], depth: int, overrides: Overrides) -> list[Found]:
    """Return the objects of a list if there are articles among them."""
    inside = [item for item in items if isinstance(item, dict)]
    articles = [_characters(item, overrides) > 0 and not _is_block(item) for item in inside]
    if not any(articles):
        return []
    return [
        Found(item, None, depth + 1)
        for item, is_article in zip(inside, articles, strict=True)
        # nodes of another type, as in the graph of JSON-LD, are no records
        if is_article or "@type" not in item
    ]


def _are_named(found: Sequence[Found]) -> bool:
    """Whether records say more than a text: what they are called, where or when they stand."""
    mapped = (map_columns(tuple(with_nested(item.record, ()))) for item in found)
    return any(
        one.columns.keys() & {"title", "url", "published_at", "article_id"} for one in mapped
    )


def _is_block(item: Mapping[str, object]) -> bool:
    """Whether an object is a paragraph, an image or the like of a text, not an article."""
    if not any(name in item for name in ("type", "_type", "nodeType", "blockName")):
        return False
    record = with_nested(item, ())
    return not map_columns(tuple(record)).columns.keys() & {"title", "url", "published_at"}


def _below(items: Sequence[object], depth: int, overrides: Overrides) -> Iterator[Found]:
    for item in items:
        if isinstance(item, dict):
            yield from _inside(item, depth + 1, overrides)
        elif isinstance(item, list) and depth < DEEPEST:
            yield from _of_list(item, depth + 1, overrides) or _below(item, depth + 1, overrides)


def _keyed(value: Mapping[str, object], depth: int, overrides: Overrides) -> list[Found]:
    """Return the records of an object whose names are ids or addresses."""
    if len(value) < 1 or not all(isinstance(item, dict) for item in value.values()):
        return []
    found = {
        name: item
        for name, item in value.items()
        if isinstance(item, dict) and _characters(item, overrides) > 0
    }
    if len(found) < min(2, len(value)) or (len(found) == 1 and not _is_key(next(iter(found)))):
        return []
    rows = list(value) == [str(number) for number in range(len(value))]
    return [
        Found(item, None if rows else name, depth + 1)
        for name, item in value.items()
        if isinstance(item, dict)
    ]


def _is_key(name: str) -> bool:
    return name.startswith(("http://", "https://")) or any(char.isdecimal() for char in name)


def _from_columns(
    value: Mapping[str, object], overrides: Overrides
) -> list[Mapping[str, object]] | None:
    """Return the rows of a table in the form of columns, or of names and rows ("split")."""
    names, rows = value.get("columns"), value.get("data", value.get("rows"))
    if isinstance(names, list) and isinstance(rows, list) and rows:
        heads = [str(name.get("name")) if isinstance(name, dict) else str(name) for name in names]
        lists = [row for row in rows if isinstance(row, list) and len(row) == len(heads)]
        if len(lists) == len(rows) and map_columns(tuple(heads), overrides).has_text:
            return [dict(zip(heads, row, strict=True)) for row in lists]
    mapped = map_columns(tuple(value), overrides)
    if len(value) < len(("title", "text")) or not mapped.has_text:
        return None
    columns = list(value.values())
    if all(isinstance(column, dict) for column in columns):
        keys = [list(column) for column in columns if isinstance(column, dict)]
        if not keys[0] or any(other != keys[0] for other in keys) or not _is_index(keys[0]):
            return None
        cells = [list(column.values()) for column in columns if isinstance(column, dict)]
    elif all(isinstance(column, list) for column in columns) and mapped.columns.keys() & {
        "title", "url", "article_id", "published_at",
    }:  # fmt: skip
        cells = [column for column in columns if isinstance(column, list)]
    else:
        return None
    if len({len(column) for column in cells}) != 1 or not cells[0]:
        return None
    return [dict(zip(value, row, strict=True)) for row in zip(*cells, strict=True)]


def _is_index(keys: Sequence[str]) -> bool:
    """Whether names are those of rows, not of the parts of an object or of languages."""
    return not any(
        simplify(key) in shape("keys")
        or key.startswith(("_", "#", "$", "@"))
        or (key.isalpha() and len(key) < LONGEST_WORD)
        for key in keys
    )


def _characters(record: Mapping[str, object], overrides: Overrides) -> int:
    """Return the length of the text that a record has of its own; 0 if it is no article."""
    if any(type(item) is dict for item in record.values()):
        record = with_nested(record, overrides)
    mapped = map_columns(tuple(record), overrides)
    for column in ("text", "html"):
        if column in mapped.columns:
            _, value = choose(column, mapped.columns[column], record)
            if value is not None and (size := len(str(value).strip())):
                return size
    return 0
