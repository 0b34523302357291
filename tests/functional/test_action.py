"""The steps of the composite action, run by bash as GitHub runs them, in a scratch repository."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from runner import ACTION, ROOT, STEPS, Runner, install, script
from scratch import BANNER, article, commit, git, lines

# What stands in for GitHub's command: it notes what it is asked, and answers from a file.
GH = """#!/usr/bin/env bash
printf '%s\\n' "$*" >> "$NOTED"
case "$*" in
  *--paginate*) [ -z "$DENIED_READING" ] && cat "$FORMER" ;;
  *) [ -z "$DENIED_WRITING" ] && cp "$RUNNER_TEMP/corpus-qa-comment.md" "$SENT" ;;
esac
"""


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """Judge, by the step of the action, a branch that adds one dirty article of two."""
    temp = tmp_path_factory.mktemp("runner")
    runner = Runner(temp, temp / "repository")
    script(temp / "tools/gh", GH)
    install(temp)
    (temp / "former").write_text("", encoding="utf-8")
    runner.repository.mkdir()
    git(runner.repository, "init", "-q")
    old = [article(n) for n in range(8)]
    commit(runner.repository, {"my articles/old.jsonl": lines(old)})
    base = git(runner.repository, "rev-parse", "HEAD").strip()
    git(runner.repository, "checkout", "-q", "-b", "branch")
    added = [article(8), article(9, BANNER)]
    commit(runner.repository, {"my articles/old.jsonl": lines([*old, *added])})
    done = runner.step("Judge the additions", BASE=base, PATHS="my articles\n")
    assert done.returncode == 1, done.stdout + done.stderr
    (temp / "judged").write_text(done.stdout, encoding="utf-8")
    return runner


def test_the_gate_step_annotates_and_sets_what_later_steps_read(judged: Runner) -> None:
    outputs = judged.outputs()
    assert (outputs["verdict"], outputs["new"], outputs["added"]) == ("fail", "1", "2")
    for name in ("run", "report", "sarif"):
        assert Path(outputs[name]).exists()
    assert "file=my articles/old.jsonl,line=10," in judged.read("judged")


def test_the_summary_of_the_step_is_below_the_limit_of_github(judged: Runner) -> None:
    told = judged.read("step-summary")
    assert "# ❌ corpus-qa: fail" in told
    assert "The change adds 2 articles. Findings: 1 new" in told
    assert len(told.encode()) < 1_000_000


@pytest.fixture
def pull_request(judged: Runner, tmp_path: Path) -> Runner:
    """Give each test of comments its own temporary folder, with the run in it."""
    shutil.copytree(judged.temp / "corpus-qa-run", tmp_path / "corpus-qa-run")
    shutil.copytree(judged.temp / "tools", tmp_path / "tools")
    (tmp_path / "former").write_text("", encoding="utf-8")
    return Runner(tmp_path, judged.repository)


def tell(runner: Runner, **more: str) -> subprocess.CompletedProcess[str]:
    told = {
        "NAME": "corpus-qa-report",
        "NUMBER": "7",
        "REPORT": "https://github.example/report",
        "RUN": str(runner.temp / "corpus-qa-run"),
        "VERDICT": "fail",
    }
    return runner.step("Tell the author", **(told | more))


def test_the_first_comment_is_new_and_carries_its_mark_and_the_report(pull_request: Runner) -> None:
    assert tell(pull_request).returncode == 0
    asked = pull_request.read("noted").splitlines()
    assert "--method POST repos/northmere/articles/issues/7/comments" in asked[-1]
    body = pull_request.read("sent")
    assert body.startswith("<!-- corpus-qa: corpus-qa-report -->\n# ❌ corpus-qa: fail\n")
    assert "CHR004" in body
    assert body.endswith("[The whole report](https://github.example/report)\n")
    assert len(body) < 65_536


def test_a_later_comment_is_written_in_place_of_the_former(pull_request: Runner) -> None:
    (pull_request.temp / "former").write_text("4711\n4712\n", encoding="utf-8")
    assert tell(pull_request, VERDICT="pass").returncode == 0
    asked = pull_request.read("noted").splitlines()
    assert "--method PATCH repos/northmere/articles/issues/comments/4711" in asked[-1]


def test_a_change_that_passes_at_once_gets_no_comment(pull_request: Runner) -> None:
    assert tell(pull_request, VERDICT="pass").returncode == 0
    assert len(pull_request.read("noted").splitlines()) == 1
    assert pull_request.read("sent") == ""


def test_a_gate_that_judged_nothing_replaces_an_older_verdict(pull_request: Runner) -> None:
    (pull_request.temp / "former").write_text("4711\n", encoding="utf-8")
    assert tell(pull_request, VERDICT="incomplete", RUN="", REPORT="").returncode == 0
    assert pull_request.read("sent") == (
        "<!-- corpus-qa: corpus-qa-report -->\n# ⚠️ corpus-qa: incomplete\n\n"
        "Nothing was judged. The log of the check says why, and what to do.\n"
    )


@pytest.mark.parametrize("base", ["", "0" * 40, "f" * 40])
def test_where_there_is_no_commit_before_the_branch_is_compared_with(
    judged: Runner, tmp_path: Path, base: str
) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", judged.repository.as_uri(), str(clone))
    git(clone, "update-ref", "refs/remotes/origin/main", "HEAD~1")
    runner = Runner(tmp_path, clone)
    script(tmp_path / "corpus-qa/bin/corpus-qa", '#!/usr/bin/env bash\nprintf "%s\\n" "$@"\n')
    done = runner.step("Judge the additions", BASE=base, BRANCH="main", PATHS="a b\n\nc")
    told = done.stdout.splitlines()
    assert told[:3] == ["gate", "--base", "origin/main"]
    assert told[-3:] == ["--", "a b", "c"]
    asked = runner.step("Judge the additions", ASKED="gone", BASE="gone", BRANCH="main")
    assert asked.stdout.splitlines()[:3] == ["gate", "--base", "gone"]


@pytest.mark.parametrize(
    ("event", "head", "expected"),
    [
        ("pull_request", "", "main"),
        ("pull_request", "other", "old"),
        ("pull_request_target", "", "old"),
        ("push", "", "old"),
    ],
)
def test_a_pull_request_is_compared_with_the_base_that_it_was_merged_with(
    tmp_path: Path, event: str, head: str, expected: str
) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    git(folder, "init", "-q")
    commit(folder)
    commits = {"old": git(folder, "rev-parse", "HEAD").strip()}
    git(folder, "checkout", "-q", "-b", "branch")
    commit(folder, {"articles/new.jsonl": lines([article(1)])})
    git(folder, "checkout", "-q", "main")
    commit(folder, {"articles/main.jsonl": lines([article(2)])})
    commits["main"] = git(folder, "rev-parse", "HEAD").strip()
    git(folder, "merge", "-q", "--no-ff", "--no-edit", "branch")
    merged = head or git(folder, "rev-parse", "HEAD").strip()
    script(tmp_path / "corpus-qa/bin/corpus-qa", '#!/usr/bin/env bash\nprintf "%s\\n" "$@"\n')
    done = Runner(tmp_path, folder).step(
        "Judge the additions", BASE=commits["old"], BRANCH="main", EVENT=event, SHA=merged
    )
    assert done.stdout.splitlines()[:3] == ["gate", "--base", commits[expected]]


def test_nothing_of_the_repository_runs_while_corpus_qa_is_installed() -> None:
    for step in STEPS.values():
        for call in re.findall(r"python\"? (?:-\w+ )*-m", step.get("run", "")):
            assert " -I -m" in call


@pytest.mark.parametrize("denied", ["DENIED_READING", "DENIED_WRITING"])
def test_a_pull_request_from_a_fork_gets_a_notice_instead(
    pull_request: Runner, denied: str
) -> None:
    done = tell(pull_request, **{denied: "yes"})
    assert done.returncode == 0
    assert "::notice title=corpus-qa::The" in done.stdout
    assert pull_request.read("sent") == ""


SUGGESTING = """#!/usr/bin/env bash
printf '%s\\n' "$*" >> "$NOTED"
case "$*" in
  *--paginate*) [ -z "$DENIED_READING" ] && cat "$FORMER" ;;
  *) cat >> "$SENT" && echo >> "$SENT" ;;
esac
"""
SUGGESTIONS = [
    {
        "body": f"<!-- corpus-qa: {mark} -->\nIt is damaged.\n\n```suggestion\nThe café.\n```",
        "path": "articles/a.txt",
        "line": line,
        "side": "RIGHT",
    }
    for mark, line in (("0a1b", 3), ("2c3d", 5))
]


def suggest(runner: Runner, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the step that suggests changes, with what stands in for corpus-qa and gh."""
    said = "\n".join(json.dumps(one, ensure_ascii=False) for one in SUGGESTIONS)
    (runner.temp / "said").write_text(f"{said}\n", encoding="utf-8")
    script(runner.temp / "tools/gh", SUGGESTING)
    script(
        runner.temp / "corpus-qa/bin/corpus-qa", f'#!/usr/bin/env bash\ncat "{runner.temp}/said"\n'
    )
    return runner.step("Suggest changes", HEAD="c0ffee", NUMBER="7", RUN="run", **more)


def test_each_suggestion_is_made_once_on_its_line_of_the_head(tmp_path: Path) -> None:
    (tmp_path / "former").write_text("<!-- corpus-qa: 0a1b -->\n", encoding="utf-8")
    runner = Runner(tmp_path, tmp_path)
    done = suggest(runner)
    assert done.returncode == 0, done.stderr
    assert "--method POST repos/northmere/articles/pulls/7/comments" in runner.read("noted")
    (sent,) = (json.loads(line) for line in runner.read("sent").splitlines())
    assert sent == {"commit_id": "c0ffee", **SUGGESTIONS[1]}


def test_without_a_token_or_from_a_fork_nothing_is_suggested(tmp_path: Path) -> None:
    (tmp_path / "former").write_text("", encoding="utf-8")
    runner = Runner(tmp_path, tmp_path)
    done = suggest(runner, DENIED_READING="yes")
    assert done.returncode == 0
    assert "how to fix at home" in done.stdout
    assert "POST" not in runner.read("noted")
    assert "head.repo.fork != true" in STEPS["Suggest changes"]["if"]


def test_the_caches_are_named_by_the_code_of_corpus_qa(judged: Runner, tmp_path: Path) -> None:
    keys = []
    for text in ("a", "a", "b"):
        home = tmp_path / "home"
        for name in ("corpus_qa/a.py", "schemas/a.json", "pyproject.toml", ".ci/requirements.lock"):
            script(home / name, text)
        action = home / ".github/actions/corpus-qa"
        action.mkdir(parents=True, exist_ok=True)
        runner = Runner(tmp_path, judged.repository)
        (tmp_path / "output").unlink(missing_ok=True)
        done = runner.step("Name the caches", ACTION=str(action), PYTHON="3.13.1")
        assert done.returncode == 0, done.stderr
        keys.append((runner.outputs()["environment"], runner.outputs()["results"]))
    assert keys[0] == keys[1]
    assert keys[0][0] != keys[2][0]
    assert keys[0][1] != keys[2][1]


def strings(value: Any) -> list[str]:
    match value:
        case dict():
            return [text for item in value.values() for text in strings(item)]
        case list():
            return [text for item in value for text in strings(item)]
    return [str(value)]


def test_no_script_of_a_step_holds_an_expression() -> None:
    for step in STEPS.values():
        assert "${{" not in step.get("run", "")
        assert step.get("uses", "@" + "0" * 40).partition("@")[2].isalnum()


def test_the_called_workflow_hands_on_what_the_action_takes() -> None:
    action = yaml.safe_load(ACTION.read_text("utf-8"))
    workflow = yaml.safe_load((ROOT / ".github/workflows/gate.yml").read_text("utf-8"))
    given = workflow["jobs"]["gate"]["steps"][-1]["with"]
    inputs = workflow[True]["workflow_call"]["inputs"]  # YAML takes `on` for a yes
    assert set(given) <= set(action["inputs"])
    assert all(f"inputs.{name}" in " ".join(strings(workflow["jobs"])) for name in inputs)
