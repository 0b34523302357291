"""Writes ``reports/sample/``: the report of the sample corpus, for people who want to see one.

    python tests/helpers/sample_report.py [FOLDER]

Beside it lies what the commands print, which the README shows: ``validate.txt`` for the sample
corpus, ``gate.txt`` for a branch of an invented repository.

What differs from machine to machine (the time that it took, versions of libraries) is left out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

from scratch import BANNER, article, commit, git, lines

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "reports" / "sample"
KEPT = ("report.html", "summary.md")
PRINTED = ("validate.txt", "gate.txt")
# 2026-03-01 12:00 UTC: the articles of the sample corpus are older.
MOMENT = "1772366400"
# How the run folder is called, whose name differs from run to run.
SHOWN = "reports/…"
# The exit codes of a run that came to a verdict.
JUDGED = (0, 1)
# Elements of HTML that have no end tag.
VOID = frozenset({"meta", "input", "br", "link", "img", "hr"})


def write_sample(folder: Path) -> None:
    """Validate the sample corpus and write its report to ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        run = Path(scratch) / "run"
        _command(ROOT, "validate", "tests/sample", "--run", str(run), "--quiet")
        (folder / "validate.txt").write_text(_printed(run), encoding="utf-8", newline="\n")
        for name in KEPT:
            text = (run / name).read_text(encoding="utf-8").replace(str(run), SHOWN)
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        gated = _gated(Path(scratch) / "repository")
        (folder / "gate.txt").write_text(_printed(gated), encoding="utf-8", newline="\n")


def _gated(repository: Path) -> Path:
    """Gate a branch that adds four articles, three of them with defects; return the run."""
    repository.mkdir()
    git(repository, "init", "-q")
    commit(repository, {"articles/2025.jsonl": lines(map(article, range(30)))})
    git(repository, "checkout", "-q", "-b", "branch")
    copied, misread = article(7), article(32)
    added: list[Mapping[str, str]] = [
        article(30),
        article(31, BANNER),
        misread | {"text": misread["text"] + " The cafÃ© stays open."},
        copied | {"id": "copied", "url": "https://www.sandholm.example/a"},
    ]
    commit(repository, {"articles/2026.jsonl": lines(added)})
    run = repository.with_name("gated")
    _command(repository, "gate", "--base", "main", "articles", "--run", str(run), "--quiet")
    return run


def _printed(run: Path) -> str:
    """Take what differs from the document of a run, and return what the terminal shows of it."""
    document = json.loads((run / "run.json").read_text(encoding="utf-8"))
    document["seconds"] = 0
    document["timings"] = {"stages": {}, "checks": {}}
    document["versions"] = {}
    text = json.dumps(document, indent=1, ensure_ascii=False)
    (run / "run.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    shown = _command(ROOT, "report", str(run))
    return shown.replace(" 0.00 s", "").replace(str(run), SHOWN)


def outline(page: Path) -> list[str]:
    """Return the elements of a page with their classes, ids and depths, but none of its words."""
    parser = _Outline(convert_charrefs=True)
    parser.feed(page.read_text(encoding="utf-8"))
    return parser.elements


class _Outline(HTMLParser):
    """Collects elements; SVG drawings, whose parts depend on numbers, count as one."""

    elements: list[str]
    depth = 0
    drawing = False

    def reset(self) -> None:
        """Begin a page."""
        super().reset()
        self.elements = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        if not self.drawing:
            named = dict(attrs)
            marks = "".join(f" {name}={named[name]}" for name in ("id", "class") if name in named)
            self.elements.append(f"{'  ' * self.depth}{tag}{marks}")
        self.drawing = self.drawing or tag == "svg"
        self.depth += tag not in VOID

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self.depth -= tag not in VOID
        self.drawing = self.drawing and tag != "svg"


def _command(where: Path, *arguments: str) -> str:
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": MOMENT,
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "GITHUB_ACTIONS": "",
    }
    command = [sys.executable, "-m", "corpus_qa.cli", *arguments]
    done = subprocess.run(
        command, cwd=where, env=environment, stdout=subprocess.PIPE, encoding="utf-8", check=False
    )
    if done.returncode not in JUDGED:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}")
    return done.stdout


if __name__ == "__main__":
    write_sample(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE)
