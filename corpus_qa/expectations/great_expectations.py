"""Great Expectations: the only module that imports it, which takes seconds.

It judges small tables, one row per dataset or site, so that its cost does not grow with the corpus.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from corpus_qa.expectations.suite import Expectation, unjudged
from corpus_qa.model import Failing, Outcome
from corpus_qa.run.pool import without_spark

with without_spark():
    import great_expectations as gx

# So many failing keys are kept per expectation; the table of metrics has them all.
MAX_FAILING = 50


def judge(expectations: Sequence[Expectation], tables: Mapping[str, pd.DataFrame]) -> list[Outcome]:
    """Evaluate expectations over the table of their scope.

    A scope without a table, or with an empty one, is not judged: its expectations are left out, and
    who counts what was evaluated sees it. Great Expectations would let most of them pass.
    """
    context: Any = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    judged = []
    for scope in dict.fromkeys(expectation.scope for expectation in expectations):
        table = tables.get(scope)
        if table is None or table.empty:
            continue
        asked = [expectation for expectation in expectations if expectation.scope == scope]
        key = "article_id" if scope == "article" else "key"
        judged.extend(_judge_scope(context, asked, table, key))
    return judged


def _judge_scope(
    context: Any,  # noqa: ANN401 - the library ships no types that strict mode can follow
    asked: Sequence[Expectation],
    table: pd.DataFrame,
    key: str,
) -> list[Outcome]:
    # Results come back in another order: a number in the metadata tells which is which.
    suite = gx.ExpectationSuite(name="suite")
    refused = {}
    for number, entry in enumerate(asked):
        needed = () if entry.type == "expect_column_to_exist" else entry.columns
        if missing := next((name for name in needed if name not in table), None):
            there = ", ".join(map(str, table.columns))
            refused[number] = f"There is no column “{missing}” in this table; it has {there}."
            continue
        numbered = {**entry.raw, "meta": {**(entry.raw.get("meta") or {}), "number": number}}
        try:
            one = gx.ExpectationSuite(name="one", expectations=[numbered])
        except Exception as error:  # noqa: BLE001 - one bad statement must not lose the others
            refused[number] = str(error).strip().splitlines()[-1].strip()
            continue
        suite.add_expectation(one.expectations[0])
    batch = context.data_sources.pandas_default.read_dataframe(table)
    options = {"result_format": "COMPLETE", "unexpected_index_column_names": [key]}
    results = batch.validate(suite, result_format=options).results
    by_number = {result.expectation_config.meta["number"]: result for result in results}
    return [
        unjudged(expectation, refused[number])
        if number in refused
        else _judged(expectation, by_number.get(number), table, key)
        for number, expectation in enumerate(asked)
    ]


def _judged(
    expectation: Expectation,
    result: Any,  # noqa: ANN401 - the library ships no types that strict mode can follow
    table: pd.DataFrame,
    key: str,
) -> Outcome:
    if result is None:
        return unjudged(expectation, "It was not evaluated.")
    broken = _exception(result.exception_info or {})
    if broken:
        return unjudged(expectation, broken)
    status = "pass" if result.success else "fail"
    observed, low, high = _observed(expectation, result.result or {}, table)
    failing = _failing(expectation, result.result or {}, table, key) if status == "fail" else ()
    outcome = unjudged(expectation, None)
    return replace(outcome, status=status, observed=observed, low=low, high=high, failing=failing)


def _exception(info: Mapping[str, Any]) -> str | None:
    """Return the last line of what was raised; a metric that breaks is reported in two forms."""
    for part in (info, *(value for value in info.values() if isinstance(value, dict))):
        if part.get("raised_exception"):
            lines = str(part.get("exception_message") or part.get("exception_traceback") or "?")
            return lines.strip().splitlines()[-1]
    return None


def _observed(
    expectation: Expectation, result: Mapping[str, Any], table: pd.DataFrame
) -> tuple[float | None, float | None, float | None]:
    value = result.get("observed_value")
    column = expectation.column
    if value is None and column in table and len(table) == 1:
        value = table[column].iloc[0]
    if not isinstance(value, (int, float)):
        return None, None, None
    if column is None or len(table) != 1 or f"{column}_low" not in table:
        return float(value), None, None
    return (
        float(value),
        float(table[f"{column}_low"].iloc[0]),
        float(table[f"{column}_high"].iloc[0]),
    )


def _failing(
    expectation: Expectation, result: Mapping[str, Any], table: pd.DataFrame, key: str
) -> tuple[Failing, ...]:
    """Return the keys that broke an expectation over many rows, the worst first."""
    column = expectation.column
    entries = result.get("unexpected_index_list") or []
    if column is None or len(table) == 1 or not isinstance(entries, list):
        return ()
    found = [Failing(str(entry[key]), _plain(entry.get(column))) for entry in entries]
    found.sort(key=lambda entry: (-(entry.value or 0.0), entry.key))
    return tuple(found[:MAX_FAILING])


def _plain(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None
