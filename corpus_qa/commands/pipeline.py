"""The main story: ingest, examine, relate, measure, judge, decide, write.

``validate`` and ``gate`` run it over different subjects: all articles, or those that a change adds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path

import pyarrow.parquet as pq

from corpus_qa.commands.context import Settings
from corpus_qa.commands.run import Ingested, RunContext, Subject, open_run, write_beside
from corpus_qa.dedup.relate import Related, relate_articles
from corpus_qa.dedup.sketch import sketch_tables
from corpus_qa.examine.run import Examination
from corpus_qa.expectations.metrics import Metric, frames, measure_run
from corpus_qa.gate.acceptance import Acceptance, Settled, close_tables
from corpus_qa.gate.verdict import Decision, decide_verdict
from corpus_qa.model import Crash, Outcome, Problem, Reason, count_left_out
from corpus_qa.report.load import write_quotes
from corpus_qa.report.output import write_reports
from corpus_qa.run.document import (
    MAX_LISTED,
    Document,
    count_run,
    library_versions,
    this_tool,
    write_document,
)

# The scopes of expectations that judge a change; the others are about all articles.
CHANGE_SCOPES = frozenset({"additions", "article"})


@dataclass(frozen=True, slots=True)
class Completed:
    """A run that ended: its folder, and what was decided."""

    folder: Path
    decision: Decision


def run_pipeline(subject: Subject, settings: Settings, folder: Path | None = None) -> Completed:
    """Run all stages over a subject, and leave a run folder with its reports.

    Raises:
        ConfigError: The configuration, a suite or a schema is wrong; nothing was read.
        InputError: The input cannot be made into a dataset.
        IncompleteError: There is no article, or a baseline that was named is not there.
        UsageError: The run folder or the cache cannot be written.
    """
    with open_run(subject, settings, folder) as run:
        ingested = ingest(subject, run)
        examination = examine(run, ingested)
        related = relate(run, ingested)
        acceptance, settled, metrics = measure(run, ingested)
        results = judge(run, ingested, metrics)
        problems = (*ingested.problems, *related.problems)
        crashes = (*examination.crashes, *ingested.crashes)
        notes = (
            *subject.reasons,
            *run.notes,
            *related.notices,
            *acceptance.reasons(settled),
            *ingested.notes(),
            *examination.notes(),
        )
        decision = decide(ingested, results, problems, crashes, notes)
        counted, counts = count_run(run.folder, settings.memory, subject.paths, settings.checks)
        document = Document(
            command=subject.command,
            verdict=decision.verdict,
            started_at=run.started.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            seconds=round(run.clock.elapsed(), 3),
            reasons=decision.reasons,
            input=counted,
            suite=run.rules.used(results),
            expectations=tuple(results),
            counts=counts,
            statuses=settled.statuses(),
            change=subject.change and replace(subject.change, added=ingested.dataset.rows),
            cache=examination.cache_use(),
            baseline=acceptance.baseline_name,
            waivers=acceptance.waiver_uses(settled),
            problems=problems[:MAX_LISTED],
            left_out=count_left_out(ingested.left_out),
            columns=ingested.dataset.manifest.columns(),
            crashes=crashes[:MAX_LISTED],
            timings=run.clock.timings(),
            config=settings.config_use(),
            tool=this_tool(),
            versions=library_versions(),
        )
        write(run, ingested, document, metrics)
    return Completed(run.folder.final, decision)


def ingest(subject: Subject, run: RunContext) -> Ingested:
    """Read the articles that the run looks at, or take a dataset of them."""
    return subject.ingest(run)


def examine(run: RunContext, ingested: Ingested) -> Examination:
    """Run the checks over every article; write findings, signals and sketches."""
    settings = run.settings
    with run.clock.stage("examine"):
        examination = Examination(
            settings.checks,
            sketch_tables,
            run.rules.schema,
            run.clock,
            run.cache,
            ingested.examined,
        )
        if run.spark is not None:
            run.spark.examine(examination, ingested.dataset, run.work)
            return examination
        examination.run(ingested.dataset, run.work, settings.jobs, settings.progress)
    return examination


def relate(run: RunContext, ingested: Ingested) -> Related:
    """Find what articles have to do with each other and with an index; more findings."""
    settings = run.settings
    with run.clock.stage("relate"):
        return relate_articles(
            *(run.work, ingested.dataset, settings.checks, settings.memory, ingested.index),
            elsewhere=run.spark,
        )


def measure(run: RunContext, ingested: Ingested) -> tuple[Acceptance, Settled, Sequence[Metric]]:
    """Give each finding its status, and count: per run, site and change."""
    settings, base = run.settings, ingested.base
    with run.clock.stage("measure"):
        acceptance = run.rules.acceptance.with_inline(ingested.dataset, ingested.former)
        accepted = acceptance.accepted(base)
        settled = close_tables(run.work, run.folder.path, settings.memory, accepted)
        additions = base is not None
        return (
            acceptance,
            settled,
            measure_run(run.folder, settings.memory, settings.checks, additions=additions),
        )


def judge(run: RunContext, ingested: Ingested, metrics: Sequence[Metric]) -> Sequence[Outcome]:
    """Hold the expectations against the metrics, and a change against the baseline, too."""
    rules, base = run.rules, ingested.base
    with run.clock.stage("judge"):
        tables = frames(metrics, run.settings.checks)
        if any(expectation.scope == "article" for expectation in rules.expectations):
            tables["article"] = pq.read_table(run.folder.signals)
        if base is None:
            return run.worker.judge(rules.expectations, tables)
        mine = {name: table for name, table in tables.items() if name in CHANGE_SCOPES}
        results = run.worker.judge(rules.expectations, mine) if ingested.dataset.rows else []
        tolerance = run.settings.config.gate.tolerance
        return [*results, *base.hold(rules.acceptance.baseline, metrics, tolerance)]


def decide(
    ingested: Ingested,
    results: Sequence[Outcome],
    problems: Sequence[Problem],
    crashes: Sequence[Crash],
    notes: Sequence[Reason],
) -> Decision:
    """Come to a verdict: what was not looked at weighs more than what failed."""
    judged = bool(results)
    if ingested.base is not None:
        scopes = {result.scope for result in results}
        judged = not ingested.dataset.rows or not scopes.isdisjoint(CHANGE_SCOPES)
    return decide_verdict(results, problems, crashes, notes, judged=judged)


def write(
    run: RunContext, ingested: Ingested, document: Document, metrics: Sequence[Metric]
) -> None:
    """Write the quoted articles, ``run.json``, what the run is shown beside, and the reports."""
    memory = run.settings.memory
    with run.clock.stage("quotes"):
        write_quotes(run.folder, memory, ingested.dataset.batches())
    write_document(run.folder, document)
    write_beside(run, document, metrics)
    write_reports(run.folder.path, run.folder.final)
