"""Test the Spark engine: ``poe spark``. It is installed in a scratch environment.

``--python PYTHON`` names the interpreter of an environment that has it already; ``--with`` adds
requirements, such as another version of pyspark or pandas.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTING = ("pytest", "hypothesis", "psutil")


def main() -> int:
    """Return the exit code of the tests."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", type=Path)
    parser.add_argument("--with", dest="others", action="append", default=[])
    asked, options = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as name:
        python = asked.python or environment(Path(name) / "env", asked.others)
        tests = [python, "-m", "pytest", "-m", "spark", "tests/spark", *options]
        return subprocess.run(tests, cwd=ROOT, check=False).returncode


def environment(folder: Path, others: list[str]) -> Path:
    """Make an environment with the extra, and return its interpreter."""
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "--quiet", folder], check=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    locked = [] if others else ["-c", ROOT / ".ci/requirements.lock"]
    wanted = ["-e", f"{ROOT}[spark]", *TESTING, *others]
    install = [*uv, "pip", "install", "--quiet", "--python", python, *locked, *wanted]
    subprocess.run(install, check=True)
    return python


if __name__ == "__main__":
    sys.exit(main())
