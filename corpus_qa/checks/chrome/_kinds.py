"""The kinds of site chrome: the check that reports each, and the message of its findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corpus_qa.checks._family import records_of
from corpus_qa.model import Check


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of site chrome.

    A kind ``about`` the article (a byline, a caption) belongs to it, though not to its text: it is
    worth a note, never more.
    The pattern of an ``inline`` kind spans exactly what is left over within a line. ``code`` fills
    a line that is no paragraph, and within a text it is one finding, however often it occurs.
    """

    check: Check
    message: str
    about: bool = False
    inline: bool = False
    code: bool = False


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
