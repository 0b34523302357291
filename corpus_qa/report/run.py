"""A run folder, read for showing: bounded, whatever the size of the corpus."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus_qa.errors import UsageError
from corpus_qa.report.document import Document, read_document
from corpus_qa.report.tables import (
    open_tables,
    read_articles,
    read_findings,
    read_metrics,
    read_pairs,
    read_totals,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from corpus_qa.report.rows import Finding, Metric, Pair, Quoted

FINDINGS = 5_000
PAIRS = 120
SITES = 40
# 16 million characters are about 4,000 articles of usual length, and little memory.
CHARACTERS = 16_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """What the writers show: totals from ``document``, and rows chosen from the tables.

    ``findings`` are at most ``FINDINGS``, worst first; every check, severity and site is among
    them as far as there is room. ``document.findings`` is the true total. ``articles`` holds the
    quoted texts by article id: those of ``pairs``, then those of ``findings``, as far as the run
    kept them. ``totals`` are the true numbers of findings of the articles of ``findings``.
    """

    folder: Path
    document: Document
    findings: tuple[Finding, ...]
    pairs: tuple[Pair, ...]
    metrics: tuple[Metric, ...]
    articles: Mapping[str, Quoted]
    totals: Mapping[str, int]


def load_run(folder: Path) -> Run:
    """Read what reports show of the run in ``folder``.

    Raises:
        UsageError: ``folder`` is not a run folder, or a part of it is missing or damaged.
    """
    document = read_document(folder / "run.json")
    if document.findings and not (folder / "findings.parquet").exists():
        msg = (
            f"{folder} has no findings.parquet: it is a part of a run, and not enough for reports."
        )
        raise UsageError(msg)
    with open_tables(folder) as db:
        findings = read_findings(db, FINDINGS)
        totals = read_totals(db)
        pairs = read_pairs(db, PAIRS)
        metrics = read_metrics(db, SITES)
        related = [article_id for pair in pairs for article_id in (pair.a, pair.b_key)]
        ids = dict.fromkeys(related + [finding.article_id for finding in findings])
        articles = read_articles(db, list(ids), CHARACTERS)
    return Run(folder, document, findings, pairs, metrics, articles, totals)


def worst_findings(run: Run, wanted: int) -> list[Finding]:
    """Return the worst findings for a short list.

    New ones come before known and waived ones, and one of each check and of each article before a
    second of any. Of a change only what its author has to mend is told: no old finding, no note.
    """
    whole = run.document.change is None
    told = [f for f in run.findings if whole or (f.status == "new" and f.severity != "note")]
    checks: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    ranked = []
    for place, finding in enumerate(sorted(told, key=lambda f: f.status != "new")):
        ranked.append((checks[finding.check], articles[finding.article_id], place, finding))
        checks[finding.check] += 1
        articles[finding.article_id] += 1
    return [finding for *_, finding in sorted(ranked, key=lambda r: r[:3])[:wanted]]
