"""Ask an index which of its articles a new one repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from corpus_qa.arrays import numbers_of
from corpus_qa.index.folder import Index, Segment, asked_again
from corpus_qa.index.lookup import Meetings, meet, read_codes, read_docs
from corpus_qa.index.prepare import codes_of
from corpus_qa.text.likeness import (
    MORE,
    Context,
    Kind,
    Likeness,
    Passage,
    Prepared,
    compare,
    kind_of,
    longest_passage,
    prepare,
    ratio,
)
from corpus_qa.text.shingles import Hashes

# The most known articles that are named to a new one.
MOST_MATCHES = 20

# Keys of new articles that are looked up at a time: 16 bytes each.
KEYS_AT_A_TIME = 4_000_000

# New articles kept at hand while they are compared.
AT_HAND = 4_096

_TOLD = ("article_id", "source", "site", "url", "title", "published_at", "all_words")
STRENGTH = {kind: number for number, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class NewArticle:
    """A new article: ``words`` are the hashes of the words that comparisons keep."""

    article_id: str
    source: str
    site: str | None
    title: str | None
    all_words: int
    body: int
    words: Hashes


@dataclass(frozen=True, slots=True)
class Match:
    """An article of the index that the new article ``row`` is related to.

    ``passage`` is what both share, in numbers of words of the new article (a) and the known one
    (b), None where the whole texts are alike.
    """

    row: int
    article_id: str
    source: str
    site: str | None
    url: str | None
    title: str | None
    published_at: datetime | None
    all_words: int
    kind: Kind
    jaccard: float
    new_in_known: float
    known_in_new: float
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The matches of new articles, the strongest of each first, and the number of hot keys.

    ``own`` are the ids of new articles that the index holds, in this state or an earlier one:
    nothing is said to repeat these.
    """

    matches: tuple[Match, ...]
    hot: int
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Found:
    """What one search has found so far: matches by row and known article, and own articles."""

    matches: dict[int, dict[str, Match]] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)


def query(
    index: Index,
    keys: pa.Table,
    article: Callable[[int], NewArticle],
) -> Answer:
    """Find what new articles repeat.

    Args:
        index: the index.
        keys: the keys of the new articles (``KEY_SCHEMA``).
        article: returns what is known of a new article, by its row.
    """
    return asked_again(index, lambda current: _query(current, keys, article))


def _query(index: Index, keys: pa.Table, article: Callable[[int], NewArticle]) -> Answer:
    found, hot = _Found(), 0
    for segment in index.segments:
        for part in _portions(keys):
            met = meet(index.folder, segment, part)
            hot += met.hot
            _verify(index, segment, met, article, found)
    matches = [
        match
        for _, by_id in sorted(found.matches.items())
        for match in _strongest(by_id.values(), found.own | (index.gone or frozenset()))
    ]
    return Answer(tuple(matches), hot, frozenset(found.own))


def _strongest(matches: Iterable[Match], ignored: set[str]) -> list[Match]:
    """Return what counts of the matches of one article, the strongest first."""
    others = (match for match in matches if match.article_id not in ignored)
    return sorted(others, key=_rank)[:MOST_MATCHES]


def _portions(keys: pa.Table) -> Iterator[pa.Table]:
    """Cut the keys between articles."""
    if keys.num_rows <= KEYS_AT_A_TIME:
        yield keys
        return
    keys = keys.sort_by("row")
    rows, first = numbers_of(keys.column("row")), 0
    while first < len(rows):
        last = min(first + KEYS_AT_A_TIME, len(rows)) - 1
        end = int(np.searchsorted(rows, rows[last], side="right"))
        yield keys.slice(first, end - first)
        first = end


def _verify(
    index: Index,
    segment: Segment,
    met: Meetings,
    article: Callable[[int], NewArticle],
    found: _Found,
) -> None:
    """Compare the articles that met, in the order of the segment, and add to what was found."""
    if not len(met.rows):
        return
    order = np.lexsort((met.rows, met.docs))
    rows, docs = met.rows[order], met.docs[order]
    wanted, begins = np.unique(docs, return_index=True)
    ends = np.append(begins[1:], len(docs))

    @lru_cache(AT_HAND)
    def new(row: int) -> tuple[NewArticle, Prepared]:
        told = article(row)
        return told, prepare(codes_of(told.words))

    known = read_docs(index.folder, segment, wanted, [*_TOLD, "body"])
    codes = read_codes(index.folder, segment, wanted)
    for about, words, begin, end in zip(known, codes, begins, ends, strict=True):
        prepared = prepare(words.astype(np.uint64))
        for row in rows[begin:end].tolist():
            told, own = new(row)
            match = _match(row, told, own, about, prepared)
            if match is None:
                continue
            if match.article_id == told.article_id and not index.exact:
                found.own.add(match.article_id)
            else:
                found.matches.setdefault(row, {}).setdefault(match.article_id, match)


def _match(
    row: int, new: NewArticle, own: Prepared, about: Mapping[str, Any], known: Prepared
) -> Match | None:
    """Return how a new article is related to a known one, None if it is not."""
    equal = new.body == about["body"]
    like = Likeness(1, 1.0, 1.0, 1.0, 1.0, 1) if equal else compare(own, known)
    kind = kind_of(like, _context(new, about))
    if equal:
        wrapped = ratio(new.all_words, about["all_words"]) >= MORE
        kind = Kind.CONTAINED if wrapped else Kind.EXACT
    if kind is None:
        return None
    partial = kind in {Kind.CONTAINED, Kind.OVERLAP}
    return Match(
        row=row,
        **{name: about[name] for name in _TOLD},
        kind=kind,
        jaccard=like.jaccard,
        new_in_known=like.a_in_b,
        known_in_new=like.b_in_a,
        passage=longest_passage(own, known) if partial else None,
    )


def _context(new: NewArticle, about: Mapping[str, Any]) -> Context:
    titles = [(title or "").strip().lower() for title in (new.title, about["title"])]
    named = all(titles)
    return Context(
        same_title=named and titles[0] == titles[1],
        other_page=named
        and titles[0] != titles[1]
        and new.site is not None
        and new.site == about["site"],
        a_words=new.all_words,
        b_words=about["all_words"],
    )


def _rank(match: Match) -> tuple[int, float, str]:
    """Order the matches of one article: the strongest first."""
    return STRENGTH[match.kind], -max(match.new_in_known, match.known_in_new), match.article_id
