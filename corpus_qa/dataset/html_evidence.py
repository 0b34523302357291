"""What the markup of a page says about its dates: JSON-LD, meta elements, ``time`` elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from typing import NamedTuple

from corpus_qa.text.dates import parse_field

JSON_LD = re.compile(
    r'"(datePublished|dateCreated|uploadDate|dateModified)"\s*:\s*"?([^",}]{6,40})', re.IGNORECASE
)
META = re.compile(r"<meta\b[^>]{0,600}>", re.IGNORECASE)
TIME = re.compile(r"<time\b([^<>]{0,600})>([^<]{0,60})", re.IGNORECASE)
MICRODATA = re.compile(r"(itemprop=[\"']?date(?:Published|Modified)\b[^<>]{0,300})>([^<]{0,60})")
ATTRIBUTE = re.compile(
    r"(?:^|[\s\"'/])([\w:.-]{1,60})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))"
)

NAMES = ("property", "name", "itemprop", "http-equiv")
VALUES = ("datetime", "content", "title")

JSON_ROLES = {
    "datepublished": "published",
    "datecreated": "created",
    "uploaddate": "created",
    "datemodified": "modified",
}

PUBLISHED = frozenset(
    (
        *("article:published_time", "og:published_time", "article:published"),
        *("article.published", "date", "datepublished", "rnews:datepublished", "pubdate"),
        *("og:pubdate", "publishdate", "publish-date", "publish_date", "publication_date"),
        *("publicationdate", "published_date", "date_published", "dc.date", "dc.date.issued"),
        *("dc.date.created", "dc.created", "dcterms.created", "dcterms.date", "dcterms.issued"),
        *("datecreated", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime"),
        *("article_date_original", "originalpublicationdate", "citation_publication_date"),
        *("citation_date", "citation_online_date", "displaydate"),
        *("shareaholic:article_published_time", "timestamp", "release_date", "created"),
        *("pagepubdate", "analyticsattributes.articledate"),
    )
)
MODIFIED = frozenset(
    (
        *("article:modified_time", "og:updated_time", "og:modified_time", "article:updated"),
        *("datemodified", "last-modified", "lastmodified", "lastmod", "modified", "updated"),
        *("revised", "dcterms.modified", "dc.date.modified", "utime"),
    )
)
"""Names of meta elements, in lower case."""

PUBLISHED_TIME = re.compile(r"datepublished|pubdate|published|entry-date|post-date", re.IGNORECASE)
MODIFIED_TIME = re.compile(r"datemodified|modified|updated", re.IGNORECASE)


class Statement(NamedTuple):
    """One statement of a page: who says it, about what, as it is written, and the moment meant.

    ``source`` is ``json-ld``, ``meta``, ``time``, ``url``, ``text`` or ``htmldate``; ``role`` is
    ``published``, ``created``, ``modified`` or, where nothing tells, empty.
    """

    source: str
    role: str
    value: str
    moment: datetime


def statements(html: str) -> Iterator[Statement]:
    """Yield what the markup of a page says about dates, in the order of the sources."""
    for source, role, value in (*_json_ld(html), *_meta(html), *_times(html)):
        written = " ".join(unescape(value).split())
        moment = parse_field(written).moment
        if moment is not None:
            yield Statement(source, role, written, moment)


def _json_ld(html: str) -> Iterator[tuple[str, str, str]]:
    for match in JSON_LD.finditer(html):
        yield "json-ld", JSON_ROLES[match[1].lower()], match[2]


def _meta(html: str) -> Iterator[tuple[str, str, str]]:
    for match in META.finditer(html):
        attributes = _attributes(match[0])
        name = next((attributes[key] for key in NAMES if key in attributes), "").lower()
        if name in PUBLISHED:
            yield "meta", "published", attributes.get("content", "")
        elif name in MODIFIED:
            yield "meta", "modified", attributes.get("content", "")


def _times(html: str) -> Iterator[tuple[str, str, str]]:
    for match in (*MICRODATA.finditer(html), *TIME.finditer(html)):
        attributes = _attributes(match[1])
        value = next((attributes[key] for key in VALUES if attributes.get(key)), match[2])
        if PUBLISHED_TIME.search(match[1]):
            yield "time", "published", value
        else:
            yield "time", "modified" if MODIFIED_TIME.search(match[1]) else "", value


def _attributes(tag: str) -> dict[str, str]:
    return {
        match[1].lower(): next((value for value in match.groups()[1:] if value is not None), "")
        for match in ATTRIBUTE.finditer(tag)
    }
