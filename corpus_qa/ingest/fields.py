"""A record with named values (JSON, CSV, Parquet) to the draft of an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from html import unescape
from typing import NamedTuple

from corpus_qa.ingest.columns import (
    LANGUAGE_KEY,
    Mapped,
    check_overrides,
    is_doubtful,
    is_wrapper,
    map_columns,
    simplify,
    synonyms,
)
from corpus_qa.ingest.html_page import read_page
from corpus_qa.ingest.records import Choice, Draft, Raw, Reading, Source
from corpus_qa.model import Problem
from corpus_qa.text.dates.field import NOTHING, parse_field

__all__ = [
    "Decoding",
    "as_field",
    "by_name",
    "check_overrides",
    "choose",
    "fill",
    "map_columns",
    "no_text",
    "parse_date",
    "parse_declared",
    "read_record",
    "simplify",
    "synonyms",
]


def parse_date(value: object) -> datetime | None:
    """Return the point in time that a value of a date field names, in UTC; None if it names none.

    A time without a zone is read as UTC, a day without a time as its beginning.
    """
    if type(value) is not str:
        value = plain_date(value)
    match value:
        case datetime():
            return in_utc(value)
        case date():
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        case int():
            return parse_field(str(value)).moment
        case float():
            return parse_field(f"{value:.6f}").moment
        case str():
            return parse_field(_struct_time(value) or value).moment
        case _:
            return None


def _struct_time(value: str) -> str | None:
    """Return the moment of ``time.struct_time(tm_year=2024, ...)``, as feedparser leaves it."""
    if not value.startswith("time.struct_time("):
        return None
    return _calendar(re.findall(r"tm_\w+=(\d+)", value)[:6])


def in_utc(when: datetime) -> datetime | None:
    """Return a time in UTC; one without a zone is in UTC already."""
    try:
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except OverflowError:  # the years 1 and 9999 have no room for an offset
        return None


# Where an object keeps the moment that it stands for: MongoDB, Firestore, JSON-LD, XML made JSON.
MOMENTS = (
    "$date", "$numberLong", "seconds", "_seconds", "epochSecond", "@value", "value", "#text", "_",
    "$t", "iso", "utc", "datetime", "dateTime", "date", "timestamp", "raw", "rendered", "text",
    "timestampValue", "stringValue", "N", "S",
)  # fmt: skip
CALENDAR = ("year", "month", "day", "hour", "minute", "second")
YEARS = range(1800, 2200)


def plain_date(value: object) -> object:
    """Return what an object or list in the place of a date says: a number, a text, a date or None.

    ``{"$date": {"$numberLong": "17..."}}``, ``{"seconds": 17...}``, ``[2024, 1, 10]`` and
    ``{"year": 2024, ...}`` are dates; true and false are none.
    """
    match value:
        case bool():
            return None
        case Mapping():
            parts = [value.get(name) for name in CALENDAR]
            found = (plain_date(value[name]) for name in MOMENTS if name in value)
            return _calendar(parts) or next((item for item in found if item is not None), None)
        case Sequence() if not isinstance(value, str | bytes):
            first = (item for part in value if (item := plain_date(part)) is not None)
            return _calendar(value) or next(first, None)
    return value


def _calendar(parts: Sequence[object]) -> str | None:
    """Return year, month, day and what follows of the clock as one text."""
    numbers = [
        int(part) for part in parts[:6] if isinstance(part, int | float | str) and _whole(part)
    ]
    if len(numbers) < len(("year", "month", "day")) or numbers[0] not in YEARS:
        return None
    day = "-".join(f"{part:02}" for part in numbers[:3])
    clock = ":".join(f"{part:02}" for part in (*numbers[3:6], 0, 0)[:3])
    return f"{day}T{clock}" if numbers[3:] else day


def _whole(part: float | str) -> bool:
    return part.isdecimal() if isinstance(part, str) else float(part).is_integer()


# Where objects in the place of a field keep it: JSON-LD persons, feeds, WordPress, NYT, MongoDB,
# XML made JSON.
NAMED = (
    "name", "text", "@value", "rendered", "value", "main", "original", "displayName", "full_name",
    "fullName", "title", "#text", "_", "$t", "__cdata", "$oid", "$numberLong", "$numberInt",
    "$uuid", "$", "_cdata", "cdata", "#cdata-section", "__text", "_text", "stringValue", "S", "N",
    "basic",
)  # fmt: skip
ADDRESSES = ("href", "url", "@id", "canonical", "rendered", *NAMED)
PERSON = (
    ("firstname", "first_name", "firstName", "first", "given", "givenName"),
    ("lastname", "last_name", "lastName", "last", "family", "familyName"),
)


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
        reading.observe(record, list(_choices(mapped, record, reading.overrides)))
    parse_declared(fields, extra)
    _address_of_source(fields, extra)
    html = fields.pop("html", None)
    if html is not None and _is_preview(fields.get("text"), str(html)):
        extra["preview"] = fields.pop("text")
    if html is not None:
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


def _address_of_source(fields: dict[str, object], extra: Mapping[str, object]) -> None:
    """Take the address from ``source``, where trafilatura writes it and others name the medium."""
    source = extra.get("source")
    if (
        "url" not in fields
        and isinstance(source, str)
        and source.startswith(("http://", "https://"))
    ):
        fields["url"] = source


def _is_preview(text: object, html: str) -> bool:
    """Whether a text is cut off of which a page has the whole."""
    if not isinstance(text, str) or not CUT.search(text):
        return False
    return len(MARKUP.sub("", html)) >= FULLER * len(text)


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
            and (column == "text" or not value.isspace())
        ):
            if value:
                fields[column] = value
            continue
        chosen, found = choose(column, names, record)
        if found is not None:
            fields[column] = found
        for name in names:
            if name != chosen and _is_said(record[name]) and not _is_part(name, values):
                extra[name] = record[name]
    return fields, extra


def as_field(column: str, value: object) -> object:  # noqa: PLR0911 - one line a shape
    """Return a value as its article column holds it; None if there is nothing in it.

    Lists of paragraphs or authors become one text.
    """
    match value:
        case _ if column == "published_at":
            return value if _is_said(value := plain_date(value)) else None
        case None | "":
            return None
        case str():
            return None if column != "text" and value.isspace() else value
        case _ if column == "text":
            return _unfolded(value)
        case int() | float() if column == "byline":  # the number of a user
            return None
        case Mapping():
            return _of_object(column, value)
        case Sequence() if not isinstance(value, bytes):
            return _of_list(column, value)
    return str(value)


def _of_list(column: str, value: Sequence[object]) -> str | None:
    parts = [str(part) for item in value if (part := as_field(column, item)) is not None]
    if column in {"url", "article_id", "title"}:
        return next(iter(parts), None)
    return ("\n" if column == "html" else ", ").join(parts) or None


def _unfolded(value: object) -> str | None:
    """Return the text in an object or a list; numbers and truth values are no text."""
    from corpus_qa.ingest.unfold import unfold  # noqa: PLC0415 - few inputs need it

    return unfold(value) or None if isinstance(value, Mapping | list | tuple) else None


def _of_object(column: str, value: Mapping[str, object]) -> object:
    """Return what an object in the place of a field stands for."""
    keys = ADDRESSES if column == "url" else NAMED
    found = (as_field(column, value.get(name)) for name in keys)
    if (text := next((text for text in found if text is not None), None)) is not None:
        return unescape(str(text)) if "rendered" in value else text
    parts = (next((value[name] for name in names if value.get(name)), None) for names in PERSON)
    if person := " ".join(str(part) for part in parts if part):
        return person
    if all(LANGUAGE_KEY.fullmatch(name) for name in value):
        found = (as_field(column, item) for item in value.values())
        return next((text for text in found if text is not None), None)
    return None


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


def _is_said(value: object) -> bool:
    return value is not None and not (isinstance(value, str) and (not value or value.isspace()))


def _is_part(name: str, values: Mapping[str, object]) -> bool:
    """Whether a field belongs to an object of the record, which is kept as it is."""
    return name not in values and "." in name


# A preview ends so: "... [+280 chars]", "…", "Read more".
CUT = re.compile(r"(?:\[\s*\+?\s*\d+\s*(?:chars?|characters)\s*\]|…|\.\.\.|\[…\]|\[\.\.\.\])\s*$")
TAG = re.compile(r"</(?:p|div|span|h\d|li)>|<br ?/?>")
MARKUP = re.compile(r"<[^<>]{1,2000}>")
NUMBER, LONGEST_NUMBER = re.compile(r"\s*[-+]?[\d.,]+\s*"), 40
# A text that is so many times as long as another, which is a part of it or this short, is fuller.
FULLER, SHORT = 1.5, 200


def choose(
    column: str, names: Sequence[str], record: Mapping[str, object]
) -> tuple[str | None, object]:
    """Return which of the input columns fills a column of the article, and its value.

    The most telling name wins, unless its value is none of a text, date or address.
    """
    if len(names) == 1 and not is_doubtful(names[0]):
        value = as_field(column, record[names[0]])
        return (names[0] if value is not None else None), value
    found = [
        (name, value)
        for name in names
        if (value := as_field(column, record[name])) is not None
        and not (is_doubtful(name) and not _fits(column, value))
    ]
    if not found:
        return None, None
    if column == "text":
        return _fullest([(name, str(value)) for name, value in found])
    if len(found) > 1 and column in {"published_at", "url"}:
        fitting = (item for item in found if _fits(column, item[1]))
        said = (item for item in found if str(item[1]).strip().lower() not in NOTHING)
        return next(fitting, None) or next(said, found[0])
    return found[0]


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
            filled = _is_said(record[names[0]])
            better = BETTER.get(column, "fuller than") if filled else "no value in"
            reason = f"{better} {names[0]}"
        elif names[1:]:
            reason = f"before {', '.join(names[1:])}"
        yield Choice(column, name, reason)


# Why a column is filled from another input column than the one with the most telling name.
BETTER = {"published_at": "can be read, unlike", "url": "an address, unlike"}


def _fits(column: str, value: object) -> bool:
    """Whether a value can be what the column holds."""
    match column:
        case "published_at":
            return str(value) not in {"0", "0.0"} and parse_date(value) is not None
        case "url":
            text = str(value).strip()
            return "://" in text or ("." in text and not any(char.isspace() for char in text))
        case "text":
            text = str(value)
            return len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text)
    return True


def _fullest(found: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Return the text to use: the first, unless it is an excerpt of a later one or very short."""
    best = found[0]
    for other in found[1:]:
        shown, full = best[1].strip(), other[1]
        if (
            TAG.search(shown)
            and not TAG.search(full)
            and 2 * len(full) > len(MARKUP.sub("", shown))
        ):
            best = other  # the same without markup
            continue
        if len(full) < FULLER * len(shown):
            continue
        full = MARKUP.sub("", full).strip()
        if len(full) < FULLER * len(shown):
            continue
        start = _letters(CUT.sub("", shown))[:60]
        if len(shown) < SHORT or CUT.search(shown) or _letters(full[:400]).startswith(start):
            best = other
    return best


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _unread(mapped: Mapped, record: Mapping[str, object]) -> str | None:
    """Return the name of a text field that holds something in which no text was found."""
    names = (*mapped.columns.get("text", ()), *mapped.columns.get("html", ()))
    return next((name for name in names if _holds_no_text(name, record[name])), None)


def _holds_no_text(name: str, value: object) -> bool:
    match value:
        case None:
            return False
        case str():
            return is_doubtful(name) and _is_said(value)
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
    for name, value in found.items():
        fields.setdefault(name, value)
    for name, value in more.items():
        extra.setdefault(name, value)
