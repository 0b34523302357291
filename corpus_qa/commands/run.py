"""One run: what it is about, what it is judged by, and what its stages work with."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus_qa.commands.context import Settings
from corpus_qa.config import Options, Waiver
from corpus_qa.dataset.manifest import NO_REPEATED, Repeated
from corpus_qa.dataset.store import Dataset
from corpus_qa.dedup.index.store import ANEW, Index, open_index
from corpus_qa.dedup.relate import problem_with
from corpus_qa.errors import UnusableIndexError, UsageError
from corpus_qa.examine.cache import Cache
from corpus_qa.examine.run import RowSchema
from corpus_qa.expectations.metrics import Metric, metric_names
from corpus_qa.expectations.schema import load_row_schema
from corpus_qa.expectations.suite import Expectation, Suite, load_suite
from corpus_qa.expectations.worker import Worker
from corpus_qa.gate.acceptance import Acceptance, load_acceptance
from corpus_qa.gate.baseline import BaseFindings
from corpus_qa.gate.git import tracked_below
from corpus_qa.gate.verdict import crashes_told
from corpus_qa.model import Crash, LeftOut, Outcome, Problem, Reason, Severity
from corpus_qa.report.registry import report_files
from corpus_qa.run.document import Change, Document, SuiteUse
from corpus_qa.run.folder import HISTORY, Resume, RunFolder, new_run_folder, path_from_here
from corpus_qa.run.timing import Clock, now

if TYPE_CHECKING:  # shards only, and an extra
    from corpus_qa.examine.parts import ExaminedPart
    from corpus_qa.spark.engine import SparkEngine


@dataclass(frozen=True, slots=True)
class Rules:
    """What a run is judged by: suite, expectations, row schema, and what was accepted before."""

    suite: Suite
    expectations: tuple[Expectation, ...]
    schema: RowSchema
    acceptance: Acceptance

    def used(self, results: Sequence[Outcome]) -> SuiteUse:
        """Return the suite as reports name it, and how many of its expectations were evaluated."""
        source = Path(self.suite.source)
        evaluated = sum(result.status != "error" for result in results)
        return SuiteUse(self.suite.name, path_from_here(source), evaluated)


@dataclass(frozen=True, slots=True)
class RunContext:
    """What the stages of a run work with."""

    settings: Settings
    rules: Rules
    folder: RunFolder
    cache: Cache | None
    worker: Worker
    clock: Clock
    started: datetime
    notes: tuple[Reason, ...] = ()
    spark: SparkEngine | None = None

    @property
    def work(self) -> Path:
        """The working folder, which is gone when the run ends."""
        return self.folder.work


@dataclass(frozen=True, slots=True)
class Ingested:
    """What a run looks at.

    Attributes:
        dataset: The articles.
        problems: What could not be read.
        left_out: What was not meant to be read, and why.
        repeated: Ids that several articles had, so that they were told apart.
        told: What else is to be told of them, such as what was not looked at on purpose.
        index: The index to compare with, if there is one.
        base: What the articles had that a change takes away; None where all articles are looked at.
        crashes: What broke off on articles that a change leaves as they are.
        former: The waivers that articles carried before a change; None: whatever waivers they carry
            now hold.
        examined: Results of articles that were examined before, by shards.
    """

    dataset: Dataset
    problems: tuple[Problem, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    repeated: Repeated = NO_REPEATED
    told: tuple[Reason, ...] = ()
    index: Index | None = None
    base: BaseFindings | None = None
    crashes: tuple[Crash, ...] = ()
    former: tuple[Waiver, ...] | None = None
    examined: tuple[ExaminedPart, ...] = ()

    def notes(self) -> Iterator[Reason]:
        """Say which ids are not unique; of a change that it adds nothing, or what is unknown."""
        yield from self.repeated.notes()
        yield from self.told
        if self.base is None:
            return
        if not self.dataset.rows:
            message = "The change adds no articles, so there was nothing to judge."
            yield Reason("empty", Severity.NOTE, message)
        for first, told in crashes_told(self.base.crashes):
            message = (
                f"In the articles that the change alters or removes, {told}: {first.error}. What "
                "the check found there before is unknown, so what it finds now counts as new."
            )
            yield Reason("past", Severity.WARNING, message, first.hint)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a run is about.

    Attributes:
        command: The command that asks for it.
        paths: The paths of the articles, as the user names them.
        ingest: Reads the articles.
        change: What ``run.json`` says of the change that is judged, if it is one.
        reasons: What is known of it before anything is read: how it alters the rules.
        judged: Whether it is judged in the end.
    """

    command: str
    paths: tuple[str, ...]
    ingest: Callable[[RunContext], Ingested]
    change: Change | None = None
    reasons: tuple[Reason, ...] = ()
    judged: bool = True


@contextmanager
def open_run(subject: Subject, settings: Settings, folder: Path | None) -> Iterator[RunContext]:
    """Read the rules, make the run folder and start the worker; end both with the block.

    Raises:
        ConfigError: The configuration, a suite or a schema is wrong; nothing was read.
        IncompleteError: The baseline is named, but not there.
        UsageError: The run folder or the cache cannot be written.
    """
    started = now()
    rules = load_rules(settings, started.date())
    cache, notes = _open_cache(settings)
    path = folder or Path("reports") / _run_name(subject, settings, started)
    with (
        Worker(start=subject.judged) as worker,
        new_run_folder(path, report_files(), _resume(settings.options)) as made,
        _open_spark(settings, path) as spark,
    ):
        yield RunContext(settings, rules, made, cache, worker, Clock(), started, notes, spark)
    if cache is not None:
        cache.prune()


def _resume(options: Options) -> Resume:
    """Return what becomes of what a run has finished when it breaks off.

    Raises:
        UsageError: There is nothing to go on with: one machine keeps nothing but its cache.
    """
    if options.engine == "spark":
        return Resume.NOW if options.resume else Resume.LATER
    if options.resume or options.master:
        msg = "--master and --resume are for --engine spark; one machine goes on with --cache."
        raise UsageError(msg)
    return Resume.NEVER


@contextmanager
def _open_spark(settings: Settings, path: Path) -> Iterator[SparkEngine | None]:
    """Connect to a cluster if the run is to use one."""
    if settings.options.engine != "spark":
        yield None
        return
    from corpus_qa.spark.engine import open_engine  # noqa: PLC0415 - an extra

    with open_engine(settings.options.master, settings.jobs, path) as engine:
        yield engine


def _open_cache(settings: Settings) -> tuple[Cache | None, tuple[Reason, ...]]:
    """Open the cache; one that git tracks came with the articles and is not believed."""
    if settings.cache is None:
        return None, ()
    tracked = tracked_below(settings.cache)
    if not tracked:
        return Cache.at(settings.cache), ()
    message = (
        f"git tracks {tracked[0]}{f' and {len(tracked) - 1} more files' if tracked[1:] else ''} in "
        "the cache, which is not used therefore: everything was examined again."
    )
    tip = "A cache does not belong into a repository: take it out with git rm -r --cached."
    return None, (Reason("cache", Severity.WARNING, message, tip),)


def load_rules(settings: Settings, today: date) -> Rules:
    """Read what a run is judged by.

    Raises:
        ConfigError: A suite, the schema, the baseline or a waiver is wrong.
        IncompleteError: The baseline is named, but not there.
    """
    read, options = settings.read, settings.config.expect
    acceptance = load_acceptance(settings.config.waivers, settings.baseline, today, read)
    suite = load_suite(options.suite, metric_names(settings.checks), settings.suite_base, read)
    others = [load_suite(name, None, settings.base, read) for name in options.article_suites]
    expectations = tuple(one for part in (suite, *others) for one in part.expectations)
    schema = load_row_schema(settings.schema, settings.checks, read)
    return Rules(suite, expectations, schema, acceptance)


def _run_name(subject: Subject, settings: Settings, started: datetime) -> str:
    parts = "\0".join((*subject.paths, settings.config.fingerprint(), str(started)))
    return f"{started:%Y%m%dT%H%M%SZ}-{hashlib.sha256(parts.encode()).hexdigest()[:8]}"


def open_named_index(settings: Settings) -> tuple[Index | None, tuple[Problem, ...]]:
    """Open the index that the settings name; or return the problem with it."""
    if settings.index is None:
        return None, ()
    try:
        index = open_index(settings.index)
    except UnusableIndexError as error:
        return None, (problem_with(settings.index, error),)
    if index.articles:
        return index, ()
    # A build that was killed leaves it so.
    empty = UnusableIndexError(settings.index, "the index holds no article", ANEW)
    return None, (problem_with(settings.index, empty),)


def write_beside(run: RunContext, document: Document, metrics: Sequence[Metric]) -> None:
    """Write what reports show the run beside: an earlier run, and the history of its corpus.

    A repository that ``init`` set up has a history; a change is no state of the corpus.

    Raises:
        UsageError: The earlier run is none, or the history cannot be written.
    """
    folder, settings = run.folder, run.settings
    if earlier := settings.options.compare:
        from corpus_qa.report.compare import write_comparison  # noqa: PLC0415 - on request

        write_comparison(earlier, folder.path, folder.final)
    place = settings.base / ".corpus-qa"
    if document.change is None and place.is_dir():
        from corpus_qa.report.history import row_of, write_history  # noqa: PLC0415 - where kept

        row = row_of(document, metrics, path_from_here(folder.final))
        write_history(place / HISTORY, folder.path, row)
