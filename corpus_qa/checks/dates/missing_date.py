"""An article without a publication date.

Why it matters
    Without a date an article cannot be ordered, sampled by period or assigned to one side of a
    train/test cut-off, and stale news cannot be distinguished from new. One scraped article in nine
    has no date; half of those state it somewhere else, most often in the URL or under the headline.

Flagged
    An article whose date field is missing, empty or says ``null``. Where the URL
    (``/2025/03/14/``) or the text (``Published 14 March 2025``) states the date, the finding quotes
    the words and suggests the date in ISO form; in the text, the span covers the words.

Clean
    An article with a date, also one that was read from a page or from the text by the reader.

Limits
    A date in the text is suggested if it is very probably the publication date: in page texts 97 of
    100 suggestions are right to the day. Dates of events in running prose, of captions and of
    embedded posts are not suggested. Dates without a year are not read. Croatian ``listopad`` is
    read as November, as in Czech and Polish.

Repair
    Unsafe: a date is offered, for a person to decide; `fix` does not write it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus_qa.checks.dates._field import field_date, offered, raw_date
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Severity


def examine(article: Article, hits: Sequence[Hit]) -> Iterator[Evidence]:
    """Yield a finding for an article without a date, with the date that it states elsewhere."""
    del hits
    if article.published_at is not None or field_date(article).problem is not None:
        return
    raw = raw_date(article)
    empty = f" (the field says “{raw.strip()}”)" if raw and raw.strip() else ""
    found = offered(article)
    if found is None:
        yield Evidence("DAT001", f"The article has no publication date{empty}.")
        return
    yield Evidence(
        "DAT001",
        f"The article has no publication date{empty}; "
        f"{found.where} states {found.day.isoformat()}: “{found.words}”.",
        field=None if found.start is None else "text",
        start=found.start,
        end=found.end,
        suggestion=found.day.isoformat(),
    )


CHECK = Check(
    id="DAT001",
    name="missing-date",
    family=Family.DATE,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="the article has no publication date",
    page=__doc__ or "",
    examine=examine,
)
