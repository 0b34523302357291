"""Compare two articles by their shingles: how alike they are, and what that makes them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from corpus_qa.dedup.shingles import WORDS_PER_SHINGLE, Hashes, shingle

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

    @property
    def words(self) -> int:
        """How long the passage is in the first text."""
        return self.a_last - self.a_first + 1


def prepare(words: Hashes) -> Prepared:
    """Prepare an article, given as the hashes of its words, for comparison."""
    shingles = shingle(words)
    ordered = np.sort(shingles)
    fresh = np.ones(len(ordered), bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    return Prepared(shingles, ordered[fresh])


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
        return Pair(
            self.b,
            self.a,
            self.kind,
            self.jaccard,
            self.b_in_a,
            self.a_in_b,
            self.b_span,
            self.a_span,
        )
