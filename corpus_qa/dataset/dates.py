"""Values of date fields of any type to points in time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from corpus_qa.text.dates import parse_field

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

UNITS = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3), (0.0, 1.0))
"""From which size on a number counts nanoseconds, micro-, milliseconds, seconds (since 1970)."""

FIRST_SECOND = 1e8
"""March 1973: smaller numbers are years or days, not seconds."""

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
            return parse_field(value).moment
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
