"""Reports of a run folder: one module for each form, each with ``write(run) -> str``."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TextIO

from corpus_qa.errors import UsageError
from corpus_qa.report import github, gitlab, json, junit, markdown, sarif, terminal
from corpus_qa.report.html import page
from corpus_qa.report.load import Run, load_run

__all__ = ["FORMATS", "Run", "load_run", "render", "write_all"]

Writer = Callable[[Run], str]

# What --format can ask for.
FORMATS: Mapping[str, Writer] = {
    "text": terminal.write,
    "json": json.write,
    "github": github.write,
    "gitlab": gitlab.write,
    "sarif": sarif.write,
    "junit": junit.write,
}

# What every run folder gets.
FILES: Mapping[str, Writer] = {
    "report.html": page.write,
    "summary.md": markdown.write,
    "results.sarif": sarif.write,
    "junit.xml": junit.write,
}


def write_all(folder: Path) -> None:
    """Write the report files of a run into its folder, each under a temporary name first.

    Raises:
        UsageError: ``folder`` is not a run folder.
    """
    run = load_run(folder)
    for name, write in FILES.items():
        temporary = folder / f".{name}"
        temporary.write_text(write(run), encoding="utf-8", newline="\n")
        temporary.replace(folder / name)


def render(folder: Path, output: str, stream: TextIO) -> None:
    """Print a run in one of ``FORMATS``; a terminal gets its colours and its width.

    Raises:
        UsageError: ``folder`` is not a run folder, or there is no such format.
    """
    if output not in FORMATS:
        msg = f"There is no format “{output}”; known: {', '.join(FORMATS)}."
        raise UsageError(msg)
    run = load_run(folder)
    if output == "text" and stream.isatty():
        width = shutil.get_terminal_size().columns
        stream.write(terminal.write(run, width=width, color="NO_COLOR" not in os.environ))
    else:
        stream.write(FORMATS[output](run))
