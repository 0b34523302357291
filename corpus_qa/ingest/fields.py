"""A record with named values (JSON, CSV, Parquet) to the draft of an article.

An input column is recognised by its name, compared without case, spaces, hyphens, underscores
and dots: ``datePublished``, ``date_published`` and ``Date Published`` are one name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from corpus_qa.errors import ConfigError
from corpus_qa.ingest.html_page import read_page
from corpus_qa.ingest.records import Draft, Raw, Reading, Source
from corpus_qa.model import Problem
from corpus_qa.text.dates.field import parse_field

SEPARATORS = re.compile(r"[\s_.\-]+")


@cache
def synonyms() -> Mapping[str, Sequence[str]]:
    """Return for each article column (and ``html``) the names that mean it, the best first."""
    return tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))


@cache
def _columns_by_name() -> Mapping[str, tuple[str, int]]:
    """Return for each name the column that it means, and its rank among the names of the column."""
    return {
        name: (column, rank)
        for column, names in synonyms().items()
        for rank, name in enumerate(names)
    }


class Mapped(NamedTuple):
    """For each article column the input columns that may fill it, best first; and all others."""

    columns: Mapping[str, tuple[str, ...]]
    others: tuple[str, ...]

    @property
    def has_text(self) -> bool:
        """Whether an article can come of the record."""
        return "text" in self.columns or "html" in self.columns


@lru_cache(maxsize=1024)
def map_columns(names: tuple[str, ...], overrides: tuple[tuple[str, str], ...] = ()) -> Mapped:
    """Map the names of the columns of a record.

    Args:
        names: The input columns, in their order.
        overrides: Pairs of input column and article column, which come before the synonyms.
    """
    by_name = _columns_by_name()
    chosen = {simplify(name): column for name, column in overrides}
    ranked: dict[str, list[tuple[int, int, str]]] = {}
    others = []
    for place, name in enumerate(names):
        simple = simplify(name)
        column, rank = (chosen[simple], -1) if simple in chosen else by_name.get(simple, (None, 0))
        if column is None:
            others.append(name)
        else:
            ranked.setdefault(column, []).append((rank, place, name))
    columns = {key: tuple(name for _, _, name in sorted(found)) for key, found in ranked.items()}
    return Mapped(columns, tuple(others))


def check_overrides(overrides: Mapping[str, str]) -> None:
    """Refuse an override that names no article column.

    Raises:
        ConfigError: Naming the columns that there are.
    """
    for name, column in overrides.items():
        if column not in synonyms():
            columns = ", ".join(synonyms())
            msg = f"[input.columns] maps “{name}” to “{column}”, which is none of {columns}."
            raise ConfigError(msg)


def simplify(name: str) -> str:
    """Return a name without case and separators."""
    return SEPARATORS.sub("", name).casefold()


def parse_date(value: object) -> datetime | None:
    """Return the point in time that a value of a date field names, in UTC; None if it names none.

    A time without a zone is read as UTC, a day without a time as its beginning.
    """
    match value:
        case datetime():
            return in_utc(value)
        case date():
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        case int() if not isinstance(value, bool):
            return parse_field(str(value)).moment
        case float():
            return parse_field(f"{value:.6f}").moment
        case str():
            return parse_field(value).moment
        case _:
            return None


def in_utc(when: datetime) -> datetime | None:
    """Return a time in UTC; one without a zone is in UTC already."""
    try:
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except OverflowError:  # the years 1 and 9999 have no room for an offset
        return None


# Where objects in the place of a text keep it: JSON-LD persons, feeds, WordPress.
NAMED = ("name", "text", "@value", "rendered")


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
    parse_declared(fields, extra)
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


def no_text(source: Source, names: Iterable[str], line: int | None) -> Problem:
    """Return the problem of a record, or of a table, that has no column for the text."""
    shown = ", ".join(list(names)[:12]) or "none at all"
    return Problem(
        source.name,
        f"no text or HTML field was found (fields: {shown})",
        "Name the column that holds the text under [input.columns] of the configuration.",
        line=line,
        lost=1 if line else None,
    )


def _fill_from_page(html: str, fields: dict[str, object], extra: dict[str, object]) -> None:
    """Fill from the page what the record does not say itself."""
    url = fields.get("url")
    found, more = read_page(html, str(url) if url else None, fields)
    for name, value in found.items():
        fields.setdefault(name, value)
    for name, value in more.items():
        extra.setdefault(name, value)
