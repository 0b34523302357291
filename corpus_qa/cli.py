"""The command line: parse, call one function of the api, print, and leave with its exit code."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from corpus_qa import cli_index
from corpus_qa.errors import CorpusQAError
from corpus_qa.report.registry import BUILT_IN, format_named

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
app.add_typer(baselines, name="baseline")
app.add_typer(cli_index.app, name="index")

BASELINE = ".corpus-qa/baseline.json"

# Something went wrong that nobody foresaw: nothing was judged, so the run is incomplete.
UNEXPECTED = 3
INTERRUPTED = 130


def _known_format(name: str) -> str:
    """Refuse a name of ``--format`` that no output format has, before anything is read."""
    return format_named(name).name


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
    typer.Option("--baseline", help="Findings accepted before.", show_default=False),
]
CacheFolder = Annotated[
    Path | None,
    typer.Option("--cache", help="Keep results of unchanged articles here.", show_default=False),
]
Against = Annotated[
    str | None,
    typer.Option("--against", help="Index of articles that are known.", show_default=False),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print errors only.")]
Output = Annotated[
    str,
    typer.Option(
        "--format",
        help="What to print.",
        metavar=f"[{'|'.join(one.name for one in BUILT_IN)}]",
        callback=_known_format,
    ),
]


@app.command()
def validate(
    paths: Paths,
    run: RunFolder = None,
    config: ConfigFile = None,
    suite: SuiteName = None,
    jobs: Jobs = None,
    baseline: BaselineFile = None,
    cache: CacheFolder = None,
    against: Against = None,
    output: Output = "text",
    quiet: Quiet = False,
) -> None:
    """Examine articles (sources or a dataset), judge them, and write a report."""
    from corpus_qa.commands import context as setting
    from corpus_qa.commands import pipeline as use_case
    from corpus_qa.commands.progress import shown

    settings = replace(
        setting.load_settings(config, suite, jobs, baseline), cache=cache, against=against
    )
    with shown(visible=not quiet and sys.stderr.isatty()) as progress:
        validated = use_case.validate(paths, settings, run, progress)
    if not quiet:
        from corpus_qa.report.output import print_report

        print_report(validated.folder, output, sys.stdout)
    elif validated.decision.exit_code == UNEXPECTED:
        for reason in validated.decision.reasons:
            typer.echo(f"corpus-qa: {reason.message} {reason.next or ''}", file=sys.stderr)
    raise typer.Exit(validated.decision.exit_code)


@app.command()
def convert(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", help="Folder of the dataset.")],
    config: ConfigFile = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Convert articles to a Parquet dataset; a second run converts only what changed."""
    from corpus_qa.commands import context as setting
    from corpus_qa.commands import convert as use_case
    from corpus_qa.commands.progress import shown

    settings = setting.load_settings(config, None, jobs)
    with shown(visible=not quiet and sys.stderr.isatty()) as progress:
        converted = use_case.convert(paths, out, settings, progress)
    for line in use_case.told(converted, verbose=not quiet):
        typer.echo(line, err=quiet)
    raise typer.Exit(UNEXPECTED if converted.problems else 0)


@app.command()
def lint(
    paths: Paths,
    config: ConfigFile = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Print the findings of single articles as `path:line:col: ID message`."""
    from corpus_qa.commands import context as setting
    from corpus_qa.commands import lint as use_case

    linted = use_case.lint(paths, setting.load_settings(config, None, jobs))
    if not quiet:
        for line in linted.lines:
            typer.echo(line)
    for line in linted.troubles:
        typer.echo(line, err=True)
    raise typer.Exit(linted.exit_code)


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
    against: Against = None,
    cache: CacheFolder = None,
    output: Output = "text",
    quiet: Quiet = False,
) -> None:
    """Judge the articles that a branch adds; in GitHub Actions, annotate their lines."""
    from corpus_qa.commands import context as setting
    from corpus_qa.commands import gate as use_case
    from corpus_qa.commands import github_actions as actions
    from corpus_qa.commands.progress import shown
    from corpus_qa.report.output import print_report

    action = actions.is_action(os.environ)
    try:
        settings = replace(
            setting.load_settings(config, suite, jobs, baseline), cache=cache, against=against
        )
        with shown(visible=not quiet and sys.stderr.isatty()) as progress:
            validated = use_case.gate(base, paths or [], settings, run, progress)
    except Exception as error:
        if action:
            actions.tell_error(error, os.environ, sys.stdout)
        raise
    if action:
        actions.tell_run(validated.folder, os.environ, sys.stdout)
    elif not quiet:
        print_report(validated.folder, output, sys.stdout)
    raise typer.Exit(validated.decision.exit_code)


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


@app.command()
def init(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders or globs of articles. [default: looked for]"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
    quiet: Quiet = False,
) -> None:
    """Look at a repository, and write a configuration, suite, baseline and workflow that fit it."""
    from corpus_qa.commands.init import command as use_case
    from corpus_qa.commands.init.command import told
    from corpus_qa.commands.progress import shown

    with shown(visible=not quiet and sys.stderr.isatty()) as progress:
        asked, looked = use_case.init(paths or [], progress, force=force)
    for line in () if quiet else told(asked, looked):
        typer.echo(line)


@app.command()
def report(
    run: Annotated[Path, typer.Argument(help="Run folder.")],
    output: Output = "text",
) -> None:
    """Render the reports of a run again, without reading its articles."""
    from corpus_qa.report.output import print_report, write_reports

    write_reports(run)
    print_report(run, output, sys.stdout)


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


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    debug = "--debug" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    _leave(_run(arguments, debug=debug))


def _run(arguments: list[str], *, debug: bool) -> int:
    try:
        code = app(arguments, prog_name="corpus-qa", standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        return _told("interrupted.", INTERRUPTED)
    except CorpusQAError as error:
        _trace(debug=debug)
        return _told(str(error), error.exit_code)
    except TyperException as error:
        return _told(f"{error.format_message()} See corpus-qa --help.", CorpusQAError.exit_code)
    except Exception as error:  # noqa: BLE001 - no traceback reaches a user who did not ask
        _trace(debug=debug)
        message = f"{type(error).__name__}: {error}\nRun it again with --debug to see where."
        return _told(f"an unexpected error: {message}", UNEXPECTED)
    return code if isinstance(code, int) else 0


def _trace(*, debug: bool) -> None:
    if debug:
        traceback.print_exc()


def _told(message: str, code: int) -> int:
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
