"""What a run is asked to do, and the articles that it therefore looks at."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from corpus_qa.commands.baseline import baseline_path
from corpus_qa.commands.change import Past, Wanted, examine_past, read_change, standing_index
from corpus_qa.commands.context import (
    Against,
    Means,
    Settings,
    cache_reasons,
    cache_told,
    contract_of,
    dataset_folder,
    open_against,
    open_cache,
    selected_checks,
)
from corpus_qa.commands.convert import take as take_dataset
from corpus_qa.dataset.store import Dataset
from corpus_qa.dedup.relate import relate_articles
from corpus_qa.errors import UsageError
from corpus_qa.examine.run import Examination
from corpus_qa.expectations.metrics import (
    Metric,
    frames,
    measure,
    metric_names,
    metrics_table,
    rate_columns,
)
from corpus_qa.expectations.suite import Expectation, load_suite
from corpus_qa.expectations.worker import Judge
from corpus_qa.gate.acceptance import Acceptance, close_tables, load_acceptance
from corpus_qa.gate.git import Changes
from corpus_qa.gate.ratchet import hold_to_baseline, rates_after
from corpus_qa.gate.verdict import Decision, crashes_told, decide
from corpus_qa.model import Check, Crash, Outcome, Problem, Reason, Severity
from corpus_qa.report.output import write_reports
from corpus_qa.report.registry import report_files
from corpus_qa.run.document import Told, run_document
from corpus_qa.run.quotes import write_quotes
from corpus_qa.run.tables import Parts, connect
from corpus_qa.run.timing import Clock, Progress, now


@dataclass(frozen=True, slots=True)
class Change:
    """A change that is judged instead of the whole; ``told`` is what ``run.json`` says of it."""

    changes: Changes
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is asked to do: everything that can be wrong before an article is read."""

    paths: Sequence[str]
    settings: Settings
    checks: tuple[Check, ...]
    suite: tuple[str, str]
    expectations: tuple[Expectation, ...]
    acceptance: Acceptance
    change: Change | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run looks at: the whole, or what a change adds.

    Attributes:
        dataset: The articles.
        problems: What could not be read.
        against: The index to compare with, if there is one.
        past: What the articles had that a change takes away; None where the whole is looked at.
        crashes: What broke off on the articles that a change leaves as they are.
    """

    dataset: Dataset
    problems: tuple[Problem, ...]
    against: Against
    past: Past | None = None
    crashes: tuple[Crash, ...] = ()


def take(asked: Asked, means: Means) -> Taken:
    """Read the articles that a run looks at, or take a dataset of them.

    Raises:
        InputError: The input cannot be made into a dataset.
        IncompleteError: There is no article.
    """
    if asked.change is not None:
        return _take_change(asked, asked.change, means)
    against = open_against(means.settings)
    with means.clock.stage("convert"):
        kept = dataset_folder(means.cache, "all", asked.paths, means.settings)
        out = kept or means.work / "dataset"
        return Taken(*take_dataset(asked.paths, out, means.settings, means.progress), against)


def _take_change(asked: Asked, change: Change, means: Means) -> Taken:
    """Compare with the index that is named, or else with all that was there before."""
    against = open_against(means.settings)
    whole = against == Against()
    with means.clock.stage("convert"):
        changed = read_change(Wanted(change.changes, tuple(asked.paths), whole), means)
    with means.clock.stage("past"):
        held = asked.acceptance.with_inline(changed.removed).held
        past = examine_past(changed.removed, asked.checks, held, means)
    if not changed.added.rows:
        return Taken(changed.added, changed.problems, Against(problem=against.problem), past)
    with means.clock.stage("index"):
        standing = standing_index(changed.base, asked.checks, means) if whole else None
    index = standing.index if standing else against.index
    if index is not None:
        against = Against(replace(index, gone=changed.gone))
    # What the change takes away is mended by it.
    crashes = [c for c in standing.crashes if c.article_id not in changed.gone] if standing else ()
    return Taken(changed.added, changed.problems, against, past, tuple(crashes))


# What a run writes beside its reports; a folder that holds these and nothing else may be written
# again.
TABLES = frozenset(
    {
        ".work",
        "duplicates.parquet",
        "findings.parquet",
        "known.parquet",
        "metrics.parquet",
        "quotes.parquet",
        "run.json",
        "signals.parquet",
    }
)
# What runs of format 1 wrote besides.
FORMER_TABLES = frozenset({"evidence.parquet", "related.parquet"})


@dataclass(frozen=True, slots=True)
class Validated:
    """The run folder and what was decided."""

    folder: Path
    decision: Decision


def validate(
    paths: Sequence[str],
    settings: Settings,
    run: Path | None,
    progress: Progress,
    change: Change | None = None,
) -> Validated:
    """Read or take a dataset, examine, relate, judge, decide, and write the run folder.

    With a ``change``, only the articles that it adds are examined and judged; of the whole it is
    judged whether the change makes it worse than the baseline.

    Raises:
        ConfigError: The configuration, a suite or a schema is wrong; nothing was read.
        InputError: The input cannot be made into a dataset.
        IncompleteError: There is no article, or a baseline that was named is not there.
    """
    started, clock = now(), Clock()
    acceptance = load_acceptance(settings.config.waivers, baseline_path(settings), started.date())
    asked = _asked(paths, settings, acceptance, change)
    cache = open_cache(settings.cache_folder)
    with Judge() as judge, _run_folder(run, asked, started) as (folder, work):
        taken = take(asked, Means(settings, cache, work, clock, progress))
        dataset = taken.dataset
        acceptance = acceptance.with_inline(dataset)
        with clock.stage("examine"), Parts(work) as parts:
            examination = Examination(asked.checks, contract_of(settings), parts, clock, cache)
            examination.run(dataset, settings.jobs, progress)
        memory = settings.config.engine.memory
        with clock.stage("relate"):
            related = relate_articles(work, dataset, asked.checks, memory, taken.against.index)
        missing = (taken.against.problem,) if taken.against.problem else ()
        problems = (*taken.problems, *missing, *related.problems)
        crashes = (*examination.crashes, *taken.crashes)
        with connect(work, memory) as connection:
            with clock.stage("judge"):
                removed = taken.past.findings if taken.past is not None else None
                settled = close_tables(work, folder, memory, acceptance.accepted(removed))
                outcomes = _judge(asked, judge, folder, connection, taken)
            with clock.stage("quotes"):
                write_quotes(folder, connection, dataset.batches())
            decision = decide(
                outcomes,
                problems,
                crashes,
                (
                    *related.notices,
                    *acceptance.reasons(settled),
                    *_about(taken),
                    *cache_reasons(cache, examination),
                ),
                judged=_is_judged(outcomes, taken),
            )
            told = Told(
                command="gate" if change else "validate",
                started=started,
                paths=paths,
                suite=asked.suite,
                checks=asked.checks,
                verdict=decision.verdict,
                reasons=decision.reasons,
                outcomes=outcomes,
                problems=problems,
                crashes=crashes,
                accepted={
                    **acceptance.as_plain(settled),
                    **_told(change, taken),
                    **cache_told(cache, examination),
                },
            )
            document = run_document(folder, told, settings.config, settings.file, clock, connection)
        text = json.dumps(document, indent=1, ensure_ascii=False)
        (folder / "run.json").write_text(text + "\n", encoding="utf-8")
        write_reports(folder)
    if cache is not None:
        cache.prune()
    return Validated(folder, decision)


def _asked(
    paths: Sequence[str], settings: Settings, acceptance: Acceptance, change: Change | None
) -> Asked:
    checks = selected_checks(settings.config)
    options = settings.config.expect
    suite = load_suite(options.suite, metric_names(checks), settings.base)
    others = [load_suite(name, None, settings.base) for name in options.article_suites]
    expectations = (
        *suite.expectations,
        *(expectation for other in others for expectation in other.expectations),
    )
    named = (suite.name, suite.source)
    return Asked(paths, settings, checks, named, expectations, acceptance, change)


def _judge(
    asked: Asked,
    judge: Judge,
    folder: Path,
    connection: duckdb.DuckDBPyConnection,
    taken: Taken,
) -> list[Outcome]:
    past = taken.past
    metrics = measure(folder, connection, asked.checks, additions=past is not None)
    pq.write_table(metrics_table(metrics), folder / "metrics.parquet")
    tables: dict[str, pa.Table] = frames(metrics, asked.checks)
    if any(expectation.scope == "article" for expectation in asked.expectations):
        tables["article"] = pq.read_table(folder / "signals.parquet")
    if past is None:
        return judge.judge(asked.expectations, tables)
    mine = {name: table for name, table in tables.items() if name in {"additions", "article"}}
    outcomes = judge.judge(asked.expectations, mine) if taken.dataset.rows else []
    return [*outcomes, *_hold_whole(asked, metrics, past)]


def _hold_whole(asked: Asked, metrics: Sequence[Metric], past: Past) -> list[Outcome]:
    baseline = asked.acceptance.baseline
    if baseline is None:
        return []
    own = {metric.metric: metric for metric in metrics if metric.scope == "dataset"}
    added = {name: metric.numerator or 0 for name, metric in own.items() if name in rate_columns()}
    articles = int(own["articles"].value) if own else 0
    rates, total = rates_after(baseline, added, past.counts, (articles, past.articles))
    return hold_to_baseline(rates, total, baseline, asked.settings.config.gate.tolerance)


def _is_judged(outcomes: Sequence[Outcome], taken: Taken) -> bool:
    """Tell whether what had to be judged was: the whole, or the additions if there are any."""
    if taken.past is None:
        return bool(outcomes)
    judged = {outcome.scope for outcome in outcomes}
    return not taken.dataset.rows or not judged.isdisjoint({"additions", "article"})


def _about(taken: Taken) -> Iterator[Reason]:
    if taken.past is None:
        return
    if not taken.dataset.rows:
        message = "The change adds no article, so no addition had to be judged."
        yield Reason("empty", Severity.NOTE, message)
    for first, told in crashes_told(taken.past.crashes):
        message = (
            f"In what the change alters or takes away, {told}: {first.error}. What it found there "
            "before is not known, so that what it finds now counts as new."
        )
        yield Reason("past", Severity.WARNING, message, first.hint)


def _told(change: Change | None, taken: Taken) -> dict[str, Any]:
    return {"change": {**change.told, "added": taken.dataset.rows}} if change else {}


@contextmanager
def _run_folder(given: Path | None, asked: Asked, started: datetime) -> Iterator[tuple[Path, Path]]:
    """Make the run folder and a working folder in it, which is gone when the block ends."""
    folder = given or Path("reports") / _run_name(asked, started)
    if folder.is_dir():
        own = TABLES | FORMER_TABLES | report_files()
        strange = sorted({entry.name for entry in folder.iterdir()} - own)
        if strange:
            msg = f"{folder} holds {strange[0]}, so it is no run folder: name another with --run."
            raise UsageError(msg)
        shutil.rmtree(folder)
    work = folder / ".work"
    try:
        work.mkdir(parents=True)
    except OSError as error:
        msg = f"The run folder {folder} cannot be made ({error.strerror}): name another with --run."
        raise UsageError(msg) from error
    try:
        yield folder, work
    finally:
        shutil.rmtree(work, ignore_errors=True)
        if not any(folder.iterdir()):
            folder.rmdir()


def _run_name(asked: Asked, started: datetime) -> str:
    told = "\0".join((*asked.paths, asked.settings.config.fingerprint(), str(started)))
    return f"{started:%Y%m%dT%H%M%SZ}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"
