"""Writes the reports of a run folder, and prints one of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from corpus_qa.report import terminal
from corpus_qa.report.load import load_run
from corpus_qa.report.registry import format_named, formats


def write_reports(folder: Path, final: Path | None = None) -> None:
    """Write the report files of a run into its folder, each under a temporary name first.

    ``final`` is where the folder will be when they are read, if not where it is.

    Raises:
        UsageError: ``folder`` is not a run folder.
        PluginError: A plug-in is wrong.
    """
    run = load_run(folder, final=final)
    for one in formats().values():
        if one.filename:
            temporary = folder / f".{one.filename}"
            try:
                temporary.write_text(one.text(run), encoding="utf-8", newline="\n")
                temporary.replace(folder / one.filename)
            finally:
                temporary.unlink(missing_ok=True)


def print_report(folder: Path, name: str, stream: TextIO) -> None:
    """Print a run in the format called ``name``; a terminal gets its colours and its width.

    Raises:
        UsageError: ``folder`` is not a run folder, or there is no such format.
        PluginError: A plug-in is wrong.
    """
    chosen = format_named(name)
    run = load_run(folder)
    color = wants_color(stream, os.environ)
    if chosen.name == "text" and (color or stream.isatty()):
        width = shutil.get_terminal_size().columns
        stream.write(terminal.render(run, width=width, color=color))
    else:
        stream.write(chosen.text(run))


def wants_color(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether a stream gets colours: ``NO_COLOR`` and ``FORCE_COLOR`` come before the terminal."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"
