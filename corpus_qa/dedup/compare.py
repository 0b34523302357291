"""Compare two articles by their shingles: how alike they are, and what that makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from corpus_qa.dedup.shingles import WORDS_PER_SHINGLE, Hashes, begins_run, shingle

# So many shingles at the beginning of a text are its opening: the lead of a news article.
OPENING = 40

# Texts of fewer shingles say too little to be called contained in another or to overlap it.
FEWEST_SHINGLES = 20

# ... unless the whole of it stands at the beginning of a longer one: a brief, or the lead alone.
FEWEST_OF_LEAD, WHOLE = 12, 0.99

# Thresholds, fitted to labelled pairs of news articles and renderings of pages. No two different
# articles there reach a Jaccard similarity of .6.
NEAR = 0.62
NEAR_SHORT = 0.75
# Below that, containment alone does not tell a cut or extended copy from an article that reuses a
# background passage or its site's boilerplate. That both begin alike does, and so does one title.
PART = 0.92
PART_OPENING_SIMILAR, HARDLY_ALIKE = 0.8, 0.1
PART_OPENING_ALIKE, ALIKE = 0.66, 0.35
PART_OF_NAMESAKE = 0.6
# With a text this many times longer, a copy is a part of it, even if the rest is only site chrome.
MORE = 1.25
# What two articles must share to be worth a note: a quarter of one, or a passage of 60 words.
SHARED = 0.25
SHARED_SHINGLES = 60

# Words that may differ inside one passage: a corrected name, a figure, an inserted clause.
GAP = 12


class Kind(StrEnum):
    """How two articles are related, from the strongest to the weakest."""

    EXACT = "exact"
    NEAR = "near"
    CONTAINED = "contained"
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article ready to compare: its shingles in reading order, and sorted without repeats."""

    shingles: Hashes
    unique: Hashes


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two articles are, all as shares of 1.

    ``a_in_b`` is the share of the shingles of a that b holds; ``opening`` the smaller of the shares
    of either article's opening that the other holds. Copies begin alike; two reports that quote one
    source, or pages with the same boilerplate, share what stands further down.
    """

    shared: int
    jaccard: float
    a_in_b: float
    b_in_a: float
    opening: float
    smaller: int

    @property
    def containment(self) -> float:
        """The larger of the two containments."""
        return max(self.a_in_b, self.b_in_a)


@dataclass(frozen=True, slots=True)
class Context:
    """The titles, sites and lengths of two articles.

    ``same_title``: both have one title; ``other_page``: both are of one site and have different
    titles; ``a_words`` and ``b_words``: the words of the whole texts, chrome included.
    """

    same_title: bool
    other_page: bool
    a_words: int
    b_words: int


@dataclass(frozen=True, slots=True)
class Passage:
    """The same passage in two texts, by the numbers of its first and last words in each."""

    a_first: int
    a_last: int
    b_first: int
    b_last: int


def prepare(words: Hashes) -> Prepared:
    """Prepare an article, given as the hashes of its words, for comparison."""
    shingles = shingle(words)
    ordered = np.sort(shingles)
    return Prepared(shingles, ordered[begins_run(ordered)])


def compare(a: Prepared, b: Prepared) -> Likeness:
    """Measure how alike two articles are."""
    if not len(a.unique) or not len(b.unique):
        return Likeness(0, 0.0, 0.0, 0.0, 0.0, 0)
    smaller, larger = (a, b) if len(a.unique) <= len(b.unique) else (b, a)
    shared = int(np.count_nonzero(_among(smaller.unique, larger.unique)))
    return Likeness(
        shared=shared,
        jaccard=shared / (len(a.unique) + len(b.unique) - shared),
        a_in_b=shared / len(a.unique),
        b_in_a=shared / len(b.unique),
        opening=min(_opening(a, b), _opening(b, a)) if shared else 0.0,
        smaller=len(smaller.unique),
    )


def _opening(a: Prepared, b: Prepared) -> float:
    """Return the share of the shingles at the beginning of one article that the other holds."""
    first = a.shingles[:OPENING]
    return np.count_nonzero(_among(first, b.unique)) / len(first)


def ratio(a_words: int, b_words: int) -> float:
    """Return how many times longer the longer of two texts is."""
    return max(a_words, b_words) / max(1, min(a_words, b_words))


def kind_of(like: Likeness, context: Context) -> Kind | None:
    """Name the relation of two articles, None if they are not related."""
    if like.jaccard >= (NEAR if like.smaller >= FEWEST_SHINGLES else NEAR_SHORT):
        partial = like.containment >= PART and ratio(context.a_words, context.b_words) >= MORE
        return Kind.CONTAINED if partial else Kind.NEAR
    if like.smaller < FEWEST_SHINGLES:
        lead = like.smaller >= FEWEST_OF_LEAD and like.opening >= ALIKE
        return Kind.CONTAINED if lead and like.containment >= WHOLE else None
    if like.containment >= _needed(like, context):
        return Kind.CONTAINED
    if like.containment >= SHARED or like.shared >= SHARED_SHINGLES:
        return Kind.OVERLAP
    return None


def _needed(like: Likeness, context: Context) -> float:
    """Return the containment from which one article counts as a copy of a part of the other."""
    if context.same_title:
        return PART_OF_NAMESAKE
    if context.other_page or like.opening < HARDLY_ALIKE:
        return PART
    return PART_OPENING_ALIKE if like.opening >= ALIKE else PART_OPENING_SIMILAR


def longest_passage(a: Prepared, b: Prepared) -> Passage | None:
    """Return the longest passage that two articles share, small differences inside it allowed."""
    order = np.argsort(b.shingles, kind="stable")
    ordered = b.shingles[order]
    found = np.searchsorted(ordered, a.shingles)
    found[found == len(ordered)] = 0
    at_a = np.flatnonzero(ordered[found] == a.shingles) if len(ordered) else np.zeros(0, int)
    if not len(at_a):
        return None
    at_b = order[found[at_a]]
    step_a, step_b = np.diff(at_a), np.diff(at_b)
    broken = (step_a > GAP + WORDS_PER_SHINGLE) | (step_b < 1) | (step_b > GAP + WORDS_PER_SHINGLE)
    begins = np.concatenate([[0], np.flatnonzero(broken) + 1])
    ends = np.concatenate([np.flatnonzero(broken), [len(at_a) - 1]])
    best = int(np.argmax(at_a[ends] - at_a[begins]))
    first, last = begins[best], ends[best]
    tail = WORDS_PER_SHINGLE - 1
    return Passage(
        int(at_a[first]), int(at_a[last]) + tail, int(at_b[first]), int(at_b[last]) + tail
    )


def _among(values: Hashes, ordered: Hashes) -> npt.NDArray[np.bool_]:
    """Return for each value whether it is one of ``ordered`` (sorted, not empty)."""
    found = ordered.searchsorted(values)
    found[found == len(ordered)] = 0
    same: npt.NDArray[np.bool_] = ordered[found] == values
    return same


@dataclass(frozen=True, slots=True)
class Pair:
    """Two related articles, by their rows in the dataset.

    The spans are the passage that both share (code points of their texts), None where the whole
    texts are alike.
    """

    a: int
    b: int
    kind: Kind
    jaccard: float
    a_in_b: float
    b_in_a: float
    a_span: tuple[int, int] | None = None
    b_span: tuple[int, int] | None = None

    def swapped(self) -> Pair:
        """Return the same pair seen from the other side."""
        shares, spans = (self.b_in_a, self.a_in_b), (self.b_span, self.a_span)
        return Pair(self.b, self.a, self.kind, self.jaccard, *shares, *spans)


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
    name = attrgetter("article_id")
    groups = [sorted((docs[row] for row in rows), key=name) for rows in _joined(pairs)]
    groups.sort(key=lambda group: name(group[0]))
    return tuple(_cluster(number, group) for number, group in enumerate(groups))


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
