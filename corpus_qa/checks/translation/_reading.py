"""An article as the checks of this family read it: what they share, computed at most once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus_qa.checks.translation._words import lower_words
from corpus_qa.model import Article, Check, Evidence, Hit, Signal
from corpus_qa.text.characters import script_of
from corpus_qa.text.language import BRIEF, identify, reads_as_english
from corpus_qa.text.mojibake.find import find_mojibake, may_hold_mojibake

GLANCE = 800
# A space that a tokeniser put between two signs of a misread sequence: "â € œ".
TOKENISED = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")


@dataclass(frozen=True)
class Reading:
    """An article and the pattern matches of the family's checks in it, by check id."""

    article: Article
    hits: Mapping[str, Sequence[Hit]]

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    @cached_property
    def is_english(self) -> bool:
        """Whether the article is in English, and reads so where it is long enough to judge."""
        if identify(self.article.language, self.text) != "en":
            return False
        return (
            len(self.text) <= BRIEF
            or reads_as_english(self.text)
            or reads_as_english(self.text, len(self.text) // 2)  # site chrome may stand first
        )

    @property
    def is_english_at_a_glance(self) -> bool:
        """Whether the beginning has the three commonest English words: a cheap yes."""
        glance = self.text[:GLANCE]
        return (" the " in glance) + (" of " in glance) + (" and " in glance) > 1

    @cached_property
    def other_scripts(self) -> frozenset[str]:
        """The non-Latin scripts in the text."""
        scripts = {script_of(char) for char in self.article.alphabet}
        return frozenset(scripts - {"", "Latin"})

    @cached_property
    def latin_share(self) -> float:
        """The share of the letters that are Latin; 1 for a text without letters."""
        if not self.other_scripts:
            return 1.0
        letters = [script_of(char) for char in self.text if char.isalpha()]
        return letters.count("Latin") / len(letters) if letters else 1.0

    @cached_property
    def unlisted(self) -> tuple[re.Match[str], ...]:
        """The lower-case Latin words that are in no English word list as written."""
        return tuple(lower_words(self.text))

    @cached_property
    def is_misread(self) -> bool:
        """Whether the text was decoded with a wrong character set: its words mean nothing."""
        if not may_hold_mojibake(self.text, self.article.alphabet):
            return False
        return bool(find_mojibake(self.text) or find_mojibake(TOKENISED.sub("", self.text)))


Find = Callable[[Reading], Iterable[Evidence | Signal]]


@dataclass(frozen=True, slots=True)
class Part:
    """How a check of the family takes part in reading an article.

    Attributes:
        check: The check.
        find: Yields the evidence: where patterns of the check matched, or everywhere if ``always``.
        message: What is said of the matches themselves, ``{}`` being the words; instead of a find.
        find_closer: Looks at every word: worth its time where the text is short or odd already.
        always: Look at every article, with or without a match. Only for what is cheap.
        weight: What one piece of evidence counts towards ``translation_score``.
    """

    check: Check
    find: Find | None = None
    message: str = ""
    find_closer: Find | None = None
    always: bool = False
    weight: float = 1.0


def longest(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Yield matches from left to right; where they overlap, the first and longest."""
    end = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= end:
            end = hit.end
            yield hit
