"""Render what a run folder holds."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from corpus_qa.report import render as write_to
from corpus_qa.report import write_all


def rewrite(folder: Path) -> None:
    """Write the report files of a run again.

    Raises:
        UsageError: ``folder`` is not a run folder.
    """
    write_all(folder)


def render(folder: Path, output: str, stream: TextIO) -> None:
    """Print a run in the form that ``output`` names."""
    write_to(folder, output, stream)
