"""A record with named values (JSON, CSV, Parquet) to the draft of an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from corpus_qa.dataset.columns import map_columns
from corpus_qa.dataset.dates import parse_date
from corpus_qa.dataset.raw import Draft
from corpus_qa.dataset.readers.page import read_page
from corpus_qa.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus_qa.dataset.raw import Raw, Reading, Source

NAMED = ("name", "text", "@value", "rendered")
"""Where objects in the place of a text keep it: JSON-LD persons, feeds, WordPress."""


class Decoding(NamedTuple):
    """The raw record that a record comes from, and how its bytes were read."""

    raw: Raw
    encoding: str
    decode_errors: int


def read_record(
    values: Mapping[str, object], decoding: Decoding, reading: Reading, text_line: int | None = None
) -> Draft | Problem:
    """Return the article that a record holds, or the problem that it holds none."""
    mapped = map_columns(tuple(values), reading.overrides)
    if not mapped.has_text:
        return no_text(decoding.raw.source, values, decoding.raw.line)
    extra = {name: values[name] for name in mapped.others if values[name] is not None}
    fields: dict[str, object] = {}
    for column, names in mapped.columns.items():
        for name in names:
            if (value := as_field(column, values[name])) is None:
                continue
            if column in fields:
                extra[name] = values[name]
            else:
                fields[column] = value
    take_declared(fields, extra)
    if (html := fields.pop("html", None)) is not None:
        _fill_from_page(str(html), fields, extra)
    return Draft(
        text=str(fields.pop("text", "")),
        fields=fields,
        extra=extra,
        number=decoding.raw.number,
        line=decoding.raw.line,
        text_line=text_line,
        encoding=decoding.encoding,
        decode_errors=decoding.decode_errors,
    )


def as_field(column: str, value: object) -> object:
    """Return a value as its article column holds it; None if there is nothing in it.

    Lists of paragraphs or authors become one text.
    """
    match value:
        case None:
            return None
        case str():
            return value if value and (column == "text" or not value.isspace()) else None
        case Mapping():
            found = (as_field(column, value.get(name)) for name in NAMED)
            return next((text for text in found if text is not None), None)
        case Sequence() if not isinstance(value, bytes):
            parts = [str(part) for item in value if (part := as_field(column, item)) is not None]
            return ("\n" if column in {"text", "html"} else ", ").join(parts) or None
    return value if column == "published_at" else str(value)


def take_declared(fields: dict[str, object], extra: dict[str, object]) -> None:
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


def no_text(source: Source, names: Iterable[str], line: int | None) -> Problem:
    """Return the problem of a record, or of a table, that has no column for the text."""
    shown = ", ".join(list(names)[:12]) or "none at all"
    return Problem(
        source.name,
        f"there is neither a text nor an html field (the fields: {shown})",
        "Name the column that holds the text under [input.columns] of the configuration.",
        line=line,
        lost=1 if line else None,
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


def _fill_from_page(html: str, fields: dict[str, object], extra: dict[str, object]) -> None:
    """Fill from the page what the record does not say itself."""
    url = fields.get("url")
    found, more = read_page(html, str(url) if url else None, known=fields)
    for name, value in found.items():
        fields.setdefault(name, value)
    for name, value in more.items():
        extra.setdefault(name, value)
