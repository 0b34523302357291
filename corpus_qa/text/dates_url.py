"""The date of publication in an address: ``/2025/03/14/``, ``/2025-03-14-``, ``20250314``."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from corpus_qa.text.dates_names import month_number

PATHS = (
    re.compile(
        r"(?<!\d)(?P<y>(?:1[89]|20)\d\d)(?P<s>[/_.-])(?P<m>\d\d?)(?P=s)(?P<d>\d\d(?!\d)|\d(?![^/]))"
    ),
    re.compile(r"/(?P<y>(?:1[89]|20)\d\d)/(?P<n>[A-Za-z]{3,9})/(?P<d>\d\d?)(?![^/])"),
    re.compile(r"(?<![\da-zA-Z%])(?P<y>(?:199|20\d)\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?![\d%])"),
    re.compile(r"/(?P<y>(?:199|20\d)\d)[/-]?(?P<m>[01]\d)/(?P<d>[0-3]\d)(?![\d%])"),
    re.compile(r"(?<!\d)(?P<d>[0-3]\d)[-_.](?P<m>[01]\d)[-_.](?P<y>20\d\d)(?!\d)"),
)
"""Where an address writes a date, the surest form first.

Digitised newspapers go back to 1800; eight digits in a row mean a date only since the web.
"""

YEAR = re.compile(r"(?:1[89]|20)\d\d")
"""What each of these forms holds."""

ARCHIVED = re.compile(r"/web/\d{8,14}\w{0,3}/")
"""What the Internet Archive puts before an address: when it was stored, not published."""


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
