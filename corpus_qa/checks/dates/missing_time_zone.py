"""A publication time without a time zone.

Why it matters
    ``2025-03-14 23:30`` is already the 15th in half of the world. Articles of two sites cannot be
    ordered to the hour, and a cut-off at midnight puts some of them on the wrong side.

Flagged
    ``2025-03-14T23:30:00``, ``14 March 2025, 11:30 pm`` (note; UTC is assumed).

Clean
    ``2025-03-14T23:30:00+01:00``, ``2025-03-14 23:30 GMT``, ``1741995000``, and ``2025-03-14``,
    which states only the day.

Limits
    The time zone is not guessed from the publisher's country.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus_qa.checks.dates._field import field_date, raw_date
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Severity
from corpus_qa.text.dates.field import DateProblem


def examine(article: Article, hits: Sequence[Hit]) -> Iterator[Evidence]:
    """Yield a note for a date field with a clock time and no zone."""
    del hits
    if field_date(article).problem is DateProblem.NO_ZONE:
        raw = raw_date(article)
        yield Evidence("DAT009", f"The date field “{raw}” has no time zone; UTC is assumed.")


CHECK = Check(
    id="DAT009",
    name="missing-time-zone",
    family=Family.DATE,
    severity=Severity.NOTE,
    languages=ALL_LANGUAGES,
    summary="the date field has a time without a time zone",
    page=__doc__ or "",
    examine=examine,
)
