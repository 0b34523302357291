"""An article as the checks of this family read it: what they share, worked out at most once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus_qa.model import Article, Check, Evidence, Hit
from corpus_qa.text.english import reads_as_english


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
        """Whether the article is in English, as declared or, if nothing is declared, as it reads."""
        if self.article.language:
            return self.article.language.lower().split("-")[0] == "en"
        return reads_as_english(self.text)


Find = Callable[[Reading], Iterable[Evidence]]


@dataclass(frozen=True, slots=True)
class Part:
    """A check of the family with what its record does not say.

    ``find`` looks where patterns do not suffice. ``english`` tells that the check knows English
    only. ``weight`` is what one piece of evidence counts towards ``translation_score``.
    """

    check: Check
    find: Find | None = None
    english: bool = True
    weight: float = 1.0
