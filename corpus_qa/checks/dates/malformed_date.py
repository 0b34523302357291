"""A date field that cannot be parsed without guessing.

Why it matters
    Every program handles such a value in its own way: one drops the article, one guesses the
    century, one stores the current date. The damage shows up months later, as a dip in a time
    series.

Flagged
    ``last Tuesday``, ``14th of the month``, ``2025-13-41``: no day can be read (error).
    ``2025``, ``March 2025``: the day is missing. ``3/14/25``: the century is missing.

Clean
    ``2025-03-14``, ``2025-03-14T09:30:00Z``, ``1741944600``, ``Fri, 14 Mar 2025 09:30:00 GMT``,
    ``14. März 2025``, ``2025年3月14日``.

Limits
    ``03/04/2025`` can be read in two ways: that is DAT008. Fields longer than 80 characters are
    treated as prose.

Repair
    Unsafe: a date is offered, for a person to decide; `fix` does not write it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus_qa.checks.dates._field import field_date, offered, raw_date
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Severity
from corpus_qa.text.dates.field import DateProblem

MESSAGES = {
    DateProblem.UNREADABLE: "The date field “{}” cannot be parsed.",
    DateProblem.NO_DAY: "The date field “{}” does not include a day.",
    DateProblem.PLACEHOLDER: "The date field “{}” is not a date.",
    DateProblem.TWO_DIGIT_YEAR: "The date field “{}” has a two-digit year.",
}

# Characters of a field that a message quotes.
SHOWN = 60


def examine(article: Article, hits: Sequence[Hit]) -> Iterator[Evidence]:
    """Yield a finding for a date field that names no day, or no century."""
    del hits
    read = field_date(article)
    if read.problem not in MESSAGES:
        return
    message = MESSAGES[read.problem].format((raw_date(article) or "")[:SHOWN])
    found = offered(article)
    if found is not None:
        message += f" T{found.where[1:]} states {found.day.isoformat()}: “{found.words}”."
    guessed = read.moment.date().isoformat() if read.moment and read.other is None else None
    yield Evidence(
        "DAT002",
        message,
        suggestion=found.day.isoformat() if found else guessed,
        severity=Severity.ERROR if read.problem is DateProblem.UNREADABLE else None,
    )


CHECK = Check(
    id="DAT002",
    name="malformed-date",
    family=Family.DATE,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="the date field cannot be parsed without guessing",
    page=__doc__ or "",
    examine=examine,
)
