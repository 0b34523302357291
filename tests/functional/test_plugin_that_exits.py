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


@pytest.mark.parametrize("command", [["lint", "a.txt"], ["validate", "a.txt", "--jobs", "1"]])
def test_a_dead_worker_is_incomplete(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "leave.py").write_text(PLUG_IN, "utf-8")
    info = tmp_path / "leave-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.4\nName: leave\nVersion: 1\n", "utf-8")
    (info / "entry_points.txt").write_text("[corpus_qa.checks]\nleave = leave:CHECK\n", "utf-8")
    (tmp_path / "a.txt").write_text("The ferry to Brask sails again on Monday.", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "corpus_qa.cli", *command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "LEAVE001" in done.stderr
