"""Findings for code scanning and editors: SARIF 2.1.0.

The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from corpus_qa.report.phrases import one_line
from corpus_qa.report.place import Place, path_of, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus_qa.report.document import CheckCount
    from corpus_qa.report.rows import Finding
    from corpus_qa.report.run import Run

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

# Known and waived findings stay visible, but no reader of SARIF counts them against a change.
SUPPRESSIONS = {
    "known": "The finding was there in the baseline.",
    "waived": "A waiver accepts the finding.",
}


def write(run: Run) -> str:
    """Return the SARIF log."""
    document = run.document
    checks = list(document.checks)
    result = {
        "tool": {
            "driver": {
                "name": "corpus-qa",
                "version": document.version,
                "rules": [_rule(check, document.checks[check]) for check in checks],
            }
        },
        "invocations": [
            {
                "executionSuccessful": document.verdict != "incomplete",
                "startTimeUtc": document.started_at,
                "toolExecutionNotifications": list(_notifications(run)),
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [_result(run, finding, checks) for finding in run.findings],
        "properties": {"verdict": document.verdict, "findings": document.findings},
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [result]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(check: str, counted: CheckCount) -> dict[str, Any]:
    return {
        "id": check,
        "name": counted.name,
        "shortDescription": {"text": counted.summary or counted.name},
        "help": {"text": counted.page or counted.summary or counted.name},
        "defaultConfiguration": {"level": counted.severity},
        "properties": {"tags": [counted.family]},
    }


def _result(run: Run, finding: Finding, checks: list[str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "level": finding.severity,
        "message": {"text": message_text(finding.message)},
        "locations": [{"physicalLocation": _location(place_of(run, finding), finding.excerpt)}],
        "partialFingerprints": {"corpusQaFingerprint/v1": finding.fingerprint},
        "baselineState": "new" if finding.status == "new" else "unchanged",
        "properties": {"article": finding.article_id, "family": finding.family},
    }
    if finding.check in checks:
        result["ruleIndex"] = checks.index(finding.check)
    if reason := SUPPRESSIONS.get(finding.status):
        result["suppressions"] = [{"kind": "external", "justification": reason}]
    return result


def _location(place: Place, excerpt: str | None) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": _artifact(place.path)}
    if place.line:
        region: dict[str, Any] = {"startLine": place.line}
        if place.column:
            region["startColumn"] = place.column
            region |= {"endLine": place.end_line, "endColumn": place.end_column}
        if excerpt:
            region["snippet"] = {"text": excerpt}
        location["region"] = region
    return location


def _artifact(path: str) -> dict[str, str]:
    """Name a file by its URI reference; a path never turns into a URI with a scheme of its own."""
    if path.startswith(("http://", "https://")):
        return {"uri": quote(path, safe="/:?&=#%+,;@")}
    uri = quote(path, safe="/")
    if uri.startswith("/"):
        # Two leading slashes would name a host.
        return {"uri": f"file:///{uri.lstrip('/')}"}
    return {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _notifications(run: Run) -> Iterator[dict[str, Any]]:
    for problem in run.document.problems:
        path = path_of(problem.source, run.document.input.paths)
        yield {
            "level": "error",
            "message": {"text": message_text(f"{problem.source}: {problem.reason} {problem.hint}")},
            "locations": [{"physicalLocation": _location(Place(path, problem.line), None)}],
        }
    for crash in run.document.crashes:
        told = f"{crash.check} broke off on {crash.article_id}: {crash.error}"
        yield {"level": "error", "message": {"text": message_text(told)}}


def message_text(text: str) -> str:
    """Return a plain-text message: no links (standard, 3.11.6) and no placeholders (3.11.5)."""
    plain = one_line(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return plain.replace("{", "{{").replace("}", "}}")
