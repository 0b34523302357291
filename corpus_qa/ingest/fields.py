"""A record with named values (JSON, CSV, Parquet) to the draft of an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from corpus_qa.ingest.columns import Mapped, is_doubtful, is_wrapper, map_columns, simplify
from corpus_qa.ingest.html_page import read_page
from corpus_qa.ingest.records import Choice, Draft, Raw, Reading, Source
from corpus_qa.ingest.values import OPENING, choose, is_preview, is_said, parse_date
from corpus_qa.model import Problem


class Decoding(NamedTuple):
    """The raw record that a record comes from, and how its bytes were read."""

    raw: Raw
    encoding: str
    decode_errors: int


def read_record(
    values: Mapping[str, object], decoding: Decoding, reading: Reading, text_line: int | None = None
) -> Draft | Problem:
    """Return the article that a record holds, or the problem that it holds none."""
    record = values
    if dict in map(type, values.values()):
        record = with_nested(values, reading.overrides)
    mapped = map_columns(tuple(record), reading.overrides)
    if not mapped.has_text:
        return no_text(decoding.raw.source, values, decoding.raw.line)
    fields, extra = fill(values, record, mapped)
    if "text" not in fields and "html" not in fields and (unread := _unread(mapped, record)):
        return not_text(decoding.raw, unread, record[unread])
    if reading.observe is not None:
        reading.observe(record, _choices(mapped, record, reading.overrides))
    parse_declared(fields, extra)
    _address_of_source(fields, extra)
    html = fields.pop("html", None)
    if html is not None and is_preview(fields.get("text"), str(html)):
        extra["preview"] = fields.pop("text")
    if html is not None:
        _fill_from_page(str(html), fields, extra)
    text = str(fields.pop("text", ""))
    raw, encoding, errors = decoding
    return Draft(text, fields, extra, raw.number, raw.line, text_line, encoding, errors)


def _address_of_source(fields: dict[str, object], extra: Mapping[str, object]) -> None:
    """Take the address from ``source``, where trafilatura writes it and others name the medium."""
    source = extra.get("source")
    if isinstance(source, str) and source.startswith(("http://", "https://")):
        fields.setdefault("url", source)


def by_name(names: Iterable[str], values: Iterable[object]) -> dict[str, object]:
    """Return the values of a row; of two columns of one name that with something in it."""
    row: dict[str, object] = {}
    for name, value in zip(names, values, strict=True):
        if (before := row.get(name)) is None or before == "":
            row[name] = value
    return row


def fill(
    values: Mapping[str, object], record: Mapping[str, object], mapped: Mapped
) -> tuple[dict[str, object], dict[str, object]]:
    """Return the columns of an article that a record fills, and everything else that it says.

    Args:
        values: The record as it is.
        record: The record with the fields of the objects in it.
        mapped: Which input column means which column.
    """
    extra = {
        name: record[name]
        for name in mapped.others
        if record[name] is not None and not _is_part(name, values)
    }
    fields: dict[str, object] = {}
    for column, names in mapped.columns.items():
        value = record[names[0]]
        if (
            column in mapped.sure
            and type(value) is str
            and (value[:1] not in OPENING if column == "text" else not value.isspace())
        ):
            if value:
                fields[column] = value
            continue
        chosen, found = choose(column, names, record)
        if found is not None:
            fields[column] = found
        for name in names:
            if name != chosen and is_said(record[name]) and not _is_part(name, values):
                extra[name] = record[name]
    return fields, extra


def parse_declared(fields: dict[str, object], extra: dict[str, object]) -> None:
    """Parse the date, and keep as extra what the input says of date and language.

    How a date is written is evidence too, and the language of the article is measured.
    """
    if "language" in fields:
        extra["declared_language"] = fields.pop("language")
    if (raw := fields.pop("published_at", None)) is None:
        return
    extra["published_raw"] = raw if isinstance(raw, int | float) else str(raw)
    if (when := parse_date(raw)) is not None:
        fields |= {"published_at": when, "published_source": "field"}


# Objects in objects in which a record is looked for.
DEEPEST_RECORD = 8


def with_nested(
    values: Mapping[str, object], overrides: tuple[tuple[str, str], ...], depth: int = 0
) -> Mapping[str, object]:
    """Return a record with the fields of the objects in it that describe it: ``meta.url``.

    Where only one object in it has a text, as ``_source`` in Elasticsearch, the record is that
    object with what stands beside it.
    """
    record = {**values, **dict(_parts(values, overrides))}
    if map_columns(tuple(values), overrides).has_text or depth > DEEPEST_RECORD:
        return record
    inner = [
        (name, found)
        for name, value in values.items()
        if isinstance(value, dict)
        and map_columns(
            tuple(found := with_nested(value, overrides, depth + 1)), overrides
        ).has_text
    ]
    if len(inner) != 1:
        return record
    ((name, found),) = inner
    beside = {other: value for other, value in values.items() if other != name}
    if name.startswith(("http://", "https://")):
        beside["url"] = name
    return {**beside, **found}


def _parts(
    values: Mapping[str, object], overrides: tuple[tuple[str, str], ...], outer: str = ""
) -> Iterator[tuple[str, object]]:
    """Yield the fields of the objects that describe the record, and those that are configured."""
    if outer.count(".") > DEEPEST_RECORD:
        return
    configured = [name for name, _ in overrides if "." in name]
    for name, value in values.items():
        path = f"{outer}{name}"
        if not isinstance(value, dict):
            continue
        everything = is_wrapper(name)
        for key, item in value.items():
            inner = f"{path}.{key}"
            if everything or any(other == inner for other in configured):
                yield inner, item
        if everything or any(other.startswith(f"{path}.") for other in configured):
            yield from _parts(value, overrides, f"{path}.")


def _is_part(name: str, values: Mapping[str, object]) -> bool:
    """Whether a field belongs to an object of the record, which is kept as it is."""
    return name not in values and "." in name


def _choices(
    mapped: Mapped, record: Mapping[str, object], overrides: tuple[tuple[str, str], ...]
) -> Iterator[Choice]:
    """Yield what fills the columns of an article, and why."""
    configured = {simplify(name) for name, _ in overrides}
    for column, names in mapped.columns.items():
        name, _ = choose(column, names, record)
        if name is None:
            continue
        reason = "by its name"
        if simplify(name) in configured:
            reason = "configured"
        elif name != names[0]:
            filled = is_said(record[names[0]])
            better = BETTER.get(column, "fuller than") if filled else "no value in"
            reason = f"{better} {names[0]}"
        elif names[1:]:
            reason = f"before {', '.join(names[1:])}"
        yield Choice(column, name, reason)


# Why a column is filled from another input column than the one with the most telling name.
BETTER = {"published_at": "can be read, unlike", "url": "an address, unlike"}


def _unread(mapped: Mapped, record: Mapping[str, object]) -> str | None:
    """Return the name of a text field that holds something in which no text was found."""
    names = (*mapped.columns.get("text", ()), *mapped.columns.get("html", ()))
    return next((name for name in names if _holds_no_text(name, record[name])), None)


def _holds_no_text(name: str, value: object) -> bool:
    match value:
        case None:
            return False
        case str():
            return is_doubtful(name) and is_said(value)
        case Mapping() | list() | tuple():
            from corpus_qa.ingest.unfold import unfold  # noqa: PLC0415 - few inputs need it

            return unfold(value) is None
    return True


def not_text(raw: Raw, name: str, value: object) -> Problem:
    """Return the problem of a record whose text field holds something else than text."""
    match value:
        case Mapping():
            what = f"an object ({', '.join(list(map(str, value))[:6])}) in which no text was found"
        case list() | tuple():
            what = "a list in which no text was found"
        case _:
            what = f"no text but {str(value)[:40]}"
    return Problem(
        raw.source.name,
        f"the field “{name}” holds {what}",
        "Name the field that holds the text under [input.columns] of the configuration; "
        f'"{name}.body" = "text" names a field of an object.',
        line=raw.line,
        lost=1,
    )


def no_text(source: Source, names: Iterable[str], line: int | None) -> Problem:
    """Return the problem of a record, or of a table, that has no column for the text."""
    shown = ", ".join(list(_paths(names))[:12]) or "none at all"
    return Problem(
        source.name,
        f"no text or HTML field was found (fields: {shown})",
        "Name the column that holds the text under [input.columns] of the configuration.",
        line=line,
        lost=1 if line else None,
    )


def _paths(names: Iterable[str], depth: int = 0) -> Iterator[str]:
    """Yield the names of the fields of a record, those of objects and lists of objects as paths."""
    for name in names:
        inner = names[name] if isinstance(names, Mapping) else None
        path = str(name)
        if isinstance(inner, list) and inner and isinstance(inner[0], Mapping):
            inner, path = inner[0], f"{name}[]"
        if isinstance(inner, Mapping) and inner and depth < DEEPEST_RECORD:
            yield from (f"{path}.{below}" for below in _paths(inner, depth + 1))
        else:
            yield path


def _fill_from_page(html: str, fields: dict[str, object], extra: dict[str, object]) -> None:
    """Fill from the page what the record does not say itself."""
    url = fields.get("url")
    found, more = read_page(html, str(url) if url else None, fields)
    fields |= {**found, **fields}
    extra |= {**more, **extra}
