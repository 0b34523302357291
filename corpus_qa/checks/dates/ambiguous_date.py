"""A date field that can be read as two different days: ``03/04/2025``.

Why it matters
    It is March 4 in the United States and the third of April nearly everywhere else. Read the wrong
    way, a third of a site's dates move by up to eleven months, and none of them looks odd.

Flagged
    ``03/04/2025`` (note). Where the URL or the text states one of the two days, that day is
    the suggestion.

Clean
    ``13/04/2025``, ``04/13/2025``, ``05/05/2025``, ``2025-04-03``, ``03.04.2025``.

Limits
    Numbers with full stops or hyphens are read with the day first, as in the countries that use
    them. What the other dates of the site prove is reported by DAT011.

Repair
    Unsafe: a date is offered, for a person to decide; `fix` does not write it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus_qa.checks.dates._field import TOLERANCE, field_date, offered, raw_date
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Severity, Signal
from corpus_qa.text.dates.field import day_order


def examine(article: Article, hits: Sequence[Hit]) -> Iterator[Evidence | Signal]:
    """Yield a note for a date whose day and month may be swapped, with any other evidence."""
    del hits
    order = day_order(raw_date(article) or "")
    if order is not None:
        yield Signal("day_order", order)
    read = field_date(article)
    if read.moment is None or read.other is None:
        return
    days = (read.moment.date(), read.other.date())
    found = offered(article)
    known = found is not None and any(abs(found.day - day) <= TOLERANCE for day in days)
    yield Evidence(
        "DAT008",
        f"The date field “{raw_date(article)}” may be {days[0].isoformat()} or "
        f"{days[1].isoformat()}"
        + (f"; {found.where} states “{found.words}”." if found and known else "."),
        suggestion=found.day.isoformat() if found and known else None,
    )


CHECK = Check(
    id="DAT008",
    name="ambiguous-date",
    family=Family.DATE,
    severity=Severity.NOTE,
    languages=ALL_LANGUAGES,
    summary="day and month of the date field may be swapped",
    page=__doc__ or "",
    signals=("day_order",),
    examine=examine,
)
