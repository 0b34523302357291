"""A change is judged by the rules of its merge base, and what it alters in them is told."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from scratch import BANNER, article, commit, git, lines

from corpus_qa.commands.context import load_settings
from corpus_qa.commands.gate import Judges, configured_paths, find_judges, gate
from corpus_qa.config import Options
from corpus_qa.errors import IncompleteError
from corpus_qa.gate.git import changes_since, tracked_below
from corpus_qa.model import Severity

TABLE = tomllib.loads(Path(__file__).with_name("attacks.toml").read_text(encoding="utf-8"))
BASE: Mapping[str, str] = TABLE["base"]
ATTACKS: Mapping[str, Mapping[str, Any]] = {entry["name"]: entry for entry in TABLE["attack"]}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a repository with all kinds of rules on its main branch."""
    folder = tmp_path_factory.mktemp("rules")
    git(folder, "init", "-q")
    commit(folder, {**BASE, "articles/old.jsonl": lines([article(1)])})
    return folder


def branch(folder: Path, place: str, text: str | None, link: str = "") -> None:
    """Begin a branch of main on which one file is another, or gone, or leads to another."""
    git(folder, "checkout", "-q", "-f", "-B", "branch", "main")
    (folder / place).unlink(missing_ok=True)
    if link:
        (folder / place).symlink_to(link)
        place = (folder / place).resolve().relative_to(folder.resolve()).as_posix()
    commit(folder, {place: text} if text is not None else {})


def altered(attack: Mapping[str, Any]) -> str | None:
    if "replace" in attack:
        old, new = attack["replace"]
        before = BASE[attack["place"]]
        assert old in before
        return before.replace(old, new, 1)
    content: str | None = attack.get("content")
    return content


def judges(folder: Path, options: Options | None = None) -> Judges:
    return find_judges(changes_since("main", folder), load_settings(options))


@pytest.mark.parametrize("name", ATTACKS)
def test_what_a_change_does_to_its_rules_is_told_and_does_not_hold(
    repository: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    attack = ATTACKS[name]
    branch(repository, attack["place"], altered(attack), attack.get("link", ""))
    monkeypatch.chdir((repository / attack["place"]).parent)
    judged = judges(repository)
    told = [reason.message.replace("\N{NARROW NO-BREAK SPACE}", " ") for reason in judged.reasons]
    failing = [reason for reason in judged.reasons if reason.severity is Severity.ERROR]
    assert bool(failing) == (attack.get("verdict", "fail") == "fail"), told
    assert any(attack.get("answer", "") in message for message in told or [""]), told
    assert {reason.kind for reason in judged.reasons} <= {"rules"}
    settings = judged.settings
    assert settings.config.input.exclude == ("drafts",)
    for path in configured_paths(settings, load_settings(), repository.resolve()):
        assert Path(path).resolve().is_relative_to(repository.resolve())
    assert settings.config.gate.tolerance == pytest.approx(0.01)
    assert settings.baseline is not None
    assert json.loads(settings.read(settings.baseline)) == json.loads(BASE["rules/baseline.json"])


def test_a_file_that_the_command_line_names_is_read_in_the_base_too(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch(repository, "rules/suite.json", BASE["rules/suite.json"].replace("0.02", "0.5"))
    monkeypatch.chdir(repository)
    (repository / "own.json").write_text(BASE["rules/suite.json"], encoding="utf-8")
    judged = judges(repository, Options(suite="rules/suite.json"))
    assert [reason.severity for reason in judged.reasons] == [Severity.ERROR]
    assert judges(repository, Options(suite="own.json")).reasons == ()
    (repository / "own.json").unlink()


def test_the_base_may_let_changes_bring_their_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    config = '[gate]\nrules = "head"\npaths = ["articles"]\n'
    commit(tmp_path, {"corpus-qa.toml": config})
    monkeypatch.chdir(tmp_path)
    branch(tmp_path, "corpus-qa.toml", f'{config}\n[checks.ignore]\nENC001 = "later"\n')
    judged = judges(tmp_path)
    assert judged.by_head
    assert [reason.severity for reason in judged.reasons] == [Severity.WARNING]
    assert "ENC001" not in {check.id for check in judged.settings.checks}


OWNED = '[gate]\nowners = ["Ilse Varga"]\npaths = ["articles"]\n'
LAXER = f'{OWNED}\n[checks.ignore]\nENC001 = "later"\n'


@pytest.mark.parametrize(
    ("owner", "place", "expected"),
    [
        ("Ilse Varga", "base", Severity.WARNING),
        ("Somebody Else", "base", Severity.ERROR),
        ("Ilse Varga", "branch", Severity.ERROR),
    ],
)
def test_an_owner_approves_exactly_one_change_by_a_file_of_the_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: str, place: str, expected: Severity
) -> None:
    git(tmp_path, "init", "-q")
    commit(tmp_path, {"corpus-qa.toml": OWNED})
    monkeypatch.chdir(tmp_path)
    branch(tmp_path, "corpus-qa.toml", LAXER)
    (asked,) = judges(tmp_path).reasons
    assert asked.severity is Severity.ERROR
    name = re.search(r'change = "(\w{16})"', asked.next or "")
    assert name is not None
    entry = {"change": name[1], "owner": owner, "reason": "it is rewritten next week"}
    file = "[[approvals]]\n" + "".join(f"{key} = {json.dumps(v)}\n" for key, v in entry.items())
    if place == "base":
        git(tmp_path, "checkout", "-q", "main")
        commit(tmp_path, {".corpus-qa/approvals.toml": file})
        branch(tmp_path, "corpus-qa.toml", LAXER)
    else:
        commit(tmp_path, {".corpus-qa/approvals.toml": file})
    (reason,) = judges(tmp_path).reasons
    assert reason.severity is expected
    if expected is Severity.WARNING:
        assert reason.next == "Ilse Varga approved it: it is rewritten next week"
        assert "ENC001" in {check.id for check in judges(tmp_path).settings.checks}
        branch(tmp_path, "corpus-qa.toml", f'{LAXER}ENC002 = "too"\n')
        assert {one.severity for one in judges(tmp_path).reasons} == {Severity.ERROR}


def test_an_owner_approves_these_findings_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    commit(tmp_path, {**BASE, "corpus-qa.toml": f'{OWNED}baseline = "rules/baseline.json"\n'})
    monkeypatch.chdir(tmp_path)
    asked = []
    for name in ("fedcba9876543210", "fedcba9876543211"):
        more = BASE["rules/baseline.json"].replace('6789abcdef": 1', f'6789abcdef": 1, "{name}": 2')
        branch(tmp_path, "rules/baseline.json", more)
        asked.append(*judges(tmp_path).reasons)
    assert asked[0].message == asked[1].message
    assert asked[0].next != asked[1].next


@pytest.mark.parametrize("fetched", [True, False])
def test_a_suite_in_a_submodule_is_read_at_the_commit_of_the_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, fetched: bool
) -> None:
    inner, top = tmp_path / "inner", tmp_path / "corpus"
    for folder in (inner, top):
        folder.mkdir()
        git(folder, "init", "-q")
    commit(inner, {"suite.json": BASE["rules/suite.json"]})
    allowed = ("-c", "protocol.file.allow=always")
    git(top, *allowed, "submodule", "add", "-q", str(inner), "rules")
    commit(top, {"corpus-qa.toml": f'{OWNED}[expect]\nsuite = "rules/suite.json"\n'})
    git(top, "checkout", "-q", "-b", "branch")
    commit(top / "rules", {"suite.json": BASE["rules/suite.json"].replace("0.02", "0.5")})
    if not fetched:
        git(top / "rules", "checkout", "-q", "--orphan", "new")
        commit(top / "rules")
        git(top / "rules", "branch", "-q", "-D", "main")
        git(top / "rules", "update-ref", "-d", "refs/remotes/origin/main")
        git(top / "rules", "reflog", "expire", "--expire=now", "--all")
        git(top / "rules", "gc", "-q", "--prune=now")
    commit(top)
    monkeypatch.chdir(top)
    (reason,) = judges(top).reasons
    assert reason.severity is Severity.ERROR
    expected = "at most 2" if fetched else "rules of the merge base cannot be read"
    assert expected in reason.message


def test_a_configuration_that_the_base_keeps_elsewhere_is_no_first_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = tmp_path / "corpus"
    top.mkdir()
    git(top, "init", "-q")
    (tmp_path / "shared.toml").write_text(OWNED, encoding="utf-8")
    (top / "corpus-qa.toml").symlink_to("../shared.toml")
    commit(top)
    monkeypatch.chdir(top)
    branch(top, "corpus-qa.toml", LAXER)
    (reason,) = judges(top).reasons
    assert reason.severity is Severity.ERROR
    assert "a link that leads to none of its files" in reason.message


def test_a_cache_in_a_submodule_is_tracked(tmp_path: Path) -> None:
    inner, top = tmp_path / "inner", tmp_path / "corpus"
    for folder in (inner, top):
        folder.mkdir()
        git(folder, "init", "-q")
    commit(inner, {"cache/results/x": ""})
    allowed = ("-c", "protocol.file.allow=always")
    for place in (".corpus-qa", "kept/cache"):
        git(top, *allowed, "submodule", "add", "-q", str(inner), place)
    commit(top)
    assert tracked_below(top / ".corpus-qa/cache")
    assert tracked_below(top / "kept/cache")


def test_an_index_of_the_tree_that_a_change_alters_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    config = '[gate]\npaths = ["articles"]\n\n[index]\nagainst = "known"\n'
    commit(tmp_path, {"corpus-qa.toml": config, "known/data/a": "a", "known/data/b": "b"})
    monkeypatch.chdir(tmp_path)
    branch(tmp_path, "known/data/a", None)
    (reason,) = judges(tmp_path).reasons
    assert reason.severity is Severity.ERROR
    assert "alters 1 files of the index known" in reason.message


def test_paths_of_the_configuration_start_at_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    config = '[gate]\npaths = ["articles"]\n'
    commit(tmp_path, {"news/corpus-qa.toml": config, "news/tools/x.txt": "x"})
    wider = config.replace('"articles"', '"articles/2026", "more"')
    branch(tmp_path, "news/corpus-qa.toml", wider)
    for here, expected in (
        ("news/tools", ("../articles", "../more")),
        ("news", ("articles", "more")),
    ):
        monkeypatch.chdir(tmp_path / here)
        head = load_settings()
        assert configured_paths(judges(tmp_path).settings, head, tmp_path) == expected


OUTSIDE = ["/etc", "../x", "art*/../../x", "https://a.example/x.jsonl", "s3://a/b"]


def test_a_change_adds_no_path_outside_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    commit(tmp_path, {"corpus-qa.toml": '[gate]\npaths = ["articles", "/srv/more"]\n'})
    branch(tmp_path, "corpus-qa.toml", f"[gate]\npaths = {json.dumps(['news', *OUTSIDE])}\n")
    monkeypatch.chdir(tmp_path)
    found = configured_paths(judges(tmp_path).settings, load_settings(), tmp_path.resolve())
    assert found == ("articles", "/srv/more", "news")


def test_a_branch_that_left_before_the_rules_were_tightened_does_not_escape_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    lax = f'{BASE["corpus-qa.toml"]}\n[checks.ignore]\nCHR004 = "later"\n'
    commit(tmp_path, {**BASE, "corpus-qa.toml": lax})
    git(tmp_path, "checkout", "-q", "-b", "branch")
    commit(tmp_path, {"articles/new.jsonl": lines([article(2)])})
    git(tmp_path, "checkout", "-q", "main")
    less = {"rules/baseline.json": BASE["rules/baseline.json"].replace("0.1", "0.05")}
    commit(tmp_path, less)
    git(tmp_path, "checkout", "-q", "branch")
    monkeypatch.chdir(tmp_path)
    assert judges(tmp_path).reasons == ()
    git(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, BASE)
    git(tmp_path, "checkout", "-q", "branch")
    (reason,) = judges(tmp_path).reasons
    assert reason.severity is Severity.ERROR
    assert "stricter rules by now; the branch still ignores CHR004 (later)" in reason.message
    git(tmp_path, "merge", "-q", "--no-edit", "main")
    assert judges(tmp_path).reasons == ()


def test_the_first_rules_are_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    monkeypatch.chdir(tmp_path)
    branch(tmp_path, "corpus-qa.toml", '[gate]\npaths = ["articles"]\n')
    (reason,) = judges(tmp_path).reasons
    assert reason.severity is Severity.WARNING
    assert "no configuration of corpus-qa" in reason.message


def test_rules_of_the_base_that_cannot_be_read_fail_the_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    commit(tmp_path, {"corpus-qa.toml": "[gait]\n"})
    monkeypatch.chdir(tmp_path)
    branch(tmp_path, "corpus-qa.toml", '[gate]\npaths = ["articles"]\n')
    (reason,) = judges(tmp_path).reasons
    assert reason.severity is Severity.ERROR
    assert "unknown key “gait”" in reason.message


MARKDOWN = """---
title: {title}
date: 2025-05-05
{more}---

{text}
"""
WAIVER = "corpus-qa:\n- {check: CHR004, reason: it stays, owner: Ilse, expires: 2090-12-31}\n"


def test_a_change_that_excludes_and_waives_what_it_adds_fails_in_every_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    dirty = {"title": "The first", "text": article(2, BANNER)["text"]}
    kept = MARKDOWN.format(more=WAIVER, **dirty)
    config = '[gate]\npaths = ["articles"]\n'
    commit(tmp_path, {"corpus-qa.toml": config, "articles/kept.md": kept})
    git(tmp_path, "checkout", "-q", "-b", "branch")
    new = MARKDOWN.format(more=WAIVER, title="The second", text=article(3, BANNER)["text"])
    damaged = {
        "articles/x1.jsonl": lines([article(4, BANNER)]),
        "articles/new.md": new,
        "articles/kept.md": f"{kept}\nOne more line was written today.\n",
    }
    commit(tmp_path, {"corpus-qa.toml": f'[input]\nexclude = ["x*"]\n\n{config}', **damaged})
    monkeypatch.chdir(tmp_path)
    done = gate("main", [], load_settings(), tmp_path / "run")
    assert done.decision.exit_code == 1
    document = json.loads((done.folder / "run.json").read_text(encoding="utf-8"))
    told = [reason["message"] for reason in document["reasons"] if reason["kind"] == "rules"]
    excluded, waived = told
    assert excluded == "The change loosens the rules: excludes x*."
    assert "its article waives CHR004 for article new.md until 2090-12-31 (it stays)" in waived
    assert document["change"]["added"] == 3
    assert document["statuses"]["waived"] == 1
    for name in ("report.html", "summary.md", "results.sarif", "junit.xml"):
        text = (done.folder / name).read_text(encoding="utf-8").replace("\\", "")
        assert "excludes x*" in text, name
        assert "waives CHR004" in text, name


def test_a_cache_that_is_committed_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    commit(tmp_path, {"articles/old.jsonl": lines([article(1)])})
    git(tmp_path, "checkout", "-q", "-b", "branch")
    monkeypatch.chdir(tmp_path)
    commit(tmp_path, {"articles/new.jsonl": lines([article(2)])})
    first = gate("main", ["articles"], load_settings(), tmp_path / "run")
    assert first.decision.exit_code == 0
    assert tracked_below(tmp_path / ".corpus-qa/cache") == []
    git(tmp_path, "add", "-f", ".corpus-qa/cache")
    copied = article(1) | {"id": "again", "url": "https://www.sandholm.example/again"}
    commit(tmp_path, {"articles/new.jsonl": lines([copied])})
    done = gate("main", ["articles"], load_settings(), tmp_path / "run")
    assert done.decision.exit_code == 1
    document = json.loads((done.folder / "run.json").read_text(encoding="utf-8"))
    (told,) = [reason for reason in document["reasons"] if reason["kind"] == "cache"]
    assert "git tracks .corpus-qa/cache/" in told["message"]
    assert "git rm -r --cached" in told["next"]
    assert "cache" not in document


def test_a_cache_behind_a_link_that_is_committed_is_tracked(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    commit(tmp_path, {"store/cache/results/x": ""})
    (tmp_path / ".corpus-qa").symlink_to("store")
    assert tracked_below(tmp_path / ".corpus-qa/cache") == ["store/cache/results/x"]
    commit(tmp_path)
    assert ".corpus-qa" in tracked_below(tmp_path / ".corpus-qa/cache")
    assert tracked_below(tmp_path / "other/cache") == []


def test_a_new_article_with_the_url_of_an_old_one_inherits_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    old, other = article(1, BANNER), article(2, BANNER)
    commit(tmp_path, {"articles/old.jsonl": lines([old, other])})
    git(tmp_path, "checkout", "-q", "-b", "branch")
    altered = other | {"text": f"{other['text']} Nobody minds."}
    inherits = article(3, BANNER) | {"url": old["url"], "id": old["id"]}
    commit(tmp_path, {"articles/old.jsonl": lines([inherits, altered])})
    monkeypatch.chdir(tmp_path)
    done = gate("main", ["articles"], load_settings(), tmp_path / "run")
    rows = pq.read_table(done.folder / "findings.parquet").to_pylist()
    banners = {row["article_id"]: row["status"] for row in rows if row["check"] == "CHR004"}
    assert banners == {old["id"]: "new", other["id"]: "known"}
    assert done.decision.exit_code == 1


def test_a_tree_that_is_the_base_is_not_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    commit(tmp_path, {"articles/old.jsonl": lines([article(1)])})
    monkeypatch.chdir(tmp_path)
    for event, told in (("", "HEAD is the merge base"), ("pull_request_target", "refs/pull")):
        monkeypatch.setenv("GITHUB_EVENT_NAME", event)
        with pytest.raises(IncompleteError, match=told):
            gate("main", ["articles"], load_settings(), tmp_path / "run")
