"""Date values to points in time: ISO 8601 first, then epochs and RFC 2822, dateparser last."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

UNITS = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3), (0.0, 1.0))
"""From which size on a number counts nanoseconds, micro-, milliseconds, seconds (since 1970)."""

FIRST_SECOND = 1e8
"""March 1973: smaller numbers are years or days, not seconds."""

FORMATS = (
    *("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%b. %d, %Y", "%A, %B %d, %Y"),
    *("%Y/%m/%d", "%Y/%m/%d %H:%M:%S", "%Y.%m.%d", "%d.%m.%Y", "%d.%m.%Y %H:%M"),
    *("%a %b %d %H:%M:%S %Y", "%B %d, %Y %I:%M %p", "%b %d, %Y %I:%M %p", "%d %B %Y %H:%M"),
)
"""Unambiguous forms that ``fromisoformat`` does not know; dateparser takes 100 times longer."""

NUMBER = re.compile(r"-?\d{9,19}(?:\.\d+)?\Z")
LONGEST = 64
"""Characters; anything longer is prose, not a date."""


def parse_date(value: object) -> datetime | None:
    """Return the point in time that a value of a date field names, in UTC; None if it names none.

    A time without a zone is taken as UTC, a day without a time as its beginning.
    """
    match value:
        case datetime():
            return in_utc(value)
        case date():
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        case bool():
            return None
        case int() | float():
            return _from_number(value)
        case str():
            return _from_text(value.strip())
    return None


def in_utc(when: datetime) -> datetime | None:
    """Return a time in UTC; one without a zone is taken as UTC already."""
    try:
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except OverflowError:  # the years 1 and 9999 have no room for an offset
        return None


def _from_number(value: float) -> datetime | None:
    size = abs(value)
    unit = next(unit for least, unit in UNITS if size >= least)
    try:
        return EPOCH + timedelta(seconds=value / unit) if size >= FIRST_SECOND else None
    except (OverflowError, ValueError):
        return None


@lru_cache(maxsize=4096)
def _from_text(text: str) -> datetime | None:
    if not text or len(text) > LONGEST:
        return None
    if NUMBER.match(text):
        return _from_number(float(text))
    try:
        return in_utc(datetime.fromisoformat(text))
    except ValueError:
        return _from_rfc2822(text) or _from_formats(text) or _from_prose(text)


def _from_rfc2822(text: str) -> datetime | None:
    try:
        return in_utc(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _from_formats(text: str) -> datetime | None:
    for pattern in FORMATS:
        try:
            return datetime.strptime(text, pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def _from_prose(text: str) -> datetime | None:
    """Ask dateparser, which knows the months of 200 languages; it must find day, month and year."""
    if not any(char.isdigit() for char in text):
        return None
    import dateparser  # noqa: PLC0415 - slow to import and rarely needed

    settings = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["custom-formats", "absolute-time"],
        "RETURN_AS_TIMEZONE_AWARE": True,
        "TIMEZONE": "UTC",
    }
    try:
        found = dateparser.parse(text, settings=settings)
    except (ValueError, OverflowError, TypeError, RecursionError):
        return None
    return in_utc(found) if found is not None else None
