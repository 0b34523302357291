"""Validate articles from Python, and open the runs of others."""

from __future__ import annotations

import os
import webbrowser
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, overload

from corpus_qa.api.articles import MarkedArticle
from corpus_qa.api.inputs import Articles, as_paths
from corpus_qa.api.tables import (
    DUPLICATES,
    FINDINGS,
    METRICS,
    SIGNALS,
    Duplicate,
    Table,
    table_of_run,
)
from corpus_qa.commands.context import Settings, load_settings
from corpus_qa.commands.merge import merge as run_merge
from corpus_qa.commands.shard import validate_shard
from corpus_qa.commands.validate import validate as run_validate
from corpus_qa.config import Options
from corpus_qa.errors import UsageError, VerdictError
from corpus_qa.expectations.metrics import Metric
from corpus_qa.ingest.division import Shard
from corpus_qa.model import Outcome, Reason
from corpus_qa.report.load import Finding, read_articles
from corpus_qa.report.output import write_reports
from corpus_qa.report.wording import headline
from corpus_qa.run.document import Document, read_document
from corpus_qa.run.shard import ShardDocument
from corpus_qa.run.tables import open_tables
from corpus_qa.run.timing import Progress, silent

EXIT_CODES = {"pass": 0, "fail": 1, "incomplete": 3}


@dataclass(frozen=True)
class Run:
    """A finished run: what was decided, why, and everything that was found.

    In a notebook it shows its verdict, the expectations that failed and the rates.

    Attributes:
        folder: The run folder.
        document: The content of ``run.json``.
    """

    folder: Path
    document: Document

    @property
    def verdict(self) -> str:
        """``pass``, ``fail`` or ``incomplete``."""
        return self.document.verdict

    @property
    def passed(self) -> bool:
        """Whether the verdict is ``pass``."""
        return self.verdict == "pass"

    @property
    def exit_code(self) -> int:
        """The exit code of the command line: 0 pass, 1 fail, 3 incomplete."""
        return EXIT_CODES[self.verdict]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why the verdict is as it is, and what to do about it."""
        return self.document.reasons

    @property
    def expectations(self) -> tuple[Outcome, ...]:
        """Each expectation of the suite: what was observed, what was expected, its status."""
        return self.document.expectations

    @cached_property
    def findings(self) -> Table[Finding]:
        """All findings, in the order of the articles."""
        from corpus_qa.api.notebook import findings_table  # noqa: PLC0415 - only in notebooks

        return table_of_run(self.folder, FINDINGS, Finding, findings_table)

    @cached_property
    def duplicates(self) -> Table[Duplicate]:
        """All pairs of related articles."""
        return table_of_run(self.folder, DUPLICATES, Duplicate)

    @cached_property
    def metrics(self) -> Table[Metric]:
        """Rates and counts of the dataset, of its sites and of pairs of sites."""
        return table_of_run(self.folder, METRICS, Metric)

    def worst_sites(self, metric: str = "flagged_rate", limit: int = 10) -> list[Metric]:
        """Return a metric of the sites where it is highest.

        Rates are ordered by the lower end of their interval, so that a site of three articles does
        not come first by chance.
        """
        sites = [one for one in self.metrics if (one.scope, one.metric) == ("site", metric)]
        sites.sort(key=lambda one: (-(one.value if one.low is None else one.low), one.key))
        return sites[:limit]

    @cached_property
    def signals(self) -> Table[Mapping[str, Any]]:
        """One row for each article: its size, language and date, and what the checks measured."""
        return table_of_run(self.folder, SIGNALS, dict)

    @property
    def report(self) -> Path:
        """The path of the HTML report."""
        return self.folder / "report.html"

    def article(self, article_id: str) -> MarkedArticle:
        """Return an article that has findings, with these marked in its text.

        Raises:
            UsageError: The run quotes no such article: it has no finding, or there were too many.
        """
        with open_tables(self.folder) as tables:
            quoted = read_articles(tables, [article_id], 1).get(article_id)
        if quoted is None:
            msg = (
                f"The run in {self.folder} quotes no article “{article_id}”. It quotes articles"
                " with findings, some thousand at most: run.findings names their ids."
            )
            raise UsageError(msg)
        found = tuple(one for one in self.findings if one.article_id == article_id)
        return MarkedArticle(article_id, quoted.source, quoted.title or "", quoted.text, found)

    def open(self) -> bool:
        """Open the report in the web browser; return whether one could be started."""
        return webbrowser.open(self.report.resolve().as_uri())

    def write_reports(self) -> None:
        """Write the reports of the run folder again, without reading any articles."""
        write_reports(self.folder)

    def raise_for_verdict(self) -> None:
        """Do nothing if the run passed.

        Raises:
            VerdictError: It failed or is incomplete; the message lists the reasons.
        """
        if self.passed:
            return
        reasons = (f"- {one.message} {one.next or ''}".rstrip() for one in self.reasons)
        lines = [f"{self.verdict}: {headline(self.document)}", *reasons, f"Report: {self.report}"]
        raise VerdictError("\n".join(lines), self.exit_code)

    def __repr__(self) -> str:
        return f"<Run {self.verdict}: {headline(self.document)} {self.folder}>"

    def _repr_html_(self) -> str:
        """Show the run in a notebook."""
        from corpus_qa.api.notebook import run_card  # noqa: PLC0415 - only in notebooks

        return run_card(self.document, self.report)


@dataclass(frozen=True)
class PartialRun:
    """One shard of a corpus, examined but not judged: ``merge`` makes one run of all.

    Attributes:
        folder: The run folder.
        document: The content of ``shard.json``.
    """

    folder: Path
    document: ShardDocument

    @property
    def shard(self) -> str:
        """Which shard it is, such as ``3/16``."""
        return f"{self.document.number}/{self.document.of}"

    @property
    def articles(self) -> int:
        """How many articles were examined."""
        return self.document.articles

    def __repr__(self) -> str:
        return f"<PartialRun {self.shard}: {self.articles} articles {self.folder}>"


@overload
def validate(
    articles: Articles,
    *,
    suite: str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
    run: str | os.PathLike[str] | None = None,
    config: str | os.PathLike[str] | None = None,
    jobs: int | None = None,
    baseline: str | os.PathLike[str] | None = None,
    cache: str | os.PathLike[str] | None = None,
    against: str | None = None,
    engine: Literal["local", "spark"] = "local",
    master: str | None = None,
    resume: bool = False,
    shard: None = None,
    progress: Progress = silent,
) -> Run: ...


@overload
def validate(
    articles: Articles,
    *,
    suite: str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
    run: str | os.PathLike[str] | None = None,
    config: str | os.PathLike[str] | None = None,
    jobs: int | None = None,
    baseline: str | os.PathLike[str] | None = None,
    cache: str | os.PathLike[str] | None = None,
    against: str | None = None,
    engine: Literal["local"] = "local",
    master: None = None,
    resume: Literal[False] = False,
    shard: str,
    progress: Progress = silent,
) -> PartialRun: ...


def validate(  # noqa: PLR0913 - one keyword for each option of the command line
    articles: Articles,
    *,
    suite: str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
    run: str | os.PathLike[str] | None = None,
    config: str | os.PathLike[str] | None = None,
    jobs: int | None = None,
    baseline: str | os.PathLike[str] | None = None,
    cache: str | os.PathLike[str] | None = None,
    against: str | None = None,
    engine: Literal["local", "spark"] = "local",
    master: str | None = None,
    resume: bool = False,
    shard: str | None = None,
    progress: Progress = silent,
) -> Run | PartialRun:
    """Check articles, judge them by a suite, and write a run folder with its reports.

    Args:
        articles: A path, URI or glob, or several of them as ``pathlib.Path`` objects; a table of
            pyarrow, pandas, polars, DuckDB or any other library that speaks the Arrow PyCapsule
            protocol; a Hugging Face dataset; or an iterable of texts or mappings, which is read
            once and never held as a whole.
        suite: Name of a built-in suite (``news``, ``strict``) or path of a suite file.
        columns: Input column -> article column (``text``, ``title``, ``url``, ``published_at``,
            ...), where the usual names do not say it.
        run: The run folder; by default ``reports/<time>-<hash>``.
        config: The configuration file; by default the nearest ``corpus-qa.toml`` or
            ``pyproject.toml`` at or above the working directory, as for the command line.
        jobs: Number of worker processes; by default one for each CPU core.
        baseline: A baseline of accepted findings and rates.
        cache: A folder for the results of unchanged articles.
        against: Folder or URI of an index of existing articles to compare with.
        engine: Where the work is done: on this machine, or on Spark, in the session that is there
            or in one of its own.
        master: The master of the Spark cluster, where no session is there and Spark's own
            configuration names none.
        resume: Go on with a run on Spark that broke off; ``run`` names it.
        shard: Which part of the articles to examine, such as ``3/16``; ``merge`` judges all.
        progress: Called with a stage, how much of it is done, and how much there is (0: unknown).

    Raises:
        ConfigError: The configuration or a suite is wrong.
        InputError: The articles cannot be made into a dataset.
        IncompleteError: There is no article.
        UsageError: ``articles`` is nothing of the above, ``shard`` is none, or the run folder
            cannot be written.
    """
    options = Options(
        config=_path(config),
        suite=os.fspath(suite) if suite is not None else None,
        jobs=jobs,
        baseline=_path(baseline),
        cache=_path(cache),
        index=against,
        engine=engine,
        master=master,
        resume=resume,
    )
    settings = _with_columns(load_settings(options, progress), columns or {})
    with as_paths(articles) as named:
        if shard is not None:
            part = Shard.parse(shard)
            done = validate_shard(named.paths, part, settings, _path(run), named.shown)
            return PartialRun(done.folder, done.document)
        completed = run_validate(named.paths, settings, _path(run), named.shown)
    return load(completed.folder)


def merge(  # noqa: PLR0913 - one keyword for each option of the command line
    runs: Iterable[PartialRun | str | os.PathLike[str]],
    *,
    suite: str | os.PathLike[str] | None = None,
    run: str | os.PathLike[str] | None = None,
    config: str | os.PathLike[str] | None = None,
    jobs: int | None = None,
    baseline: str | os.PathLike[str] | None = None,
    against: str | None = None,
    compare: str | os.PathLike[str] | None = None,
    progress: Progress = silent,
) -> Run:
    """Make one run of all shards of a corpus, judge it, and write its reports.

    Options that are left out are those of the shards.

    Args:
        runs: All shards, in any order, as ``validate`` returns them or by their folders.
        suite: The suite, where its file is elsewhere than for the shards.
        run: The run folder; by default ``reports/<time>-<hash>``.
        config: The configuration file, where it is elsewhere.
        jobs: Number of worker processes; by default one for each CPU core.
        baseline: The baseline, where it is elsewhere.
        against: Folder or URI of an index of existing articles to compare with.
        compare: An earlier run to compare with.
        progress: Called with a stage, how much of it is done, and how much there is (0: unknown).

    Raises:
        UsageError: A shard is missing, named twice, damaged, or not of the same run as the others.
        IncompleteError: There is no article.
    """
    options = Options(
        config=_path(config),
        suite=os.fspath(suite) if suite is not None else None,
        jobs=jobs,
        baseline=_path(baseline),
        index=against,
        compare=_path(compare),
    )
    folders = [Path(one.folder if isinstance(one, PartialRun) else one) for one in runs]
    return load(run_merge(folders, options, _path(run), progress).folder)


def load(folder: str | os.PathLike[str]) -> Run:
    """Open a run folder.

    Raises:
        UsageError: It is none, or it is damaged.
    """
    path = Path(folder)
    return Run(path, read_document(path / "run.json"))


def _path(value: str | os.PathLike[str] | None) -> Path | None:
    return None if value is None else Path(value)


def _with_columns(settings: Settings, columns: Mapping[str, str]) -> Settings:
    if not columns:
        return settings
    given = settings.config.input
    merged = replace(given, columns={**given.columns, **columns})
    return replace(settings, config=replace(settings.config, input=merged))
