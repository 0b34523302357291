r"""For tests: that articles are clean, and that a check behaves as its cases say.

A test of articles, or of the code that makes them::

    from corpus_qa.testing import assert_clean

    def test_extraction_leaves_nothing_behind():
        assert_clean(extract(PAGE))

The rest runs the cases of a check, for packages that bring checks.

Cases are TOML. Each has a label that says what it is about, and an article: ``text`` and whatever
other columns of the article schema matter. ``spans`` are the words that must be found, in order,
and ``suggestions`` what is suggested for them::

    check = "HARBOUR001"

    [[flag]]
    label = "a price in knots"
    text = "The ferry costs 12 knots."
    spans = ["12 knots"]

    [[clean]]
    label = "a speed"
    text = "The ferry makes 12 knots."

A case of a check with a corpus query has ``articles`` instead of a text, and may have ``findings``,
pairs of an article's id and the excerpt (empty without a span). ``known_problem`` says why a case
fails today. With pytest::

    from corpus_qa.testing import read_cases, run_cases

    RESULTS = run_cases(CHECK, read_cases(Path("tests/cases/HARBOUR001.toml")))

    @pytest.mark.parametrize("result", RESULTS, ids=str)
    def test_a_case_behaves_as_it_says(result):
        assert not result.problem
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, cast

import pyarrow as pa
import pyarrow.parquet as pq

from corpus_qa.api.checker import Checker, at_least
from corpus_qa.api.inputs import ArticleLike
from corpus_qa.checks.registry import catalogue, refuse_unusable
from corpus_qa.dedup.messages import relation_findings
from corpus_qa.errors import IncompleteError
from corpus_qa.examine.batch import Plan, examine_batch
from corpus_qa.examine.run import write_corpus_evidence
from corpus_qa.model import ARTICLE_SCHEMA, Article, Batch, Check
from corpus_qa.report.load import Finding as ApiFinding
from corpus_qa.run.tables import connect

# When articles of cases were ingested, unless they say otherwise: dates after it lie in the future.
INGESTED = datetime(2026, 3, 1, 12, tzinfo=UTC)
MEMORY = "512MB"

# Findings that a failed assertion lists.
MOST_TOLD = 20

Finding = Mapping[str, Any]


def assert_clean(
    articles: ArticleLike | Iterable[ArticleLike],
    *,
    severity: str = "warning",
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> None:
    """Assert that nothing is found in an article, or in any of many.

    What takes several articles to see, such as duplicates, is not looked for; for that
    ``corpus_qa.validate(articles).raise_for_verdict()`` is the assertion.

    Args:
        articles: A text, a mapping with the columns of an article, or an iterable of them.
        severity: Findings below it are let through: ``note``, ``warning`` or ``error``.
        select: IDs or prefixes of IDs of the checks to run; empty: all.
        ignore: IDs or prefixes of IDs of checks to leave out.

    Raises:
        AssertionError: Something was found; the message lists it with its words.
        ConfigError: No check has such an ID.
        IncompleteError: A check crashed, or there was no article.
    """
    single = isinstance(articles, str | Mapping | Article)
    many = cast("Iterable[ArticleLike]", [articles] if single else articles)
    number = -1
    found = []
    for number, findings in enumerate(Checker.of(select, ignore).check_all(many)):
        found += [_told(number, one) for one in at_least(findings, severity)]
    if number < 0:
        msg = "There was no article, so nothing is known to be clean."
        raise IncompleteError(msg)
    if found:
        more = f"\n... and {len(found) - MOST_TOLD} more" if len(found) > MOST_TOLD else ""
        raise AssertionError("\n".join(found[:MOST_TOLD]) + more)


def _told(number: int, finding: ApiFinding) -> str:
    place = f"article {number}, line {finding.line or 1}"
    words = f" [{finding.excerpt:.80}]" if finding.excerpt else ""
    return f"{place}: {finding.check} {finding.message}{words}"


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One case of a check; ``fields`` is the table of the file, its text written out."""

    check: str
    kind: Literal["flag", "clean"]
    label: str
    fields: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.check}-{self.label}"

    @property
    def known_problem(self) -> str | None:
        """Why the case fails today, if it does."""
        return self.fields.get("known_problem")

    @property
    def articles(self) -> Sequence[Mapping[str, Any]]:
        """The articles of the case."""
        if "articles" not in self.fields:
            return (self.fields,)
        return [{**article, "article_id": article["id"]} for article in self.fields["articles"]]


@dataclass(frozen=True, slots=True)
class Result:
    """What a check found in a case: rows of the findings table. ``crashes`` are what it raised."""

    case: Case
    findings: Sequence[Finding]
    crashes: Sequence[str] = field(default=())

    def __str__(self) -> str:
        return str(self.case)

    @property
    def problem(self) -> str:
        """How this differs from what the case says; empty if it does not."""
        if self.crashes:
            return f"{self.case}: the check crashed: {self.crashes[0]}"
        if self.case.kind == "clean":
            found = [row["excerpt"] or row["message"] for row in self.findings]
            return f"{self.case}: nothing should be found, but there is {found}" if found else ""
        if not self.findings:
            return f"{self.case}: nothing was found"
        for key, seen in (
            ("spans", [row["excerpt"] for row in self.findings]),
            ("suggestions", [row["suggestion"] for row in self.findings]),
            (
                "findings",
                sorted([row["article_id"], row["excerpt"] or ""] for row in self.findings),
            ),
        ):
            expected = self.case.fields.get(key, seen)
            if seen != (sorted(expected) if key == "findings" else expected):
                return f"{self.case}: {key} should be {expected}, but are {seen}"
        return ""


def read_cases(path: Path) -> tuple[Case, ...]:
    """Read a file of cases, those that must be flagged first.

    Raises:
        ValueError: The file names no check, or a case has no label.
    """
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    if "check" not in table:
        msg = f'{path} does not say which check it is about: check = "HARBOUR001"'
        raise ValueError(msg)
    return cases_of(table)


def cases_of(table: Mapping[str, Any]) -> tuple[Case, ...]:
    """Return the cases of a file that was read.

    Raises:
        ValueError: A case has no label.
    """
    cases = []
    kinds: tuple[Literal["flag", "clean"], ...] = ("flag", "clean")
    for kind in kinds:
        for fields in table.get(kind, ()):
            if "label" not in fields:
                msg = f"a case of {table['check']} has no label: {dict(fields)!r:.100}"
                raise ValueError(msg)
            cases.append(Case(table["check"], kind, fields["label"], written_out(fields)))
    return tuple(cases)


def written_out(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write out the text of a case that states a long one in short.

    ``line`` stands in the text ``times`` times, ``{n}`` being its number, between ``before`` and
    ``after``.
    """
    if "line" not in fields:
        return fields
    lines = (fields["line"].replace("{n}", str(number)) for number in range(fields["times"]))
    text = f"{fields.get('before', '')}{''.join(lines)}{fields.get('after', '')}"
    return {**fields, "text": text}


def run_cases(check: Check, cases: Iterable[Case]) -> tuple[Result, ...]:
    """Run the cases of a check through the engine, as a run does; all articles in one batch.

    Raises:
        PluginError: The check cannot be used; the message says why.
    """
    refuse_unusable(check)
    cases = tuple(cases)
    alone = [case for case in cases if "articles" not in case.fields]
    results = dict(zip(alone, _run_alone(check, alone), strict=True))
    for case in cases:
        if case not in results:
            results[case] = Result(case, _corpus_findings(check, case.articles))
    return tuple(results[case] for case in cases)


def findings_of(check: Check, *articles: Mapping[str, Any]) -> list[Finding]:
    """Return what a check finds in articles, as rows of the findings table.

    Of an article only what matters need be given, such as ``{"text": "..."}``. Articles without an
    ``article_id`` are ``a0``, ``a1`` and so on. A corpus query sees all of them.

    Raises:
        AssertionError: The check crashed.
        PluginError: The check cannot be used; the message says why.
    """
    refuse_unusable(check)
    result = examine_batch(batch_of(articles), _plan(check))
    if result.crashes:
        raise AssertionError(result.crashes[0].traceback)
    found = [row for row in result.findings.to_pylist() if row["check"] == check.id]
    return [*found, *(_corpus_findings(check, articles) if check.corpus else ())]


def batch_of(articles: Sequence[Mapping[str, Any]], first_row: int = 0) -> Batch:
    """Make a batch of articles; what one does not say gets a plain default."""
    rows = []
    for number, article in enumerate(articles, start=first_row):
        default = {
            "article_id": f"a{number}",
            "source": f"a{number}.txt",
            "text": "",
            "encoding": "utf-8",
            "decode_errors": 0,
            "content_hash": "",
            "ingested_at": INGESTED,
        }
        given = {name: article[name] for name in ARTICLE_SCHEMA.names if name in article}
        rows.append({**default, **given})
    return Batch(pa.RecordBatch.from_pylist(rows, schema=ARTICLE_SCHEMA), first_row)


def _plan(check: Check) -> Plan:
    """Return a plan of a check with those that it shares an examiner with: they decide together."""
    others = catalogue().values() if check.examiner is not None else ()
    shared = [one for one in others if one.examiner is check.examiner and one.id != check.id]
    return Plan(tuple(sorted([check, *shared], key=lambda one: one.id)))


def _run_alone(check: Check, cases: Sequence[Case]) -> Iterator[Result]:
    """Yield the results of cases of one article each."""
    batch = batch_of([case.fields for case in cases])
    result = examine_batch(batch, _plan(check))
    found: dict[int, list[Finding]] = {}
    for row in result.findings.to_pylist():
        if row["check"] == check.id:
            found.setdefault(row["row"], []).append(row)
    crashes: dict[tuple[str, str], list[str]] = {}
    for crash in result.crashes:
        crashes.setdefault((crash.article_id, crash.source), []).append(crash.traceback)
    for number, (case, article) in enumerate(zip(cases, batch.articles, strict=True)):
        crashed = crashes.get((article.article_id, article.source), ())
        yield Result(case, found.get(number, ()), crashed)


def _corpus_findings(check: Check, articles: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Return what the corpus query of a check finds in articles."""
    needs = set(check.corpus.needs if check.corpus else ())
    measuring = [one for one in catalogue().values() if needs.intersection(one.signals)]
    plan = Plan((check, *(one for one in measuring if one.id != check.id)))
    batch = batch_of(articles)
    with (
        TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        connect(Path(folder), MEMORY) as connection,
    ):
        signals, evidence = Path(folder) / "signals.parquet", Path(folder) / "evidence.parquet"
        pq.write_table(pa.Table.from_batches([examine_batch(batch, plan).signals]), signals)
        if not write_corpus_evidence(connection, Path(folder), [check], evidence):
            return []
        found = relation_findings(pq.ParquetFile(evidence).iter_batches(), [batch], [check])
        return [row for part in found for row in part.to_pylist()]
