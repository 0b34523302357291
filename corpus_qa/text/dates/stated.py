"""The date of publication that an article states itself: in its text, as a time ago, in its URL."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

import re2

from corpus_qa.text.dates.field import in_order
from corpus_qa.text.dates.found import FoundDate, find_dates, month_number
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


# Characters before a date in which a word such as ``Published`` belongs to it.
BESIDE = 45

AFTER = 40
# Characters: the first line that is longer begins the body of an article.
PROSE = 160

# Characters: dates that are nearer to each other than this form a list.
NEAR = 300

# Share of the text after which a date belongs to comments, related articles or a footer.
LATE = 0.6

# Characters at the end of a text, where a stub may state its date.
END = 500

SHORTEST_TITLE = 10
# So many places of the title are looked at: head, path, headline, and lists of other articles.
TITLES = 8

CLOCK = re.compile(r"\d\s?[:.h]\s?\d\d(?!\d|\.\d)|\d\s?[ap]\.?m\b|\d\s?Uhr", re.IGNORECASE)
# Embedded posts and captions of pictures: their dates are near that of the article, not it.
NOT_OURS = re.compile(
    r"\(@\w|pic\.twitter|a post (?:shared )?by|geteilt von|publication partag"
    r"|\((?:photo|foto|image|ap|afp|reuters|getty)\b|\b(?:photo|foto|archivbild|archivfoto)[ :]"
    r"|REUTERS/|/ ?(?:AP|AFP|Getty|Reuters|dpa)\b|Getty Images",
    re.IGNORECASE,
)

# Characters before a date in which its caption begins.
CAPTION = 250

# A word in lower case right before the date: the date is part of a sentence.
IN_SENTENCE = re.compile(r"(?:^|[^\W\d_]\W+)[^\W\d_A-Z]{1,12}(?: [A-Z][a-z]+,)?\s\Z")

# What separates a headline from the name of its site.
SITE = re.compile(r"\s+[|–—\-»:›]\s+")

# Characters that page titles and headlines of one article write differently.
STRAIGHT = (("\xa0", " "), ("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("„", '"'))

PUBLICATION = "published-before"

# Characters above the title in which a page puts the date of the article, not today's.
JUST_ABOVE = 150

# Characters around the beginning of the body in which a byline stands.
BODY = 400

ORDER = {0: "first", 1: "second", 4: ""}

REST = ((3, "alone"), (15, "almost-alone"), (45, "short-line"), (110, "line"))
TITLE = ((60, "below-title"), (200, "near-title"), (500, ""), (1500, "away-from-title"))


@dataclass(frozen=True, slots=True)
class Page:
    """What is looked up once for all dates of a text."""

    text: str
    titles: tuple[tuple[int, int], ...]
    body: int | None
    dates: tuple[FoundDate, ...]


def page_of(text: str, title: str | None, dates: Sequence[FoundDate]) -> Page:
    """Return a text with the places of its title and the beginning of its body."""
    body = re.search(rf"[^\n]{{{PROSE}}}", text)
    return Page(text, tuple(_titles(text, title or "")), body and body.start(), tuple(dates))


def _titles(text: str, title: str) -> Iterator[tuple[int, int]]:
    longest = max(SITE.split(_straight(title)), key=len).strip()
    if len(longest) < SHORTEST_TITLE:
        return
    straight = _straight(text)
    at = -1
    for _ in range(TITLES):
        at = straight.find(longest, at + 1)
        if at < 0:
            return
        yield at, at + len(longest)


def _straight(text: str) -> str:
    for curly, plain in STRAIGHT:
        text = text.replace(curly, plain)
    return text


def marks(page: Page, number: int) -> frozenset[str]:
    """Return the marks of one date of a page."""
    found = page.dates[number]
    start = page.text.rfind("\n", 0, found.start) + 1
    end = page.text.find("\n", found.end)
    end = len(page.text) if end < 0 else end
    return frozenset(
        mark
        for group in (
            _words(page, found, start, end),
            _line(page, found, start, end),
            _title(page, found),
            _place(page, found),
            _others(page, number),
        )
        for mark in group
        if mark
    )


def _words(page: Page, found: FoundDate, start: int, end: int) -> Iterator[str]:
    inside = page.text[max(start, found.start - BESIDE) : found.start]
    before = inside
    if not any(char.isalpha() for char in inside):
        above = page.text[page.text.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)]
        before = f"{above[-BESIDE:]} {inside}"
    after = page.text[found.end : min(end, found.end + AFTER)]
    label = label_of(before)
    yield label
    if label != PUBLICATION and label_of(after) == PUBLICATION:
        yield "published-after"
    if label != PUBLICATION and IN_SENTENCE.search(inside):
        yield "in-sentence"
    if CLOCK.search(after[:20]) or CLOCK.search(inside[-14:]):
        yield "clock"


def is_quoted(text: str, found: FoundDate) -> bool:
    """Return whether a date belongs to an embedded post or to the caption of a picture."""
    line = text.rfind("\n", 0, found.start) + 1
    end = text.find("\n", found.end, found.end + AFTER)
    end = found.end + AFTER if end < 0 else end
    return NOT_OURS.search(text[max(line, found.start - CAPTION) : end]) is not None


def label_of(words: str) -> str:
    """Return what the last word with a meaning before a date says."""
    found = [
        (match.end(), mark)
        for mark, listed in LABELS
        for match in _mark_expression(listed).finditer(words)
        if not (match.start() and words[match.start() - 1].isalpha() and match[0][0].isalpha())
        or match[0] > "\u0590"
    ]
    return max(found)[1] if found else ""


# Marks, and the lists of ``date_words`` that speak for them.
LABELS = ((PUBLICATION, "published"), ("updated-before", "updated"), ("other-before", "others"))


@cache
def _mark_expression(listed: str) -> re2._Regexp[str]:
    options = re2.Options()
    options.case_sensitive = False
    return re2.compile("|".join(map(re2.escape, table("date_words")[listed])), options)


def _line(page: Page, found: FoundDate, start: int, end: int) -> Iterator[str]:
    rest = end - start - (found.end - found.start)
    rest -= next((b - a for a, b in page.titles if start <= a and b <= end), 0)
    yield next((mark for most, mark in REST if rest <= most), "prose")
    if not page.text[start : found.start].strip():
        yield "starts-line"


def _title(page: Page, found: FoundDate) -> Iterator[str]:
    if not page.titles:
        yield "no-title"
        return
    gaps = [found.start - b if found.start >= b else -(a - found.end) for a, b in page.titles]
    gap = min(gaps, key=abs)
    if gap < 0:
        yield "above-title" if gap >= -JUST_ABOVE else "far-above-title"
    else:
        yield next((mark for most, mark in TITLE if gap <= most), "far-below-title")


def _place(page: Page, found: FoundDate) -> Iterator[str]:
    if found.start > LATE * len(page.text):
        yield "late"
    if len(page.text) - found.end < END:
        yield "end"
    if page.body is not None and -BODY < found.start - page.body <= 0:
        yield "above-body"
    if page.body is not None and found.start - page.body > BODY:
        yield "in-body"
    if found.short:
        yield "short-year"
    if found.other:
        yield "doubtful"


def _others(page: Page, number: int) -> Iterator[str]:
    found, dates = page.dates[number], page.dates
    yield ORDER.get(number, "later" if number > max(ORDER) else "")
    before = dates[number - 1] if number else None
    after = dates[number + 1] if number + 1 < len(dates) else None
    if after and after.start - found.start < NEAR:
        start = max(found.end, after.start - BESIDE)
        if (
            after.start - found.start < NEAR / 2
            and label_of(page.text[start : after.start]) == "updated-before"
        ):
            yield "update-follows"
        if before and found.start - before.start < NEAR and before.day != found.day != after.day:
            yield "listed"
    if found.day == min(other.day for other in dates):
        yield "earliest"
