"""The gate in scratch repositories, as a step of GitHub Actions runs it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from runner import judge
from scratch import BANNER, commit, git

from corpus_qa.commands.context import load_settings
from corpus_qa.commands.gate import gate
from corpus_qa.report.load import load_run
from corpus_qa.report.registry import format_named

PLACES = (
    ("ferry", "The ferry to Sandholm leaves an hour later from Monday", "Ilse Varga", "harbour"),
    ("quarry", "The quarry road north of Ambleford opens again", "Tomas Brandel", "engineer"),
    ("lido", "Swimmers return to the lido beside the old mill", "Greta Osei", "lifeguard"),
    ("library", "Readers of Northmere may borrow tools and seeds too", "Pavel Lind", "librarian"),
)


def article(number: int, extra: str = "") -> dict[str, str]:
    name, title, person, work = PLACES[number]
    return {
        "id": name,
        "title": title,
        "url": f"https://www.northmere.example/2026/02/{name}",
        "published_at": f"2026-02-1{number}T08:30:00Z",
        "text": f"{title}, it was announced after a meeting in the town hall.\n\n"
        f"“Few people asked for anything else this winter,” said {person}, the {work}, who had "
        f"spoken with most of those who come to the {name} every week.\n\n{extra}"
        f"The {work} expects that about {number + 3} in ten visitors will notice it at first, and "
        f"hopes that the others will have heard of the {name} before the summer begins.",
    }


def lines(*articles: Mapping[str, str]) -> str:
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in articles)


DIRTY = article(1, f"{BANNER}\n\n")
OLD = lines(article(0), DIRTY)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Make a repository whose main branch holds one clean and one dirty article."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    git(folder, "init", "-q")
    commit(folder, {"articles/old.jsonl": OLD})
    git(folder, "checkout", "-q", "-b", "branch")
    return folder


def test_a_clean_addition_beside_an_old_defect_passes(repository: Path) -> None:
    commit(repository, {"articles/old.jsonl": lines(article(0), article(2), DIRTY)})
    judged = judge(repository, "articles")
    assert judged.code == 0, judged.printed
    assert judged.document["change"]["added"] == 1
    assert judged.document["command"] == "gate"
    assert judged.outputs["verdict"] == "pass"
    families = judged.document["counts"]["families"].values()
    assert sum(counts["error"] + counts["warning"] for counts in families) == 0
    assert " file=" not in judged.printed


def test_a_dirty_addition_fails_with_an_annotation_on_its_line(repository: Path) -> None:
    dirty = article(2, f"{BANNER}\n\n")
    commit(repository, {"articles/old.jsonl": OLD + lines(dirty, article(3))})
    judged = judge(repository, "articles")
    assert judged.code == 1, judged.printed
    annotations = [line for line in judged.printed.splitlines() if " file=" in line]
    assert len(annotations) == 1
    assert "file=articles/old.jsonl,line=3," in annotations[0]
    assert "CHR004" in annotations[0]
    assert judged.outputs["verdict"] == "fail"
    assert judged.outputs["added"] == "2"
    assert "FAIL" in judged.summary.upper()


def test_places_start_at_the_top_of_the_repository_wherever_the_gate_runs(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dirty = lines(article(2, f"{BANNER}\n\n"))
    commit(repository, {"articles/new.jsonl": dirty, "articles/new.txt.gz": "no archive"})
    monkeypatch.chdir(repository / "articles")
    done = gate("main", ["."], load_settings(), repository / "run")
    for name in ("github", "gitlab", "sarif"):
        report = format_named(name).text(load_run(done.folder))
        assert "articles/new.jsonl" in report, name
        assert report.count("new.txt.gz") == report.count("articles/new.txt.gz") + (name == "sarif")


def test_a_copy_of_an_old_article_fails_and_names_it(repository: Path) -> None:
    copy = {**article(0), "id": "copy", "url": "https://www.sandholm.example/ferry"}
    commit(repository, {"articles/a-new.jsonl": lines(copy)})
    judged = judge(repository, "articles")
    assert judged.code == 1, judged.printed
    titles = [reason["message"] for reason in judged.document["reasons"]]
    assert any("Added articles that are duplicates" in title for title in titles)
    annotations = [line for line in judged.printed.splitlines() if "a-new.jsonl" in line]
    assert any("DUP001" in line and "ferry “The ferry" in line for line in annotations)


def test_a_rename_alone_and_a_removal_add_nothing(repository: Path) -> None:
    git(repository, "mv", "articles/old.jsonl", "articles/moved.jsonl")
    commit(repository, {"articles/readme.txt": "", "articles/moved.jsonl": lines(DIRTY)})
    (repository / "articles/readme.txt").unlink()
    commit(repository, {})
    judged = judge(repository, "articles")
    assert judged.code == 0, judged.printed
    assert judged.document["change"]["added"] == 0
    assert "The change adds no article" in judged.document["reasons"][0]["message"]


def test_a_corpus_that_gets_worse_than_its_baseline_fails_as_a_whole(repository: Path) -> None:
    baseline = {"format": 1, "articles": 40, "regressions": [], "findings": {}}
    rates = {"rates": {"chrome_rate": 0.0, "flagged_rate": 1.0}}
    (repository / "baseline.json").write_text(json.dumps(baseline | rates), encoding="utf-8")
    (repository / "corpus-qa.toml").write_text(
        '[gate]\nbaseline = "baseline.json"\npaths = ["articles"]\n', encoding="utf-8"
    )
    commit(repository, {"articles/old.jsonl": lines(DIRTY)})
    judged = judge(repository, "")
    assert judged.code == 0, judged.printed
    assert {outcome["scope"] for outcome in judged.document["expectations"]} == {"dataset"}
    more = [article(number, f"{BANNER}\n\n") for number in (2, 3)]  # one alone is allowed
    commit(repository, {"articles/old.jsonl": lines(article(0), DIRTY, *more)})
    judged = judge(repository, "")
    failed = {e["rule"] for e in judged.document["expectations"] if e["status"] == "fail"}
    assert judged.code == 1
    assert "whole-chrome-rate" in failed
    assert "whole-flagged-rate" not in failed


@pytest.mark.parametrize(
    ("inputs", "code", "told"),
    [
        ({"base": "none"}, 2, "git fetch origin none"),
        ({"paths": ""}, 2, "paths in [gate]"),
        ({"BASELINE": "gone.json"}, 3, "baseline write"),
    ],
)
def test_what_cannot_be_compared_is_told_everywhere(
    repository: Path, inputs: dict[str, str], code: int, told: str
) -> None:
    judged = judge(repository, **inputs)
    assert judged.code == code
    assert told in judged.printed
    assert told in judged.summary
    assert "::error title=corpus-qa" in judged.printed
    assert judged.outputs == {"verdict": "incomplete"}


def test_a_shallow_clone_is_incomplete_and_says_what_to_fetch(
    repository: Path, tmp_path: Path
) -> None:
    commit(repository, {"articles/new.jsonl": lines(article(2))})
    clone = tmp_path / "clone"
    source = repository.as_uri()
    git(tmp_path, "clone", "-q", "--depth", "1", "--branch", "branch", source, str(clone))
    judged = judge(clone, "articles")
    assert judged.code == 3
    assert "fetch-depth: 0" in judged.printed


def test_outside_of_a_repository_the_gate_says_what_it_needs(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    judged = judge(folder, "articles")
    assert judged.code == 2
    assert "git repository" in judged.printed
