"""Values of date fields of any type to points in time."""

from __future__ import annotations

from datetime import UTC, date, datetime

from corpus_qa.text.dates import parse_field


def parse_date(value: object) -> datetime | None:
    """Return the point in time that a value of a date field names, in UTC; None if it names none.

    A time without a zone is taken as UTC, a day without a time as its beginning.
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
    """Return a time in UTC; one without a zone is taken as UTC already."""
    try:
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except OverflowError:  # the years 1 and 9999 have no room for an offset
        return None
