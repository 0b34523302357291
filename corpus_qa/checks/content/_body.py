"""A body as the checks of this family see it: the counts that they share, in few passes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from corpus_qa.model import Article, Check, Evidence, Hit, Line

SMALL_LETTERS = bytes(range(ord("a"), ord("z") + 1))
DIGITS = b"0123456789"
CAPITALS = bytes(range(ord("A"), ord("Z") + 1))
LEAST_SAMPLE = 64
CONTINUATION = bytes(range(0x80, 0xC0))
# Marks with which a sentence ends, in the scripts of the world.
TERMINAL = frozenset(".!?…:;。！？।؟۔።။”’\"')]»」』）】”*")


@dataclass(frozen=True)
class Body:
    """An article, the matches in it by check id, and numbers about the characters of its text."""

    article: Article
    hits: Mapping[str, Sequence[Hit]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    @cached_property
    def data(self) -> bytes:
        """The text in UTF-8."""
        return self.text.encode("utf-8", "replace")

    @cached_property
    def sample(self) -> str:
        """Every eighth character: enough to show what most of a long text consists of."""
        return self.text[::8] if len(self.text) > 8 * LEAST_SAMPLE else self.text

    @cached_property
    def is_odd(self) -> bool:
        """Whether lower-case letters are so few that digits, capitals or symbols may dominate."""
        rare = self.sample.encode("utf-8", "replace").translate(None, SMALL_LETTERS + CONTINUATION)
        return 2 * len(rare) > len(self.sample)

    @cached_property
    def size(self) -> int:
        """Characters that are not white space."""
        return max(1, len("".join(self.text.split())))

    def share(self, characters: bytes) -> float:
        """Return the share of some ASCII characters among those that are not white space."""
        return (len(self.data) - len(self.data.translate(None, characters))) / self.size

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are not blank."""
        return tuple(line for line in self.article.lines if line.text and not line.text.isspace())


def ends_sentence(text: str) -> bool:
    """Return whether a line ends with a mark that ends sentences."""
    return text.rstrip()[-1:] in TERMINAL


Find = Callable[[Body], Iterable[Evidence]]


@dataclass(frozen=True, slots=True)
class Part:
    """A check that looks at the body as a whole; ``least`` matches make it worth the time."""

    check: Check
    find: Find
    least: int = 0
