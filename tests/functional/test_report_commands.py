"""``show``, ``stats``, ``compare``, ``--compare`` and the history, through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from command import corpus_qa
from scratch import BANNER, article, lines


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs of a repository that has a history, the second after articles got worse."""
    here = tmp_path_factory.mktemp("repository")
    (here / ".corpus-qa").mkdir()
    for name, banner in (("before", ""), ("today", BANNER)):
        rows = [article(n, banner if n > 2 else "") for n in range(6)]
        (here / "a.jsonl").write_text(lines(rows), encoding="utf-8")
        beside = ["--compare", "before"] if name == "today" else []
        done = corpus_qa("validate", "a.jsonl", "--run", name, "--jobs", "1", *beside, cwd=here)
        assert done.returncode in {0, 1}, done.stderr
    return here


def test_a_run_tells_what_changed_since_an_earlier_one(runs: Path) -> None:
    summary = (runs / "today" / "summary.md").read_text(encoding="utf-8")
    assert summary.index("## What changed") < summary.index("## What explains it")
    page = (runs / "today" / "report.html").read_text(encoding="utf-8")
    assert 'id="changes"' in page
    assert 'id="changes"' not in (runs / "before" / "report.html").read_text(encoding="utf-8")


def test_a_run_is_a_row_of_the_history(runs: Path) -> None:
    table = pq.read_table(runs / ".corpus-qa" / "history.parquet")
    assert table.column("run").to_pylist() == ["before", "today"]


def test_compare_gives_the_same_numbers_as_text_and_json(runs: Path) -> None:
    text = corpus_qa("compare", "before", "today", cwd=runs).stdout
    done = corpus_qa("compare", "before", "today", "--format", "json", cwd=runs)
    told = json.loads(done.stdout)
    assert told["new"] > 0
    assert f"findings {told['new']} new, {told['gone']} gone" in " ".join(text.split())


def test_the_commands_that_a_report_suggests_can_be_run(runs: Path) -> None:
    summary = (runs / "today" / "summary.md").read_text(encoding="utf-8")
    told = [line for line in summary.splitlines() if "corpus-qa show" in line]
    asked = {line.split("`")[1].strip() for line in told}
    assert asked
    for command in asked:
        done = corpus_qa(*command.split()[1:], cwd=runs)
        assert done.returncode == 0, done.stderr
        assert "finding" in done.stdout


def test_show_and_stats_refuse_what_is_no_run(runs: Path) -> None:
    for command in (("show", "."), ("stats", "."), ("compare", ".", "today")):
        done = corpus_qa(*command, cwd=runs)
        assert done.returncode == 2
        assert "is not a run folder" in done.stderr
