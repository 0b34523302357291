"""The publication date of an HTML page, and where it was read."""

from __future__ import annotations

import re
from datetime import datetime

from corpus_qa.dataset.dates import parse_date

JSON_LD = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"', re.IGNORECASE)

META = re.compile(
    r"<(?:meta|time)\b[^>]{0,300}?(?:published|pubdate|dc\.date|dcterms\.(?:date|created)|parsely-pub-date)"
    r"[^>]{0,300}?(?:content|datetime)\s*=\s*[\"']([^\"'>]{8,40})",
    re.IGNORECASE,
)

URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?([01]\d)[/_-]?([0-3]\d)(?!\d)")


def publication_date(html: str, url: str | None) -> tuple[datetime | None, str | None]:
    """Return when a page was published and the source of that knowledge.

    Args:
        html: The page.
        url: Its address, which often holds the date.

    Returns:
        The time in UTC, and ``json-ld``, ``meta``, ``url`` or ``text``; twice None without a date.
    """
    from htmldate import find_date  # noqa: PLC0415 - imported only where there is HTML

    try:
        day = find_date(html, url=url, original_date=True, outputformat="%Y-%m-%d")
    except (ValueError, TypeError, AttributeError, RecursionError):
        day = None
    found = parse_date(day)
    if found is None:
        return None, None
    for name, pattern in (("json-ld", JSON_LD), ("meta", META)):
        for match in pattern.finditer(html):
            exact = parse_date(match[1])
            if exact is not None and match[1].startswith(str(day)):
                return exact, name
    in_url = URL_DATE.search(url or "")
    if in_url and "-".join(in_url.groups()) == day:
        return found, "url"
    return found, "text"
