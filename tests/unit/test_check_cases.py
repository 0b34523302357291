"""Every case in ``tests/cases`` behaves as it says, through the engine that users run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from conftest import CASES, article_cases, batch_of

from corpus_qa.checks import BUILTIN
from corpus_qa.examine.batch import examine_batch
from corpus_qa.examine.plan import Plan
from corpus_qa.model import ARTICLE_SCHEMA, Check, Family

PLAN = Plan(BUILTIN)
# Defects of language have many faces, and prose that looks like them has more.
FEW, MANY = 4, 12
BY_ID = {check.id: check for check in BUILTIN}


def named(entry: tuple[str, Mapping[str, Any]]) -> str:
    return f"{entry[0]}-{entry[1]['label']}"


def findings_of(check_id: str, case: Mapping[str, Any]) -> list[dict[str, Any]]:
    article = {name: case[name] for name in ARTICLE_SCHEMA.names if name in case}
    result = examine_batch(batch_of([article]), PLAN)
    assert result.crashes == ()
    return [row for row in result.findings.to_pylist() if row["check"] == check_id]


@pytest.mark.parametrize(("check_id", "case"), article_cases("flag"), ids=str)
def test_a_flagged_case_yields_its_spans(
    check_id: str, case: Mapping[str, Any], request: pytest.FixtureRequest
) -> None:
    if "known_problem" in case:
        request.applymarker(pytest.mark.xfail(reason=case["known_problem"], strict=True))
    found = findings_of(check_id, case)
    assert found, f"nothing found: {case['label']}"
    if "spans" in case:
        assert [row["excerpt"] for row in found] == case["spans"]
    if "suggestions" in case:
        assert [row["suggestion"] for row in found] == case["suggestions"]


@pytest.mark.parametrize(("check_id", "case"), article_cases("clean"), ids=str)
def test_a_clean_case_yields_no_finding_of_its_check(
    check_id: str, case: Mapping[str, Any], request: pytest.FixtureRequest
) -> None:
    if "known_problem" in case:
        request.applymarker(pytest.mark.xfail(reason=case["known_problem"], strict=True))
    assert findings_of(check_id, case) == []


@pytest.mark.parametrize("check", BUILTIN, ids=lambda check: check.id)
def test_a_check_has_cases_on_both_sides(check: Check) -> None:
    cases = CASES[check.id]
    assert cases["check"] == check.id
    least = MANY if check.family in {Family.TRANSLATION, Family.CONTENT} else FEW
    assert len(cases["flag"]) >= least
    assert len(cases["clean"]) >= least


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
