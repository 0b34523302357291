"""What is built into the wheel is all of the code."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_package_is_named() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = settings["tool"]["setuptools"]["packages"]
    found = (path.parent.relative_to(ROOT) for path in (ROOT / "corpus_qa").rglob("__init__.py"))
    # The schemas are data, in a folder of their own.
    assert [name for name in named if "schemas" not in name] == sorted(map(_dotted, found))


def _dotted(folder: Path) -> str:
    return ".".join(folder.parts)
