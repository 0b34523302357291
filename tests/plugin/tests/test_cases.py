"""The cases of the checks of this package, run by ``corpus_qa.testing``."""

import pickle
from pathlib import Path

import pytest
from harbour_checks import CHECKS, speed_as_price

from corpus_qa import Check
from corpus_qa.testing import Result, findings_of, read_cases, run_cases

CASES = Path(__file__).parents[1] / "cases"
ALL = (speed_as_price.CHECK, *CHECKS)
RESULTS = [
    result for check in ALL for result in run_cases(check, read_cases(CASES / f"{check.id}.toml"))
]


@pytest.mark.parametrize("result", RESULTS, ids=str)
def test_a_case_behaves_as_it_says(result: Result) -> None:
    assert not result.problem


def test_a_finding_says_what_it_is_about() -> None:
    (finding,) = findings_of(speed_as_price.CHECK, {"text": "It costs 9 knots."})
    assert finding["message"] == "“costs 9 knots” is a speed, not a price."


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.id)
def test_a_check_travels_to_other_processes(check: Check) -> None:
    assert pickle.loads(pickle.dumps(check)) == check
