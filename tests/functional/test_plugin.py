"""A package of somebody else brings checks of every kind, and they are checks like ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet as pq
import pytest

PLUGIN = Path(__file__).parents[1] / "plugin"
PACKAGE = "harbour_checks"
IDS = ["HARBOUR001", "HARBOUR002", "HARBOUR003", "HARBOUR004"]
ARTICLE = """\
The new ferry of Elmport costs 12 knots each way, the harbour office said on Monday morning.

Book your crossing now!

On the first day of the month there is high water 43.1 m at the old quay and low water 1.2 m, so
that the ferry cannot leave before noon. Boats of the fishermen stay in the inner harbour.
"""
TIDES = "Tides of day {}: high water 4.{} m at the old quay, low water 1.{} m at the new one."


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Install the package as ``pip install --target`` does; return the variables that find it."""
    target = tmp_path_factory.mktemp("environment")
    shutil.copytree(PLUGIN / PACKAGE, target / PACKAGE)
    project = tomllib.loads((PLUGIN / "pyproject.toml").read_text("utf-8"))["project"]
    info = target / f"{PACKAGE}-{project['version']}.dist-info"
    info.mkdir()
    metadata = f"Metadata-Version: 2.4\nName: {project['name']}\nVersion: {project['version']}\n"
    (info / "METADATA").write_text(metadata, "utf-8")
    groups = [
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in entries.items())
        for group, entries in project["entry-points"].items()
    ]
    (info / "entry_points.txt").write_text("\n".join(groups), "utf-8")
    return {**os.environ, "PYTHONPATH": str(target)}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Write an article with a defect of each kind, and a site that pasted its tides."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferry.txt").write_text(ARTICLE, "utf-8")
    rows = ["site,title,text"]
    rows += [f'elmport.example,Tides {n},"{TIDES.format(n, n, n)}"' for n in range(4)]
    (folder / "tides.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder


def corpus_qa(
    environment: Mapping[str, str], *arguments: str, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "corpus_qa.cli", *arguments]
    return subprocess.run(
        command, env=environment, cwd=cwd, capture_output=True, text=True, check=False
    )


def test_explain_lists_and_shows_the_checks(environment: Mapping[str, str]) -> None:
    listed = corpus_qa(environment, "explain").stdout
    assert [check for check in IDS if check in listed] == IDS
    page = corpus_qa(environment, "explain", "tide-table").stdout
    assert "HARBOUR002 tide-table  (content, error)" in page
    assert "A lost decimal point turns a tide into a flood." in page


def test_lint_finds_what_they_find(environment: Mapping[str, str], articles: Path) -> None:
    done = corpus_qa(environment, "lint", "articles/ferry.txt", cwd=articles.parent)
    assert done.returncode == 1, done.stderr
    for line in (
        "articles/ferry.txt:1:26: HARBOUR001 “costs 12 knots” is a speed, not a price.",
        "articles/ferry.txt:3:1: HARBOUR003 A ferry banner: “Book your crossing now!”.",
        "articles/ferry.txt:5:40: HARBOUR002 No tide is as high as in “high water 43.1 m”.",
    ):
        assert line in done.stdout


def test_validate_runs_them_beside_ours(
    environment: Mapping[str, str], articles: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    done = corpus_qa(environment, "validate", str(articles), "--run", str(run), "--quiet")
    assert done.returncode in {0, 1}, done.stderr
    found = pq.read_table(run / "findings.parquet").to_pylist()
    counts = Counter((row["check"], row["family"]) for row in found if row["check"] in IDS)
    assert counts == {
        ("HARBOUR001", "content"): 1,
        ("HARBOUR002", "content"): 1,
        ("HARBOUR003", "chrome"): 1,
        ("HARBOUR004", "content"): 4,
    }
    assert "All 4 articles of elmport.example name 2 tides." in {row["message"] for row in found}
    tides = pq.read_table(run / "signals.parquet").column("tides").to_pylist()
    assert tides == [2.0] * 5


def test_their_reader_and_their_format_are_used_like_ours(
    environment: Mapping[str, str], tmp_path: Path
) -> None:
    (tmp_path / "log.logbook").write_text(
        "== Monday\nThe ferry of Elmport costs 12 knots each way.\n== Tuesday\nFog.\n", "utf-8"
    )
    run = tmp_path / "run"
    arguments = ("validate", "log.logbook", "--run", str(run), "--format", "board")
    done = corpus_qa(environment, *arguments, cwd=tmp_path)
    signals = pq.read_table(run / "signals.parquet")
    assert signals.column("source").to_pylist() == ["log.logbook"] * 2
    findings = pq.read_table(run / "findings.parquet").to_pylist()
    (speed,) = [row for row in findings if row["check"] == "HARBOUR001"]
    assert (speed["line"], speed["excerpt"]) == (1, "costs 12 knots")
    board = f"{'FAIL' if done.returncode == 1 else 'PASS'}\n{len(findings)} findings\n"
    assert done.stdout == board, done.stderr
    assert (run / "board.txt").read_text("utf-8") == board


def test_their_tests_run_their_cases_without_our_tests(environment: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    done = subprocess.run(
        command, env=environment, cwd=PLUGIN, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "15 passed" in done.stdout


def test_a_broken_plug_in_ends_a_command_with_its_name(
    environment: Mapping[str, str], tmp_path: Path
) -> None:
    info = tmp_path / "broken-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.4\nName: broken\nVersion: 1\n", "utf-8")
    (info / "entry_points.txt").write_text("[corpus_qa.checks]\nreef = reef:CHECK\n", "utf-8")
    done = corpus_qa({**environment, "PYTHONPATH": str(tmp_path)}, "explain")
    assert done.returncode == 2
    assert "The entry point “reef = reef:CHECK” of broken" in done.stderr
