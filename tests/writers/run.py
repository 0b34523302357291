"""Read what real libraries write: ``poe writers``. They are installed in a scratch environment.

``--python PYTHON`` names the interpreter of an environment that has them already.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from inputs import articles, run

HERE = Path(__file__).parent

# Writer -> how often it writes each of the three articles.
TIMES = {
    "newspaper": 1,
    "trafilatura": 6,
    "fundus": 1,
    "news_please": 1,
    "datasets": 5,
    "pandas": 11,
    "polars": 6,
    "pyarrow": 2,
    "warcio": 1,
    "feedparser": 2,
}

# Writers that leave the address out.
WITHOUT_URL = {"fundus"}


def main() -> int:
    """Return 1 if an article is missing, or if something of one is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", type=Path)
    python = parser.parse_args().python
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if python is None:
            python = environment(folder / "env")
        subprocess.run([python, HERE / "write.py", folder / "out"], check=True)
        wrong = [line for writer in TIMES for line in check(folder, writer)]
        wrong += headerless(folder)
    print("\n".join(wrong or [f"All of {len(TIMES) + 1} writers are read."]))
    return bool(wrong)


def environment(folder: Path) -> Path:
    """Make an environment with the libraries, and return its interpreter."""
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "--quiet", folder], check=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    listed = HERE / "requirements.txt"
    subprocess.run([*uv, "pip", "install", "--quiet", "--python", python, "-r", listed], check=True)
    return python


def check(folder: Path, writer: str) -> list[str]:
    """Return what is wrong with the articles of a writer."""
    conversion = run(folder / "out" / writer, folder / "datasets" / writer)
    wrong = [f"{writer}: {problem}" for problem in conversion.problems]
    rows = articles(conversion.dataset)
    if len(rows) != TIMES[writer] * 3:
        wrong.append(f"{writer}: {len(rows)} articles, not {TIMES[writer] * 3}")
    for row in rows:
        lacking = [
            name
            for name, good in (
                ("text", "was glad." in row.text and "Hundreds came" in row.text),
                ("title", (row.title or "").endswith("is opened again after the flood")),
                ("date", row.published_at is not None and row.published_at.month == 3),
                ("url", writer in WITHOUT_URL or "//news.example.org/" in (row.url or "")),
            )
            if not good
        ]
        if lacking:
            wrong.append(f"{writer}: {row.source}: no {', '.join(lacking)}: {row.text[:60]!r}")
    return wrong


def headerless(folder: Path) -> list[str]:
    """Return what is wrong with the message for a table that has no header."""
    conversion = run(folder / "out" / "trafilatura_csv", folder / "datasets" / "headerless")
    told = any("the table has no header" in problem.reason for problem in conversion.problems)
    return [] if told else [f"trafilatura_csv: {conversion.problems}"]


if __name__ == "__main__":
    sys.exit(main())
