"""Where the other article of a duplicate is: in the run, in the corpus as it was, in an index."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import command
import pytest
from scratch import article, commit, git, lines

COPY = {**article(1), "id": "copy", "url": "https://www.sandholm.example/ferry"}
TEXT = {"articles/old.jsonl": lines([article(0), article(1)])}


def corpus_qa(folder: Path, *arguments: str) -> str:
    done = command.corpus_qa(*arguments, cwd=folder)
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


def others(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the related locations of duplicates, by the article and the check."""
    log = json.loads((folder / "run/results.sarif").read_text(encoding="utf-8"))
    results = log["runs"][0]["results"]
    return {
        f"{result['properties']['article']} {result['ruleId']}": result["relatedLocations"]
        for result in results
        if result["properties"]["family"] == "duplicate"
    }


def place(location: dict[str, Any]) -> tuple[str, int | None]:
    physical = location["physicalLocation"]
    return physical["artifactLocation"]["uri"], physical.get("region", {}).get("startLine")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Make a repository with two articles."""
    git(tmp_path, "init", "-q")
    commit(tmp_path, TEXT)
    return tmp_path


def test_in_the_run_it_is_a_file_and_a_line(corpus: Path) -> None:
    moved = {**article(2), "url": article(0)["url"], "id": "moved"}
    commit(corpus, {"articles/new.jsonl": lines([article(3), COPY, moved])})
    corpus_qa(corpus, "validate", "articles", "--run", "run")
    found = {name: [place(one) for one in told] for name, told in others(corpus).items()}
    assert found == {
        "copy DUP001": [("articles/old.jsonl", 2)],
        "moved DUP005": [("articles/old.jsonl", 1)],
    }


def test_in_the_corpus_as_it_was_it_is_a_file(corpus: Path) -> None:
    git(corpus, "checkout", "-q", "-b", "branch")
    commit(corpus, {"articles/new.jsonl": lines([COPY])})
    corpus_qa(corpus, "gate", "--base", "main", "articles", "--run", "run")
    ((location,),) = others(corpus).values()
    assert place(location) == ("articles/old.jsonl", None)
    assert location["message"]["text"] == "The other article: old.jsonl · a00001."


def test_in_an_index_it_is_a_file_of_whoever_made_it(corpus: Path) -> None:
    corpus_qa(corpus, "index", "build", "articles", "--out", "index")
    commit(corpus, {"new/new.jsonl": lines([COPY])})
    (corpus / "corpus-qa.toml").write_text('[index]\nagainst = "index"\n', encoding="utf-8")
    corpus_qa(corpus, "validate", "new", "--run", "run")
    ((location,),) = others(corpus).values()
    assert place(location) == ("old.jsonl", None)
