"""A check, what it is made of, and what it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus_qa.model.article import Article


class Family(StrEnum):
    """The six kinds of defect."""

    ENCODING = "encoding"
    CHROME = "chrome"
    DATE = "date"
    TRANSLATION = "translation"
    CONTENT = "content"
    DUPLICATE = "duplicate"


class Severity(StrEnum):
    """How bad a finding is; the three levels of SARIF, so every report can show them."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a pattern of a check matched: an exact match, in code points of a field."""

    check: str
    pattern: int
    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an examiner saw: words in a field, or a fact about the whole article (no span).

    ``suggestion`` is the replacement for the span (the empty text: remove it), or None.
    ``severity`` replaces the check's own where the evidence is weaker or stronger than usual.
    ``other_id`` names the article that this one duplicates, with its source and the line there;
    ``other_here`` says whether that source is one of the paths of the run (else of an index).
    """

    check: str
    message: str
    field: str | None = None
    start: int | None = None
    end: int | None = None
    suggestion: str | None = None
    severity: Severity | None = None
    other_id: str | None = None
    other_source: str | None = None
    other_line: int | None = None
    other_here: bool | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """One number about one article; a suite may judge its distribution."""

    name: str
    value: float


Confirm = Callable[[str, int, int], bool]
Examiner = Callable[[Article, Sequence[Hit]], Iterable[Evidence | Signal]]


@dataclass(frozen=True, slots=True)
class Pattern:
    r"""An expression in RE2 syntax (no look-around; ``\b`` and ``\w`` are ASCII) and its meaning.

    ``message`` may hold ``{}``, which becomes the matched words. ``suggestion`` replaces the match.
    ``confirm(text, start, end)`` looks at the context of a match and may refuse it.
    ``literals`` names strings of which every match contains one (any case); they are derived from
    the expression where that is possible, and only needed here where it is not.
    """

    regex: str
    message: str
    suggestion: str | None = None
    confirm: Confirm | None = None
    literals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A question asked of every article, with what reports need to tell of the answer.

    A check has patterns, an examiner, or both. Without an examiner each confirmed match of a
    pattern is a finding. With patterns and an examiner, the examiner is called for articles in
    which a pattern matched, with the confirmed matches; without patterns it sees every article.
    Checks that name the same examiner are decided together in one call: it gets the matches of all
    of them. ``corpus`` marks a check that the relations between articles answer.
    """

    id: str
    name: str
    family: Family
    severity: Severity
    summary: str
    page: str
    patterns: tuple[Pattern, ...] = ()
    fields: tuple[str, ...] = ("text",)
    examine: Examiner | None = None
    signals: tuple[str, ...] = ()
    corpus: bool = False
