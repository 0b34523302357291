"""Every case in ``tests/cases`` behaves as it says, through the engine that users run."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest
from conftest import CASES

from corpus_qa.checks import BUILTIN
from corpus_qa.model import Check, Family
from corpus_qa.testing import Case, Result, cases_of, run_cases

# Defects of language have many faces, and prose that looks like them has more.
FEW, MANY = 4, 12
BY_ID = {check.id: check for check in BUILTIN}
ALONE = {
    check_id: cases_of(table)
    for check_id, table in CASES.items()
    if not table.get("corpus") and not table.get("contract")
}


@cache
def results(check_id: str) -> Mapping[Case, Result]:
    """Run all cases of a check at once."""
    found = run_cases(BY_ID[check_id], ALONE[check_id])
    return {result.case: result for result in found}


def cases(kind: str) -> list[Case]:
    return [case for group in ALONE.values() for case in group if case.kind == kind]


def assert_as_it_says(case: Case, request: pytest.FixtureRequest) -> None:
    if case.known_problem:
        request.applymarker(pytest.mark.xfail(reason=case.known_problem, strict=True))
    assert results(case.check)[case].problem == ""


@pytest.mark.parametrize("case", cases("flag"), ids=str)
def test_a_flagged_case_yields_its_spans(case: Case, request: pytest.FixtureRequest) -> None:
    assert_as_it_says(case, request)


@pytest.mark.parametrize("case", cases("clean"), ids=str)
def test_a_clean_case_yields_no_finding_of_its_check(
    case: Case, request: pytest.FixtureRequest
) -> None:
    assert_as_it_says(case, request)


@pytest.mark.parametrize("check", BUILTIN, ids=lambda check: check.id)
def test_a_check_has_cases_on_both_sides(check: Check) -> None:
    table = CASES[check.id]
    assert table["check"] == check.id
    least = MANY if check.family in {Family.TRANSLATION, Family.CONTENT} else FEW
    assert len(table["flag"]) >= least
    assert len(table["clean"]) >= least


@pytest.mark.parametrize("check", BUILTIN, ids=lambda check: check.id)
def test_a_page_tells_why_what_is_flagged_what_is_clean_and_the_limits(check: Check) -> None:
    for heading in ("Why it matters", "Flagged", "Clean", "Limits"):
        assert f"\n{heading}\n" in check.page, f"{check.id} has no section {heading!r}"
    assert "\n" not in check.summary


@pytest.mark.parametrize("check", BUILTIN, ids=lambda check: check.id)
def test_a_summary_is_one_phrase_that_can_stand_in_a_sentence(check: Check) -> None:
    assert check.summary[:1].islower()
    assert check.summary[-1:].isalpha() or check.summary.endswith("”")


def test_every_case_file_belongs_to_a_check() -> None:
    assert set(CASES) <= set(BY_ID)
