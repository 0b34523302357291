"""Sites whose dates went wrong together: only all of a site's articles show it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

FIRST = datetime(2025, 1, 20, 6, 30, tzinfo=UTC)
TEXT = "The council of {0} met for {1} minutes and put off the {2} until the ferry runs again."
MATTERS = ("new wall", "old pier", "tide tables", "market hall", "school bell", "harbour light")
SITES, ARTICLES = 4, 10

Article = dict[str, Any]


@dataclass(frozen=True)
class LabelledSites:
    """Articles of many sites; ``damaged`` tells the kind of damage of those that have one."""

    articles: Sequence[Article]
    damaged: Mapping[str, str]


def labelled_sites() -> LabelledSites:
    """Make sites whose dates are wrong together, and sites that look like them and are right."""
    articles: list[Article] = []
    damaged: dict[str, str] = {}
    for article, kind in (*_stamped(), *_exchanged(), *_right()):
        articles.append(article)
        if kind is not None:
            damaged[article["article_id"]] = kind
    return LabelledSites(articles, damaged)


def _stamped() -> Iterator[tuple[Article, str]]:
    """Yield the articles of sites that carry the moment of their import."""
    for site in range(SITES):
        moment = FIRST + timedelta(days=31 * site, seconds=977 * site)
        for number in range(ARTICLES):
            yield _article(f"stamped{site}", number, moment), "one-date-for-a-site"


def _exchanged() -> Iterator[tuple[Article, str | None]]:
    """Yield the articles of sites that write the day first, where some were read the other way."""
    for site in range(SITES):
        for number in range(ARTICLES):
            day = FIRST.replace(hour=0, minute=0) + timedelta(days=11 * site + 9 * number)
            is_wrong = day.day <= 12 and day.day != day.month
            read = day.replace(day=day.month, month=day.day) if is_wrong else day
            raw = f"{day:%d/%m/%Y}"
            yield (
                _article(f"exchanged{site}", number, read, raw),
                "exchanged-date" if is_wrong else None,
            )


def _right() -> Iterator[tuple[Article, None]]:
    """Yield the articles of dailies, of weeklies, and of sites with dates in one order."""
    for site in range(SITES):
        for number in range(ARTICLES):
            hour = FIRST + timedelta(days=number, minutes=37 * number + site)
            yield _article(f"daily{site}", number, hour), None
            week = FIRST.replace(hour=0, minute=0) + timedelta(days=7 * number)
            yield _article(f"weekly{site}", number, week), None
            day = FIRST.replace(hour=0, minute=0) + timedelta(days=8 * number + site)
            raw = f"{day:%m/%d/%Y}" if site % 2 else f"{day:%d.%m.%Y}"
            yield _article(f"ordered{site}", number, day, raw), None


def _article(site: str, number: int, published: datetime, raw: str | None = None) -> Article:
    matter = MATTERS[number % len(MATTERS)]
    return {
        "article_id": f"{site}-{number}",
        "site": f"{site}.example",
        "text": TEXT.format(f"{site.capitalize()} {number}", 20 + 7 * number, matter),
        "language": "en",
        "published_at": published,
        "published_source": "field",
        "extra": None if raw is None else json.dumps({"published_raw": raw}),
    }
