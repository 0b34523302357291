"""A publication date later than the ingestion of the article.

Why it matters
    Nobody can collect an article before it is published. A date in the future is the date of an
    event, an embargo or the end of a campaign, or has day and month swapped, and it moves the
    article to the top of every list sorted by date.

Flagged
    An article ingested on 2026-03-01 and dated 2026-09-30.

Clean
    An article dated today, and, because the day begins earlier in the east, tomorrow.

Limits
    The clock of the machine that ingested the article is trusted. Dates in the year 9999 are
    placeholders: DAT004.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from corpus_qa.checks.dates._field import day_of
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Severity

# Local midnight at UTC+14, stored as UTC, plus half a day of clocks that go wrong.
SLACK = timedelta(hours=26)

# Years from here on mean “no end”.
NEVER = 9000


def examine(article: Article, hits: Sequence[Hit]) -> Iterator[Evidence]:
    """Yield a finding for an article that is dated after its ingestion."""
    del hits
    when = article.published_at
    if when is None or when <= article.ingested_at + SLACK or when.year >= NEVER:
        return
    days = (when - article.ingested_at).days
    yield Evidence(
        "DAT003",
        f"The article is dated {day_of(when)}, {days} days after it was ingested "
        f"({day_of(article.ingested_at)}).",
    )


CHECK = Check(
    id="DAT003",
    name="future-date",
    family=Family.DATE,
    severity=Severity.ERROR,
    languages=ALL_LANGUAGES,
    summary="the publication date is later than the ingestion",
    page=__doc__ or "",
    examine=examine,
)
