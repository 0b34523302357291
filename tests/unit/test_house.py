"""The tree in CONTRIBUTING is the tree of the package, in the order of its layers."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
TREE = re.search(
    r"<!-- begin: house -->\n```text\ncorpus_qa/\n(.*?)```",
    (ROOT / ".github/CONTRIBUTING.md").read_text(encoding="utf-8"),
    re.DOTALL,
)


def rooms() -> list[str]:
    assert TREE is not None
    return [line.split()[0].removesuffix("/") for line in TREE[1].splitlines()]


def test_every_room_has_a_line_and_every_line_has_a_room() -> None:
    package = ROOT / "corpus_qa"
    there = {
        path.name
        for path in package.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert sorted(rooms()) == sorted(there - {"__init__.py"})


def test_rooms_are_listed_from_the_top_down() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    place = {room: number for number, layer in enumerate(layers) for room in layer.split(" | ")}
    order = [place[name.removesuffix(".py")] for name in rooms()]
    assert order == sorted(order)
