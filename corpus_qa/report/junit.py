"""The run as test results: a suite for each family, a case for each expectation and each check.

Only expectations fail: a check measures, and its findings are the output of its case.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from corpus_qa.model import Crash, Outcome, Reason
from corpus_qa.report.load import Finding, Run
from corpus_qa.report.wording import (
    FAMILIES,
    clip,
    crashed_on,
    measured,
    one_line,
    place_of,
    reasons_except,
    with_next_step,
)
from corpus_qa.text.numbers import count

# Findings listed for a check, and characters of an excerpt.
LISTED, EXCERPT = 20, 120


def render(run: Run) -> str:
    """Return the XML document."""
    root = ET.Element("testsuites", name="corpus-qa", time=f"{run.document.seconds:.3f}")
    by_check: dict[str, list[Finding]] = {}
    for finding in run.findings:
        by_check.setdefault(finding.check, []).append(finding)
    for family in (*FAMILIES, None):
        cases = [_expectation(run, e) for e in run.document.expectations if _family(e) == family]
        for check, counted in run.document.counts.checks.items():
            if counted.family == family:
                cases.append(_check(run, check, by_check.get(check, [])))
        _add(root, family or "dataset", cases)
    _add(root, "input", [_problem(p.source, p.reason, p.hint) for p in run.document.problems])
    reasons = reasons_except(run.document, "problem", "crash", "expectation")
    cases = [_reason(number, reason) for number, reason in enumerate(reasons, start=1)]
    _add(root, "run", [*cases, *_others_crashed(run)])
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _family(expectation: Outcome) -> str | None:
    return expectation.family if expectation.family in FAMILIES else None


def _add(root: ET.Element, name: str, cases: Iterable[ET.Element]) -> None:
    suite = ET.Element("testsuite", name=name)
    suite.extend(cases)
    if not len(suite):
        return
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", str(len(suite.findall("testcase/error"))))
    root.append(suite)


def _case(kind: str, name: str) -> ET.Element:
    return ET.Element("testcase", classname=f"corpus-qa.{kind}", name=one_line(name))


def _expectation(run: Run, e: Outcome) -> ET.Element:
    case = _case("expectation", f"{e.rule}: {e.title}")
    observed = f"observed {measured(e, run.metrics)}, expected {e.limit}"
    keys = "\n".join(one_line(f"{failing.key} {failing.value}") for failing in e.failing)
    if e.status == "error":
        ET.SubElement(case, "error", message=one_line(e.detail or "It could not be evaluated."))
    elif e.status == "fail" and e.severity == "error":
        ET.SubElement(case, "failure", message=one_line(observed)).text = keys
    else:
        ET.SubElement(case, "system-out").text = one_line(observed)
    return case


def _check(run: Run, check: str, findings: list[Finding]) -> ET.Element:
    counted = run.document.counts.checks[check]
    case = _case("check", f"{check} {counted.name}")
    for crash in run.document.crashes:
        if crash.check == check:
            _crash(case, crash)
    if counted.findings:
        total = f"{count(counted.findings, 'finding')} in {count(counted.articles, 'article')}"
        lines = [total, *(_finding_line(run, finding) for finding in findings[:LISTED])]
        ET.SubElement(case, "system-out").text = "\n".join(lines)
    return case


def _crash(case: ET.Element, crash: Crash) -> None:
    message = one_line(f"{crashed_on(crash)}: {crash.error}")
    ET.SubElement(case, "error", message=message).text = one_line(crash.hint)


def _others_crashed(run: Run) -> Iterable[ET.Element]:
    """Yield a case for each crash that belongs to no check that ran, and so to no other case."""
    for crash in run.document.crashes:
        if crash.check not in run.document.counts.checks:
            case = _case("run", f"{crash.check} {crash.article_id}")
            _crash(case, crash)
            yield case


def _finding_line(run: Run, finding: Finding) -> str:
    words = f" [{clip(one_line(finding.excerpt), EXCERPT)}]" if finding.excerpt else ""
    return f"{one_line(str(place_of(run, finding)))}: {one_line(finding.message)}{words}"


def _reason(number: int, reason: Reason) -> ET.Element:
    """Return a case for what is about no input, check or expectation; only an error breaks it."""
    case = _case("run", f"{number} {reason.kind}")
    if reason.severity == "error":
        ET.SubElement(case, "error", message=one_line(reason.message)).text = one_line(
            reason.next or ""
        )
    else:
        ET.SubElement(case, "system-out").text = one_line(with_next_step(reason))
    return case


def _problem(source: str, reason: str, hint: str) -> ET.Element:
    case = _case("input", source)
    ET.SubElement(case, "error", message=one_line(reason)).text = one_line(hint)
    return case
