"""The command line: parse, call one command, print, and leave with its exit code."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from corpus_qa.config import Options
from corpus_qa.errors import CorpusQAError

if TYPE_CHECKING:
    from corpus_qa.commands.context import Settings
    from corpus_qa.commands.index import Indexed

app = typer.Typer(
    name="corpus-qa",
    help="Validate collections of news and web articles, and show the evidence.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

baselines = typer.Typer(
    help="The accepted state that later runs are compared with.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
indexes = typer.Typer(
    help="The duplicate index, for validate --against.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(baselines, name="baseline")
app.add_typer(indexes, name="index")

BASELINE = ".corpus-qa/baseline.json"

# Something went wrong that nobody foresaw: nothing was judged, so the run is incomplete.
UNEXPECTED = 3
INTERRUPTED = 130


class InfoFormat(StrEnum):
    """How an index is described."""

    TEXT = "text"
    JSON = "json"


class Format(StrEnum):
    """What is printed on standard output."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"


Paths = Annotated[list[str], typer.Argument(help="Files, folders or globs of articles.")]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="Configuration file.", show_default=False)
]
RunFolder = Annotated[
    Path | None,
    typer.Option("--run", help="Run folder. [default: reports/<time>-<hash>]", show_default=False),
]
SuiteName = Annotated[
    str | None,
    typer.Option("--suite", help="Suite name, or suite file. [default: news]", show_default=False),
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", min=1, help="Worker processes. [default: cores]", show_default=False),
]
BaselineFile = Annotated[
    Path | None,
    typer.Option("--baseline", help="File of accepted findings and rates.", show_default=False),
]
CacheFolder = Annotated[
    Path | None,
    typer.Option("--cache", help="Keep results of unchanged articles here.", show_default=False),
]
IndexOption = Annotated[
    str | None,
    typer.Option("--against", help="Index to look for duplicates in.", show_default=False),
]
IndexPlace = Annotated[str, typer.Argument(help="Folder or URI of the index.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print errors only.")]
Output = Annotated[Format, typer.Option("--format", help="What to print.")]


@app.callback()
def common(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where an error happened; works anywhere.")
    ] = False,
) -> None:
    """Validate collections of news and web articles, and show the evidence."""


@app.command()
def validate(
    paths: Paths,
    run: RunFolder = None,
    config: ConfigFile = None,
    suite: SuiteName = None,
    jobs: Jobs = None,
    baseline: BaselineFile = None,
    cache: CacheFolder = None,
    against: IndexOption = None,
    output: Output = Format.TEXT,
    quiet: Quiet = False,
) -> None:
    """Examine articles (sources or a dataset), judge them, and write a report."""
    from corpus_qa.commands.validate import validate as run_validate

    options = Options(config, suite, jobs, baseline, cache, against)
    with _settings(options, quiet=quiet) as settings:
        completed = run_validate(paths, settings, run)
    if not quiet:
        from corpus_qa.report.registry import render

        render(completed.folder, output, sys.stdout)
    elif completed.decision.exit_code == UNEXPECTED:
        for reason in completed.decision.reasons:
            typer.echo(f"corpus-qa: {reason.message} {reason.next or ''}", file=sys.stderr)
    raise typer.Exit(completed.decision.exit_code)


@app.command()
def gate(
    base: Annotated[str, typer.Option("--base", help="The branch to merge into.")],
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders or globs of articles. [default: paths of the config]"),
    ] = None,
    run: RunFolder = None,
    config: ConfigFile = None,
    suite: SuiteName = None,
    jobs: Jobs = None,
    baseline: BaselineFile = None,
    against: IndexOption = None,
    cache: CacheFolder = None,
    output: Output = Format.TEXT,
    quiet: Quiet = False,
) -> None:
    """Judge the articles that a branch adds; in GitHub Actions, annotate their lines."""
    from corpus_qa.commands import github_actions
    from corpus_qa.commands.gate import gate as run_gate
    from corpus_qa.report.registry import render

    action = github_actions.is_action(os.environ)
    try:
        options = Options(config, suite, jobs, baseline, cache, against)
        with _settings(options, quiet=quiet) as settings:
            completed = run_gate(base, paths or [], settings, run)
    except Exception as error:
        if action:
            github_actions.report_error(error, os.environ, sys.stdout)
        raise
    if action:
        github_actions.report_run(completed.folder, os.environ, sys.stdout)
    elif not quiet:
        render(completed.folder, output, sys.stdout)
    raise typer.Exit(completed.decision.exit_code)


@app.command()
def convert(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", help="Folder of the dataset.")],
    config: ConfigFile = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Convert articles to a Parquet dataset; a second run converts only what changed."""
    from corpus_qa.commands import convert as command

    with _settings(Options(config, jobs=jobs), quiet=quiet) as settings:
        converted = command.convert(paths, out, settings)
    for line in command.describe(converted, verbose=not quiet):
        typer.echo(line, err=quiet)
    raise typer.Exit(UNEXPECTED if converted.problems else 0)


@app.command()
def columns(paths: Paths, config: ConfigFile = None) -> None:
    """Show which input column becomes which column of the articles, and why."""
    from corpus_qa.commands.columns import columns as show_columns
    from corpus_qa.commands.context import load_settings

    for line in show_columns(paths, load_settings(Options(config))):
        typer.echo(line)


@app.command()
def lint(
    paths: Paths,
    config: ConfigFile = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Print the findings of single articles as `path:line:col: ID message`."""
    from corpus_qa.commands.context import load_settings
    from corpus_qa.commands.lint import lint as run_lint

    linted = run_lint(paths, load_settings(Options(config, jobs=jobs)))
    if not quiet:
        for line in linted.lines:
            typer.echo(line)
    for line in linted.troubles:
        typer.echo(line, err=True)
    raise typer.Exit(linted.exit_code)


@app.command()
def init(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders or globs of articles. [default: looked for]"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace existing files.")] = False,
    quiet: Quiet = False,
) -> None:
    """Look at a repository, and write a configuration, suite, baseline and workflow that fit it."""
    from corpus_qa.commands.init import command
    from corpus_qa.commands.progress import progress_bars

    with progress_bars(visible=not quiet and sys.stderr.isatty()) as progress:
        asked, looked = command.init(paths or [], progress, force=force)
    for line in () if quiet else command.describe(asked, looked):
        typer.echo(line)


@app.command()
def report(
    run: Annotated[Path, typer.Argument(help="Run folder.")],
    output: Output = Format.TEXT,
) -> None:
    """Render the reports of a run again, without reading its articles."""
    from corpus_qa.report.registry import render, write_all

    write_all(run)
    render(run, output, sys.stdout)


@app.command()
def explain(
    check: Annotated[str | None, typer.Argument(help="Id or name of a check.")] = None,
) -> None:
    """Show the page of a check; without an id, list all checks."""
    from corpus_qa.commands.explain import all_checks
    from corpus_qa.commands.explain import explain as page

    if check is not None:
        typer.echo(page(check), nl=False)
        return
    for entry in all_checks():
        typer.echo(f"{entry.id}  {entry.severity:<7}  {entry.name:<28}  {entry.summary}")


@baselines.command()
def write(
    run: Annotated[Path, typer.Argument(help="Run folder.")],
    out: Annotated[Path, typer.Option("--out", help="The baseline.")] = Path(BASELINE),
    allow_regression: Annotated[
        str | None,
        typer.Option(help="Why rates may be worse than accepted before.", show_default=False),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Accept the findings and the rates of a run."""
    from corpus_qa.commands.baseline import write_baseline

    written = write_baseline(run, out, allow_regression)
    if not quiet:
        accepted = sum(written.baseline.fingerprints.values())
        typer.echo(f"{out}: {accepted} findings in {written.baseline.articles} articles accepted.")
        for rate in written.worse:
            typer.echo(f"worse than before: {rate}")


@indexes.command()
def build(
    paths: Paths,
    out: Annotated[str, typer.Option("--out", help="Folder or URI of the index.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Rebuild the index if it already exists.")
    ] = False,
    config: ConfigFile = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Build an index of articles (sources or a dataset)."""
    from corpus_qa.commands import index as command

    with _settings(Options(config, jobs=jobs), quiet=quiet) as settings:
        indexed = command.build(paths, out, settings, replace=replace)
    _leave_index(indexed, quiet=quiet)


@indexes.command()
def add(
    paths: Paths,
    to: Annotated[str, typer.Option("--to", help="Folder or URI of the index.")],
    config: ConfigFile = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Add articles (sources or a dataset) to an index; those that it holds are left out."""
    from corpus_qa.commands import index as command

    with _settings(Options(config, jobs=jobs), quiet=quiet) as settings:
        indexed = command.add(paths, to, settings)
    _leave_index(indexed, quiet=quiet)


@indexes.command()
def info(
    index: IndexPlace,
    output: Annotated[
        InfoFormat, typer.Option("--format", help="What to print.")
    ] = InfoFormat.TEXT,
) -> None:
    """Show what an index contains and how it was built."""
    from corpus_qa.commands import index as command

    about = command.info(index)
    typer.echo(command.as_json(about) if output is InfoFormat.JSON else command.as_text(about))


@indexes.command()
def compact(index: IndexPlace, config: ConfigFile = None, quiet: Quiet = False) -> None:
    """Merge the parts of an index into one, and delete what no longer counts."""
    from corpus_qa.commands import index as command
    from corpus_qa.commands.context import load_settings

    about = command.merge(index, load_settings(Options(config)))
    if not quiet:
        typer.echo(command.describe_index(about))


def _leave_index(indexed: Indexed, *, quiet: bool) -> NoReturn:
    """Print what became of an index, and leave with the exit code."""
    from corpus_qa.commands.index import describe_indexed

    for line in describe_indexed(indexed, verbose=not quiet):
        typer.echo(line, err=quiet)
    raise typer.Exit(UNEXPECTED if indexed.problems or indexed.crashes else 0)


@contextlib.contextmanager
def _settings(options: Options, *, quiet: bool) -> Iterator[Settings]:
    """Give the settings of a command, with progress bars while it runs at a terminal."""
    from corpus_qa.commands.context import load_settings
    from corpus_qa.commands.progress import progress_bars

    with progress_bars(visible=not quiet and sys.stderr.isatty()) as progress:
        yield load_settings(options, progress)


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    debug = "--debug" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    _leave(_run(arguments, debug=debug))


def _run(arguments: list[str], *, debug: bool) -> int:
    try:
        code = app(arguments, prog_name="corpus-qa", standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        return _report("interrupted.", INTERRUPTED)
    except CorpusQAError as error:
        _trace(debug=debug)
        return _report(str(error), error.exit_code)
    except TyperException as error:
        return _report(f"{error.format_message()} See corpus-qa --help.", CorpusQAError.exit_code)
    except Exception as error:  # noqa: BLE001 - no traceback reaches a user who did not ask
        _trace(debug=debug)
        message = f"{type(error).__name__}: {error}\nRun it again with --debug to see where."
        return _report(f"an unexpected error: {message}", UNEXPECTED)
    return code if isinstance(code, int) else 0


def _trace(*, debug: bool) -> None:
    if debug:
        traceback.print_exc()


def _report(message: str, code: int) -> int:
    typer.echo(f"corpus-qa: {message}", file=sys.stderr)
    return code


def _leave(code: int) -> NoReturn:
    # Native libraries may abort while the interpreter is torn down, which would change the code.
    with contextlib.suppress(OSError):  # a closed pipe
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
