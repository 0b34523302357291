"""Teasers: headlines and opening words of other articles, one after the other.

Why it matters
    Teasers after the last paragraph consist of headlines, categories, dates and opening words of
    other stories. They are prose, so they are recognised only by their form and position.

Flagged


Clean
    He paused for a long time... and then he laughed.
    The harbour ferry returns on Monday after two months of repairs.

Limits
    A single headline after the last paragraph may be mistaken for the article's own closing line,
    or the other way round.

Repair
    Safe if every line of the finding is known by its words and almost certainly site chrome (its
    score is at least 0.9); else unsafe. A removed line takes a blank line along.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.checks.chrome._kinds import Kind
from corpus_qa.model import ALL_LANGUAGES, Check, Family, Severity

CHECK = Check(
    id="CHR020",
    name="teaser-list",
    family=Family.CHROME,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="teasers for other articles in the text",
    page=__doc__ or "",
    examine_batch=examine,
)
KIND = Kind(CHECK, "Teasers for other articles in the text.")
