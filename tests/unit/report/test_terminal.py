"""The terminal: verdict, colours and width."""

from __future__ import annotations

import re

from corpus_qa.report import terminal
from corpus_qa.report.load import Run


def test_the_terminal_shows_the_verdict_what_fails_and_the_report(run: Run) -> None:
    text = terminal.render(run)
    assert text.startswith("FAIL  ")
    assert re.search(r"^failed +Articles with encoding damage", text, re.MULTILINE)
    assert str(run.folder / "report.html") in text
    assert "\x1b" not in text


def test_the_terminal_has_colours_when_asked(run: Run) -> None:
    assert "\x1b[1;31mFAIL" in terminal.render(run, color=True)


def test_the_terminal_keeps_to_its_width(run: Run) -> None:
    lines = terminal.render(run, width=60).splitlines()
    assert max(len(line) for line in lines if "report.html" not in line) <= 60


def test_the_terminal_tells_what_was_not_looked_at(broken: Run) -> None:
    text = terminal.render(broken)
    assert text.startswith("INCOMPLETE  ")
    assert "The compressed data ends too early." in text
    assert "TRN009 on a000004" in text
