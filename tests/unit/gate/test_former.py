"""Former versions of files, as git and a checkout have them."""

from __future__ import annotations

from pathlib import Path

import pytest
from scratch import commit, git

from corpus_qa.gate.former import BaseFiles, write_formers
from corpus_qa.gate.git import changes_since


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path.resolve() / "corpus"
    folder.mkdir()
    git(folder, "init", "-q")
    commit(folder, {"a.jsonl": "one\ntwo\nthree\n"})
    git(folder, "checkout", "-q", "-b", "branch")
    return folder


def test_former_versions_have_the_line_ends_of_the_working_tree(repository: Path) -> None:
    git(repository, "config", "core.autocrlf", "true")
    (repository / "a.jsonl").write_bytes(b"one\r\ntwo\r\nfour\r\n")
    commit(repository)
    changes = changes_since("main", repository)
    write_formers(changes, {"a.jsonl": repository / "former"})
    assert (repository / "former").read_bytes() == b"one\r\ntwo\r\nthree\r\n"


def test_former_versions_are_what_a_checkout_makes_of_them(repository: Path) -> None:
    git(repository, "config", "filter.loud.smudge", "tr a-z A-Z")
    git(repository, "config", "filter.loud.clean", "tr A-Z a-z")
    (repository / ".gitattributes").write_text("*.jsonl filter=loud\n", encoding="utf-8")
    (repository / "a.jsonl").write_bytes(b"ONE\nTWO\nFOUR\n")
    commit(repository)
    changes = changes_since("main", repository)
    write_formers(changes, {"a.jsonl": repository / "former"})
    assert (repository / "former").read_bytes() == b"ONE\nTWO\nTHREE\n"


def test_rules_are_read_as_the_base_has_them(repository: Path, tmp_path: Path) -> None:
    (repository / "a.jsonl").write_text("altered\n", encoding="utf-8")
    (repository / "new.toml").write_text("new\n", encoding="utf-8")
    (repository / "ignored.toml").write_text("as it is\n", encoding="utf-8")
    (repository / ".gitignore").write_text("ignored.toml\n", encoding="utf-8")
    commit(repository)
    (tmp_path / "outside.toml").write_text("outside\n", encoding="utf-8")
    changes = changes_since("main", repository)
    read = BaseFiles(changes).read
    assert read(repository / "a.jsonl") == b"one\ntwo\nthree\n"
    assert read(repository / "x/../a.jsonl") == b"one\ntwo\nthree\n"
    assert read(repository / "ignored.toml") == b"as it is\n"
    assert read(tmp_path / "outside.toml") == b"outside\n"
    for name in ("new.toml", "."):
        with pytest.raises(FileNotFoundError, match="does not have it"):
            read(repository / name)
    named = frozenset({repository / "new.toml"})
    assert BaseFiles(changes, named).read(repository / "new.toml") == b"new\n"
