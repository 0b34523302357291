"""What a step of GitHub Actions gets: no text of an article or of an error steers it."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from report_runs import GATED, article, finding, write_run
from report_texts import DEFECTS

from corpus_qa.commands import github_actions as actions
from corpus_qa.errors import IncompleteError
from corpus_qa.report.output import write_reports

HOSTILE = ("::error::x", "\n::set-output name=a::b", "\r\n::stop-commands::x", "%0A", "a=b\nc<<E\n")
WORDS = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=8), min_size=1, max_size=5).map(
    "".join
)


def environment(folder: Path) -> dict[str, str]:
    for name in ("summary", "output"):
        (folder / name).unlink(missing_ok=True)
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        "GITHUB_OUTPUT": str(folder / "output"),
    }


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS)
def test_an_error_is_one_command_and_one_output_whatever_it_says(
    tmp_path: Path, words: str
) -> None:
    stream = io.StringIO()
    actions.report_error(IncompleteError(words), environment(tmp_path), stream)
    assert re.fullmatch(r"::error title=[^:\n]*::[^\n\r]*\n", stream.getvalue())
    assert (tmp_path / "output").read_text("utf-8") == "verdict=incomplete\n"
    told = (tmp_path / "summary").read_text("utf-8").split("\n\n", 1)[1]
    assert all(line.startswith("    ") for line in told.splitlines() if line)


@pytest.fixture
def gated(tmp_path: Path) -> Path:
    """Write the run of a gate of an article that would steer the step."""
    owner = article(0, DEFECTS[0].words, source="a\n::error::b.txt")
    rows = [finding(owner, DEFECTS[0], 0, message="x\r\n::warning::y\nnew=9")]
    folder = write_run(tmp_path / "run verdict=pass", [owner], rows, changes=GATED)
    write_reports(folder)
    return folder


def test_a_run_sets_each_output_once_and_on_one_line(gated: Path, tmp_path: Path) -> None:
    stream = io.StringIO()
    actions.report_run(gated, environment(tmp_path), stream)
    lines = (tmp_path / "output").read_text("utf-8").splitlines()
    names = [line.partition("=")[0] for line in lines]
    document = json.loads((gated / "run.json").read_text("utf-8"))
    assert names == [
        "verdict",
        "run",
        "report",
        "sarif",
        "new",
        "known",
        "waived",
        "fixed",
        "added",
    ]
    assert lines[0] == f"verdict={document['verdict']}"
    commands = stream.getvalue().splitlines()
    assert all(re.match(r"::(notice|warning|error) ", command) for command in commands)
    assert len(commands) == 2


def test_a_summary_beyond_the_limit_of_github_is_cut_at_a_line(gated: Path, tmp_path: Path) -> None:
    (gated / "summary.md").write_text("é".ljust(99) + "\n" + "line\n" * 300_000, encoding="utf-8")
    actions.report_run(gated, environment(tmp_path), io.StringIO())
    told = (tmp_path / "summary").read_bytes()
    assert len(told) < 1_048_576
    assert told.decode("utf-8").endswith(f"line{actions.CUT}")
