"""A date that no web article can have: a default value, or a day before the web existed.

Why it matters
    Databases and content systems write a default where a date is missing: the epoch (1970-01-01),
    year one, day zero of a spreadsheet. Such dates are well-formed, so nothing downstream notices
    them, and a single one is enough to ruin a minimum or a time axis.

Flagged
    0001-11-30, 1970-01-01, 1899-12-30, 9999-12-31; 2000-01-01 at midnight (note).
    1987-05-12 for an article with a URL.

Clean
    1995-08-24 and later; 1923-05-01 for a digitised page whose URL says 1923/05/01.

Limits
    An article without a URL and a site may come from a scanned newspaper: only placeholders are
    reported there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from corpus_qa.checks.dates._field import TOLERANCE, day_of
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Severity
from corpus_qa.text.dates.stated import url_date

# The day on which the World Wide Web was announced.
WEB = datetime(1991, 8, 6, tzinfo=UTC)

# Years before this are year zero, shifted by a time zone or a missing month.
ZERO = 2

NEVER = 9000

PLACEHOLDERS = {
    date(1970, 1, 1): "day zero of Unix clocks",
    date(1601, 1, 1): "day zero of Windows clocks",
    date(1899, 12, 30): "day zero of spreadsheets",
    date(1900, 1, 1): "the first date of many databases",
    date(1904, 1, 1): "day zero of old Macintosh clocks",
    date(1753, 1, 1): "the first date of SQL Server",
    date(1980, 1, 1): "day zero of DOS clocks",
}
ROUND = date(2000, 1, 1)

# A zero that was stored as local time west of Greenwich falls on the evening before.
EARLY = timedelta(hours=14)


def examine(article: Article, hits: Sequence[Hit]) -> Iterator[Evidence]:
    """Yield a finding for a date that is a placeholder or earlier than the web."""
    del hits
    when = article.published_at
    if when is None or (when >= WEB and when.date() != ROUND and when.year < NEVER):
        return
    stated = url_date(article.url) if article.url else None
    if stated is not None and abs(stated.day - when.date()) <= TOLERANCE:
        return
    zero = _zero(when)
    if zero is not None:
        yield Evidence("DAT004", f"The date {day_of(when)} is {zero}, not a publication date.")
    elif when.date() == ROUND and when.time() == time():
        message = f"The date {day_of(when)} at midnight is often a default."
        yield Evidence("DAT004", message, severity=Severity.NOTE)
    elif when < WEB and (article.url or article.site):
        yield Evidence(
            "DAT004",
            f"The article is dated {day_of(when)}, before the web existed.",
            severity=Severity.WARNING,
        )


def _zero(when: datetime) -> str | None:
    if when.year < ZERO:
        return "year zero"
    if when.year >= NEVER:
        return "a placeholder for “never”"
    for day, name in PLACEHOLDERS.items():
        start = datetime.combine(day, time(), UTC)
        if start - EARLY <= when <= start + EARLY:
            return name
    return None


CHECK = Check(
    id="DAT004",
    name="implausible-date",
    family=Family.DATE,
    severity=Severity.ERROR,
    languages=ALL_LANGUAGES,
    summary="the date is a placeholder, or earlier than the web",
    page=__doc__ or "",
    examine=examine,
)
