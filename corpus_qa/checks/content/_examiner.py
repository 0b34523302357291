"""The one examiner of the checks that look at a body as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from corpus_qa.checks.content import (
    character_soup,
    empty_body,
    extreme_length,
    headline_only,
    live_blog,
    numbers_or_links,
    repeated_paragraph,
    second_article,
    shouting,
    teaser_row,
    truncated_end,
)
from corpus_qa.checks.content._body import Body, Find
from corpus_qa.model import Article, Check, Evidence, Hit

ALWAYS: tuple[tuple[Check, Find], ...] = (
    (empty_body.CHECK, empty_body.find),
    (headline_only.CHECK, headline_only.find),
    (truncated_end.CHECK, truncated_end.find),
    (repeated_paragraph.CHECK, repeated_paragraph.find),
    (character_soup.CHECK, character_soup.find),
    (numbers_or_links.CHECK, numbers_or_links.find),
    (shouting.CHECK, shouting.find),
    (extreme_length.CHECK, extreme_length.find),
)
# Checks whose patterns tell where to look: how many matches make it worth the time.
ON_HITS: Mapping[str, tuple[Check, Callable[[Body, list[Hit]], Iterable[Evidence]], int]] = {
    teaser_row.CHECK.id: (
        teaser_row.CHECK,
        lambda body, _: teaser_row.find(body),
        teaser_row.LEAST,
    ),
    live_blog.CHECK.id: (
        live_blog.CHECK,
        lambda body, _: live_blog.find(body),
        live_blog.LEAST - 1,
    ),
    second_article.CHECK.id: (second_article.CHECK, second_article.find, 1),
}


def examine(article: Article, hits: Sequence[Hit]) -> Iterator[Evidence]:
    """Yield what the checks see in the body as a whole."""
    body = Body(article)
    for _, find in ALWAYS:
        yield from find(body)
    if not hits:
        return
    for check, find_at, least in ON_HITS.values():
        own = [hit for hit in hits if hit.check == check.id]
        if len(own) >= least:
            yield from find_at(body, own)
