"""A check, what it is made of, and what it yields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from string import Template

from corpus_qa.errors import PluginError
from corpus_qa.model.article import Article, Batch

# Built-in ids have three capitals; other packages may use up to eight.
ID = re.compile(r"[A-Z]{3,8}[0-9]{3}")
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# The fields that a span can point into.
FIELDS = ("text", "title", "byline")
# The languages of a check that asks about every article, whatever it is written in.
ALL_LANGUAGES = ("*",)
# The tag of a language as checks state it: the first part of a BCP 47 tag.
LANGUAGE = re.compile(r"\*|[a-z]{2,3}")


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


class Applicability(StrEnum):
    """Whether a repair may be applied without looking at it."""

    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a pattern of a check matched: an exact match, in code points of a field."""

    check: str
    pattern: int
    field: str
    start: int
    end: int


def hits_apart(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Yield hits in the order of their places; of those that overlap the first, longest one."""
    taken: dict[str, int] = {}
    for hit in sorted(hits, key=lambda hit: (hit.field, hit.start, -hit.end, hit.pattern)):
        if hit.start >= taken.get(hit.field, 0):
            taken[hit.field] = hit.end
            yield hit


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an examiner saw: words in a field, or a fact about the whole article (no span).

    ``suggestion`` is the replacement for the span (the empty text: remove it), or None.
    ``severity`` replaces the check's own where the evidence is weaker or stronger than usual, and
    ``applicability`` the check's own where its rule for safe repairs says otherwise of this one.
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
    applicability: Applicability | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """One number about one article; a suite may judge its distribution."""

    name: str
    value: float


Confirm = Callable[[str, int, int], bool]
Examiner = Callable[[Article, Sequence[Hit]], Iterable[Evidence | Signal]]
# Sees a batch and the matches by row, and yields the row with what it saw there.
BatchExaminer = Callable[
    [Batch, Mapping[int, Sequence[Hit]]], Iterable[tuple[int, Evidence | Signal]]
]


@dataclass(frozen=True, slots=True)
class Pattern:
    r"""An expression in RE2 syntax: no look-around; ``\b`` and ``\w`` are ASCII.

    Attributes:
        regex: The expression.
        message: What the finding says of a match; ``{}`` becomes the matched words. Only for checks
            without an examiner, which need one: an examiner writes its own messages.
        suggestion: The replacement for the match (the empty text: remove it). Only with a message.
        confirm: ``confirm(text, start, end)`` looks at the context of a match and may refuse it.
        literals: Strings of which every match contains one, in any case. They are derived from the
            expression where that is possible, and only needed here where it is not.
    """

    regex: str
    message: str | None = None
    suggestion: str | None = None
    confirm: Confirm | None = None
    literals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CorpusQuery:
    """SQL that answers a check over all articles of a run, after each was examined alone.

    The statement is DuckDB's SQL and sees one table, ``signals``, with one row for each article:
    ``row`` (its number in the dataset), ``article_id``, ``source``, ``site``, ``language``,
    ``published_at``, ``published_source``, ``characters``, ``words``, ``lines``,
    ``decode_errors``, and a column for each signal of the checks that run.

    It returns a row for each finding: ``row`` and ``message``, and where they are needed ``field``,
    ``start``, ``end`` (a span in code points), ``suggestion`` and ``severity``.

    Attributes:
        sql: The statement; ``$name`` becomes the limit of that name.
        needs: The signals without which the check cannot be answered. It is left out of a run
            whose checks do not compute them.
        limits: The numbers of the statement, by name.

    Raises:
        PluginError: The statement names a limit that is missing.
    """

    sql: str
    needs: tuple[str, ...] = ()
    limits: Mapping[str, float] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if missing := sorted(set(Template(self.sql).get_identifiers()) - self.limits.keys()):
            msg = f"A corpus query uses ${missing[0]}, which is not among its limits."
            raise PluginError(msg)

    @property
    def statement(self) -> str:
        """The SQL with its limits filled in."""
        return Template(self.sql).substitute(self.limits).strip()


@dataclass(frozen=True, slots=True)
class Check:
    """A question asked of every article, with what reports need to describe the answer.

    A check has patterns, an examiner, a corpus query, or several of them. Without an examiner each
    confirmed match of a pattern is a finding. With patterns and an examiner, the examiner is called
    for articles in which a pattern matched, with the confirmed matches; without patterns it sees
    every article. Checks that name the same examiner are decided together in one call: it gets the
    matches of all of them. A few built-in checks have none of the three: duplicate detection and
    the schema of the dataset answer them.

    Attributes:
        id: Three to eight capitals and three digits, such as ``HARBOUR001``. Never used again.
        name: The same in words: small letters, digits and hyphens.
        family: The kind of defect.
        severity: How bad a finding is, unless the evidence says otherwise.
        summary: One phrase that says what was found.
        page: What ``corpus-qa explain`` shows, usually the docstring of the check's module.
        patterns: What to look for.
        fields: Where patterns look: ``text``, ``title``, ``byline``.
        examine: A function at the top level of a module, because it travels to other processes.
        examine_batch: The same for all articles of a batch at once, where columns are faster.
        signals: The names of the signals that the examiner yields.
        corpus: The question asked of all articles together.
        applicability: Whether its repairs are safe, unless the evidence says otherwise; the page
            states the rule under ``Repair``. Safe is what was measured to lose no word.
        languages: The languages of the articles that it asks about, as tags (``("en",)``); what it
            sees in an article of another or an unknown language is no finding. ``*`` stands for
            all; tags beside it say in which languages the check has words to look for.

    Raises:
        PluginError: Something of this is not as described; the message says what would be right.
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
    examine_batch: BatchExaminer | None = None
    signals: tuple[str, ...] = ()
    corpus: CorpusQuery | None = None
    applicability: Applicability = Applicability.UNSAFE
    languages: tuple[str, ...] = ALL_LANGUAGES

    @property
    def examiner(self) -> Examiner | BatchExaminer | None:
        """The function that decides the check, of one kind or the other."""
        return self.examine or self.examine_batch

    @property
    def knows_all_languages(self) -> bool:
        """Whether it asks about articles in every language."""
        return "*" in self.languages

    def __post_init__(self) -> None:
        for problem in _problems(self):
            msg = f"Check {self.id}: {problem}."
            raise PluginError(msg)


def _problems(check: Check) -> Iterator[str]:
    """Yield what is wrong with a check, and what would be right."""
    if not (isinstance(check.id, str) and ID.fullmatch(check.id)):
        yield "an id is three to eight capitals and three digits, such as HARBOUR001"
    if not (isinstance(check.name, str) and NAME.fullmatch(check.name)):
        yield f"the name {check.name!r} is not in small letters with hyphens, such as tide-table"
    for name, kind in (
        ("family", Family),
        ("severity", Severity),
        ("applicability", Applicability),
    ):
        value = getattr(check, name)
        if not isinstance(value, kind):
            members = ", ".join(f"{kind.__name__}.{member.name}" for member in kind)
            yield f"the {name} {value!r} is none of {members}"
    for name, value in (("summary", check.summary), ("page", check.page)):
        if not (isinstance(value, str) and value.strip()):
            yield f"the {name} is empty"
    if unknown := [name for name in check.fields if name not in FIELDS]:
        yield f"the field {unknown[0]!r} is none of {', '.join(FIELDS)}; fields is a tuple of names"
    yield from _language_problems(check.languages)
    if check.corpus is not None and not isinstance(check.corpus, CorpusQuery):
        yield f"corpus is {check.corpus!r}, not a CorpusQuery"
    yield from _examiner_problems(check)
    for pattern in check.patterns:
        yield from _pattern_problems(check, pattern)


def _language_problems(languages: object) -> Iterator[str]:
    right = 'a tuple of tags, such as ("en",), or ("*",) for all'
    if not isinstance(languages, tuple) or not languages:
        yield f"languages is {languages!r}: {right}"
        return
    for tag in languages:
        if not (isinstance(tag, str) and LANGUAGE.fullmatch(tag)):
            yield f"the language {tag!r} is no tag of two or three small letters: {right}"


def _examiner_problems(check: Check) -> Iterator[str]:
    yield from _function_problems("examine", check.examine)
    yield from _function_problems("examine_batch", check.examine_batch)
    if check.examine is not None and check.examine_batch is not None:
        yield "it has two examiners: examine sees one article, examine_batch a whole batch"


def _pattern_problems(check: Check, pattern: Pattern) -> Iterator[str]:
    if not isinstance(pattern, Pattern):
        yield f"patterns holds {pattern!r}, not a Pattern"
        return
    shown = f"the pattern {pattern.regex!r:.80}"
    if check.examiner is not None and (pattern.message, pattern.suggestion) != (None, None):
        yield (
            f"{shown} has a message or suggestion, which nobody would see:"
            " the examiner writes its own"
        )
    if check.examiner is None and not pattern.message:
        yield f"{shown} needs a message, as there is no examiner to write one"
    if isinstance(pattern.literals, str):
        yield f"the literals of {shown} are one text, not a tuple of texts"
    yield from _function_problems(f"confirm of {shown}", pattern.confirm)


def _function_problems(role: str, function: object) -> Iterator[str]:
    """Tell whether a function can be sent to another process, which finds it by its name."""
    if function is None:
        return
    name = getattr(function, "__qualname__", None)
    if name is None or "<" in name or not callable(function):
        yield (
            f"{role} is {name or repr(function)}, which cannot be sent to other processes: it must"
            " be a function defined with def at the top level of a module, not a lambda, a local"
            " function or a partial"
        )
