"""What the finders of damaged text return."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Repair:
    """A damaged place: code points of the text, the repaired words if known, and what happened."""

    start: int
    end: int
    fixed: str | None
    story: str
