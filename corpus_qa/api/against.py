"""The index that a run is compared with: opened before an article is read, or told as missing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus_qa.api.settings import Settings
from corpus_qa.errors import UnusableIndexError
from corpus_qa.index import Index, open_index
from corpus_qa.model import Problem


@dataclass(frozen=True, slots=True)
class Against:
    """The index of a run, or the problem with the one that was named; neither if none was."""

    index: Index | None = None
    problem: Problem | None = None


def open_against(settings: Settings) -> Against:
    """Open the index that the command line or the configuration names."""
    place = index_place(settings)
    if place is None:
        return Against()
    try:
        return Against(open_index(place))
    except UnusableIndexError as error:
        return Against(problem=problem_with(place, error))


def index_place(settings: Settings) -> str | None:
    """Return the path or URI of the index: what the command line says, or the configuration."""
    named = settings.config.index.against
    if settings.against or not named:
        return settings.against or None
    if "://" in named or not settings.file:
        return named
    return str(Path(settings.file.parent) / named)


def problem_with(place: str, error: UnusableIndexError) -> Problem:
    """Say that nothing was compared with an index, and why."""
    return Problem(place, f"nothing was compared with the index: {error.reason}", error.hint)
