"""The kinds of site chrome: the check that reports each, and the message of its findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corpus_qa.checks._family import records_of
from corpus_qa.model import Check

# No line is so likely to be site chrome.
NEVER = 1.0


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of site chrome.

    Words of this kind make a line site chrome where nothing else in the article is, if the line is
    likely enough to be some: at least ``alone``, which is lower the less the words are used in
    articles, 0 where they need no model, and ``NEVER`` where they alone never do. Below it they are
    worth a note. A whole prompt says more than one word: for it ``prompt`` is the least, if it is
    not the same.
    A ``vague`` kind may be content (a byline, a caption), so that it is no evidence of more
    site chrome.
    The pattern of an ``inline`` kind spans exactly what is left over within a line.
    """

    check: Check
    message: str
    alone: float = NEVER
    prompt: float | None = None
    vague: bool = False
    inline: bool = False


@cache
def kinds() -> Mapping[str, Kind]:
    """Return the kinds by the names of their checks: modules of this family that define ``KIND``.

    The learned model was trained with some of them. Others count as known words like these do, but
    the model does not learn which kind they are, so that a new one needs no training.
    """
    return {kind.check.name: kind for kind in records_of("corpus_qa.checks.chrome", "KIND")}


@cache
def names() -> Mapping[str, str]:
    """Return the names of kinds by the ids of their checks."""
    return {kind.check.id: name for name, kind in kinds().items()}
