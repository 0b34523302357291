"""What the finders of damaged text return, and the words around it."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 40  # letters of a word that a reader needs to see


@dataclass(frozen=True, slots=True)
class Repair:
    """A damaged place: code points of the text, the repaired words if known, and what happened."""

    start: int
    end: int
    fixed: str | None
    story: str


def word_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span to the letters and digits that touch it."""
    first, last = max(0, start - LONGEST), min(len(text), end + LONGEST)
    while start > first and text[start - 1].isalnum():
        start -= 1
    while end < last and text[end].isalnum():
        end += 1
    return start, end
