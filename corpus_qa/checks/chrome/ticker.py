"""News tickers that run beside every article: ``BREAKING`` and what follows.

Why it matters
    A ticker is good prose about other events at another time. It reflects the crawl, not the
    article.

Flagged
    BREAKING NEWS
    Eilmeldung
    Just in: Ferry service suspended

Clean
    Breaking the ice took the crew three hours.
    The alert was lifted before noon.
    Live animals may not be sold at the market.

Limits
    The finding includes the lines after the heading, up to the article's title or its first
    paragraph.

Repair
    Safe if every line of the finding is known by its words and almost certainly site chrome (its
    score is at least 0.9); else unsafe. A removed line takes a blank line along.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.checks.chrome._kinds import Kind
from corpus_qa.checks.chrome._tables import languages_of
from corpus_qa.model import Check, Family, Severity

CHECK = Check(
    id="CHR011",
    name="ticker",
    family=Family.CHROME,
    severity=Severity.WARNING,
    languages=languages_of("ticker"),
    summary="a news ticker in the text",
    page=__doc__ or "",
    examine_batch=examine,
)
KIND = Kind(CHECK, "News ticker in the text.")
