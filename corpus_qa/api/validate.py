"""The main job: articles in, verdict and report out."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.api.accepting import Acceptance, load_acceptance
from corpus_qa.api.against import Against, open_against
from corpus_qa.api.baseline import baseline_path
from corpus_qa.api.clock import Clock
from corpus_qa.api.convert import take
from corpus_qa.api.document import Told, run_document
from corpus_qa.api.evidence import write_evidence
from corpus_qa.api.examining import Examination, contract_of
from corpus_qa.api.keeping import cache_reasons, cache_told, dataset_folder, open_cache
from corpus_qa.api.related import relate_articles
from corpus_qa.api.repeats import write_repeats
from corpus_qa.api.settings import Progress, Settings, selected_checks
from corpus_qa.dataset import Dataset
from corpus_qa.dataset.moment import now
from corpus_qa.engine.tables import Parts, close_tables, connect
from corpus_qa.errors import UsageError
from corpus_qa.expect.judge import Judge
from corpus_qa.expect.metrics import (
    Metric,
    frames,
    measure,
    metric_names,
    metrics_table,
    rate_columns,
)
from corpus_qa.expect.suites import Expectation, load_suite
from corpus_qa.gate.verdict import Decision, decide
from corpus_qa.gate.whole import hold_to_baseline
from corpus_qa.model import Check, Outcome, Reason, Severity
from corpus_qa.report import write_all

# What a run writes; a folder that holds these and nothing else may be written again.
OUTPUTS = frozenset(
    {
        ".work",
        "duplicates.parquet",
        "evidence.parquet",
        "findings.parquet",
        "junit.xml",
        "known.parquet",
        "metrics.parquet",
        "report.html",
        "results.sarif",
        "run.json",
        "signals.parquet",
        "summary.md",
    }
)


@dataclass(frozen=True, slots=True)
class Validated:
    """The run folder and what was decided."""

    folder: Path
    decision: Decision


@dataclass(frozen=True, slots=True)
class Change:
    """A change that is judged instead of the whole.

    ``find`` returns the ids of the articles that it adds, with a folder to work in; ``told`` is
    what ``run.json`` says of it; ``gone`` are sources of which the articles do not count any more.
    """

    find: Callable[[Dataset, Path], frozenset[str]]
    told: Mapping[str, Any]
    gone: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is asked to do: everything that can be wrong before an article is read."""

    paths: Sequence[str]
    settings: Settings
    checks: tuple[Check, ...]
    suite: tuple[str, str]
    expectations: tuple[Expectation, ...]
    acceptance: Acceptance
    against: Against
    change: Change | None


def validate(
    paths: Sequence[str],
    settings: Settings,
    run: Path | None,
    progress: Progress,
    change: Change | None = None,
) -> Validated:
    """Read or take a dataset, examine, relate, judge, decide, and write the run folder.

    With a ``change``, the articles that it adds are judged by themselves, and the whole only
    against the baseline.

    Raises:
        ConfigError: The configuration, a suite or a schema is wrong; nothing was read.
        InputError: The input cannot be made into a dataset.
        IncompleteError: There is no article, or a baseline that was named is not there.
    """
    started, clock = now(), Clock()
    acceptance = load_acceptance(settings, baseline_path(settings), started.date())
    asked = _asked(paths, settings, acceptance, change)
    cache = open_cache(settings.cache_folder)
    with Judge() as judge, _run_folder(run, asked, started) as (folder, work):
        with clock.stage("convert"):
            out = dataset_folder(cache, paths, settings) or work / "dataset"
            dataset, problems = take(paths, out, settings, progress)
        with clock.stage("examine"), Parts(work) as parts:
            examination = Examination(asked.checks, contract_of(settings), parts, clock, cache)
            examination.run(dataset, settings.jobs, progress)
        memory = settings.config.engine.memory
        added = change.find(dataset, work) if change else None
        with clock.stage("relate"):
            related = relate_articles(work, dataset, asked.checks, memory, asked.against)
            problems = (*problems, *related.problems)
            if added:
                write_repeats(work, dataset, added, asked.checks, memory)
        with connect(work, memory) as connection:
            with clock.stage("judge"):
                settled = close_tables(work, folder, memory, acceptance.accepted(added))
                outcomes = _judge(asked, judge, folder, connection, added)
            with clock.stage("evidence"):
                write_evidence(folder, connection, dataset.batches())
            decision = decide(
                outcomes,
                problems,
                examination.crashes,
                (
                    *related.notices,
                    *acceptance.reasons(settled),
                    *_about(added),
                    *cache_reasons(cache, examination),
                ),
                judged=_is_judged(outcomes, added),
            )
            told = Told(
                command="gate" if change else "validate",
                started=started,
                paths=paths,
                suite=asked.suite,
                checks=asked.checks,
                decision=decision,
                outcomes=outcomes,
                problems=problems,
                crashes=examination.crashes,
                accepted={
                    **acceptance.as_plain(settled),
                    **_told(change, added),
                    **cache_told(cache, examination),
                },
            )
            document = run_document(folder, told, settings, clock, connection)
        text = json.dumps(document, indent=1, ensure_ascii=False)
        (folder / "run.json").write_text(text + "\n", encoding="utf-8")
        write_all(folder)
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
    against = open_against(settings, change.gone if change else frozenset())
    return Asked(paths, settings, checks, named, expectations, acceptance, against, change)


def _judge(
    asked: Asked,
    judge: Judge,
    folder: Path,
    connection: duckdb.DuckDBPyConnection,
    added: frozenset[str] | None,
) -> list[Outcome]:
    metrics = measure(folder, connection, asked.checks, added)
    pq.write_table(metrics_table(metrics), folder / "metrics.parquet")
    tables: dict[str, pa.Table] = frames(metrics, asked.checks)
    if any(expectation.scope == "article" for expectation in asked.expectations):
        tables["article"] = pq.read_table(folder / "signals.parquet")
    if added is None:
        return judge.judge(asked.expectations, tables)
    return [
        *judge.judge(asked.expectations, _of_additions(tables, added)),
        *_hold_whole(asked, metrics),
    ]


def _of_additions(tables: Mapping[str, pa.Table], added: frozenset[str]) -> dict[str, pa.Table]:
    """Keep what a change is judged by: its own metrics, and its own articles."""
    kept = {name: table for name, table in tables.items() if name == "additions"}
    if "article" in tables:
        mine = pc.is_in(tables["article"]["article_id"], pa.array(sorted(added), pa.string()))
        kept["article"] = tables["article"].filter(mine)
    return kept


def _hold_whole(asked: Asked, metrics: Sequence[Metric]) -> list[Outcome]:
    if asked.acceptance.baseline is None:
        return []
    whole = {metric.metric: metric.value for metric in metrics if metric.scope == "dataset"}
    rates = {name: whole[name] for name in rate_columns()}
    tolerance = asked.settings.config.gate.tolerance
    return hold_to_baseline(rates, int(whole["articles"]), asked.acceptance.baseline, tolerance)


def _is_judged(outcomes: Sequence[Outcome], added: frozenset[str] | None) -> bool:
    """Tell whether what had to be judged was: the whole, or the additions if there are any."""
    if added is None:
        return bool(outcomes)
    return not added or any(outcome.scope in {"additions", "article"} for outcome in outcomes)


def _about(added: frozenset[str] | None) -> Iterator[Reason]:
    if added is not None and not added:
        message = "The change adds no article, so no addition had to be judged."
        yield Reason("empty", Severity.NOTE, message)


def _told(change: Change | None, added: frozenset[str] | None) -> dict[str, Any]:
    return {"change": {**change.told, "added": len(added or ())}} if change else {}


@contextmanager
def _run_folder(given: Path | None, asked: Asked, started: datetime) -> Iterator[tuple[Path, Path]]:
    """Make the run folder and a working folder in it, which is gone when the block ends."""
    folder = given or Path("reports") / _run_name(asked, started)
    if folder.is_dir():
        strange = sorted({entry.name for entry in folder.iterdir()} - OUTPUTS)
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
