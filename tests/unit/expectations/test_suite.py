"""Suites: a mistake is told with its line, and Great Expectations judges what they say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from corpus_qa.checks import BUILTIN
from corpus_qa.errors import ConfigError
from corpus_qa.expectations.metrics import Metric, frames, metric_names
from corpus_qa.expectations.suite import built_in_suites, load_suite, parse_suite
from corpus_qa.expectations.worker import Worker
from corpus_qa.model import Outcome
from corpus_qa.text.numbers import wilson

KNOWN = metric_names(BUILTIN)
BETWEEN = "expect_column_values_to_be_between"


def expectation(column: str, scope: str = "dataset", **kwargs: float) -> dict[str, Any]:
    return {
        "type": BETWEEN,
        "kwargs": {"column": column, **kwargs},
        "severity": "critical",
        "meta": {"rule": column, "scope": scope},
    }


def suite_of(*expectations: dict[str, Any]) -> str:
    return json.dumps({"name": "own", "expectations": expectations}, indent=1)


@pytest.fixture(scope="module")
def judge() -> Iterator[Worker]:
    with Worker() as process:
        yield process


@pytest.mark.parametrize("name", built_in_suites())
def test_a_shipped_suite_names_known_metrics_and_says_what_it_expects(name: str) -> None:
    suite = load_suite(name, KNOWN)
    assert suite.source == "built-in"
    assert len(suite.expectations) >= 8
    assert len({entry.rule for entry in suite.expectations}) == len(suite.expectations)
    assert all(entry.title and entry.limit for entry in suite.expectations)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"expectations": [', "own.json:1: not valid JSON"),
        ('{"expectation": []}', "own.json: not a Great Expectations suite"),
        ("[]", "own.json: not a Great Expectations suite"),
        (suite_of(expectation("crome_rate")), "own.json:7: the suite names an unknown metric"),
        (suite_of(expectation("chrome_rate", scope="page")), "unknown scope “page”"),
        (suite_of(expectation("chrome_rate") | {"severity": "bad"}), "unknown severity “bad”"),
    ],
)
def test_a_wrong_suite_is_refused_before_anything_is_read(text: str, told: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse_suite(text, "own", "own.json", KNOWN)
    assert told in str(error.value)


def test_an_unknown_metric_gets_a_suggestion() -> None:
    with pytest.raises(ConfigError, match="did you mean “chrome_rate”"):
        parse_suite(suite_of(expectation("crome_rate")), "own", "own.json", KNOWN)


def test_an_unknown_suite_is_told_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="name one of news, strict"):
        load_suite("novel", KNOWN)


def judged(judge: Worker, metrics: list[Metric], *expectations: dict[str, Any]) -> list[Outcome]:
    suite = parse_suite(suite_of(*expectations), "own", "own.json", None)
    return judge.judge(suite.expectations, frames(metrics, BUILTIN))


RATES = [
    Metric("dataset", "all", "articles", 100.0),
    Metric("dataset", "all", "chrome_rate", 0.2, 20, 100, *wilson(20, 100)),
    Metric("site", "a.example", "chrome_rate", 0.1, 5, 50, *wilson(5, 50)),
    Metric("site", "b.example", "chrome_rate", 0.3, 15, 50, *wilson(15, 50)),
]


def test_outcomes_keep_the_order_of_the_suite_and_tell_what_was_observed(judge: Worker) -> None:
    outcomes = judged(
        judge,
        RATES,
        expectation("chrome_rate", max_value=0.1),
        expectation("articles", min_value=1),
        expectation("chrome_rate", max_value=0.25),
    )
    assert [outcome.status for outcome in outcomes] == ["fail", "pass", "pass"]
    assert outcomes[0].observed == 0.2
    assert (outcomes[0].low, outcomes[0].high) == wilson(20, 100)


def test_a_site_that_breaks_an_expectation_is_named(judge: Worker) -> None:
    (outcome,) = judged(judge, RATES, expectation("chrome_rate", "site", max_value=0.2))
    assert [(entry.key, entry.value) for entry in outcome.failing] == [("b.example", 0.3)]


def test_a_broken_expectation_is_an_error_not_a_failure(judge: Worker) -> None:
    outcomes = judged(judge, RATES, expectation("nowhere", max_value=1), expectation("articles"))
    assert [outcome.status for outcome in outcomes] == ["error", "error"]
    assert "cannot both be None" in (outcomes[1].detail or "")


def test_a_scope_without_rows_is_not_judged(judge: Worker) -> None:
    assert judged(judge, RATES, expectation("chrome_rate", "additions", max_value=0)) == []
    assert judge.judge((), {"dataset": pa.table({"key": ["all"]})}) == []


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0)],
)
def test_the_interval_is_that_of_wilson(
    numerator: int, denominator: int, low: float, high: float
) -> None:
    assert wilson(numerator, denominator) == pytest.approx((low, high), abs=1e-4)


def one_expectation(kwargs: object, kind: str = "expect_column_values_to_be_between") -> str:
    entry = {"type": kind, "kwargs": kwargs, "meta": {"scope": "site"}}
    return json.dumps({"name": "ours", "expectations": [entry]}, indent=1)


@pytest.mark.parametrize(
    "condition",
    [
        "@pd.io.common.os.system('true')",
        "articles > 1 and @x",
        "articles.max() > 1",
        "articles > articles",
        "key.str.contains('a')",
        "__import__ == 1",
        "articles > 1 or (lambda: 1)()",
        "articles > 1; articles",
        "key == 'a\\'",
        "key == '`'",
        "articles",
        "articles == 1 and",
        "",
        "articles == 1 and " * 200 + "articles == 1",
        7,
        {"type": "pass_through", "pass_through_filter": "@pd"},
    ],
)
def test_a_row_condition_that_could_run_code_is_refused_with_its_line(condition: object) -> None:
    kwargs = {"column": "chrome_rate", "max_value": 0.1, "row_condition": condition}
    with pytest.raises(ConfigError, match=r"ours\.json:\d+: .*row_condition"):
        parse_suite(one_expectation(kwargs), "ours", "ours.json", None)


@pytest.mark.parametrize(
    ("kwargs", "kind", "told"),
    [
        ({"column": "a", "max_value": {"$PARAMETER": "now()"}}, "expect_x", "“.PARAMETER”"),
        ({"json_schema": {"a": [{"$ref": "https://a.example"}]}}, "expect_x", "“.ref”"),
        ({"unexpected_rows_query": "SELECT 1"}, "unexpected_rows_expectation", "unexpected_rows"),
        ({"column": "a"}, "expect_query_results_to_match_comparison", "other data"),
        ({"row_condition": "a > 1", "condition_parser": "spark"}, "expect_x", "pandas"),
    ],
)
def test_what_a_suite_may_not_ask_is_refused(kwargs: object, kind: str, told: str) -> None:
    with pytest.raises(ConfigError, match=rf"ours\.json:\d+: .*{told}"):
        parse_suite(one_expectation(kwargs, kind), "ours", "ours.json", None)


def test_a_row_condition_of_comparisons_is_applied(judge: Worker) -> None:
    kwargs = {
        "column": "chrome_rate",
        "max_value": 0.1,
        "row_condition": 'articles>=100 and key != "b.example"',
        "condition_parser": "pandas",
    }
    (expectation,) = parse_suite(one_expectation(kwargs), "ours", "ours.json", None).expectations
    rows = {"key": ["a", "b.example", "c"], "articles": [9, 200, 300]}
    table = pa.table({**rows, "chrome_rate": [1.0, 1.0, 0.0]})
    (outcome,) = judge.judge([expectation], {"site": table})
    assert outcome.status == "pass", outcome.detail
    table = pa.table({**rows, "chrome_rate": [0.0, 0.0, 1.0]})
    (outcome,) = judge.judge([expectation], {"site": table})
    assert outcome.status == "fail"


def test_a_suite_that_the_library_saved_is_judged(judge: Worker) -> None:
    saved = {
        "name": "saved",
        "id": "0a6d0c8e-0000-4000-8000-000000000001",
        "expectations": [
            expectation("words", "article", min_value=2 + number)
            | {"id": f"{number}" * 8, "notes": None}
            for number in range(2)
        ],
        "meta": {"great_expectations_version": "1.24.1"},
        "notes": None,
    }
    suite = parse_suite(json.dumps(saved), "saved", "saved.json", None)
    table = pa.table({"article_id": ["a", "b"], "words": [1, 9]})
    outcomes = judge.judge(suite.expectations, {"article": table})
    assert [outcome.status for outcome in outcomes] == ["fail", "fail"], outcomes[0].detail


@pytest.mark.parametrize(
    "kwargs",
    [
        {"column": "titel"},
        {"column_A": "words", "column_B": "titel"},
        {"column_list": ["words", "titel"]},
    ],
)
def test_a_column_that_is_not_there_is_told_with_those_that_are(
    judge: Worker, kwargs: dict[str, Any]
) -> None:
    pair = "column_A" in kwargs
    kind = "expect_column_pair_values_to_be_equal" if pair else "expect_column_values_to_be_unique"
    text = one_expectation(kwargs, kind)
    (wanted,) = parse_suite(text, "ours", "ours.json", None).expectations
    table = pa.table({"article_id": ["a"], "words": [1]})
    (outcome,) = judge.judge([wanted], {wanted.scope: table})
    assert outcome.status == "error"
    assert outcome.detail is not None
    assert "no column “titel” in this table; it has article_id, words" in outcome.detail
    with pytest.raises(ConfigError, match="unknown metric “titel”"):
        parse_suite(text, "ours", "ours.json", frozenset({"words"}))


@pytest.mark.parametrize(
    "old",
    [
        {"expectation_suite_name": "old", "expectations": []},
        {"expectations": [{"expectation_type": BETWEEN, "kwargs": {"column": "words"}}]},
    ],
)
def test_a_suite_of_former_versions_is_refused_with_the_way_to_convert_it(old: object) -> None:
    with pytest.raises(ConfigError, match=r"0\.x\. To convert it .* rename"):
        parse_suite(json.dumps(old), "old", "old.json", None)
