"""A plug-in that ends its process does not end a run with success."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PLUG_IN = """
import os
from corpus_qa.model import Check, Family, Severity

def examine(article, hits):
    os._exit(0)

CHECK = Check("LEAVE001", "leave", Family.CONTENT, Severity.NOTE, "s", "P.", examine=examine)
"""


def run(folder: Path, code: str, *command: str) -> subprocess.CompletedProcess[str]:
    (folder / "leave.py").write_text(code, "utf-8")
    info = folder / "leave-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.4\nName: leave\nVersion: 1\n", "utf-8")
    (info / "entry_points.txt").write_text("[corpus_qa.checks]\nleave = leave:CHECK\n", "utf-8")
    (folder / "a.txt").write_text("The ferry to Brask sails again on Monday.", "utf-8")
    return subprocess.run(
        [sys.executable, "-m", "corpus_qa.cli", *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", [["lint", "a.txt"], ["validate", "a.txt", "--jobs", "1"]])
def test_a_dead_worker_is_incomplete(command: list[str], tmp_path: Path) -> None:
    done = run(tmp_path, PLUG_IN, *command)
    assert done.returncode == 3
    assert "LEAVE001" in done.stderr


def test_a_plug_in_that_ends_its_process_when_it_is_imported_is_told(tmp_path: Path) -> None:
    done = run(tmp_path, "from os import _exit\n_exit(0)\n", "lint", "a.txt")
    assert done.returncode == 2
    assert "leave = leave:CHECK" in done.stderr
    assert "os._exit(0) when it was imported" in done.stderr
