"""Check single articles, without files, suite or report."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any, Self

import pyarrow as pa

from corpus_qa.api.articles import MarkedArticle
from corpus_qa.api.inputs import ArticleLike
from corpus_qa.api.notebook import findings_table
from corpus_qa.api.tables import Table
from corpus_qa.arrays import batch_of, number_array
from corpus_qa.checks.registry import catalogue
from corpus_qa.commands.context import selected_checks
from corpus_qa.config import CheckOptions, Config
from corpus_qa.errors import IncompleteError, UsageError
from corpus_qa.examine.batch import Plan, compile_plan, examine_batch
from corpus_qa.ingest.articles import to_records, to_row
from corpus_qa.ingest.fields import Decoding, read_record
from corpus_qa.ingest.records import Draft, Raw, Reading, Source
from corpus_qa.ingest.registry import BUILT_IN
from corpus_qa.ingest.streams import Compression
from corpus_qa.model import ARTICLE_SCHEMA, FINDING_SCHEMA, Article, Batch, Check, Problem
from corpus_qa.report.load import Finding
from corpus_qa.report.wording import SEVERITIES
from corpus_qa.run.timing import now

# Articles that are examined at a time where there are many.
TOGETHER = 256

SCHEMA = pa.schema(
    [*FINDING_SCHEMA, pa.field("source", pa.string()), pa.field("site", pa.string())]
)

# What a bare text cannot have: nobody said when it was published.
MISSING_DATE = "DAT001"

# What the record of an article that comes from no file is said to come from.
NOWHERE = Source("article", Path("article"), BUILT_IN[0], Compression.NONE)


@dataclass(frozen=True)
class Checker:
    """Checks articles one by one; keeps its patterns compiled from the first article on.

    The checks that need more than one article (duplicates, lines that a site repeats, one date for
    a whole site) find nothing here: ``corpus_qa.validate`` runs them.

    Attributes:
        checks: The checks that run.
        columns: Input column -> article column, where the usual names do not say it.
        ingested_at: When the articles were collected: dates after it lie in the future. By default
            now.
    """

    checks: tuple[Check, ...] = field(default_factory=lambda: tuple(catalogue().values()))
    columns: Mapping[str, str] = field(default_factory=dict)
    ingested_at: datetime | None = None

    @classmethod
    def of(cls, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Self:
        """Return a checker of the checks that IDs or prefixes of IDs (``CHR``) name.

        Raises:
            ConfigError: No check has such an ID.
        """
        reasons = dict.fromkeys(ignore, "left out by the caller")
        return cls(selected_checks(Config(checks=CheckOptions(tuple(select), reasons))))

    @property
    def _plan(self) -> Plan:
        return Plan(self.checks)

    def warm(self) -> Self:
        """Compile the patterns now, which takes a second, instead of with the first article."""
        for one in compile_plan(self._plan).screens:
            one.screen.prepare()
        return self

    def check(self, article: ArticleLike) -> Table[Finding]:
        """Return the findings of one article, by their place.

        Args:
            article: Its text, or a mapping with a text (or HTML) and other columns, which are
                recognised by their usual names, or a ``corpus_qa.Article``.

        Raises:
            IncompleteError: A check crashed, so that nothing is known of what it would have found.
            UsageError: The article has no text.
        """
        (found,) = self.check_all([article])
        return found

    def check_all(self, articles: Iterable[ArticleLike]) -> Iterator[Table[Finding]]:
        """Yield the findings of each of many articles, some hundred being examined at a time.

        Raises:
            IncompleteError: A check crashed.
            UsageError: An article has no text.
        """
        remaining = enumerate(articles)
        while group := list(islice(remaining, TOGETHER)):
            yield from self._examine(group)

    def mark(self, article: ArticleLike) -> MarkedArticle:
        """Return an article with its findings marked in its text.

        Raises:
            IncompleteError: A check crashed.
            UsageError: The article has no text.
        """
        (found,) = self._examine([(0, article)])
        (read,) = Batch(to_records([self._row(article, 0)])).articles
        return MarkedArticle(read.article_id, "", read.title or "", read.text, tuple(found))

    def _row(self, article: ArticleLike, number: int) -> tuple[object, ...]:
        if isinstance(article, Article):
            return tuple(getattr(article, name) for name in ARTICLE_SCHEMA.names)
        draft = self._draft(article, number)
        return to_row(draft, NOWHERE.name, self.ingested_at or now())

    def _draft(self, article: str | Mapping[str, Any], number: int) -> Draft:
        raw = Raw(NOWHERE, number, None, b"")
        values = {"text": article} if isinstance(article, str) else article
        if not isinstance(values, Mapping):
            msg = f"expected a text, a mapping or an Article, found {type(article)}."
            raise UsageError(msg)
        reading = Reading(tuple(self.columns.items()), 1 << 26, self.ingested_at or now())
        draft = read_record(values, Decoding(raw, "utf-8", 0), reading, text_line=1)
        if isinstance(draft, Problem):
            msg = f"article {number}: {draft.reason}. {draft.hint}"
            raise UsageError(msg)
        return draft

    def _examine(self, group: Sequence[tuple[int, ArticleLike]]) -> Iterator[Table[Finding]]:
        records = to_records([self._row(article, number) for number, article in group])
        result = examine_batch(Batch(records), self._plan)
        if result.crashes:
            crash = result.crashes[0]
            msg = f"{crash.check} crashed on {crash.article_id}: {crash.error} {crash.hint}"
            raise IncompleteError(msg)
        owners = result.findings.column("row").to_pylist()
        sites = records.column("site").to_pylist()
        for row, ((_, article), site) in enumerate(zip(group, sites, strict=True)):
            first, last = bisect_left(owners, row), bisect_right(owners, row)
            found = result.findings.slice(first, last - first)
            yield _table(_dateless(found) if isinstance(article, str) else found, site)


def _dateless(findings: pa.RecordBatch) -> pa.RecordBatch:
    """Leave out that there is no date."""
    checks = findings.column("check").to_pylist()
    if MISSING_DATE not in checks:
        return findings
    kept = [place for place, check in enumerate(checks) if check != MISSING_DATE]
    return findings.take(number_array(kept, pa.int64()))


def _table(findings: pa.RecordBatch, site: str | None) -> Table[Finding]:
    """Return the findings of one article as those of a run look."""
    rows = findings.num_rows
    columns = dict(zip(FINDING_SCHEMA.names, findings.columns, strict=False))
    columns |= {"source": [NOWHERE.name] * rows, "site": [site] * rows}
    batch = batch_of(columns, SCHEMA)
    read = partial(pa.RecordBatchReader.from_batches, SCHEMA, [batch])
    return Table(read, Finding, findings_table)


@cache
def default_checker() -> Checker:
    """Return the checker that ``check`` uses."""
    return Checker().warm()


def check(article: ArticleLike) -> Table[Finding]:
    """Return what all checks find in one article, given as its text or as a mapping.

    The first call loads and compiles the checks, which takes a second; further ones take
    milliseconds. A ``Checker`` runs some of the checks, or takes columns with other names.

    Raises:
        IncompleteError: A check crashed, so that nothing is known of what it would have found.
        UsageError: The article has no text.
    """
    return default_checker().check(article)


def at_least(findings: Iterable[Finding], severity: str) -> list[Finding]:
    """Return the findings of a severity or a worse one."""
    wanted = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return [one for one in findings if one.severity in wanted]


def clean_texts(checker: Checker, texts: Iterable[str]) -> list[bool]:
    """Say of each text whether no error or warning is found in it."""
    return [not at_least(found, "warning") for found in checker.check_all(texts)]
