"""One version, and a wheel that is checked for what it holds."""

from __future__ import annotations

import importlib.util
import re
import tomllib
import zipfile
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]


def problems(wheel: Path) -> list[str]:
    spec = importlib.util.spec_from_file_location("check_wheel", ROOT / ".ci/check_wheel.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: list[str] = module.check(wheel)
    return found


def test_the_changelog_begins_with_the_version() -> None:
    changelog = (ROOT / ".github/CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", changelog, re.MULTILINE)[0] == VERSION


def test_a_wheel_that_holds_too_little_or_too_much_is_refused(tmp_path: Path) -> None:
    wheel = tmp_path / "corpus_qa.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr("tests/sample/a.txt", "x")
        file.writestr("corpus_qa/a.pyc", b"")
    told = "\n".join(problems(wheel))
    assert "tests/sample/a.txt does not belong" in told
    assert "model.npz is missing" in told
    assert "licence is missing" in told
    assert "is compiled" in told


def test_every_action_is_pinned_to_a_commit() -> None:
    for path in (ROOT / ".github").rglob("*.yml"):
        for used in re.findall(r"uses: (\S+)", path.read_text(encoding="utf-8")):
            local = used.startswith(("./", "OWNER/"))
            assert local or re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", used), f"{path}: {used}"


def test_the_release_publishes_only_what_was_installed_on_three_systems() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text("utf-8"))["jobs"]
    assert len(jobs["install"]["strategy"]["matrix"]["os"]) == 3
    assert jobs["publish"]["needs"] == jobs["image"]["needs"] == "install"
    assert jobs["publish"]["permissions"] == {"id-token": "write"}
