"""The verdict: what was not looked at is never a pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus_qa.gate.verdict import decide_verdict
from corpus_qa.model import ENGINE, Crash, Failing, Outcome, Problem, Reason, Severity, Verdict

HOLDS = Outcome(
    rule="chrome-rate",
    title="Articles with site chrome",
    expectation="expect_column_values_to_be_between",
    scope="dataset",
    metric="chrome_rate",
    severity=Severity.ERROR,
    family="chrome",
    limit="at most 10 %",
    status="pass",
    observed=0.05,
)
FAILS = replace(HOLDS, status="fail", observed=0.25)
PROBLEM = Problem("a.gz", "the file ends early", "Fetch it again.", line=3)
CRASH = Crash("CHR001", "a1", "ValueError: x", "")


def test_expectations_that_hold_pass() -> None:
    decision = decide_verdict([HOLDS], [], [])
    assert (decision.verdict, decision.exit_code, decision.reasons) == (Verdict.PASS, 0, ())


def test_a_failed_expectation_fails_with_the_observed_value() -> None:
    decision = decide_verdict([HOLDS, FAILS], [], [])
    assert (decision.verdict, decision.exit_code) == (Verdict.FAIL, 1)
    assert decision.reasons[0].message == (
        "Articles with site chrome: expected at most 10 %, observed 25\N{NARROW NO-BREAK SPACE}%."
    )


@pytest.mark.parametrize("severity", [Severity.WARNING, Severity.NOTE])
def test_only_errors_fail_but_warnings_are_told(severity: Severity) -> None:
    decision = decide_verdict([replace(FAILS, severity=severity)], [], [])
    assert (decision.verdict, len(decision.reasons)) == (Verdict.PASS, 1)


@pytest.mark.parametrize(
    ("outcomes", "problems", "crashes", "kind"),
    [
        ([HOLDS], [PROBLEM], [], "problem"),
        ([HOLDS], [], [CRASH, CRASH], "crash"),
        ([replace(HOLDS, status="error", detail="no column")], [], [], "suite"),
        ([], [], [], "suite"),
        ([FAILS], [PROBLEM], [], "problem"),
    ],
    ids=["unread input", "crash", "broken expectation", "no expectation", "more than a failure"],
)
def test_what_was_not_looked_at_is_incomplete(
    outcomes: list[Outcome], problems: list[Problem], crashes: list[Crash], kind: str
) -> None:
    decision = decide_verdict(outcomes, problems, crashes)
    assert (decision.verdict, decision.exit_code) == (Verdict.INCOMPLETE, 3)
    assert decision.reasons[0].kind == kind
    assert decision.reasons[0].next


def test_crashes_are_told_by_check_and_by_what_the_article_belongs_to() -> None:
    old = replace(CRASH, article_id="7", source="old.csv", within="the corpus as it was")
    lost = Crash(ENGINE, "b.txt", "MemoryError: ", "", "b.txt")
    reasons = decide_verdict([HOLDS], [], [CRASH, old, CRASH, lost]).reasons
    assert [reason.message for reason in reasons] == [
        "CHR001 crashed on 2 articles, first on a1: ValueError: x",
        "CHR001 crashed on 1 article of the corpus as it was, first on 7 (old.csv): ValueError: x",
        "engine crashed on 1 article, first on b.txt: MemoryError: ",
    ]
    assert "[checks.ignore] CHR001" in (reasons[0].next or "")
    assert "[checks.ignore]" not in (reasons[2].next or "")


def test_a_failing_site_is_named() -> None:
    failing = (Failing("a.example", 0.5), Failing("b.example", 0.4))
    decision = decide_verdict(
        [replace(FAILS, scope="site", observed=None, failing=failing)], [], []
    )
    assert (
        "50\N{NARROW NO-BREAK SPACE}% at a.example and more at 1 others"
        in decision.reasons[0].message
    )


def test_errors_come_before_warnings_and_notices_last() -> None:
    notice = Reason("limit", Severity.NOTE, "Some lines were not compared.")
    decision = decide_verdict([replace(FAILS, severity=Severity.WARNING), FAILS], [], [], [notice])
    severities = [reason.severity for reason in decision.reasons]
    assert severities == [Severity.ERROR, Severity.WARNING, Severity.NOTE]
