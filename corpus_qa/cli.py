"""The command line: parse, call one command, print, and exit with its code."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import traceback
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn, TextIO

import typer
from typer.exceptions import TyperException
from typer.models import OptionInfo

from corpus_qa.config import Options
from corpus_qa.errors import CorpusQAError
from corpus_qa.report.registry import BUILT_IN, format_named
from corpus_qa.run.folder import FULL

if TYPE_CHECKING:
    from corpus_qa.commands.context import Settings
    from corpus_qa.commands.index import Indexed
    from corpus_qa.commands.pipeline import Completed
    from corpus_qa.run.timing import Progress


def _commands(about: str, name: str | None = None) -> typer.Typer:
    return typer.Typer(
        name=name,
        help=about,
        no_args_is_help=True,
        add_completion=name is not None,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _examples(*lines: str) -> str:
    """Return examples for the end of a help text, which keeps their lines."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _option(name: str, about: str) -> OptionInfo:
    """Return an option whose default its help text tells, if it has one."""
    option: OptionInfo = typer.Option(name, help=about, show_default=False)
    return option


app = _commands(
    "Validate collections of news and web articles, and show the evidence.", "corpus-qa"
)
baselines = _commands("Accepted findings and rates that later runs are compared with.")
indexes = _commands("The duplicate index for validate --against.")
app.add_typer(baselines, name="baseline")
app.add_typer(indexes, name="index")

BASELINE = ".corpus-qa/baseline.json"

# An unexpected error: nothing was judged, so the run is incomplete.
UNEXPECTED = 3
INTERRUPTED = 130
# What DuckDB says of a full disk, whose errors have no number.
NO_ROOM = "No space left on device"


class Level(StrEnum):
    """The least severity of a finding that counts."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class PartFormat(StrEnum):
    """The output format of ``split``."""

    JSONL = "jsonl"
    PARQUET = "parquet"


def _known_format(name: str) -> str:
    """Refuse an unknown ``--format`` before anything is read."""
    return format_named(name).name


Paths = Annotated[list[str], typer.Argument(help="Files, folders or globs of articles.")]
ConfigFile = Annotated[Path | None, _option("--config", "Configuration file.")]
RunFolder = Annotated[Path | None, _option("--run", "Run folder. [default: reports/<time>-<hash>]")]
SuiteName = Annotated[str | None, _option("--suite", "Suite name or file. [default: news]")]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", min=1, help="Number of worker processes. [default: CPU cores]", show_default=False
    ),
]
BaselineFile = Annotated[
    Path | None, _option("--baseline", "Baseline file of accepted findings and rates.")
]
CacheFolder = Annotated[
    Path | None, _option("--cache", "Cache folder for results of unchanged articles.")
]
IndexOption = Annotated[
    str | None, _option("--against", "Folder or URI of an index to search for duplicates.")
]
TextOrJson = Annotated[Literal["text", "json"], typer.Option("--format", help="Output format.")]
RunArgument = Annotated[Path, typer.Argument(help="Run folder.")]
EarlierRun = Annotated[Path | None, _option("--compare", "Earlier run to compare with.")]
IndexPlace = Annotated[str, typer.Argument(help="Folder or URI of the index.")]
Selection = Annotated[
    list[str] | None, _option("--select", "IDs or prefixes of checks to run, such as ENC,CHR004.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print errors only.")]
Output = Annotated[
    str,
    typer.Option(
        "--format",
        help="Output format.",
        metavar=f"[{'|'.join(one.name for one in BUILT_IN)}]",
        callback=_known_format,
    ),
]


def _print_version(asked: bool) -> None:  # noqa: FBT001 - typer calls it so
    if asked:
        from corpus_qa import __version__

        typer.echo(f"corpus-qa {__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_print_version, is_eager=True),
    ] = False,
    debug: Annotated[
        bool,
        typer.Option(
            "--debug", help="Show the traceback of an error; accepted anywhere on the line."
        ),
    ] = False,
) -> None:
    """Validate collections of news and web articles, and show the evidence."""


@app.command(
    epilog=_examples(
        "corpus-qa validate articles/",
        "corpus-qa validate articles/ new.jsonl.zst --suite strict --run runs/today",
        "corpus-qa validate articles/ --baseline .corpus-qa/baseline.json --format sarif",
        "corpus-qa validate articles/ --shard 3/16 --run parts/3",
    )
)
def validate(
    paths: Paths,
    run: RunFolder = None,
    config: ConfigFile = None,
    suite: SuiteName = None,
    jobs: Jobs = None,
    baseline: BaselineFile = None,
    cache: CacheFolder = None,
    against: IndexOption = None,
    compare: EarlierRun = None,
    engine: Annotated[
        Literal["local", "spark"], typer.Option("--engine", help="Where the work is done.")
    ] = "local",
    master: Annotated[
        str | None, _option("--master", "Master of the Spark cluster. [default: Spark's own]")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run on Spark that broke off.")
    ] = False,
    shard: Annotated[
        str | None, _option("--shard", "Part of the articles to examine for merge, such as 3/16.")
    ] = None,
    output: Output = "text",
    quiet: Quiet = False,
) -> None:
    """Check articles, judge them, and write a report. A path may also be a converted dataset."""
    options = Options(
        *(config, suite, jobs, baseline, cache, against),
        compare=compare,
        engine=engine,
        master=master,
        resume=resume,
    )
    if shard is not None:
        from corpus_qa.commands import shard as command
        from corpus_qa.ingest.division import Shard

        wanted = Shard.parse(shard)
        with _settings(options, quiet=quiet) as settings:
            sharded = command.validate_shard(paths, wanted, settings, run)
        _print(() if quiet else command.describe(sharded))
        return
    from corpus_qa.commands.validate import validate as run_validate

    with _settings(options, quiet=quiet) as settings:
        completed = run_validate(paths, settings, run)
    _exit_run(completed, output, quiet=quiet)


@app.command(
    epilog=_examples(
        "corpus-qa merge parts/* --run runs/today",
        "corpus-qa merge parts/* --compare runs/yesterday --format sarif",
    )
)
def merge(
    runs: Annotated[list[Path], typer.Argument(help="Run folders of all shards.")],
    run: RunFolder = None,
    config: ConfigFile = None,
    suite: SuiteName = None,
    jobs: Jobs = None,
    baseline: BaselineFile = None,
    against: IndexOption = None,
    compare: EarlierRun = None,
    output: Output = "text",
    quiet: Quiet = False,
) -> None:
    """Make one run of the shards that validate --shard examined: judge, and write a report."""
    from corpus_qa.commands.merge import merge as run_merge

    options = Options(config, suite, jobs, baseline, None, against, compare=compare)
    with _progress_bars(visible=not quiet and sys.stderr.isatty()) as progress:
        completed = run_merge(runs, options, run, progress)
    _exit_run(completed, output, quiet=quiet)


def _exit_run(completed: Completed, output: str, *, quiet: bool) -> NoReturn:
    """Print the report of a run, or what made a quiet one incomplete; exit with its code."""
    if not quiet:
        from corpus_qa.report.output import print_report

        print_report(completed.folder, output, _stream_for(output))
    elif completed.decision.exit_code == UNEXPECTED:
        for reason in completed.decision.reasons:
            _report(f"{reason.message} {reason.next or ''}", UNEXPECTED)
    raise typer.Exit(completed.decision.exit_code)


@app.command(
    epilog=_examples(
        "corpus-qa gate --base main",
        "corpus-qa gate --base origin/main articles/ --format github",
    )
)
def gate(
    base: Annotated[str, typer.Option("--base", help="Branch to merge into.")],
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders or globs of articles. [default: paths in the configuration]"
        ),
    ] = None,
    run: RunFolder = None,
    config: ConfigFile = None,
    suite: SuiteName = None,
    jobs: Jobs = None,
    baseline: BaselineFile = None,
    against: IndexOption = None,
    cache: CacheFolder = None,
    output: Output = "text",
    quiet: Quiet = False,
) -> None:
    """Judge the articles that a branch adds. In GitHub Actions, annotate their lines."""
    from corpus_qa.commands import github_actions
    from corpus_qa.commands.gate import gate as run_gate
    from corpus_qa.report.output import print_report

    action = github_actions.is_action(os.environ)
    try:
        options = Options(config, suite, jobs, baseline, cache, against)
        with _settings(options, quiet=quiet) as settings:
            completed = run_gate(base, paths or [], settings, run)
    except Exception as error:
        if action:
            github_actions.report_error(error, os.environ, _stream_for("github"))
        raise
    if action:
        github_actions.report_run(completed.folder, os.environ, _stream_for("github"))
    elif not quiet:
        print_report(completed.folder, output, _stream_for(output))
    raise typer.Exit(completed.decision.exit_code)


@app.command(
    epilog=_examples(
        "corpus-qa convert exports/*.jsonl --out articles.dataset",
    )
)
def convert(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", help="Dataset folder.")],
    config: ConfigFile = None,
    jobs: Jobs = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Drop the articles of sources that are gone or damaged.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Convert articles to a Parquet dataset. Later runs convert only what changed."""
    from corpus_qa.commands import convert as command

    with _settings(Options(config, jobs=jobs), quiet=quiet) as settings:
        converted = command.convert(paths, out, settings, prune=prune)
    _print(command.describe(converted, verbose=not quiet), err=quiet)
    raise typer.Exit(UNEXPECTED if converted.problems else 0)


@app.command(
    epilog=_examples(
        "corpus-qa columns export.csv",
    )
)
def columns(paths: Paths, config: ConfigFile = None) -> None:
    """Show which input column becomes which column of the articles, and why."""
    from corpus_qa.commands.columns import columns as show_columns
    from corpus_qa.commands.context import load_settings

    _print(show_columns(paths, load_settings(Options(config))))


@app.command(
    epilog=_examples(
        "corpus-qa lint articles/",
        "corpus-qa lint post.md --select ENC,CHR --ignore CHR017 --statistics",
        "git show HEAD:post.md | corpus-qa lint - --stdin-filename post.md",
    )
)
def lint(
    paths: Annotated[
        list[str],
        typer.Argument(help="Files, folders or globs of articles; -: standard input."),
    ],
    select: Selection = None,
    ignore: Annotated[
        list[str] | None, _option("--ignore", "IDs or prefixes of checks to leave out.")
    ] = None,
    output: Annotated[
        Literal["text", "json", "jsonl", "github"], typer.Option("--format", help="Output format.")
    ] = "text",
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count the findings of each check instead.")
    ] = False,
    name: Annotated[
        str | None,
        _option("--stdin-filename", "What standard input is called, which tells what it is."),
    ] = None,
    config: ConfigFile = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Print the findings of single articles. One finding per line: `path:line:col: ID message`."""
    from corpus_qa.commands import lint as command
    from corpus_qa.commands.context import load_settings

    options = Options(config, jobs=jobs, select=_split(select), ignore=_split(ignore))
    settings = load_settings(options)
    if paths == [command.STDIN]:
        linted = command.lint_stream(sys.stdin.buffer, name or command.NAMELESS, settings)
    else:
        linted = command.lint(paths, settings)
    _stream_for(output)
    shown = linted.statistics() if statistics else command.FORMATS[output](linted.findings)
    _print(() if quiet else shown)
    _print(linted.troubles, err=True)
    raise typer.Exit(linted.exit_code)


def _split(given: Iterable[str] | None) -> tuple[str, ...]:
    """Return what an option names that may be repeated, and may hold commas."""
    return tuple(name for part in given or () for name in part.split(",") if name)


@app.command(
    epilog=_examples(
        "corpus-qa fix articles/ --diff",
        "corpus-qa fix articles/ --in-place",
    )
)
def fix(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files, folders or globs of articles.")
    ] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Show what would change.")] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Empty folder for fixed copies.", show_default=False),
    ] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Change the files.")] = False,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Also apply repairs that need a look.")
    ] = False,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", help="ID or prefix of checks.", show_default=False),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", help="ID or prefix of checks to leave out.", show_default=False),
    ] = None,
    run: Annotated[
        Path | None,
        typer.Option("--from", help="Run folder whose findings to apply.", show_default=False),
    ] = None,
    undo: Annotated[
        Path | None,
        typer.Option("--undo", help="Audit of a fix to take back.", show_default=False),
    ] = None,
    audit: Annotated[
        Path | None,
        typer.Option(
            "--audit", help="Audit folder. [default: .corpus-qa/fixes/...]", show_default=False
        ),
    ] = None,
    config: ConfigFile = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Apply the repairs of findings. Without --diff, --out or --in-place nothing is written."""
    from corpus_qa.commands import fix as command
    from corpus_qa.repair.repair import Choice

    if undo is not None:
        lines, code = command.undo_fix(undo)
        for line in lines:
            typer.echo(line, err=quiet)
        raise typer.Exit(code)
    choice = Choice(unsafe, tuple(select or ()), tuple(ignore or ()))
    asked = command.Asked(choice, diff, out, in_place, run, audit)
    with _settings(Options(config, jobs=jobs), quiet=quiet) as settings:
        fixed = command.fix(paths or [], asked, settings, typer.echo)
    for line in () if quiet else command.describe(fixed):
        typer.echo(line, err=diff)
    for line in command.troubles(fixed):
        typer.echo(line, err=True)
    raise typer.Exit(fixed.exit_code)


@app.command(
    epilog=_examples(
        "corpus-qa split runs/today --out parts",
        "corpus-qa split runs/today --out parts --until-pass",
    )
)
def split(
    run: Annotated[Path, typer.Argument(help="Run folder of validate.")],
    out: Annotated[Path, typer.Option("--out", help="Empty folder for the two parts.")],
    severity: Annotated[
        Level, typer.Option("--severity", help="Least severity that leads to quarantine.")
    ] = Level.ERROR,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", help="ID or prefix of checks that count.", show_default=False),
    ] = None,
    until_pass: Annotated[
        bool, typer.Option("--until-pass", help="Put away only what the suite needs to pass.")
    ] = False,
    output: Annotated[
        PartFormat, typer.Option("--format", help="Output format.")
    ] = PartFormat.JSONL,
    config: ConfigFile = None,
    suite: SuiteName = None,
    quiet: Quiet = False,
) -> None:
    """Split the articles of a run: clean ones, and those in quarantine with their reasons."""
    from corpus_qa.commands import split as command
    from corpus_qa.model import Severity

    kind = command.SplitFormat(output)
    asked = command.Asked(Severity(severity), tuple(select or ()), until_pass, kind)
    with _settings(Options(config, suite), quiet=quiet) as settings:
        parted = command.split(run, out, asked, settings)
    for line in () if quiet else command.describe(parted):
        typer.echo(line)
    raise typer.Exit(1 if parted.failing else 0)


@app.command(
    epilog=_examples(
        "corpus-qa init",
        "corpus-qa init articles/ --force",
    )
)
def init(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders or globs of articles. [default: found automatically]"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace existing files.")] = False,
    quiet: Quiet = False,
) -> None:
    """Set up a repository: configuration, suite, baseline, workflow."""
    from corpus_qa.commands.init import command

    with _progress_bars(visible=not quiet and sys.stderr.isatty()) as progress:
        asked, looked = command.init(paths or [], progress, force=force)
    _print(() if quiet else command.describe(asked, looked))


@app.command(
    epilog=_examples(
        "corpus-qa report runs/today",
        "corpus-qa report runs/today --format junit",
    )
)
def report(
    run: RunArgument,
    compare: EarlierRun = None,
    output: Output = "text",
) -> None:
    """Render the reports of a run again without reading its articles."""
    from corpus_qa.report.output import print_report, write_reports

    if compare is not None:
        from corpus_qa.report.compare import write_comparison

        write_comparison(compare, run)
    write_reports(run)
    print_report(run, output, _stream_for(output))


@app.command(
    epilog=_examples(
        "corpus-qa show runs/today",
        "corpus-qa show runs/today --check CHR004",
        "corpus-qa show runs/today articles/one.txt",
    )
)
def show(
    run: RunArgument,
    article: Annotated[
        str | None, typer.Argument(help="ID, source or title of an article.", show_default=False)
    ] = None,
    check: Annotated[str | None, _option("--check", "ID, ID prefix or name of checks.")] = None,
    site: Annotated[str | None, _option("--site", "Site of the articles.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Findings to show.")] = 50,
) -> None:
    """Show findings of a run, or an article with its findings marked in its text."""
    from corpus_qa.report.show import Wanted, show_run

    show_run(run, Wanted(article, check, site, limit), sys.stdout)


@app.command(epilog=_examples("corpus-qa stats runs/today --format json"))
def stats(run: RunArgument, output: TextOrJson = "text") -> None:
    """Show the figures of a run: its corpus by date, length, language and site, and its rates."""
    from corpus_qa.report.stats import as_json, print_stats

    if output == "json":
        typer.echo(as_json(run), nl=False)
    else:
        print_stats(run, sys.stdout)


@app.command(epilog=_examples("corpus-qa compare runs/before runs/today"))
def compare(
    earlier: Annotated[Path, typer.Argument(help="Run folder of the earlier run.")],
    later: Annotated[Path, typer.Argument(help="Run folder of the later run.")],
    output: TextOrJson = "text",
) -> None:
    """Compare two runs: findings that are new and gone, rates, and sites that got worse."""
    from corpus_qa.report.compare import as_json, compare_runs
    from corpus_qa.report.terminal import print_comparison

    comparison = compare_runs(earlier, later)
    if output == "json":
        typer.echo(as_json(comparison), nl=False)
    else:
        print_comparison(comparison, sys.stdout)


@app.command(
    epilog=_examples(
        "corpus-qa explain CHR004",
        "corpus-qa explain cookie-banner",
        "corpus-qa explain CHR",
    )
)
def explain(
    check: Annotated[
        str | None, typer.Argument(help="ID or name of a check, or prefix of IDs.")
    ] = None,
) -> None:
    """Show the documentation of a check, or list a family. Without an ID, list all checks."""
    from corpus_qa.commands import explain as command

    typer.echo(command.explain(check or ""), nl=False)


@app.command(epilog=_examples("corpus-qa checks", "corpus-qa checks CHR --format json"))
def checks(
    prefix: Annotated[str, typer.Argument(help="Prefix of IDs, or a family.")] = "",
    output: Annotated[
        Literal["text", "json"], typer.Option("--format", help="Output format.")
    ] = "text",
) -> None:
    """List the checks: ID, severity, name and what each finds."""
    from corpus_qa.commands import explain as command

    found = command.checks_of(prefix)
    _print([command.as_json(found)] if output == "json" else command.listed(found))


@baselines.command(epilog=_examples("corpus-qa baseline write runs/today"))
def write(
    run: RunArgument,
    out: Annotated[Path, typer.Option("--out", help="Baseline file.")] = Path(BASELINE),
    allow_regression: Annotated[
        str | None,
        typer.Option(
            help="Accept rates worse than the current baseline, for this reason.",
            show_default=False,
        ),
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


@indexes.command(epilog=_examples("corpus-qa index build articles/ --out known.index"))
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
    """Build an index of articles (files or a dataset)."""
    from corpus_qa.commands import index as command

    with _settings(Options(config, jobs=jobs), quiet=quiet) as settings:
        indexed = command.build(paths, out, settings, replace=replace)
    _exit_index(indexed, quiet=quiet)


@indexes.command(epilog=_examples("corpus-qa index add new/ --to known.index"))
def add(
    paths: Paths,
    to: Annotated[str, typer.Option("--to", help="Folder or URI of the index.")],
    config: ConfigFile = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Add articles (files or a dataset) to an index. Articles already in it are skipped."""
    from corpus_qa.commands import index as command

    with _settings(Options(config, jobs=jobs), quiet=quiet) as settings:
        indexed = command.add(paths, to, settings)
    _exit_index(indexed, quiet=quiet)


@indexes.command(epilog=_examples("corpus-qa index info known.index --format json"))
def info(
    index: IndexPlace,
    output: TextOrJson = "text",
) -> None:
    """Show what an index contains and how it was built."""
    from corpus_qa.commands import index as command

    about = command.info(index)
    typer.echo(command.as_json(about) if output == "json" else command.as_text(about))


@indexes.command(epilog=_examples("corpus-qa index compact known.index"))
def compact(index: IndexPlace, config: ConfigFile = None, quiet: Quiet = False) -> None:
    """Merge the parts of an index into one and delete obsolete data."""
    from corpus_qa.commands import index as command
    from corpus_qa.commands.context import load_settings

    about = command.merge(index, load_settings(Options(config)))
    if not quiet:
        typer.echo(command.describe_index(about))


def _exit_index(indexed: Indexed, *, quiet: bool) -> NoReturn:
    """Print the result of an index command, and exit with its code."""
    from corpus_qa.commands.index import describe_indexed

    _print(describe_indexed(indexed, verbose=not quiet), err=quiet)
    raise typer.Exit(UNEXPECTED if indexed.problems or indexed.crashes else 0)


def _print(lines: Iterable[str], *, err: bool = False) -> None:
    for line in lines:
        typer.echo(line, err=err)


@contextlib.contextmanager
def _settings(options: Options, *, quiet: bool) -> Iterator[Settings]:
    """Yield the settings of a command, with progress bars if it runs in a terminal."""
    from corpus_qa.commands.context import load_settings

    with _progress_bars(visible=not quiet and sys.stderr.isatty()) as progress:
        yield load_settings(options, progress)


def _stream_for(output: str) -> TextIO:
    """Return standard output: what programs read is UTF-8, whatever a terminal is."""
    if output != "text" and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    return sys.stdout


@contextlib.contextmanager
def _progress_bars(*, visible: bool) -> Iterator[Progress]:
    """Yield a function that shows progress while the block runs, or one that does nothing."""
    from rich import progress as bar
    from rich.console import Console

    from corpus_qa.run.timing import silent

    if not visible:
        yield silent
        return
    columns = (
        bar.TextColumn("{task.description:<9}"),
        bar.BarColumn(),
        bar.MofNCompleteColumn(),
        bar.TimeElapsedColumn(),
    )
    with bar.Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, bar.TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total or None)
            bars.update(tasks[stage], completed=done, total=total or None)

        yield show


def main() -> NoReturn:
    """Run the command line and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a pipe on Windows holds no other script
            stream.reconfigure(errors="replace")
    debug = "--debug" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    _exit(_run(arguments, debug=debug))


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
    except Exception as error:  # noqa: BLE001 - users see a traceback only with --debug
        _trace(debug=debug)
        if (isinstance(error, OSError) and error.errno in FULL) or NO_ROOM in str(error):
            tip = "Make room, or choose other folders; what was there before is as it was."
            return _report(f"nothing more can be written: {error}. {tip}", UNEXPECTED)
        message = f"{type(error).__name__}: {error}\nRun it again with --debug for details."
        return _report(f"unexpected error: {message}", UNEXPECTED)
    return code if isinstance(code, int) else 0


def _trace(*, debug: bool) -> None:
    if debug:
        traceback.print_exc()


def _report(message: str, code: int) -> int:
    # It may quote a key, an id or a file name: a line of theirs would be a command to GitHub.
    shown = "".join(sign if sign.isprintable() else " " for sign in message)
    typer.echo(f"corpus-qa: {shown}", file=sys.stderr)
    return code


def _exit(code: int) -> NoReturn:
    # Native libraries may abort while the interpreter is torn down, which would change the code.
    with contextlib.suppress(OSError):  # a closed pipe
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
