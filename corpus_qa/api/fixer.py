"""Fix one article: put in place what findings suggest, until nothing more is suggested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus_qa.api.checker import Checker, default_checker
from corpus_qa.model import Family
from corpus_qa.report.load import Finding

# Rounds after which a text is left as it is: repairs may uncover others, but not without end.
MOST_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fixed text, and the findings whose suggestions are in it; spans are those before each."""

    text: str
    changes: tuple[Finding, ...]

    def __str__(self) -> str:
        return self.text


def fix(text: str, checker: Checker | None = None) -> Fixed:
    """Return a text with what can be restored with certainty, such as mojibake and entities.

    Nothing is removed: what a check would leave out is for a person or the extractor to judge.

    Args:
        text: The body of an article.
        checker: The checks whose suggestions are used; by default all.

    Raises:
        IncompleteError: A check crashed.
    """
    changes: list[Finding] = []
    for _ in range(MOST_ROUNDS):
        repairs = list(_apart((checker or default_checker()).check(text)))
        if not repairs:
            break
        changes += repairs
        text = _applied(text, repairs)
    return Fixed(text, tuple(changes))


def _apart(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the certain repairs, in their order; of two that overlap the first."""
    end = 0
    certain = (one for one in findings if one.family == Family.ENCODING and one.severity != "note")
    for one in sorted(certain, key=lambda one: (one.start or 0, -(one.end or 0))):
        if one.field == "text" and one.suggestion and one.start is not None and one.start >= end:
            end = one.end or end
            yield one


def _applied(text: str, repairs: Iterable[Finding]) -> str:
    parts, at = [], 0
    for one in repairs:
        parts += [text[at : one.start], one.suggestion or ""]
        at = one.end or at
    return "".join((*parts, text[at:]))
