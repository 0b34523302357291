"""What a field of a record says as a text, a date, an address or a name; the best of several."""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from html import unescape

import orjson

from corpus_qa.ingest.columns import LANGUAGE_KEY, is_doubtful, shape
from corpus_qa.text.dates.field import NOTHING, parse_field


def parse_date(value: object) -> datetime | None:
    """Return the point in time that a value of a date field names, in UTC; None if it names none.

    A time without a zone is read as UTC, a day without a time as its beginning.
    """
    if type(value) is not str:
        value = plain_date(value)
    match value:
        case datetime():
            return _in_utc(value)
        case date():
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        case float():
            value = f"{value:.6f}"
        case str() if value.startswith("time.struct_time("):  # as feedparser leaves it
            value = _calendar(re.findall(r"tm_\w+=(\d+)", value)[:6]) or value
        case int() | str():
            pass
        case _:
            return None
    return parse_field(str(value)).moment


def _in_utc(when: datetime) -> datetime | None:
    """Return a time in UTC; one without a zone is in UTC already."""
    try:
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except OverflowError:  # the years 1 and 9999 have no room for an offset
        return None


# How an object or a list begins that is written into a text; prose in brackets has no quotes there.
OPENING, WRITTEN = ("{", "["), re.compile(r"[\[{\s]+[\"'].*[\]}]\s*\Z", re.DOTALL)

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
            inner = [value[name] for name in shape("moments") if name in value]
        case Sequence() if not isinstance(value, str | bytes):
            parts = inner = list(value)
        case _:
            return value
    found = (item for part in inner if (item := plain_date(part)) is not None)
    return _calendar(parts) or next(found, None)


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


def as_field(column: str, value: object) -> object:  # noqa: PLR0911 - one line a shape
    """Return a value as its article column holds it; None if there is nothing in it.

    Lists of paragraphs or authors become one text.
    """
    match value:
        case _ if column == "published_at":
            return value if is_said(value := plain_date(value)) else None
        case None | "":
            return None
        case str() if column == "text":
            return _written_out(value) or value
        case str():
            return None if value.isspace() else value
        case _ if column == "text":
            return _unfolded(value)
        case int() | float() if column == "byline":  # the number of a user
            return None
        case Mapping():
            return _of_object(column, value)
        case Sequence() if not isinstance(value, bytes):
            return _of_list(column, value)
    return str(value)


def is_said(value: object) -> bool:
    """Whether there is anything in a value."""
    return value is not None and not (isinstance(value, str) and (not value or value.isspace()))


def _of_list(column: str, value: Sequence[object]) -> str | None:
    parts = [str(part) for item in value if (part := as_field(column, item)) is not None]
    if column in {"url", "article_id", "title"}:
        return next(iter(parts), None)
    return ("\n" if column == "html" else ", ").join(parts) or None


def _unfolded(value: object) -> str | None:
    """Return the text in an object or a list; numbers and truth values are no text."""
    from corpus_qa.ingest.unfold import unfold  # noqa: PLC0415 - few inputs need it

    return unfold(value) or None if isinstance(value, Mapping | list | tuple) else None


# Characters of a text that is looked at as an object or a list.
MOST_WRITTEN = 1 << 20


def _written_out(text: str) -> str | None:
    """Return the text in an object or a list that was written into one field, as tables do it.

    ``{"blocks": [...]}`` as JSON, ``['One paragraph.', 'Another.']`` as Python writes it.
    """
    if text[:1] not in OPENING or len(text) > MOST_WRITTEN or not WRITTEN.match(text):
        return None
    for read in (orjson.loads, literal_eval):
        try:
            return _unfolded(read(text))
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
    return None


def _of_object(column: str, value: Mapping[str, object]) -> object:
    """Return what an object in the place of a field stands for."""
    keys = (*(shape("addresses") if column == "url" else ()), *shape("named"))
    found = (as_field(column, value.get(name)) for name in keys)
    if (text := next((text for text in found if text is not None), None)) is not None:
        return unescape(str(text)) if "rendered" in value else text
    names = (shape("given_names"), shape("family_names"))
    parts = (next((value[name] for name in same if value.get(name)), None) for same in names)
    if person := " ".join(str(part) for part in parts if part):
        return person
    if all(LANGUAGE_KEY.fullmatch(name) for name in value):
        found = (as_field(column, item) for item in value.values())
        return next((text for text in found if text is not None), None)
    return None


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


NUMBER, LONGEST_NUMBER = re.compile(r"\s*[-+]?[\d.,]+\s*"), 40


def _fits(column: str, value: object) -> bool:
    """Whether a value can be what the column holds."""
    text = str(value)
    match column:
        case "published_at":
            return text not in {"0", "0.0"} and parse_date(value) is not None
        case "url":
            return "://" in text or ("." in text and len(text.split()) == 1)
        case "text":
            return len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text)
    return True


# A preview ends so: "... [+280 chars]", "…", "Read more".
CUT = re.compile(r"(?:\[\s*\+?\s*\d+\s*(?:chars?|characters)\s*\]|…|\.\.\.|\[…\]|\[\.\.\.\])\s*$")
TAG = re.compile(r"</(?:p|div|span|h\d|li)>|<br ?/?>")
MARKUP = re.compile(r"<[^<>]{1,2000}>")
# A text that is so many times as long as another, which is a part of it or this short, is fuller.
FULLER, SHORT = 1.5, 200


def _fullest(found: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Return the text to use: the first, unless it is an excerpt of a later one or very short."""
    best = found[0]
    for other in found[1:]:
        shown, full = best[1].strip(), other[1]
        plain = len(MARKUP.sub("", shown)) if TAG.search(shown) and not TAG.search(full) else 0
        if plain and 2 * len(full) > plain:
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


def is_preview(text: object, html: str) -> bool:
    """Whether a text is cut off of which a page has the whole."""
    if not isinstance(text, str) or not CUT.search(text):
        return False
    return len(MARKUP.sub("", html)) >= FULLER * len(text)
