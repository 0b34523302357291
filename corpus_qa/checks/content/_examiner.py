"""The examiner of the checks that look at a body as a whole, so that it is counted once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from corpus_qa.checks._family import hits_by_check, records_of
from corpus_qa.checks.content._body import Body, Part
from corpus_qa.model import Article, Evidence, Hit


@cache
def _parts() -> tuple[Part, ...]:
    """Return the checks that are decided together: those of this family that define ``PART``."""
    return records_of("corpus_qa.checks.content", "PART")


def examine(article: Article, hits: Sequence[Hit]) -> Iterator[Evidence]:
    """Yield what the checks see in the body as a whole."""
    body = Body(article, hits_by_check(hits))
    for part in _parts():
        if not part.least or len(body.hits.get(part.check.id, ())) >= part.least:
            yield from part.find(body)
