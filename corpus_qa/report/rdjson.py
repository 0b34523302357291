"""Findings with suggested changes for reviewdog, which shows them on the lines of a change.

The form: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from __future__ import annotations

import json
from typing import Any

from corpus_qa.report.load import Finding, Run
from corpus_qa.report.wording import Place, one_line, place_of

SEVERITIES = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def render(run: Run) -> str:
    """Return the new findings as one JSON object."""
    found = [_diagnostic(run, finding) for finding in run.findings if finding.status == "new"]
    result = {"source": {"name": "corpus-qa"}, "diagnostics": found}
    return json.dumps(result, ensure_ascii=False, indent=1) + "\n"


def _diagnostic(run: Run, finding: Finding) -> dict[str, Any]:
    place = place_of(run, finding)
    ends = _range(run, finding, place)
    said: dict[str, Any] = {
        "message": one_line(finding.message),
        "location": {"path": one_line(place.path)},
        "severity": SEVERITIES[finding.severity],
        "code": {"value": finding.check},
    }
    if ends is not None:
        said["location"]["range"] = ends
    elif place.line:
        said["location"]["range"] = {"start": {"line": place.line}}
    if ends is not None and finding.is_fixable and finding.suggestion is not None:
        said["suggestions"] = [{"range": ends, "text": finding.suggestion}]
    return said


def _range(run: Run, finding: Finding, place: Place) -> dict[str, Any] | None:
    """Return where a finding is, with columns in bytes of UTF-8, if its article is quoted."""
    quoted = run.articles.get(finding.article_id)
    if quoted is None or place.column is None or finding.start is None or finding.end is None:
        return None
    if finding.field != "text" or quoted.text[finding.start : finding.end] != finding.excerpt:
        return None
    return {
        "start": {"line": place.line, "column": _column(quoted.text, finding.start)},
        "end": {"line": place.end_line, "column": _column(quoted.text, finding.end)},
    }


def _column(text: str, place: int) -> int:
    """Return the column of a place in its line: from 1, in bytes of UTF-8."""
    return len(text[text.rfind("\n", 0, place) + 1 : place].encode()) + 1
