"""Findings for the merge requests of GitLab: a Code Quality report.

The form: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from corpus_qa.report.load import Finding, Run
from corpus_qa.report.wording import (
    from_top,
    one_line,
    path_of,
    place_of,
    reasons_except,
    with_next_step,
)

SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}


def render(run: Run) -> str:
    """Return a JSON list of what could not be examined, and of the new findings."""
    seen: Counter[str] = Counter()
    issues = [*_unread(run), *_broken(run)]
    for finding in run.findings:
        if finding.status == "new":
            issues.append(_issue(run, finding, seen[finding.fingerprint]))
            seen[finding.fingerprint] += 1
    return json.dumps(issues, ensure_ascii=False, indent=1) + "\n"


def _unread(run: Run) -> Iterator[dict[str, Any]]:
    for problem in run.document.problems:
        path = from_top(run, path_of(problem.source, run.document.input.paths))
        yield _blocker("unread", f"{problem.reason} {problem.hint}", path, problem.line)


def _broken(run: Run) -> Iterator[dict[str, Any]]:
    """Place what belongs to no file where the articles are, since an issue needs a location."""
    where = from_top(run, next(iter(run.document.input.paths), "corpus-qa.toml"))
    for reason in reasons_except(run.document, "problem", "expectation"):
        if reason.severity == "error":
            yield _blocker(reason.kind, with_next_step(reason), where, None)


def _blocker(name: str, description: str, path: str, line: int | None) -> dict[str, Any]:
    message = one_line(description).strip()
    mark = hashlib.sha256(f"{name}\0{path}\0{line}\0{message}".encode()).hexdigest()
    return {
        "description": message,
        "check_name": name,
        "fingerprint": mark[:32],
        "severity": "blocker",
        "location": {"path": one_line(path), "lines": {"begin": line or 1}},
    }


def _issue(run: Run, finding: Finding, copy: int) -> dict[str, Any]:
    """Return one issue; GitLab shows only the first of several with one fingerprint.

    Copies of an article have the same fingerprints, so each ``copy`` but the first is marked.
    """
    place = place_of(run, finding)
    return {
        "description": one_line(finding.message),
        "check_name": f"{finding.check} {finding.name}",
        "fingerprint": f"{finding.fingerprint}-{copy}" if copy else finding.fingerprint,
        "severity": SEVERITIES[finding.severity],
        "location": {
            "path": one_line(from_top(run, place.path)),
            "lines": {"begin": place.line or 1},
        },
    }
