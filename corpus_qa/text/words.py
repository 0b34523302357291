"""Tables of words, written as running text."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of a table that is written with spaces between them."""
    return frozenset(text.split())
