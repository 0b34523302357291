"""Clusters of copies: which articles belong together, and which of them to keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

# With this share of its words in site chrome an article counts as a raw page.
RAW = 0.05

# A copy with this share of the words of the longest one counts as complete.
COMPLETE = 0.9


@dataclass(frozen=True, slots=True)
class Doc:
    """What decisions and messages need to know of an article; ``row`` is its row in the dataset.

    ``words`` counts the words of the body, ``chrome_words`` those that checks found to be chrome.
    ``line`` is where it begins in its source.
    """

    row: int
    article_id: str
    source: str
    site: str | None
    url: str | None
    title: str | None
    published_at: datetime | None
    words: int
    chrome_words: int
    line: int | None = None

    @property
    def all_words(self) -> int:
        """The words of the whole text."""
        return self.words + self.chrome_words


@dataclass(frozen=True, slots=True)
class Cluster:
    """Articles that are copies of each other, directly or through others.

    ``members`` are article ids in order; ``keep`` is the proposed copy to keep, and ``reason`` says
    what it has over the others.
    """

    number: int
    members: tuple[str, ...]
    keep: str
    reason: str


def cluster(pairs: Sequence[tuple[int, int]], docs: Mapping[int, Doc]) -> tuple[Cluster, ...]:
    """Join articles (rows) that pairs link; clusters are numbered by their smallest ids."""
    groups = [sorted((docs[row] for row in rows), key=_name) for rows in _joined(pairs)]
    groups.sort(key=lambda group: _name(group[0]))
    return tuple(_cluster(number, group) for number, group in enumerate(groups))


def _name(doc: Doc) -> str:
    return doc.article_id


def _joined(pairs: Iterable[tuple[int, int]]) -> Iterable[Sequence[int]]:
    """Return the rows that pairs link, directly or through others, group by group."""
    parent: dict[int, int] = {}

    def first(row: int) -> int:
        while parent.setdefault(row, row) != row:
            parent[row] = row = parent[parent[row]]
        return row

    for a, b in pairs:
        parent[first(a)] = first(b)
    groups: dict[int, list[int]] = {}
    for row in parent:
        groups.setdefault(first(row), []).append(row)
    return groups.values()


def _cluster(number: int, members: Sequence[Doc]) -> Cluster:
    kept, reason = choose(members)
    return Cluster(number, tuple(doc.article_id for doc in members), kept.article_id, reason)


def choose(members: Sequence[Doc]) -> tuple[Doc, str]:
    """Choose the copy to keep, and say what decided: the last thing that another lacks."""
    left, reason = list(members), "it comes first by id"
    for rule, explanation in _RULES:
        better = rule(left)
        if len(better) < len(left):
            left, reason = better, explanation
    return min(left, key=lambda doc: doc.article_id), reason


def _without_chrome(docs: Sequence[Doc]) -> list[Doc]:
    clean = [doc for doc in docs if doc.chrome_words <= RAW * doc.all_words]
    return clean or list(docs)


def _complete(docs: Sequence[Doc]) -> list[Doc]:
    longest = max(doc.words for doc in docs)
    return [doc for doc in docs if doc.words >= COMPLETE * longest]


def _dated(docs: Sequence[Doc]) -> list[Doc]:
    return [doc for doc in docs if doc.published_at is not None] or list(docs)


def _earliest(docs: Sequence[Doc]) -> list[Doc]:
    dates = [doc.published_at for doc in docs if doc.published_at is not None]
    return [doc for doc in docs if doc.published_at == min(dates)] if dates else list(docs)


_Rule = Callable[[Sequence[Doc]], list[Doc]]
_RULES: Iterable[tuple[_Rule, str]] = (
    (_without_chrome, "it has no site chrome in its body"),
    (_complete, "its body is the most complete"),
    (_dated, "it has a date"),
    (_earliest, "it is the earliest"),
)
