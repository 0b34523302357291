"""JUnit: a suite for each family, and what fails a test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from lxml import etree
from report_runs import RUNS, SCHEMAS

from corpus_qa.model import ENGINE, Crash
from corpus_qa.report import junit
from corpus_qa.report.load import Run

every_run = pytest.mark.parametrize("make", RUNS, ids=lambda make: make.__name__)


def test_junit_fails_exactly_for_expectations_of_severity_error(run: Run) -> None:
    root = ET.fromstring(junit.render(run))  # noqa: S314 - our own output
    failed = {case.get("name") for case in root.iter("testcase") if case.findall("failure")}
    expected = {
        f"{e.rule}: {e.title}"
        for e in run.document.expectations
        if e.status == "fail" and e.severity == "error"
    }
    assert failed == expected
    assert expected
    assert sum(int(suite.get("failures", "0")) for suite in root) == len(expected)


def test_junit_has_a_case_for_every_check_and_every_expectation(run: Run) -> None:
    root = ET.fromstring(junit.render(run))  # noqa: S314 - our own output
    cases = list(root.iter("testcase"))
    assert len(cases) == len(run.document.counts.checks) + len(run.document.expectations)


def test_junit_tells_inputs_and_crashes_as_errors(broken: Run) -> None:
    root = ET.fromstring(junit.render(broken))  # noqa: S314 - our own output
    errors = [case.get("classname") for case in root.iter("testcase") if case.findall("error")]
    assert errors.count("corpus-qa.input") == 2
    assert errors.count("corpus-qa.check") == 1


def test_junit_tells_a_crash_that_is_of_no_check(broken: Run) -> None:
    crash = Crash(ENGINE, "a1", "ValueError: x", "", "a1.txt", "the corpus as it was")
    lost = replace(broken, document=replace(broken.document, crashes=(crash,)))
    root = ET.fromstring(junit.render(lost))  # noqa: S314 - our own output
    (error,) = root.findall("testsuite[@name='run']/testcase[@name='engine a1']/error")
    assert error.get("message") == "a1.txt · a1 in the corpus as it was: ValueError: x"
    assert error.text == "Report the crash, or fix or remove the article."


@every_run
def test_junit_follows_the_schema_of_jenkins(make: Callable[[Path], Run], tmp_path: Path) -> None:
    root = etree.fromstring(junit.render(make(tmp_path)).encode())
    etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd")).assertValid(root)
    for suite in root.iter("testsuite"):
        assert int(suite.get("tests")) == len(suite)
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors")) == len(suite.findall("testcase/error"))
    names = Counter((case.get("classname"), case.get("name")) for case in root.iter("testcase"))
    assert max(names.values()) == 1
