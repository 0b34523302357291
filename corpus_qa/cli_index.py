"""The commands ``corpus-qa index ...``: parse, call one function of the api, print, exit code."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from corpus_qa.commands.index import Indexed

app = typer.Typer(
    help="The articles that are known, for validate --against.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

# Something could not be read, so the index does not know all articles.
INCOMPLETE = 3


class InfoFormat(StrEnum):
    """How an index is told of."""

    TEXT = "text"
    JSON = "json"


Paths = Annotated[list[str], typer.Argument(help="Files, folders or globs of articles.")]
Place = Annotated[str, typer.Argument(help="Folder or URI of the index.")]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="Configuration file.", show_default=False)
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", min=1, help="Worker processes. [default: cores]", show_default=False),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print errors only.")]


@app.command()
def build(
    paths: Paths,
    out: Annotated[str, typer.Option("--out", help="Folder or URI of the index.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Make an index that is there anew.")
    ] = False,
    config: ConfigFile = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Make an index of articles (sources or a dataset)."""
    from corpus_qa.commands import context as setting
    from corpus_qa.commands import index as use_case
    from corpus_qa.commands.progress import shown

    settings = setting.load_settings(config, None, jobs)
    with shown(visible=not quiet and sys.stderr.isatty()) as progress:
        indexed = use_case.build(paths, out, settings, progress, replace=replace)
    _tell(indexed, quiet=quiet)


@app.command()
def add(
    paths: Paths,
    to: Annotated[str, typer.Option("--to", help="Folder or URI of the index.")],
    config: ConfigFile = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Add articles (sources or a dataset) to an index; those that it knows are left out."""
    from corpus_qa.commands import context as setting
    from corpus_qa.commands import index as use_case
    from corpus_qa.commands.progress import shown

    settings = setting.load_settings(config, None, jobs)
    with shown(visible=not quiet and sys.stderr.isatty()) as progress:
        indexed = use_case.add(paths, to, settings, progress)
    _tell(indexed, quiet=quiet)


@app.command()
def info(
    index: Place,
    output: Annotated[
        InfoFormat, typer.Option("--format", help="What to print.")
    ] = InfoFormat.TEXT,
) -> None:
    """Tell what an index holds, and how it was made."""
    from corpus_qa.commands import index as use_case

    about = use_case.info(index)
    typer.echo(use_case.as_json(about) if output is InfoFormat.JSON else use_case.as_text(about))


@app.command()
def compact(index: Place, config: ConfigFile = None, quiet: Quiet = False) -> None:
    """Merge the parts of an index into one, and delete what does not count any more."""
    from corpus_qa.commands import context as setting
    from corpus_qa.commands import index as use_case

    about = use_case.merge(index, setting.load_settings(config))
    if not quiet:
        typer.echo(use_case.told_info(about))


def _tell(indexed: Indexed, *, quiet: bool) -> None:
    """Print what became of an index, and leave with the exit code."""
    from corpus_qa.commands import index as use_case

    for line in use_case.told(indexed, verbose=not quiet):
        typer.echo(line, err=quiet)
    raise typer.Exit(INCOMPLETE if indexed.problems or indexed.crashes else 0)
