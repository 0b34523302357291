"""Tides that come at an impossible height: ``high water 43.1 m``.

Why it matters
    A lost decimal point turns a tide into a flood.

Flagged
    High water 43.1 m

Clean
    High water 4.3 m

Limits
    Nowhere on Earth is a tide higher than ``HIGHEST`` metres.
"""

from collections.abc import Iterator, Sequence

from corpus_qa import Article, Check, Evidence, Family, Hit, Pattern, Severity, Signal

HIGHEST = 17.0


def examine(article: Article, hits: Sequence[Hit]) -> Iterator[Evidence | Signal]:
    """Yield the impossible tides, and how many tides the article names."""
    for hit in hits:
        words = article.text[hit.start : hit.end]
        if float(words.split()[-2]) > HIGHEST:
            message = f"No tide is as high as in “{words}”."
            yield Evidence(CHECK.id, message, hit.field, hit.start, hit.end)
    yield Signal("tides", len(hits))


CHECK = Check(
    id="HARBOUR002",
    name="tide-table",
    family=Family.CONTENT,
    severity=Severity.ERROR,
    summary="a tide of an impossible height",
    page=__doc__ or "",
    patterns=(Pattern(r"(?i)\b(?:high|low) water [0-9]+\.[0-9] m\b"),),
    examine=examine,
    signals=("tides",),
)
