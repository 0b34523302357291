"""An HTML page whose own statements about its publication date disagree.

Why it matters
    Search engines read JSON-LD, social networks read meta elements, people read the line under the
    headline. A content system that fills them from different fields gives each a different date,
    and which one ends up in a corpus depends on the extractor.

Flagged
    JSON-LD gives 2025-03-14 as the publication date, a meta element 2025-07-02.

Clean
    Statements less than a week apart, and modification dates.

Limits
    Only what corpus-qa keeps of a page when reading it is compared: JSON-LD, meta elements,
    ``time`` elements.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from corpus_qa.checks.dates._field import said_published
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Severity
from corpus_qa.text.dates.field import parse_field

# More than a night, a draft and a time zone explain.
APART = timedelta(days=7)


def examine(article: Article, hits: Sequence[Hit]) -> Iterator[Evidence]:
    """Yield a finding for a page that states two publication dates."""
    del hits
    said = [
        (moment, source)
        for source, value in said_published(article)
        if (moment := parse_field(value).moment) is not None
    ]
    if not said:
        return
    (first, here), (last, there) = min(said), max(said)
    if here != there and last - first > APART:
        yield Evidence(
            "DAT007",
            f"The page contradicts itself: {here} says {first.date().isoformat()}, "
            f"{there} says {last.date().isoformat()}.",
        )


CHECK = Check(
    id="DAT007",
    name="page-contradiction",
    family=Family.DATE,
    severity=Severity.NOTE,
    languages=ALL_LANGUAGES,
    summary="the page's own statements about its publication disagree",
    page=__doc__ or "",
    examine=examine,
)
