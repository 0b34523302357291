"""Check what a wheel holds: all of the package and its data, nothing else, and not too much."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path, PurePosixPath

# Bytes; a corpus of some kind that slips in weighs more.
MOST = 3 << 20

# Folders of the wheel, and files without which nothing works.
FOLDERS = {"corpus_qa"}
NEEDED = (
    "corpus_qa/py.typed",
    "corpus_qa/schemas/suites/news.json",
    "corpus_qa/schemas/config.schema.json",
    "corpus_qa/checks/chrome/model.npz",
    "corpus_qa/report/html/templates/report.html",
    "corpus_qa/commands/init/files/workflow.yml",
)


def check(wheel: Path) -> list[str]:
    """Return what is wrong with a wheel."""
    problems = []
    if wheel.stat().st_size > MOST:
        problems.append(f"it has {wheel.stat().st_size:,} bytes, more than {MOST:,}")
    with zipfile.ZipFile(wheel) as file:
        names = file.namelist()
        problems += [f"{name} is missing" for name in NEEDED if name not in names]
        for name in names:
            top = PurePosixPath(name).parts[0]
            if top not in FOLDERS and not top.endswith(".dist-info"):
                problems.append(f"{name} does not belong into it")
            if name.endswith((".pyc", ".pyo")):
                problems.append(f"{name} is compiled")
        if not any(name.endswith("licenses/LICENSE") for name in names):
            problems.append("the licence is missing")
    return problems


if __name__ == "__main__":
    found = check(Path(sys.argv[1]))
    for problem in found:
        print(f"{sys.argv[1]}: {problem}", file=sys.stderr)
    sys.exit(bool(found))
