"""Findings for code scanning and editors: SARIF 2.1.0.

The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from corpus_qa.checks.registry import BUILTIN
from corpus_qa.config import documentation
from corpus_qa.report.load import Finding, Run
from corpus_qa.report.wording import (
    Place,
    article_name,
    crashed_on,
    from_top,
    one_line,
    other_place,
    path_of,
    place_of,
    reasons_except,
    with_next_step,
)
from corpus_qa.run.document import CheckCount

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

# Known and waived findings stay visible, but no reader of SARIF counts them against a change.
SUPPRESSIONS = {
    "known": "The finding was accepted earlier, or is not part of this change.",
    "waived": "A waiver covers the finding.",
}
# The sections of the page of a check, and those that hold examples, one a line.
SECTIONS = frozenset({"Why it matters", "Flagged", "Clean", "Limits", "Repair"})
EXAMPLES = frozenset({"Flagged", "Clean"})


def render(run: Run) -> str:
    """Return the SARIF log."""
    document = run.document
    checks = list(document.counts.checks)
    result = {
        "tool": {
            "driver": {
                "name": "corpus-qa",
                "version": document.tool.version,
                "rules": [_rule(check, document.counts.checks[check]) for check in checks],
            }
        },
        "invocations": [
            {
                "executionSuccessful": document.verdict != "incomplete",
                "startTimeUtc": document.started_at,
                "toolExecutionNotifications": list(_notifications(run)),
            }
        ],
        "automationDetails": {"id": f"corpus-qa/{document.command}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "Where corpus-qa ran."}}},
        "results": [_result(run, finding, checks) for finding in run.findings],
        "properties": {"verdict": document.verdict, "findings": document.counts.findings},
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [result]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(check: str, counted: CheckCount) -> dict[str, Any]:
    summary = counted.summary or counted.name
    page = counted.page or summary
    ours = any(one.id == check for one in BUILTIN)
    address = documentation(f"checks/{check}.html") if ours else ""
    return {
        "id": check,
        **({"helpUri": address} if address else {}),
        "name": counted.name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": summary},
        "help": {"text": page, "markdown": page_markdown(page)},
        "defaultConfiguration": {"level": counted.severity},
        "properties": {"tags": [counted.family]},
    }


def _result(run: Run, finding: Finding, checks: list[str]) -> dict[str, Any]:
    place = _placed(run, place_of(run, finding))
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "level": finding.severity,
        "message": {"text": message_text(finding.message)},
        "locations": [{"physicalLocation": _location(place, finding.excerpt)}],
        "partialFingerprints": {"corpusQaFingerprint/v1": finding.fingerprint},
        "baselineState": "new" if finding.status == "new" else "unchanged",
        "properties": {"article": finding.article_id, "family": finding.family},
    }
    if other := other_place(run, finding):
        result["relatedLocations"] = [_other(finding, _placed(run, other))]
    if finding.excerpt:
        result["properties"]["excerpt"] = finding.excerpt
    if finding.check in checks:
        result["ruleIndex"] = checks.index(finding.check)
    if finding.status in SUPPRESSIONS:
        result["suppressions"] = [_suppression(run, finding)]
    if finding.applicability is not None:
        result["properties"]["applicability"] = finding.applicability
    if place.column and finding.is_fixable and finding.suggestion is not None:
        result["fixes"] = [_fix(place, finding.suggestion)]
    return result


def _placed(run: Run, place: Place) -> Place:
    return replace(place, path=from_top(run, place.path))


def _other(finding: Finding, place: Place) -> dict[str, Any]:
    """Name the article that the article of a finding duplicates."""
    name = article_name(finding.other_id or "", finding.other_source)
    return {
        "id": 1,
        "message": {"text": message_text(f"The other article: {name}.")},
        "physicalLocation": _location(place, None),
    }


def _suppression(run: Run, finding: Finding) -> dict[str, Any]:
    """Say why a finding does not count: the reason of its waiver, where only one can be it."""
    reason = SUPPRESSIONS[finding.status]
    if finding.status == "waived":
        used = [waiver for waiver in run.document.waivers if waiver.state == "used"]
        matching = [waiver for waiver in used if finding.check.startswith(waiver.check)]
        if len(matching) == 1:
            (waiver,) = matching
            reason = f"{waiver.reason} ({waiver.owner}, until {waiver.expires})"
    return {"kind": "external", "status": "accepted", "justification": one_line(reason)}


def _fix(place: Place, suggestion: str) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(place), "insertedContent": {"text": suggestion}}
    change = {"artifactLocation": _artifact(place.path), "replacements": [replacement]}
    description = "Replace the text." if suggestion else "Remove the text."
    return {"description": {"text": description}, "artifactChanges": [change]}


def _location(place: Place, excerpt: str | None) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": _artifact(place.path)}
    if place.line:
        location["region"] = _region(place)
        # The snippet of a region is all of it (standard, 3.30.13).
        if place.column and excerpt:
            location["region"]["snippet"] = {"text": excerpt}
    return location


def _region(place: Place) -> dict[str, Any]:
    region = {"startLine": place.line}
    if place.column:
        region["startColumn"] = place.column
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    return region


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
    document, shown = run.document, len(run.findings)
    if shown < (total := document.counts.findings):
        text = f"{shown} of {total} findings are listed; findings.parquet has them all."
        yield {"level": "note", "message": {"text": text}}
    for reason in reasons_except(document, "problem", "crash", "expectation"):
        text = message_text(with_next_step(reason))
        yield {"level": str(reason.severity), "message": {"text": text}}
    for problem in document.problems:
        path = from_top(run, path_of(problem.source, document.input.paths))
        yield {
            "level": "error",
            "message": {"text": message_text(f"{problem.source}: {problem.reason} {problem.hint}")},
            "locations": [{"physicalLocation": _location(Place(path, problem.line), None)}],
        }
    for crash in document.crashes:
        text = f"{crash.check} crashed on {crashed_on(crash)}: {crash.error} {crash.hint}"
        notification: dict[str, Any] = {"level": "error", "message": {"text": message_text(text)}}
        if crash.source:
            place = Place(from_top(run, path_of(crash.source, document.input.paths)))
            notification["locations"] = [{"physicalLocation": _location(place, None)}]
        yield notification


def page_markdown(page: str) -> str:
    """Return the page of a check as Markdown: the names of sections in bold, examples as code."""
    section, lines = "", []
    for line in map(str.rstrip, page.splitlines()):
        if line in SECTIONS:
            section = line
            lines += [f"**{section}**", ""]
        elif section in EXAMPLES and line:
            lines.append(f"    {line.strip()}")
        else:
            lines.append(line.strip())
    return "\n".join(lines)


def message_text(text: str) -> str:
    """Return a plain-text message: no links (standard, 3.11.6) and no placeholders (3.11.5)."""
    plain = one_line(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return plain.replace("{", "{{").replace("}", "}}")
