"""What an HTML page says: its visible text, its headline, and when it was published."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from corpus_qa.run.timing import now
from corpus_qa.text.dates.field import parse_field
from corpus_qa.text.dates.stated import stated_date, url_date
from corpus_qa.text.tables import table_beside

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Bytes in which a page states its charset and language; browsers look at the first 1,024.
HEAD = 4096

LANGUAGE = re.compile(
    r"<html\b[^>]{0,500}?\slang\s*=\s*[\"']?([a-z]{2,3}(?:[-_]\w{2,8})*)", re.IGNORECASE
)

# One attribute; the quantifiers do not give back, so the work is linear in the page.
_ATTRIBUTE = (
    r"(?:(?:[\s/]++|(?<=[\"']))=?+[^\s=>/]{1,200}+"
    r"(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+)"
)
# An element keeps so many attributes: parsers compare each with all before it, so that 40,000 on
# one element cost minutes. Real pages have some dozens.
MOST_ATTRIBUTES = 500
CROWDED = re.compile(rf"(<[a-zA-Z][\w:-]{{0,40}}+{_ATTRIBUTE}{{{MOST_ATTRIBUTES}}}+){_ATTRIBUTE}++")


@cache
def _names(kind: str) -> frozenset[str]:
    """Return names of elements: ``blocks``, ``invisible``, or meta ``published``, ``modified``."""
    return frozenset(table_beside(__file__)[kind])


def read_page(
    html: str, url: str | None, filled: Container[str] = ()
) -> tuple[dict[str, object], dict[str, object]]:
    """Return the article columns that a page fills, and what else it says.

    Args:
        html: The page.
        url: Its address, if there is one.
        filled: Columns that have a value already, which are not looked for.
    """
    html = CROWDED.sub(r"\1", html)
    fields, extra = _extract(html, url, with_text="text" not in filled)
    if declared := LANGUAGE.search(html[:HEAD]):
        extra["declared_language"] = declared[1]
    if "published_at" not in filled:
        found = page_date(html, str(fields.get("url") or "") or None)
        fields |= {"published_at": found.moment, "published_source": found.source}
        if found.evidence:
            extra["date_evidence"] = [
                {"source": one.source, "role": one.role, "value": one.value}
                for one in found.evidence
            ]
    return {name: value for name, value in fields.items() if value}, extra


def _extract(
    html: str, url: str | None, *, with_text: bool
) -> tuple[dict[str, object], dict[str, object]]:
    """Ask trafilatura; where it finds no main text, use all visible text."""
    from trafilatura import bare_extraction, html2txt  # noqa: PLC0415 - slow to import
    from trafilatura.metadata import extract_metadata  # noqa: PLC0415 - slow to import
    from trafilatura.utils import load_html  # noqa: PLC0415 - slow to import

    tree = load_html(html)
    if tree is None:  # a file without any element, or a piece of a page
        return {"text": _text_of_piece(html) if ELEMENT.search(html) else html.strip()}, {}
    meta = extract_metadata(tree, default_url=url, extensive=False)
    fields: dict[str, object] = {
        "title": meta.title,
        "byline": meta.author,
        "url": url or meta.url or _stated_url(html),
    }
    if with_text:
        found = bare_extraction(tree, url=url, fast=True, include_comments=False)
        fields["text"] = getattr(found, "text", None) or html2txt(tree)
    return fields, {"site_name": meta.sitename} if meta.sitename else {}


# How trafilatura itself writes the address of a page that it extracted.
STATED_URL = re.compile(
    r"<meta\s[^>]{0,50}\bname=\"url\"\s[^>]{0,50}content=\"(https?://[^\"]{1,2000})\""
)


def _stated_url(html: str) -> str | None:
    found = STATED_URL.search(html[:HEAD])
    return unescape(found[1]) if found else None


# Marks the edges of blocks: a line feed in the source of a page is a mere space.
BREAK = "\N{LINE SEPARATOR}"

# Characters that pages hold and that lxml refuses to take back.
NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Pieces of text between two elements; what stands below is not looked at.
MOST = 20_000

OG_TITLE = re.compile(
    r"<meta\b[^>]{0,200}\bog:title\b[^>]{0,100}\bcontent\s*=\s*(?:\"([^\"]{1,400})\"|'([^']{1,400})')",
    re.IGNORECASE,
)


def visible_text(tree: HtmlElement) -> str:
    """Return the text that a page shows, blocks on lines of their own. The tree is not changed."""
    from lxml.etree import (  # noqa: PLC0415 - imported only where there is HTML
        Comment,
        ProcessingInstruction,
        strip_elements,
    )

    body = tree.find(".//body")
    shown = deepcopy(tree if body is None else body)
    strip_elements(shown, *_names("invisible"), Comment, ProcessingInstruction, with_tail=False)
    for block in shown.iter(*_names("blocks")):
        block.text = BREAK + NOT_IN_XML.sub("", block.text or "")
        block.tail = BREAK + NOT_IN_XML.sub("", block.tail or "")
    text = "".join(islice(shown.itertext(), MOST))
    lines = (" ".join(line.split()) for line in text.split(BREAK))
    return "\n".join(line for line in lines if line)


ELEMENT = re.compile(r"</(?:p|div|span|h\d|ul|ol|li|blockquote)>|<br ?/?>", re.IGNORECASE)
WHOLE_PAGE = re.compile(r"<(?:!doctype|html|body)\b", re.IGNORECASE)


def fragment_text(html: str) -> str:
    """Return the text of a piece of HTML in a record; of a whole page its main text."""
    if WHOLE_PAGE.search(html[:HEAD]):
        return str(read_page(html, None, ("published_at",))[0].get("text", ""))
    return _text_of_piece(html)


def _text_of_piece(html: str) -> str:
    from lxml.html import document_fromstring  # noqa: PLC0415 - imported only where there is HTML

    return visible_text(document_fromstring(f"<body>{NOT_IN_XML.sub('', html)}</body>"))


def headline(html: str, tree: HtmlElement) -> str:
    """Return the title that a page gives to social networks, its first heading, or its title."""
    match = OG_TITLE.search(html)
    if match is not None:
        return unescape(match[1] or match[2]).strip()
    heading = tree.find(".//h1")
    words = "" if heading is None else " ".join(heading.text_content().split())
    return words or " ".join((tree.findtext(".//title") or "").split())


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

PUBLISHED_TIME = re.compile(r"datepublished|pubdate|published|entry-date|post-date", re.IGNORECASE)
MODIFIED_TIME = re.compile(r"datemodified|modified|updated", re.IGNORECASE)


class Statement(NamedTuple):
    """One statement of a page: who says it, about what, as it is written, and the moment meant.

    ``source`` is ``json-ld``, ``meta``, ``time``, ``url``, ``text`` or ``htmldate``; ``role`` is
    ``published``, ``created``, ``modified`` or, where nothing says which, empty.
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
        yield "json-ld", table_beside(__file__)["json_ld"][match[1].lower()], match[2]


def _meta(html: str) -> Iterator[tuple[str, str, str]]:
    for match in META.finditer(html):
        attributes = _attributes(match[0])
        name = next((attributes[key] for key in NAMES if key in attributes), "").lower()
        if name in _names("published"):
            yield "meta", "published", attributes.get("content", "")
        elif name in _names("modified"):
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


# Sources of which two that agree settle the date: 198 of 200 such pages were right.
WITNESSES = frozenset({"json-ld", "meta", "time", "url"})

NONE_OF_THEM = -0.9
SURE = 0.5

# Time zones put one moment on two days.
SAME = timedelta(days=1)

# No page that is still online with a date of its own is older than 1995.
FIRST, LATEST_SLACK = date(1995, 1, 1), timedelta(days=1)

# Source of a statement -> ``published_source`` of the article; all others are ``text``.
PLACES = {"json-ld": "json-ld", "meta": "meta", "time": "meta", "url": "url"}

# Statements that an article keeps as evidence; pages repeat them for related articles.
KEPT = 12


class PageDate(NamedTuple):
    """When a page was published and who says so, if anything does, and all that was said."""

    moment: datetime | None
    source: str | None
    evidence: tuple[Statement, ...]


def page_date(html: str, url: str | None) -> PageDate:
    """Return the date of a page with the evidence for it."""
    latest = (now() + LATEST_SLACK).date()
    said = [*statements(html), *_address(url)]
    said = [one for one in said if one.moment.date() >= FIRST and one.moment.date() <= latest]
    agreed = _agreed(said)
    if agreed is None:
        said.extend(one for one in _asked(html, url, latest) if one.moment.date() >= FIRST)
        agreed = _elected(said)
    if agreed is None:
        return PageDate(None, None, tuple(said[:KEPT]))
    winner = _exact(said, agreed)
    return PageDate(winner.moment, PLACES.get(winner.source, "text"), tuple(said[:KEPT]))


def _address(url: str | None) -> Iterator[Statement]:
    found = url_date(url) if url else None
    if found is not None:
        yield Statement("url", "published", found.words, _midnight(found.day))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _agreed(said: Sequence[Statement]) -> date | None:
    """Return the day that all first statements of publication name, if there are two of them."""
    first: dict[str, date] = {}
    for one in said:
        if one.role == "published" and one.source in WITNESSES:
            first.setdefault(one.source, one.moment.date())
    days = tuple(first.values())
    return days[0] if len(days) > 1 and max(days) - min(days) <= SAME else None


def _asked(html: str, url: str | None, latest: date) -> Iterator[Statement]:
    """Yield what the visible text and htmldate say."""
    from htmldate import find_date  # noqa: PLC0415 - imported only where there is HTML
    from htmldate.utils import load_html  # noqa: PLC0415 - imported only where there is HTML

    tree = load_html(html)
    if tree is None:
        return
    text = visible_text(tree)
    stated = stated_date(text, headline(html, tree), latest=latest)
    if stated is not None:
        words = text[stated.start : stated.end]
        yield Statement("text", "", words, _midnight(stated.day))
    try:
        # htmldate alters the tree, so it comes last
        found = find_date(tree, url=url, original_date=True, extensive_search=False)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return
    if found is not None:
        yield Statement("htmldate", "", found, _midnight(date.fromisoformat(found)))


def _elected(said: Sequence[Statement]) -> date | None:
    """Return the day with the most points, if it is likely to be right."""
    votes = _votes(said)
    if not votes:
        return None
    worth: Mapping[str, float] = table_beside(__file__)["points"]
    points = {day: sum(worth.get(vote, 0.0) for vote in given) for day, given in votes.items()}
    best = max(points, key=lambda day: points[day])
    total = sum(math.exp(value) for value in points.values()) + math.exp(NONE_OF_THEM)
    return best if math.exp(points[best]) >= SURE * total else None


def _votes(said: Sequence[Statement]) -> dict[date, set[str]]:
    """Return for each day (neighbours are one) the kinds of statements that name it."""
    votes: dict[date, set[str]] = {}
    seen: Counter[str] = Counter()
    for one in said:
        kind = f"{one.source} {one.role}".strip()
        day = one.moment.date()
        day = next((other for other in votes if abs(other - day) <= SAME), day)
        votes.setdefault(day, set()).add(f"{kind} +" if seen[kind] else kind)
        seen[kind] += 1
    if votes:
        votes[min(votes)].add("earliest")
        votes[max(votes)].add("latest")
    return votes


def _exact(said: Sequence[Statement], day: date) -> Statement:
    """Return the statement to keep: of publication rather than of others, to the minute."""
    own = [one for one in said if abs(one.moment.date() - day) <= SAME]
    return max(own, key=lambda one: (one.role == "published", one.moment.time() != time()))
