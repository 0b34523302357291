"""The gate where a check breaks off on articles that were there before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from scratch import article, commit, git, lines

from corpus_qa.checks import catalogue
from corpus_qa.commands import context
from corpus_qa.commands.gate import gate
from corpus_qa.config import Config
from corpus_qa.model import Article, Check, Evidence, Family, Hit, Severity

MARK = "the harpsichord of the mill"


def breaking_off(article: Article, hits: Sequence[Hit]) -> list[Evidence]:
    del hits
    if MARK in article.text:
        message = "no harpsichord is expected"
        raise LookupError(message)
    return []


BREAKING = Check(
    "CHR901", "harpsichord", Family.CHROME, Severity.ERROR, "A harpsichord.", "Why.", (), ("text",),
    breaking_off,
)  # fmt: skip


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a repository with an article on which a check breaks off."""
    known = {**catalogue(), BREAKING.id: BREAKING}
    monkeypatch.setattr(context, "catalogue", lambda: known)
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "-q")
    commit(tmp_path, {"articles/old.jsonl": lines([article(1), article(2, f"It is {MARK}.")])})
    git(tmp_path, "checkout", "-q", "-b", "branch")
    return tmp_path


def judged(repository: Path) -> tuple[int, Mapping[str, Any]]:
    """Judge the branch; return the exit code and the content of run.json."""
    settings = context.settings_of(Config())
    done = gate("main", ["articles"], settings, repository / "run")
    document = json.loads((done.folder / "run.json").read_text(encoding="utf-8"))
    return done.decision.exit_code, document


def test_a_crash_on_the_corpus_as_it_was_is_told_each_time(repository: Path) -> None:
    commit(repository, {"articles/new.jsonl": lines([article(3)])})
    for _ in range(2):
        code, document = judged(repository)
        assert (code, document["verdict"]) == (3, "incomplete")
        (crash,) = document["crashes"]
        assert crash["article_id"] == "a00002"
        assert crash["source"] == "old.jsonl"
        assert crash["within"] == "the corpus as it was"
        assert "breaking_off" in crash["traceback"]
        reason = document["reasons"][0]
        assert reason["message"] == (
            "CHR901 crashed on 1 article of the corpus as it was, first on a00002 (old.jsonl): "
            "LookupError: no harpsichord is expected"
        )
        assert "[checks.ignore] CHR901" in reason["next"]
        assert document["counts"]["checks"]["CHR901"]["findings"] == 0
        for name in ("report.html", "summary.md", "results.sarif", "junit.xml"):
            told = (repository / "run" / name).read_text(encoding="utf-8")
            assert "a00002 in the corpus as it was" in told, name
            assert "turn the check off" in told, name


def test_a_change_that_takes_the_article_away_mends_it(repository: Path) -> None:
    commit(repository, {"articles/old.jsonl": lines([article(1), article(3)])})
    code, document = judged(repository)
    assert (code, document["crashes"]) == (0, [])
    told = [reason for reason in document["reasons"] if reason["kind"] == "past"]
    assert len(told) == 1
    assert told[0]["severity"] == "warning"
    assert "alters or removes, CHR901 crashed on 1 article, first on a00002" in told[0]["message"]


def test_a_crash_on_what_is_added_is_told_once(repository: Path) -> None:
    text = {"articles/old.jsonl": lines([article(1), article(2, f"Still {MARK}.")])}
    commit(repository, text)
    code, document = judged(repository)
    assert code == 3
    assert [crash["within"] for crash in document["crashes"]] == [""]
