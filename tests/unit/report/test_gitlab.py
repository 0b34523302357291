"""Code Quality reports of GitLab: their form, and which findings they list."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from report_runs import BANNER, RUNS, article, finding, json_schema, write_run

from corpus_qa.report import gitlab
from corpus_qa.report.load import Run, load_run

every_run = pytest.mark.parametrize("make", RUNS, ids=lambda make: make.__name__)


def test_code_quality_issues_have_what_gitlab_asks_for(run: Run) -> None:
    issues = json.loads(gitlab.render(run))
    assert issues
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["lines"]["begin"] >= 1
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


@every_run
def test_code_quality_issues_follow_the_form_of_gitlab(
    make: Callable[[Path], Run], tmp_path: Path
) -> None:
    issues = json.loads(gitlab.render(make(tmp_path)))
    json_schema("gitlab-codequality.json").validate(issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def test_copies_of_an_article_are_told_apart_in_gitlab(tmp_path: Path) -> None:
    owners = [article(n, BANNER.words, source=f"{n}.txt") for n in range(3)]
    rows = [finding(owner, BANNER, 0, fingerprint="same") for owner in owners]
    issues = json.loads(gitlab.render(load_run(write_run(tmp_path, owners, rows))))
    assert [issue["fingerprint"] for issue in issues] == ["same", "same-1", "same-2"]
