"""From evidence to finding rows: names, excerpts, lines and fingerprints."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from operator import attrgetter
from types import UnionType
from typing import get_type_hints

import pyarrow as pa

from corpus_qa.arrays import batch_of
from corpus_qa.model import (
    FINDING_SCHEMA,
    Article,
    Check,
    Evidence,
    Family,
    Severity,
    Signal,
)
from corpus_qa.text.language import identify
from corpus_qa.text.screen import MAX_MATCHES

# So much of the beginning of a body tells articles without a URL apart.
KEY_CHARACTERS = 256

# Findings as they travel inside the engine: with the row of the dataset, to bring them in order.
ROW_SCHEMA = FINDING_SCHEMA.append(pa.field("row", pa.int64(), nullable=False))


@dataclass(frozen=True, slots=True)
class Region:
    """Lines and columns of a source file, from 1, in code points; the end is exclusive.

    All are None where the source has no lines, and only ``line`` is known where a line of the
    source is a whole record.
    """

    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the findings table, and the row of its article in the batch."""

    row: int
    article_id: str
    check: Check
    severity: Severity
    evidence: Evidence
    excerpt: str | None
    region: Region
    fingerprint: str
    status: str = "new"

    @property
    def applicability(self) -> str | None:
        """Whether the repair is safe; None if there is none."""
        if self.evidence.suggestion is None:
            return None
        return str(self.evidence.applicability or self.check.applicability)


@dataclass(frozen=True)
class Recorder:
    """Collects what the examiners of a batch yield."""

    checks: Sequence[Check]
    _found: list[Finding] = field(default_factory=list)
    _signals: list[tuple[int, Signal]] = field(default_factory=list)

    @cached_property
    def _by_id(self) -> Mapping[str, Check]:
        return {check.id: check for check in self.checks}

    def add(self, row: int, article: Article, seen: Sequence[Evidence | Signal]) -> None:
        """Record what one group of checks saw in one article.

        Checks share examiners and a plan may hold some of them only: what is said for a check
        outside the plan is left out, as is what a check says of a language that it does not know.

        Raises:
            ValueError: A span lies outside its field or is empty.
            TypeError: A field of what was seen has a value of another type.
        """
        found = []
        for item in seen:
            check_types(item)
        for item in seen:
            if isinstance(item, Signal):
                self._signals.append((row, item))
            elif (check := self._by_id.get(item.check)) and is_asked(check, article):
                found.append(as_finding(row, article, check, item))
        self._found.extend(found)

    def findings(self) -> list[Finding]:
        """Return the findings by article, then by place, each with its own fingerprint."""
        ordered = sorted(self._found, key=_place)
        return list(_numbered(ordered))

    def signals(self) -> list[tuple[int, Signal]]:
        """Return (row, signal) in the order in which they were recorded."""
        return self._signals

    def chrome_spans(self, rows: int) -> tuple[tuple[tuple[int, int], ...], ...]:
        """Return the spans of chrome in the text of each row, in order."""
        spans: list[list[tuple[int, int]]] = [[] for _ in range(rows)]
        for finding in self._found:
            seen = finding.evidence
            if (
                finding.check.family is Family.CHROME
                and finding.severity is not Severity.NOTE
                and seen.field == "text"
                and seen.start is not None
                and seen.end is not None
            ):
                spans[finding.row].append((seen.start, seen.end))
        return tuple(tuple(sorted(row)) for row in spans)


def is_asked(check: Check, article: Article) -> bool:
    """Return whether a check knows the language of an article."""
    return check.knows_all_languages or (
        identify(article.language, article.text) in check.languages
    )


@cache
def _types() -> Mapping[type, Mapping[str, type | UnionType]]:
    """Return which types the fields of what an examiner yields may have."""
    return {
        Evidence: get_type_hints(Evidence),
        Signal: {"name": str, "value": float | int | None},
    }


def check_types(seen: Evidence | Signal) -> None:
    """Refuse what cannot be written to a table, before it costs other checks their findings.

    Raises:
        TypeError: It is neither evidence nor a signal, or a field has a value of another type.
        UnicodeEncodeError: A text holds half a character.
    """
    if type(seen) not in _types():
        msg = f"an examiner yields Evidence and Signal, not {type(seen).__name__}"
        raise TypeError(msg)
    for name, wanted in _types()[type(seen)].items():
        value = getattr(seen, name)
        if not isinstance(value, wanted):
            msg = f"{name} of {type(seen).__name__} is {type(value).__name__}, not {wanted}"
            raise TypeError(msg)
        if isinstance(value, str):
            value.encode()


def bounded(seen: Sequence[Evidence | Signal]) -> Sequence[Evidence | Signal]:
    """Return what was seen in an article, at most ``MAX_MATCHES`` findings of each check.

    That there may be more is one more finding, about the whole article.
    """
    if len(seen) < MAX_MATCHES:
        return seen
    kept: list[Evidence | Signal] = []
    counts: Counter[str] = Counter()
    for item in seen:
        if isinstance(item, Evidence):
            counts[item.check] += 1
        if not isinstance(item, Evidence) or counts[item.check] <= MAX_MATCHES:
            kept.append(item)
        if isinstance(item, Evidence) and counts[item.check] == MAX_MATCHES:
            message = (
                f"There are {MAX_MATCHES} such places in the article or more; these are listed."
            )
            kept.append(Evidence(item.check, message, severity=item.severity))
    return kept


def as_finding(row: int, article: Article, check: Check, seen: Evidence) -> Finding:
    """Build a finding whose excerpt is, by construction, the text of its span.

    Raises:
        ValueError: The span lies outside its field or is empty.
    """
    excerpt = None
    if seen.field is not None and seen.start is not None and seen.end is not None:
        value = article.field(seen.field)
        if not 0 <= seen.start < seen.end <= len(value):
            msg = (
                f"span {seen.start}-{seen.end} lies outside {seen.field} ({len(value)} characters)"
            )
            raise ValueError(msg)
        excerpt = value[seen.start : seen.end]
    return Finding(
        row=row,
        article_id=article.article_id,
        check=check,
        severity=seen.severity or check.severity,
        evidence=seen,
        excerpt=excerpt,
        region=region_of(article, seen),
        fingerprint=_fingerprint(article, check, seen, excerpt),
    )


def region_of(article: Article, seen: Evidence) -> Region:
    """Return where in its source file the evidence is, as far as that can be said."""
    if article.source_line is not None:
        return Region(article.source_line)
    # Only readers of text and Markdown, whose lines are those of the file, give a line of the text
    # and none of the record.
    if article.text_line is None:
        return Region()
    if seen.field != "text" or seen.start is None or seen.end is None:
        return Region(1)
    text, first = article.text, article.text_line
    return Region(
        line=first + text.count("\n", 0, seen.start),
        column=seen.start - text.rfind("\n", 0, seen.start),
        end_line=first + text.count("\n", 0, seen.end),
        end_column=seen.end - text.rfind("\n", 0, seen.end),
    )


def _fingerprint(article: Article, check: Check, seen: Evidence, excerpt: str | None) -> str:
    """Name a finding by its words and its article's content, never by lines or file names."""
    about = article.url or _opening(article)
    words = " ".join(excerpt.split()) if excerpt is not None else ""
    parts = (check.id, about, seen.field or "", words)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _opening(article: Article) -> str:
    """Return the title and the first characters, which tell articles without a URL apart."""
    body = " ".join(article.text[: 4 * KEY_CHARACTERS].split())[:KEY_CHARACTERS]
    return f"{article.title or ''}\n{body}"


def _place(finding: Finding) -> tuple[int, str, int, int, str, str]:
    seen = finding.evidence
    start = -1 if seen.start is None else seen.start
    end = -1 if seen.end is None else seen.end
    return (finding.row, seen.field or "", start, end, finding.check.id, seen.message)


def _numbered(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Tell equal words in one article apart by counting them."""
    seen: Counter[tuple[int, str]] = Counter()
    for finding in findings:
        count = seen[finding.row, finding.fingerprint]
        seen[finding.row, finding.fingerprint] += 1
        if not count:
            yield finding
            continue
        other = hashlib.sha256(f"{finding.fingerprint}:{count}".encode()).hexdigest()[:16]
        yield replace(finding, fingerprint=other)


# The cells of a row but the last, in the order of ``ROW_SCHEMA``.
_CELLS = attrgetter(
    *("article_id", "check.id", "check.name", "check.family", "severity"),
    *("evidence.field", "evidence.start", "evidence.end", "region.line", "excerpt"),
    *("evidence.message", "evidence.suggestion", "fingerprint", "status"),
    *("region.column", "region.end_line", "region.end_column"),
    *("evidence.other_id", "evidence.other_source", "evidence.other_line", "evidence.other_here"),
    "applicability",
)


def findings_batch(findings: Sequence[Finding], first_row: int) -> pa.RecordBatch:
    """Return findings as Arrow rows in ``ROW_SCHEMA``, all ``new``."""
    columns = list(zip(*map(_CELLS, findings), strict=True)) or [()] * len(FINDING_SCHEMA)
    rows = [first_row + finding.row for finding in findings]
    return batch_of(dict(zip(ROW_SCHEMA.names, [*columns, rows], strict=True)), ROW_SCHEMA)
