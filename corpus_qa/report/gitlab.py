"""Findings for the merge requests of GitLab: a Code Quality report.

The form: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from corpus_qa.report.phrases import one_line
from corpus_qa.report.place import place_of

if TYPE_CHECKING:
    from corpus_qa.report.rows import Finding
    from corpus_qa.report.run import Run

SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}


def write(run: Run) -> str:
    """Return a JSON list of the new findings."""
    seen: Counter[str] = Counter()
    issues = []
    for finding in run.findings:
        if finding.status == "new":
            issues.append(_issue(run, finding, seen[finding.fingerprint]))
            seen[finding.fingerprint] += 1
    return json.dumps(issues, ensure_ascii=False, indent=1) + "\n"


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
        "location": {"path": one_line(place.path), "lines": {"begin": place.line or 1}},
    }
