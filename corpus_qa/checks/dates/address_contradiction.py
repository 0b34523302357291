"""A date field that contradicts the date in the URL of the article.

Why it matters
    When the field says July and the URL says March, one of them is the date of a crawl, of an
    update or of another article. Silently keeping either one makes the corpus wrong. The URL is
    created when an article is first saved and hardly ever changes: it is the better evidence.

Flagged
    Dated 2025-07-02, and the URL says ``/2025/03/14/``; the suggestion is 2025-03-14.

Clean
    Differences of up to a week: drafts get their URL before they are published.
    Dates in the query string of a URL, which belong to campaigns and searches.

Limits
    URLs that name only the month, or that contain several dates, are not compared.

Repair
    Unsafe: a date is offered, for a person to decide; `fix` does not write it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from corpus_qa.checks.dates._field import TOLERANCE, day_of
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Severity
from corpus_qa.text.dates.stated import url_date

# An article may be published so long after its URL was created.
DRAFTS = timedelta(days=7)


def examine(article: Article, hits: Sequence[Hit]) -> Iterator[Evidence]:
    """Yield a finding for an article whose URL states a different date than its field."""
    del hits
    when = article.published_at
    if when is None or article.url is None:
        return
    stated = url_date(article.url)
    if stated is None or stated.day > (article.ingested_at + TOLERANCE).date():
        return
    if abs(when.date() - stated.day) > DRAFTS:
        yield Evidence(
            "DAT005",
            f"The article is dated {day_of(when)}, but its URL says “{stated.words}”.",
            suggestion=stated.day.isoformat(),
        )


CHECK = Check(
    id="DAT005",
    name="address-contradiction",
    family=Family.DATE,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="the date field contradicts the date in the URL",
    page=__doc__ or "",
    examine=examine,
)
