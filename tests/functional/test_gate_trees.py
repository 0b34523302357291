"""What a change brings in is looked at, or told: by links, pointers, names and attributes."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scratch import article, commit, git, lines

from corpus_qa.commands.change import Changed, read_change
from corpus_qa.commands.context import settings_of
from corpus_qa.config import Config, InputOptions
from corpus_qa.gate.git import changes_since

TABLE = tomllib.loads(Path(__file__).with_name("attacks.toml").read_text(encoding="utf-8"))
TREES: Mapping[str, Mapping[str, Any]] = {entry["name"]: entry for entry in TABLE["tree"]}
ARTICLES = {"CLEAN": article(1), "OTHER": article(2), "DAMAGED": article(3, "The cafÃ© is open.")}
SETTINGS = settings_of(replace(Config(), input=InputOptions(exclude=("drafts",))))

# Windows has no such names, and links need rights there.
pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and names of Unix")


def written(content: str) -> str:
    words = content.split()
    return lines(map(ARTICLES.__getitem__, words)) if {*words} <= ARTICLES.keys() else content


def put(folder: Path, files: Mapping[str, str], links: Mapping[str, str]) -> None:
    for name, target in links.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(target)
    commit(folder, {name: written(content) for name, content in files.items()})


def with_submodule(folder: Path, place: str) -> None:
    """Add a repository in which a folder of articles is a submodule."""
    inner = folder.parent / "inner"
    inner.mkdir()
    git(inner, "init", "-q")
    commit(inner, {"a.jsonl": written("OTHER")})
    git(folder, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner), place)


def changed_by(folder: Path, entry: Mapping[str, Any]) -> Changed:
    """Do to a repository in a folder what an entry of the table says, and read the change."""
    top = folder / "corpus"
    top.mkdir()
    git(top, "init", "-q")
    put(top, {"articles/old.jsonl": "CLEAN"}, {})
    if place := entry.get("submodule"):
        with_submodule(top, place)
    put(top, entry.get("before", {}), entry.get("links_before", {}))
    git(top, "checkout", "-q", "-b", "branch")
    if "rename" in entry:
        git(top, "mv", *entry["rename"])
    if place:
        commit(top / place, {"b.jsonl": written("DAMAGED")})
    files = dict(entry.get("files", {}))
    if "deep" in entry:
        files["articles/" + "a/" * entry["deep"] + "a.jsonl"] = "DAMAGED"
    put(top, files, entry.get("links", {}))
    for name in files:
        git(top, "--literal-pathspecs", "add", "-f", name)
    commit(top)
    paths = tuple(str(top / path) for path in entry.get("paths", ["articles"]))
    run = SimpleNamespace(settings=SETTINGS, cache=None, work=folder / "work")
    return read_change(changes_since("main", top), paths, run, all_articles=True)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", TREES)
def test_what_a_change_brings_in_is_looked_at_or_told(tmp_path: Path, name: str) -> None:
    entry = TREES[name]
    changed = changed_by(tmp_path.resolve(), entry)
    told = [f"{problem.source}: {problem.reason}" for problem in changed.problems]
    notes = [reason.message for reason in changed.notes]
    if "answer" in entry:
        assert any(entry["answer"] in line for line in told), told
    else:
        assert not told
    assert any(entry.get("note", "") in line for line in notes or [""]), notes
    if "added" in entry:
        assert changed.added.rows == entry["added"]
