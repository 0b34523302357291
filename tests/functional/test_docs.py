"""Every command and every Python example of the documentation runs, page by page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from runner import install

import corpus_qa
from corpus_qa.checks import catalogue
from corpus_qa.config import load_config

ROOT = Path(__file__).parents[2]
PAGES = ROOT / ".github/docs/pages"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)

# Needs a registry; .ci/run runs the same from the built wheel.
INSTALLATION = re.compile(r"(uvx|pip install) ")


def blocks(path: Path) -> list[tuple[str, str]]:
    return BLOCK.findall(path.read_text(encoding="utf-8"))


def runnable(path: Path) -> list[tuple[str, str]]:
    found = [(kind, text) for kind, text in blocks(path) if kind in {"sh", "python"}]
    return [(kind, text) for kind, text in found if not INSTALLATION.match(text)]


PATHS = sorted(path for path in PAGES.rglob("*.md") if runnable(path))


def script(path: Path) -> str:
    """Return the Python examples of a page as one script, which calls the tests that it defines."""
    python = "\n\n".join(text for kind, text in runnable(path) if kind == "python")
    calls = re.findall(r"^def (test_\w+)\(\)", python, re.MULTILINE)
    return "\n".join([python, *(f"{name}()" for name in calls)])


def test_the_python_examples_are_typed(tmp_path: Path) -> None:
    for path in PATHS:
        (tmp_path / f"{path.stem.replace('-', '_')}.py").write_text(script(path), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file", "",
         "--disable-error-code", "import-untyped", "."],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    search = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
    done = subprocess.run(
        [sys.executable, str(ROOT / ".github/docs/build.py"), str(tmp_path / "docs")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(search)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No issues found" in done.stdout + done.stderr
    site = tmp_path / "docs/site"
    for check in catalogue():
        assert (site / f"checks/{check}.html").is_file()
    listed = re.findall(r"\]\((\S+)\)", (site / "llms.txt").read_text(encoding="utf-8"))
    assert all((site / page).is_file() for page in listed)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the run that the first page makes, and later pages take up."""
    folder = tmp_path_factory.mktemp("first") / "first"
    corpus_qa.validate(ROOT / "tests/sample", run=folder, jobs=1)
    return folder


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_examples_of_a_page_run_one_after_the_other(
    path: Path, first: Path, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "tests/sample", tmp_path / "articles")
    if path.stem != "five-minutes":
        shutil.copytree(first, tmp_path / "first")
    commands = [
        f"bash -euo pipefail {_saved(tmp_path, number, text)}"
        for number, (kind, text) in enumerate(runnable(path))
        if kind == "sh"
    ]
    if python := script(path).strip():
        (tmp_path / "page.py").write_text(python, encoding="utf-8")
        commands.append(f"'{sys.executable}' page.py")
    install(tmp_path / ".installed")
    own = tmp_path / ".installed/corpus-qa/bin"
    paths = os.pathsep.join(map(str, (own, Path(sys.executable).parent, os.environ["PATH"])))
    done = subprocess.run(
        [shutil.which("bash") or "bash", "-euo", "pipefail", "-c", "\n".join(commands)],
        cwd=tmp_path,
        env={**os.environ, "PATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _saved(folder: Path, number: int, text: str) -> str:
    path = folder / f".block{number}.sh"
    path.write_text(text, encoding="utf-8")
    return path.name


def test_the_configurations_that_are_shown_are_valid(tmp_path: Path) -> None:
    shown = [text for path in PAGES.rglob("*.md") for kind, text in blocks(path) if kind == "toml"]
    assert shown
    for text in shown:
        if "project" in tomllib.loads(text):
            continue
        (tmp_path / "corpus-qa.toml").write_text(text, encoding="utf-8")
        load_config(tmp_path / "corpus-qa.toml")
