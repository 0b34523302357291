"""Writes ``reports/sample/``: the report of the sample corpus, for people who want to see one.

    python tests/sample_report.py [FOLDER]

What differs from machine to machine (the time that it took, versions of libraries) is left out.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "reports" / "sample"
KEPT = ("report.html", "summary.md", "run.json")
# 2026-03-01 12:00 UTC: the articles of the sample corpus are older.
MOMENT = "1772366400"
# The exit codes of a run that came to a verdict.
JUDGED = (0, 1)


def write_sample(folder: Path) -> None:
    """Validate the sample corpus and write its report to ``folder``."""
    with tempfile.TemporaryDirectory() as scratch:
        run = Path(scratch) / "run"
        _command("validate", "tests/sample", "--run", str(run), "--quiet")
        document = json.loads((run / "run.json").read_text(encoding="utf-8"))
        document["seconds"] = 0
        document["timings"] = {"stages": {}, "checks": {}}
        document["versions"] = {}
        text = json.dumps(document, indent=1, ensure_ascii=False)
        (run / "run.json").write_text(text + "\n", encoding="utf-8", newline="\n")
        _command("report", str(run), "--format", "json")
        folder.mkdir(parents=True, exist_ok=True)
        for name in KEPT:
            shutil.copyfile(run / name, folder / name)


def readable(path: Path) -> str:
    """Return a file of the report with its packed data unpacked, since packers differ."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"H4sI[A-Za-z0-9+/=]{100,}", lambda match: _unpacked(match.group()), text)


def _unpacked(packed: str) -> str:
    return gzip.decompress(base64.b64decode(packed)).decode()


def _command(*arguments: str) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": MOMENT}
    command = [sys.executable, "-m", "corpus_qa.cli", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=False
    )
    if done.returncode not in JUDGED:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}")


if __name__ == "__main__":
    write_sample(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE)
