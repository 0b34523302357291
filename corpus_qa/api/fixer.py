"""Fix one article: apply safe repairs until none is left, as the command ``fix`` does to files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from corpus_qa.api.checker import Checker, default_checker
from corpus_qa.repair.repair import Choice, Repair, apply, edits_of, repairs_of

# Rounds after which a text is left as it is: repairs may uncover others, but not without end.
MOST_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fixed text, and the repairs that are in it; the span of each is the one before it."""

    text: str
    changes: tuple[Repair, ...]

    def __str__(self) -> str:
        return self.text


def fix(text: str, *, unsafe: bool = False, checker: Checker | None = None) -> Fixed:
    """Return a text with its safe repairs, such as mojibake undone and entities resolved.

    Args:
        text: The body of an article.
        unsafe: Whether repairs are applied as well that a person should look at.
        checker: The checks whose repairs are used; by default all.

    Raises:
        IncompleteError: A check crashed.
    """
    changes: list[Repair] = []
    for _ in range(MOST_ROUNDS):
        found: list[Mapping[str, object]] = [
            asdict(one) for one in (checker or default_checker()).check(text)
        ]
        repairs = [one for one in repairs_of(found, Choice(unsafe)) if one.field == "text"]
        if not repairs:
            break
        changes += repairs
        text = apply(text, edits_of(text, repairs))
    return Fixed(text, tuple(changes))
