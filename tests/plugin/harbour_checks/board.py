"""The board at the quay: the verdict, and how much was found."""

from __future__ import annotations

from corpus_qa import ReportData, ReportFormat


def render(run: ReportData) -> str:
    """Return two lines for the board."""
    document = run.document
    return f"{document.verdict.upper()}\n{document.counts.findings} findings\n"


FORMAT = ReportFormat("board", render, "board.txt")
