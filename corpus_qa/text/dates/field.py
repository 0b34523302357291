"""The value of a date field: the moment that it names, and what is wrong with how it is written."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from corpus_qa.text.dates.found import FoundDate, find_dates
from corpus_qa.text.tables import table

# Characters; anything longer is prose, not a date.
LONGEST = 80

MONTHS = 12

# Letters beside the date (weekday, ``Published``, a zone) that a field may hold.
REST = 24

# Digits -> their meaning, if they begin like a year of the web; else they count since 1970.
COMPACT = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# From which size on a number counts nanoseconds, micro-, milliseconds, seconds since 1970.
UNITS = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3), (1e8, 1.0))

LOOSE = re.compile(
    r"(?P<day>\d{4}-\d\d?-\d\d?)"
    r"(?:[T ]\s*(?P<time>\d{1,2}:\d\d(?::\d\d)?)(?:[.,]\d+)?)?\s*(?P<zone>\S.*)?"
)
CLOCK = re.compile(
    r"(?<!\d)(?P<hour>[01]?\d|2[0-4])(?:[:.h](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?"
    r"(?:\.\d+)?\s?(?P<half>[ap]\.?m\b)?|\s?(?P<full>[ap]\.?m\b))",
    re.IGNORECASE,
)
OFFSET = re.compile(r"(?:UTC|GMT)?\s?(?P<sign>[+−-])(?P<hours>\d\d?):?(?P<minutes>\d\d)?(?!\d)")
RFC_2822 = re.compile(
    r"(?:[A-Za-z]{3},? )?\d{1,2}[ -][A-Za-z]{3}[ -](?P<year>\d{4}|\d\d) \d\d?:\d\d(?::\d\d)?"
    r"(?: (?:[+-]\d{4}|GMT|UTC?|Z))?"
)
NO_DAY = re.compile(r"\d{4}(?:[-/.]\d{1,2})?|[^\W\d]+\.?,? \d{4}")
# What programs and people write where there is no date.
NOTHING = frozenset(
    {"", "-", "--", "n/a", "na", "nan", "nat", "none", "null", "unknown", "undefined"}
)

PLACEHOLDER = re.compile(r"0000-00-00(?:[T ].*)?")
# ``[Europe/Berlin]`` behind the zone (RFC 9557, Java): it names again what the offset says.
ZONE_NAME = re.compile(r"(?<=\d|Z)\[!?[A-Za-z_]{1,14}(?:/[\w+-]{1,30}){0,2}\]\Z")
# A clock that no day has, and an offset from which no place on earth is.
WRONG_CLOCK = re.compile(
    r"(?<![\d:.+−-])(?:(?:2[5-9]|[3-9]\d):\d\d|\d\d:[6-9]\d|\d\d:\d\d:(?:6[1-9]|[7-9]\d))(?!\d)"
)
WRONG_OFFSET = re.compile(r"\d{4}-.*:\d\d(?:\.\d+)?\s?[+−-](?:1[6-9]|[2-9]\d):?\d\d\Z")


SLASHES = re.compile(r"\D*(\d{1,2})/(\d{1,2})/\d{2}")


class DateProblem(StrEnum):
    """What is wrong with the value of a date field."""

    UNREADABLE = "unreadable"
    NO_DAY = "no-day"
    PLACEHOLDER = "placeholder"
    TWO_DIGIT_YEAR = "two-digit-year"
    AMBIGUOUS = "ambiguous-day-month"
    NO_ZONE = "no-time-zone"


class FieldDate(NamedTuple):
    """A moment in UTC, if the value names one, and the gravest problem of how it is written.

    Neither is set for a value that says that there is no date. A day without a clock time is its
    beginning and has no problem; a time without a zone is taken as UTC. ``other`` is the second
    reading of an ambiguous date.
    """

    moment: datetime | None
    problem: DateProblem | None = None
    other: datetime | None = None


@lru_cache(maxsize=4096)
def parse_field(raw: str, *, day_first: bool | None = None) -> FieldDate:
    """Read the value of a date field.

    Args:
        raw: The value as the input has it.
        day_first: How to read 03/04/2025; None reads March 4 and reports it as ambiguous.
    """
    text = raw.strip()
    if text.lower() in NOTHING:
        return FieldDate(None)
    if len(text) > LONGEST or WRONG_CLOCK.search(text) or WRONG_OFFSET.match(text):
        return FieldDate(None, DateProblem.UNREADABLE)
    if PLACEHOLDER.fullmatch(text):
        return FieldDate(None, DateProblem.PLACEHOLDER)
    if text.lstrip("-").replace(".", "", 1).isdecimal() and text.isascii():
        return _number(text)
    text = _without_zone_name(text)
    for form in FORMS:
        with suppress(ValueError, TypeError, IndexError, OverflowError):  # no such day or hour
            if found := form(text):
                return found
    return _in_words(text, day_first=day_first) or _asked(text) or FieldDate(None, _why_not(text))


def _without_zone_name(text: str) -> str:
    """Return a text without the name of the zone behind its offset; UTC alone is an offset."""
    found = ZONE_NAME.search(text)
    if found is None:
        return text
    moment = text[: found.start()]
    if "Z" in moment or OFFSET.search(moment[len("2025-03-14") :]):
        return moment
    return f"{moment}Z" if found[0] in {"[UTC]", "[Etc/UTC]", "[GMT]"} else text


def _number(text: str) -> FieldDate:
    whole, _, fraction = text.partition(".")
    if not fraction.strip("0") and whole[:2] in {"19", "20"} and len(whole) in COMPACT:
        try:
            moment = datetime.strptime(whole, COMPACT[len(whole)]).replace(tzinfo=UTC)
        except ValueError:
            return FieldDate(None, DateProblem.UNREADABLE)
        return FieldDate(moment, DateProblem.NO_ZONE if len(whole) > len("20250314") else None)
    value = float(text)
    units = next((units for least, units in UNITS if abs(value) >= least), None)
    if units is None:
        return FieldDate(EPOCH) if text == "0" else FieldDate(None, _why_not(text))
    try:
        return FieldDate(EPOCH + timedelta(seconds=value / units))
    except OverflowError:
        return FieldDate(None, DateProblem.UNREADABLE)


def _iso(text: str) -> FieldDate | None:
    return _placed(datetime.fromisoformat(text), has_clock=":" in text or "T" in text)


def _loose_iso(text: str) -> FieldDate | None:
    """Read ``2025-3-4 9:05 +0100``, ``2025-03-04 09:05:00 UTC`` and their like."""
    match = LOOSE.fullmatch(text)
    if match is None:
        return None
    zone = _zone(match["zone"] or "")
    if match["zone"] and zone is None:
        return None
    year, month, day = map(int, match["day"].split("-"))
    hour, minute, second = (*map(int, (match["time"] or "0:0").split(":")), 0)[:3]
    moment = datetime(year, month, day, hour, minute, second, tzinfo=zone)
    return _placed(moment, has_clock=match["time"] is not None)


def _rfc_2822(text: str) -> FieldDate | None:
    match = RFC_2822.fullmatch(text)
    if match is None:
        return None
    problem = DateProblem.TWO_DIGIT_YEAR if len(match["year"]) < len("2025") else None
    return _placed(parsedate_to_datetime(text), has_clock=True, problem=problem)


# ``/Date(1704873600000+0100)/`` (.NET: the offset changes nothing), ``1.7e9``.
DOT_NET = re.compile(r"\W*Date\((-?\d{1,16})(?:[+-]\d{4})?\)\W*")
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d\d?")
# ``[2024, 1, 10, 8, 0]``, ``datetime.date(2024, 1, 10)``, ``time.struct_time(tm_year=2024, ...)``.
TUPLE = re.compile(r"[\w.]{0,20}[(\[]((?:\s*(?:tm_\w+\s*=\s*)?\d{1,4}\s*,?){3,9}).{0,40}[)\]]")
# ``10-JAN-24 08.00.00.000000 AM +00:00`` (Oracle).
ORACLE = re.compile(
    r"(?P<day>\d\d?-[A-Z]{3}-(?P<year>\d{4}|\d\d))"
    r"(?: (?P<clock>\d\d?[.:]\d\d[.:]\d\d)(?:\.\d{1,9})?(?: (?P<half>[AP]M))?(?: (?P<zone>\S+))?)?",
    re.IGNORECASE,
)
# ``Wed Jan 10 08:00:00 +0000 2024`` (Twitter, Ruby).
WEEKDAY_FIRST = "%a %b %d %H:%M:%S %z %Y"


def _of_program(text: str) -> FieldDate | None:
    """Read what programs write that never meant it for people."""
    if found := DOT_NET.fullmatch(text):
        return FieldDate(EPOCH + timedelta(milliseconds=int(found[1])))
    if SCIENTIFIC.fullmatch(text):
        return _number(str(int(float(text))))
    if found := TUPLE.fullmatch(text):
        return _tuple([int(part) for part in re.findall(r"(?<![\w.])\d+|(?<==)\d+", found[1])])
    if found := ORACLE.fullmatch(text):
        return _oracle(found)
    if text[-4:].isdecimal() and text[:3].isalpha():
        return _placed(datetime.strptime(text, WEEKDAY_FIRST), has_clock=True)  # noqa: DTZ007 - the zone is read apart
    return None


def _tuple(parts: Sequence[int]) -> FieldDate:
    year, month, day, hour, minute, second = (*parts[:6], 0, 0, 0)[:6]
    return _placed(datetime(year, month, day, hour, minute, second), has_clock=len(parts) > 3)  # noqa: DTZ001, PLR2004 - as lists have no zone


def _oracle(found: re.Match[str]) -> FieldDate:
    short = len(found["year"]) < len("2025")
    clock = (found["clock"] or "0:0:0").replace(".", ":")
    form = f"%d-%b-%{'y' if short else 'Y'} {'%I' if found['half'] else '%H'}:%M:%S"
    half = f" {found['half']}" if found["half"] else ""
    moment = datetime.strptime(f"{found['day']} {clock}{half}", form + (" %p" if half else ""))  # noqa: DTZ007 - the zone is read apart
    problem = DateProblem.TWO_DIGIT_YEAR if short else None
    zone = _zone(found["zone"] or "")
    return _placed(moment.replace(tzinfo=zone), has_clock=bool(found["clock"]), problem=problem)


FORMS: tuple[Callable[[str], FieldDate | None], ...] = (_iso, _loose_iso, _rfc_2822, _of_program)


def _in_words(text: str, *, day_first: bool | None) -> FieldDate | None:
    """Read the only date of a short text, with the clock and the zone beside it."""
    dates = list(find_dates(text, day_first=day_first))
    if len(dates) != 1:
        return None
    found = dates[0]
    beside = f"{text[: found.start]} {text[found.end :]}"
    clock = CLOCK.search(beside)
    if sum(char.isalpha() for char in beside) > REST:
        return None
    at = _clock(clock) if clock else time()
    zone = _zone(beside[clock.end() :]) if clock else None
    if at is None:
        return None
    problem = DateProblem.TWO_DIGIT_YEAR if found.short else None
    if found.other is None:
        return _placed(_combined(found.day, at, zone), has_clock=clock is not None, problem=problem)
    other = _placed(_combined(found.other, at, zone), has_clock=False).moment
    read = _placed(_combined(found.day, at, zone), has_clock=False)
    return FieldDate(read.moment, problem or DateProblem.AMBIGUOUS, other)


def _combined(day: date, at: time, zone: timezone | None) -> datetime:
    return datetime.combine(day, at, tzinfo=zone)


def _clock(match: re.Match[str]) -> time | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or match["full"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        return time(hour % 24, minute, int(match["second"] or 0))
    except ValueError:
        return None


def _zone(text: str) -> timezone | None:
    """Return the time zone that a text names, as an offset or an abbreviation."""
    if text.strip() in {"Z", "z"}:
        return UTC
    if match := OFFSET.search(text):
        minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
        offset = timedelta(minutes=minutes if match["sign"] == "+" else -minutes)
        return timezone(offset) if abs(offset) < timedelta(hours=16) else None
    names = (word.strip("()[].,") for word in text.split())
    zones = table("time_zones")
    hours = next((zones[name] for name in names if name in zones), None)
    return None if hours is None else timezone(timedelta(hours=hours))


def _placed(moment: datetime, *, has_clock: bool, problem: DateProblem | None = None) -> FieldDate:
    if moment.tzinfo is None:
        missing = DateProblem.NO_ZONE if has_clock else None
        return FieldDate(moment.replace(tzinfo=UTC), problem or missing)
    try:
        return FieldDate(moment.astimezone(UTC), problem)
    except OverflowError:  # the years 1 and 9999 have no room for an offset
        return FieldDate(moment.replace(tzinfo=UTC), problem)


def _asked(text: str) -> FieldDate | None:
    """Ask dateparser, which knows 200 languages; it must find day, month and year."""
    if not re.search(r"\d", text) or not re.search(r"[^\W\d_]{3}", text) or not _year(text):
        return None
    import dateparser  # noqa: PLC0415 - slow to import, and rarely needed

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    try:
        found = dateparser.parse(text, settings=settings)
    except (ValueError, OverflowError, TypeError, RecursionError):
        return None
    return _placed(found, has_clock=CLOCK.search(text) is not None) if found else None


def _year(text: str) -> bool:
    return re.search(r"(?<!\d)(?:1[89]|2\d)\d\d(?!\d)", text) is not None


def _why_not(text: str) -> DateProblem:
    return DateProblem.NO_DAY if NO_DAY.fullmatch(text) else DateProblem.UNREADABLE


def day_order(raw: str) -> float | None:
    """Return what a date such as 25/04/2025 says about the order of day and month on its site.

    Returns:
        1 if the day stands first, 0 if the month does, 0.5 if both may, None for other notations.
    """
    match = SLASHES.match(raw) if "/" in raw else None
    if match is None:
        return None
    first, second = int(match[1]), int(match[2])
    if first > MONTHS >= second > 0:
        return 1.0
    if second > MONTHS >= first > 0:
        return 0.0
    return 0.5 if 0 < first <= MONTHS and 0 < second <= MONTHS and first != second else None


# Days: an event that an article tells of lies this near to its publication, rarely a month.
NEAR = 10

# Characters on either side of a date in which a time zone belongs to it.
CONTEXT = 60

ENGLISH = re.compile(r"\b(?:the|and|of)\b", re.IGNORECASE)
SAMPLE = 6000
# The three words per character: news English has one in 90, other languages one in 1,000.
ENGLISH_RATE = 1 / 190


@cache
def _orders() -> re.Pattern[str]:
    """Return what finds time zones, as the group ``american`` or ``european``."""
    words = table("date_words")
    groups = (
        rf"(?P<{order}>{'|'.join(map(re.escape, words[order]))})"
        for order in ("american", "european")
    )
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(groups)})(?![^\W_])", re.IGNORECASE)


def in_order(
    text: str, dates: Sequence[FoundDate], *, english: bool | None = None
) -> list[FoundDate]:
    """Return the dates, each numeric one read as the text suggests.

    Other dates of the text decide, then the language (only English puts the month first), then time
    zones. A date about which nothing decides keeps ``other``.

    Args:
        text: The text in which the dates stand.
        dates: What was found in it.
        english: Whether it is English, if that is known.
    """
    if not any(found.other for found in dates):
        return list(dates)
    sure = sorted(found.day for found in dates if found.other is None)
    english = is_english(text) if english is None else english
    return [_decided(text, found, sure, english=english) for found in dates]


def is_english(text: str) -> bool:
    """Return whether a text is probably English, by its most common words."""
    sample = text[:SAMPLE]
    return len(ENGLISH.findall(sample)) > ENGLISH_RATE * len(sample)


def _decided(text: str, found: FoundDate, sure: Sequence[date], *, english: bool) -> FoundDate:
    if found.other is None:
        return found
    as_read, exchanged = _distance(found.day, sure), _distance(found.other, sure)
    if min(as_read, exchanged) <= NEAR:
        return found._replace(day=found.day if as_read < exchanged else found.other, other=None)
    if not english:
        return found._replace(day=found.other, other=None)
    near = text[max(0, found.start - CONTEXT) : found.end + CONTEXT]
    zones = {match.lastgroup for match in _orders().finditer(near)}
    if zones == {"american"}:
        return found._replace(other=None)
    return found._replace(day=found.other, other=None) if zones == {"european"} else found


def _distance(day: date, ordered: Sequence[date]) -> int:
    """Return the days to the nearest of some days; more than ``NEAR`` if there are none."""
    place = bisect_left(ordered, day)
    beside = ordered[max(0, place - 1) : place + 1]
    return min((abs((day - other).days) for other in beside), default=NEAR + 1)
