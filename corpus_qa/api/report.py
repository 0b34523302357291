"""Render what a run folder holds: files beside its tables, or one form on standard output."""

from __future__ import annotations

import importlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from corpus_qa.report import terminal
from corpus_qa.report.run import Run, load_run

# The files of a run folder and the writers that make them.
FILES: Mapping[str, str] = {
    "report.html": "html",
    "summary.md": "markdown",
    "results.sarif": "sarif",
    "junit.xml": "junit",
}

# A module must not be named like one of the standard library.
WRITERS: Mapping[str, str] = {"json": "json_"}


def rewrite(folder: Path) -> Run:
    """Write the report files of a run again, each to a temporary name first.

    Raises:
        UsageError: ``folder`` is not a run folder.
    """
    run = load_run(folder)
    for name, writer in FILES.items():
        temporary = folder / f".{name}"
        temporary.write_text(_written(run, writer), encoding="utf-8", newline="\n")
        temporary.replace(folder / name)
    return run


def render(folder: Path, output: str, stream: TextIO) -> None:
    """Print a run in the form that ``output`` names.

    Raises:
        UsageError: ``folder`` is not a run folder.
    """
    run = load_run(folder)
    if output == "text":
        color = stream.isatty() and "NO_COLOR" not in os.environ
        width = shutil.get_terminal_size((100, 24)).columns
        stream.write(terminal.write(run, width=width, color=color))
    else:
        stream.write(_written(run, WRITERS.get(output, output)))


def _written(run: Run, writer: str) -> str:
    module = importlib.import_module(f"corpus_qa.report.{writer}")
    text: str = module.write(run)
    return text
