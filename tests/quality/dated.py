"""Dates of publication, wrong and right, with the addresses that they are compared with."""

from __future__ import annotations

import json
from dataclasses import replace
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
UNREADABLE = (
    "last Tuesday", "3 hours ago", "2025-03-41", "March 2025", "2025", "0000-00-00", "n/a yet",
    "31.02.2025", "14/25/2025", "{{ page.date }}", "in the spring", "2025-3",
)  # fmt: skip
ZONELESS = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%B %d, %Y %I:%M %p")
ZONED = ("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d", "%a, %d %b %Y %H:%M:%S GMT", "%s", "%d %B %Y")
STUBS = (
    "Published on {0.day} March {0.year}",
    "Posted: March {0.day}, {0.year}",
    "Veröffentlicht am {0.day}. März {0.year}",
    "Publié le {0.day} mars {0.year}",
    "Publicado el {0.day} de marzo de {0.year}",
    "Опубликовано {0.day} марта {0.year}",
    "发布时间：{0.year}年3月{0.day}日",
)
TEXT = "The council voted late on Tuesday to build a new wall. Work number {} begins in the autumn."


def dated_samples() -> Iterator[Sample]:
    """Yield articles with wrong dates, then articles with right ones."""
    yield from _wrong()
    yield from _right()
    yield from _told()


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


def _told() -> Iterator[Sample]:
    """Yield articles whose dates contradict what field, page and text say, and such as agree."""
    for number, raw in enumerate(UNREADABLE):
        yield _written(_sample("malformed-date", number, None), raw)
    for number in range(12):
        day = FIRST + timedelta(days=31 * number + number % 12)
        moment = day.replace(day=number % 11 + 1, month=number % 12 + 1, minute=11)
        low = moment.replace(day=(number + 4) % 12 + 1, hour=0, minute=0)
        raw = moment.strftime(ZONELESS[number % len(ZONELESS)].replace("%d.%m", "25.%m"))
        read = moment.replace(day=25) if raw.startswith("25.") else moment
        yield _written(_sample("missing-time-zone", number, read), raw)
        if low.day != low.month:
            yield _written(_sample("ambiguous-date", number, low), f"{low:%m/%d/%Y}")
        raw = moment.strftime(
            ZONED[number % len(ZONED)].replace("%s", str(int(moment.timestamp())))
        )
        yield _written(_sample("near-raw", number, moment, damaged=False), raw)
        yield from _witnessed(number, moment)


def _witnessed(number: int, moment: datetime) -> Iterator[Sample]:
    """Yield articles on which sources of the page, or a stub of the text, agree or do not."""
    away = moment + timedelta(days=45 + 30 * number)
    for kind, other in (("page-contradiction", away), ("near-page", moment)):
        evidence = [
            {"source": source, "role": "published", "value": day.strftime("%Y-%m-%d")}
            for source, day in (("json-ld", moment), ("meta", other))
        ]
        sample = _sample(kind, number, moment, damaged=other != moment)
        yield _with(sample, extra=json.dumps({"date_evidence": evidence}))
    stub = STUBS[number % len(STUBS)]
    march = moment.replace(month=3)
    for kind, day in (("text-contradiction", march + timedelta(days=60)), ("near-stub", march)):
        text = f"{stub.format(march)}\n\n{TEXT.format(number)}"
        yield _with(_sample(kind, number, day, damaged=day != march), text=text)


def _written(sample: Sample, raw: str) -> Sample:
    """Return a sample whose date field was written so."""
    return _with(sample, extra=json.dumps({"published_raw": raw}))


def _with(sample: Sample, **values: str) -> Sample:
    return replace(sample, article={**sample.article, **values})


def _sample(
    kind: str,
    number: int,
    day: datetime | None,
    path: str = "/news/wall",
    *,
    damaged: bool = True,
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
