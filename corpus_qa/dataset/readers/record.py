"""A record with named values (JSON, CSV, Parquet) to the draft of an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from corpus_qa.dataset.columns import map_columns
from corpus_qa.dataset.dates import parse_date
from corpus_qa.dataset.raw import Draft
from corpus_qa.dataset.readers.page import read_page
from corpus_qa.model import Problem


class Origin(NamedTuple):
    """Where a record came from and how its bytes were read."""

    source: str
    number: int
    line: int | None
    encoding: str
    decode_errors: int
    overrides: tuple[tuple[str, str], ...]


def read_record(
    values: Mapping[str, object], where: Origin, text_line: int | None = None
) -> Draft | Problem:
    """Return the article that a record holds, or the problem that it holds none."""
    mapped = map_columns(tuple(values), where.overrides)
    fields: dict[str, object] = {}
    extra: dict[str, object] = {}
    for name in mapped.others:
        if values[name] is not None:
            extra[name] = values[name]
    for column, names in mapped.columns:
        for name in names:
            value = as_field(column, values[name])
            if value is None:
                continue
            if column in fields:
                extra[name] = values[name]
            else:
                fields[column] = value
    known = {column for column, _ in mapped.columns}
    if not known & {"text", "html"}:
        return _no_text(values, where)
    take_date(fields, extra)
    if "language" in fields:
        extra["declared_language"] = fields.pop("language")
    if isinstance(html := fields.pop("html", None), str):
        _read_html(html, fields, extra)
    text = fields.pop("text", "")
    return Draft(
        text=str(text),
        fields=fields,
        extra=extra,
        number=where.number,
        line=where.line,
        text_line=text_line,
        encoding=where.encoding,
        decode_errors=where.decode_errors,
    )


def as_field(column: str, value: object) -> object:
    """Return a value as its article column holds it; None if there is nothing in it.

    Lists of paragraphs or authors become one text; authors and sites as in JSON-LD have a name.
    """
    match value:
        case None | "":
            return None
        case str():
            return value if column == "text" or value.strip() else None
        case int() | float() if column == "published_at":
            return value
        case Mapping():
            return as_field(column, value.get("name") or value.get("text") or value.get("@value"))
        case Sequence() if not isinstance(value, bytes):
            parts = [str(part) for part in (as_field(column, item) for item in value) if part]
            return ("\n" if column in {"text", "html"} else ", ").join(parts) or None
        case bytes():
            return value.decode("utf-8", "replace")
    return value if column == "published_at" else str(value)


def take_date(fields: dict[str, object], extra: dict[str, object]) -> None:
    """Parse the date field, and keep what it said: how a date is written is evidence too."""
    if (raw := fields.pop("published_at", None)) is None:
        return
    extra["published_raw"] = raw if isinstance(raw, int | float) else str(raw)
    if (when := parse_date(raw)) is not None:
        fields |= {"published_at": when, "published_source": "field"}


def _read_html(html: str, fields: dict[str, object], extra: dict[str, object]) -> None:
    """Fill from the page what the record does not say itself."""
    url = fields.get("url")
    found, more = read_page(
        html, url if isinstance(url, str) else None, dated="published_at" in fields
    )
    for name, value in found.items():
        if not fields.get(name):
            fields[name] = value
    for name, value in more.items():
        extra.setdefault(name, value)


def _no_text(values: Mapping[str, object], where: Origin) -> Problem:
    names = ", ".join(list(values)[:12]) or "none at all"
    return Problem(
        where.source,
        f"the record has neither text nor html (its fields: {names})",
        "Name the column that holds the text under [input.columns] of the configuration.",
        line=where.line,
        lost=1,
    )
