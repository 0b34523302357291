"""What the date checks share: the raw date field of an article, read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import orjson

from corpus_qa.model import Article
from corpus_qa.text.dates.field import FieldDate, parse_field
from corpus_qa.text.dates.stated import relative_date, stated_date, url_date

# The zones of the world span 26 hours: a moment may carry the date of the next day.
TOLERANCE = timedelta(days=1)


# Names that collectors use for the time at which they fetched a page.
FETCHED = (
    *("warc_date", "fetched_at", "fetch_time", "crawled_at", "crawl_date", "crawl_time"),
    *(
        "date_crawled",
        "scraped_at",
        "scrape_date",
        "retrieved_at",
        "date_download",
        "downloaded_at",
    ),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A date that an article states elsewhere: the day, the words, and their position."""

    day: date
    words: str
    where: str
    start: int | None = None
    end: int | None = None


def raw_date(article: Article) -> str | None:
    """Return the date field as the input has it, if it is not empty."""
    extra = article.extra
    if extra is None or '"published_raw"' not in extra:
        return None
    raw = _extra(extra).get("published_raw")
    return None if raw is None else str(raw)


def field_date(article: Article) -> FieldDate:
    """Return the date field of an article as parsed."""
    raw = raw_date(article)
    return FieldDate(None) if raw is None else parse_field(raw)


def said_published(article: Article) -> Sequence[tuple[str, str]]:
    """Return what a page says about its publication, as (source, value)."""
    extra = article.extra
    if extra is None or '"date_evidence"' not in extra:
        return ()
    said = _extra(extra).get("date_evidence")
    if not isinstance(said, list):
        return ()
    return [
        (str(one.get("source")), str(one.get("value")))
        for one in said
        if isinstance(one, dict) and one.get("role") == "published"
    ]


@lru_cache(maxsize=16)
def _extra(extra: str) -> Mapping[str, object]:
    try:
        found = orjson.loads(extra)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def fetched_at(article: Article) -> datetime | None:
    """Return when the page of an article was fetched, if its collector recorded it."""
    if article.extra is None:
        return None
    said = _extra(article.extra)
    values = (said.get(name) for name in FETCHED)
    return next((parse_field(str(value)).moment for value in values if value is not None), None)


def offered(article: Article) -> Offer | None:
    """Return the date that the URL or the text of an article states, if any."""
    fetched = fetched_at(article)
    latest = ((fetched or article.ingested_at) + TOLERANCE).date()
    in_url = url_date(article.url) if article.url else None
    if in_url is not None and in_url.day <= latest:
        return Offer(in_url.day, in_url.words, "the URL")
    english = None if article.language is None else article.language.startswith("en")
    stated = stated_date(article.text, article.title, latest=latest, english=english)
    if stated is not None:
        words = " ".join(article.text[stated.start : stated.end].split())
        return Offer(stated.day, words, "the text", stated.start, stated.end)
    back = relative_date(article.text, fetched) if fetched else None
    if back is None:
        return None
    words = article.text[back.start : back.end]
    return Offer(back.moment.date(), words, "the text", back.start, back.end)


def day_of(moment: datetime) -> str:
    """Return the day of a moment as messages show it."""
    return moment.date().isoformat()
