"""The nouns of corpus-qa: article, batch, check, evidence, outcome, and their tables.

Everything here is plain data. Nothing reads a file, starts a process or prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from operator import add
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from corpus_qa.arrays import offsets_of, values_of

ARTICLE_SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("source_line", pa.int32()),
        pa.field("site", pa.string()),
        pa.field("url", pa.string()),
        pa.field("title", pa.string()),
        pa.field("byline", pa.string()),
        pa.field("published_at", pa.timestamp("us", tz="UTC")),
        pa.field("published_source", pa.string()),
        pa.field("language", pa.string()),
        pa.field("text", pa.large_string(), nullable=False),
        pa.field("text_line", pa.int32()),
        pa.field("encoding", pa.string(), nullable=False),
        pa.field("decode_errors", pa.int32(), nullable=False),
        pa.field("content_hash", pa.string(), nullable=False),
        pa.field("ingested_at", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("extra", pa.string()),
    ]
)

FINDING_SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("check", pa.string(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("family", pa.string(), nullable=False),
        pa.field("severity", pa.string(), nullable=False),
        pa.field("field", pa.string()),
        pa.field("start", pa.int64()),
        pa.field("end", pa.int64()),
        pa.field("line", pa.int64()),
        pa.field("excerpt", pa.string()),
        pa.field("message", pa.string(), nullable=False),
        pa.field("suggestion", pa.string()),
        pa.field("fingerprint", pa.string(), nullable=False),
        pa.field("status", pa.string(), nullable=False),
    ]
)

DUPLICATE_SCHEMA = pa.schema(
    [
        pa.field("a", pa.string(), nullable=False),
        pa.field("b", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("jaccard", pa.float64(), nullable=False),
        pa.field("a_in_b", pa.float64(), nullable=False),
        pa.field("b_in_a", pa.float64(), nullable=False),
        pa.field("cluster", pa.int64()),
        pa.field("keep", pa.string()),
        pa.field("known", pa.bool_(), nullable=False),
    ]
)

# Articles of an index that articles of a run repeat: ``b`` in the pairs that are ``known``.
KNOWN_SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("site", pa.string()),
        pa.field("url", pa.string()),
        pa.field("title", pa.string()),
        pa.field("published_at", pa.timestamp("us", tz="UTC")),
    ]
)

# Which article a finding of the family ``duplicate`` names; ``here`` tells whether its source is of
# the paths of the run, as opposed to those of an index.
RELATED_SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("check", pa.string(), nullable=False),
        pa.field("fingerprint", pa.string(), nullable=False),
        pa.field("other", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("line", pa.int64()),
        pa.field("here", pa.bool_(), nullable=False),
    ]
)

METRIC_SCHEMA = pa.schema(
    [
        pa.field("scope", pa.string(), nullable=False),
        pa.field("key", pa.string(), nullable=False),
        pa.field("metric", pa.string(), nullable=False),
        pa.field("value", pa.float64(), nullable=False),
        pa.field("numerator", pa.int64()),
        pa.field("denominator", pa.int64()),
        pa.field("low", pa.float64()),
        pa.field("high", pa.float64()),
    ]
)


BEYOND_ASCII = 128
_ASCII = bytes(range(BEYOND_ASCII))


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


class Verdict(StrEnum):
    """The gate's answer. ``incomplete`` means that something was not looked at."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    INCOMPLETE = "incomplete"


class Line(NamedTuple):
    """One line of a text: code points ``start`` to ``end`` (the line break excluded)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Article:
    """One article, with views that several checks share and that are computed at most once."""

    article_id: str
    source: str
    source_line: int | None
    site: str | None
    url: str | None
    title: str | None
    byline: str | None
    published_at: datetime | None
    published_source: str | None
    language: str | None
    text: str
    text_line: int | None
    encoding: str
    decode_errors: int
    content_hash: str
    ingested_at: datetime
    extra: str | None
    beyond_ascii: bytes | None = None
    """The characters beyond ASCII of text and title in UTF-8, where they were collected for all
    articles of a batch at once, which is ten times as fast."""

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of ``text``, split at line feeds; a carriage return belongs to the break."""
        lines, start = [], 0
        for part in self.text.split("\n"):
            visible = part.removesuffix("\r")
            lines.append(Line(start, start + len(visible), visible))
            start += len(part) + 1
        return tuple(lines)

    @cached_property
    def is_ascii(self) -> bool:
        """Whether text and title are ASCII throughout, which most encoding checks can skip."""
        return self.text.isascii() and (self.title or "").isascii()

    @cached_property
    def alphabet(self) -> frozenset[str]:
        """The characters beyond ASCII in text and title, by which checks rule themselves out."""
        if self.is_ascii:
            return frozenset()
        found = self.beyond_ascii
        if found is None:
            found = (self.text + (self.title or "")).encode().translate(None, _ASCII)
        return frozenset(found.decode())

    def field(self, name: str) -> str:
        """Return a field that a span can point into: ``text``, ``title`` or ``byline``."""
        match name:
            case "text":
                return self.text
            case "title":
                return self.title or ""
            case "byline":
                return self.byline or ""
        msg = f"no span can point into the field {name!r}"
        raise ValueError(msg)


@dataclass(frozen=True)
class Batch:
    """Articles that travel together: one Arrow record batch in ``ARTICLE_SCHEMA``.

    ``first_row`` is the number of articles in the dataset before this batch: relations between
    articles are counted in rows of the dataset, which are smaller than ids.
    """

    records: pa.RecordBatch
    first_row: int = 0

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """The rows as articles."""
        columns = [values_of(self.records.column(name)) for name in ARTICLE_SCHEMA.names]
        beyond = map(add, *(_beyond_ascii(self.records.column(name)) for name in ("text", "title")))
        return tuple(map(Article, *columns, beyond))


def _beyond_ascii(column: pa.Array) -> Iterator[bytes]:
    """Yield the characters beyond ASCII of each text of a column, in UTF-8."""
    column = column.cast(pa.large_string())
    ends = offsets_of(column)
    data = np.frombuffer(column.buffers()[2] or b"", np.uint8)[ends[0] : ends[-1]]
    places = np.flatnonzero(data >= BEYOND_ASCII)
    found = data[places].tobytes()
    parts = np.searchsorted(places, ends - ends[0]).tolist()
    return (found[start:end] for start, end in pairwise(parts))


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
    """

    check: str
    message: str
    field: str | None = None
    start: int | None = None
    end: int | None = None
    suggestion: str | None = None
    severity: Severity | None = None


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


# Under this name crashes are told that are of no check.
ENGINE = "engine"


@dataclass(frozen=True, slots=True)
class Crash:
    """A check that raised on an article. A run with crashes is never a passing run.

    ``source`` is the file of the article, and ``within`` names what it belongs to where that is not
    what the run judges: the corpus that it compares with.
    """

    check: str
    article_id: str
    error: str
    traceback: str
    source: str = ""
    within: str = ""

    @property
    def hint(self) -> str:
        """What to do about it."""
        if self.check == ENGINE:
            return "Report the crash, or mend the article or take it out."
        return f'Report the crash, or leave the check out: [checks.ignore] {self.check} = "why"'


@dataclass(frozen=True, slots=True)
class Problem:
    """An input, or a part of one, that could not be read: what, where, why, and what to do."""

    source: str
    reason: str
    hint: str
    line: int | None = None
    byte: int | None = None
    lost: int | None = None


@dataclass(frozen=True, slots=True)
class Failing:
    """One key (a site, an article) that broke an expectation over many rows, with its value."""

    key: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one expectation: ``pass``, ``fail``, or ``error`` where judging it broke.

    ``low`` and ``high`` bound the observed rate (95 %); ``limit`` says in words what was expected,
    ``at_least`` and ``at_most`` in numbers where it is a range.
    """

    rule: str
    title: str
    expectation: str
    scope: str
    metric: str | None
    severity: Severity
    family: str | None
    limit: str
    status: str
    observed: float | None = None
    low: float | None = None
    high: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    failing: tuple[Failing, ...] = ()
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a verdict, in words, and what to do about it."""

    kind: str
    severity: Severity
    message: str
    next: str | None = None
