"""Dates of publication, wrong and right, with the addresses that they are compared with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from quality.sample import Sample

from corpus_qa.model import Family

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE = "https://harbourpost.example"
INGESTED = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIRST = datetime(2025, 1, 7, 6, 30, tzinfo=UTC)
PATHS = (
    "/{day:%Y/%m/%d}/new-wall",
    "/news/{day:%Y-%m-%d}-new-wall",
    "/{day:%Y%m%d}/new-wall.html",
    "/archive/{day:%Y/%m}/{day.day}/new-wall",
)
DATELESS = (
    "/news/new-wall",
    "/news/3018472",
    "/2024-budget-review",
    "/topics/route-2025/12-facts",
    "/{day:%Y}/new-wall",
    "/news/new-wall?session=20190412183000",
)
DEFAULTS = ("1970-01-01", "1900-01-01", "0001-01-01", "1969-12-31", "1601-01-01", "1899-12-30")
OLD = (1066, 1215, 1492, 1583, 1648, 1702, 1755, 1789)
TEXT = "The council voted late on Tuesday to build a new wall. Work number {} begins in the autumn."


def dated_samples() -> Iterator[Sample]:
    """Yield articles with wrong dates, then articles with right ones."""
    yield from _wrong()
    yield from _right()


def _wrong() -> Iterator[Sample]:
    for number in range(16):
        yield _sample("missing", number, None, DATELESS[number % 4])
        yield _sample("future", number, INGESTED + timedelta(days=4 + 40 * number))
        day = FIRST + timedelta(days=17 * number)
        away = day + timedelta(days=(-1) ** number * (35 + 50 * number))
        yield _sample("contradicts-url", number, away, PATHS[number % 4].format(day=day))
    for number, default in enumerate(DEFAULTS):
        yield _sample("default", number, datetime.fromisoformat(default).replace(tzinfo=UTC))
    for number, year in enumerate(OLD):
        yield _sample("old", number, datetime(year, 3, 14, tzinfo=UTC))


def _right() -> Iterator[Sample]:
    for number in range(24):
        day = FIRST + timedelta(days=17 * number, hours=number)
        path = PATHS[number % 4].format(day=day)
        yield _sample("near-same-day", number, day, path, damaged=False)
        night = day + timedelta(days=1 - 2 * (number % 2))
        yield _sample("near-time-zone", number, night, path, damaged=False)
        bare = DATELESS[number % len(DATELESS)].format(day=day)
        yield _sample("near-dateless-url", number, day, bare, damaged=False)
    for number, year in enumerate((1996, 1998, 2001, 2009, 2014)):
        archived = datetime(year, 1, 2, 3, 4, tzinfo=UTC)
        yield _sample("near-archive", number, archived, damaged=False)
    yield _sample("near-today", 0, INGESTED - timedelta(hours=1), damaged=False)
    yield _sample("near-later-today", 0, INGESTED + timedelta(hours=9), damaged=False)


def _sample(
    kind: str, number: int, day: datetime | None, path: str = "/news/wall", *, damaged: bool = True
) -> Sample:
    article: dict[str, Any] = {
        "text": TEXT.format(number),
        "title": "Council votes for a new wall",
        "language": "en",
        "url": SITE + path,
        "site": "harbourpost.example",
        "published_at": day,
        "published_source": None if day is None else "field",
        "ingested_at": INGESTED,
    }
    if damaged:
        return Sample(f"{kind}-{number}", kind, article, Family.DATE)
    return Sample(f"{kind}-{number}", kind, article, silent=(Family.DATE,))
