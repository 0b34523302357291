"""The date of publication that an article states itself: in its text, as a time ago, in its URL."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

import re2

from corpus_qa.text.dates.field import in_order
from corpus_qa.text.dates.found import find_dates, month_number
from corpus_qa.text.dates.marks import PUBLICATION, is_quoted, label_of, marks, page_of
from corpus_qa.text.tables import table

# Characters in which a byline stands; below, comments and teasers count back too.
TOP = 1500

LONGEST_LINE = 90
FARTHEST = timedelta(days=31)


class RelativeDate(NamedTuple):
    """Where a text counts back, and the moment that it means, exact to its unit."""

    start: int
    end: int
    moment: datetime


def relative_date(text: str, reference: datetime) -> RelativeDate | None:
    """Return the first relative date at the top of a text, if it stands in a short line.

    Args:
        text: The text of an article or of a whole page.
        reference: When the page was fetched.
    """
    for match in _expression().finditer(text[:TOP]):
        start, end = match.span(1)  # by number: RE2 knows no spans of named groups
        line = text[text.rfind("\n", 0, start) + 1 : start]
        after = text[end:].partition("\n")[0]
        back = int(match["n"] or match["m"]) * _units()[(match["u"] or match["v"]).lower()]
        short = len(line) + len(after) + end - start <= LONGEST_LINE
        if back <= FARTHEST and (short or label_of(line) == PUBLICATION):
            return RelativeDate(start, end, reference - back)
    return None


@cache
def _units() -> dict[str, timedelta]:
    return {
        word: timedelta(**{unit: 1})
        for unit, words in table("relative_dates")["units"].items()
        for word in words.split()
    }


@cache
def _expression() -> re2._Regexp[str]:
    options = re2.Options()
    options.case_sensitive = False
    unit = "|".join(map(re2.escape, sorted(_units(), key=len, reverse=True)))
    words = table("relative_dates")["words"]
    before = "|".join(map(re2.escape, words["before"]))
    after = "|".join(map(re2.escape, words["after"]))
    return re2.compile(
        rf"(?:^|[^\pL\p{{Nd}}])((?:{before}) ?(?P<n>\p{{Nd}}{{1,2}}) ?(?P<u>{unit})"
        rf"|(?P<m>\p{{Nd}}{{1,2}}) ?(?P<v>{unit}) ?(?:{after}))(?:[^\pL]|$)",
        options,
    )


# Where an address writes a date, the surest form first.
#
# Digitised newspapers go back to 1800; eight digits in a row mean a date only since the web.
PATHS = (
    re.compile(
        r"(?<!\d)(?P<y>(?:1[89]|20)\d\d)(?P<s>[/_.-])(?P<m>\d\d?)(?P=s)(?P<d>\d\d(?!\d)|\d(?![^/]))"
    ),
    re.compile(r"/(?P<y>(?:1[89]|20)\d\d)/(?P<n>[A-Za-z]{3,9})/(?P<d>\d\d?)(?![^/])"),
    re.compile(r"(?<![\da-zA-Z%])(?P<y>(?:199|20\d)\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?![\d%])"),
    re.compile(r"/(?P<y>(?:199|20\d)\d)[/-]?(?P<m>[01]\d)/(?P<d>[0-3]\d)(?![\d%])"),
    re.compile(r"(?<!\d)(?P<d>[0-3]\d)[-_.](?P<m>[01]\d)[-_.](?P<y>20\d\d)(?!\d)"),
)

# What each of these forms holds.
YEAR = re.compile(r"(?:1[89]|20)\d\d")

# What the Internet Archive puts before an address: when it was stored, not published.
ARCHIVED = re.compile(r"/web/\d{8,14}\w{0,3}/")


class UrlDate(NamedTuple):
    """A day, and the piece of the address that says so."""

    day: date
    words: str


@lru_cache(maxsize=4096)
def url_date(url: str) -> UrlDate | None:
    """Return the date in the path of an address, if it holds exactly one.

    Query and fragment are not looked at: dates in them are those of campaigns and searches.
    """
    path = re.split(r"[?#]", ARCHIVED.split(url)[-1], maxsplit=1)[0]
    if not YEAR.search(path):
        return None
    for form in PATHS:
        found = [date_ for match in form.finditer(path) if (date_ := _read(match))]
        if found:
            return found[0] if len({one.day for one in found}) == 1 else None
    return None


def _read(match: re.Match[str]) -> UrlDate | None:
    parts = match.groupdict()
    month = month_number(parts["n"]) if "n" in parts else int(parts["m"])
    try:
        day = date(int(parts["y"]), month or 0, int(parts["d"]))
    except ValueError:
        return None
    return UrlDate(day, match[0].strip("/_-."))


NONE_OF_THEM = -0.1
# The chance from which a date is offered.
SURE = 0.7

# Characters that are looked at: no page states its date below that.
LONGEST = 60_000

# Dates from the top and the end that compete; the many between are those of lists and comments.
HEAD, TAIL = 12, 3

# Time zones put one moment on two days.
SAME = timedelta(days=1)


class StatedDate(NamedTuple):
    """The date that a text states, where, and with which chance it is the date of publication."""

    start: int
    end: int
    day: date
    chance: float


def stated_date(
    text: str, title: str | None, *, latest: date, english: bool | None = None
) -> StatedDate | None:
    """Return the date of publication that a text states, if it is nearly sure.

    Args:
        text: The text of an article or of a whole page.
        title: Its headline, which helps to find where the article begins.
        latest: No later date is a date of publication.
        english: Whether 03/04/2025 may mean March 4; None looks at the words of the text.
    """
    body = text[:LONGEST]
    found = [one for one in find_dates(body) if not is_quoted(body, one)]
    if not found:
        return None
    dates = [one for one in in_order(body, found, english=english) if one.day <= latest]
    dates = dates[:HEAD] + dates[HEAD:][-TAIL:]
    page = page_of(body, title, dates)
    points = [_points(marks(page, number)) for number in range(len(dates))]
    if not points:
        return None
    chances = _chances(points)
    best = points.index(max(points))
    winner = dates[best]
    chance = sum(
        chance
        for one, chance in zip(dates, chances, strict=True)
        if abs(one.day - winner.day) <= SAME
    )
    return StatedDate(winner.start, winner.end, winner.day, chance) if chance >= SURE else None


def _points(seen: frozenset[str]) -> float:
    points: Mapping[str, float] = table("date_marks")
    # A plain sum depends on the order of the set, which differs between processes.
    return math.fsum(points.get(mark, 0.0) for mark in seen)


def _chances(points: Sequence[float]) -> list[float]:
    weights = [math.exp(value) for value in points]
    total = sum(weights) + math.exp(NONE_OF_THEM)
    return [weight / total for weight in weights]


_BYLINE_OR_DATE = re.compile(
    r"^\s*(?:by|von|por|par|di|author)\b.{0,60}$"
    r"|^.{0,40}\b(?:(?:19|20)\d\d|\d\d?:\d\d)\b.{0,30}$",
    re.IGNORECASE,
)


def are_stubs(lines: Iterable[str]) -> bool:
    """Return whether all lines that are not empty are bylines or dates."""
    return all(_BYLINE_OR_DATE.search(line) for line in lines if line.strip())
