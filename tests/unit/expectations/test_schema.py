"""The contract of article rows: what breaks it is a finding, and stays one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, batch_of

from corpus_qa.checks import catalogue
from corpus_qa.errors import ConfigError
from corpus_qa.expectations.schema import SCHEMA_CHECK, parse_schema, violations

SHIPPED = Path(__file__).parents[3] / "schemas" / "article.yaml"


def broken_columns(case: Mapping[str, Any]) -> list[str]:
    title = "x" * case["title_length"] if "title_length" in case else None
    batch = batch_of([{"title": title, "content_hash": "0f", **case}])
    return sorted(
        broken.column
        for broken in violations(
            batch.records, parse_schema(SHIPPED.read_text("utf-8"), "article.yaml")
        )
    )


@pytest.mark.parametrize("case", CASES["CON090"]["flag"], ids=lambda case: case["label"])
def test_a_row_that_breaks_the_contract_is_told_with_its_column(case: Mapping[str, Any]) -> None:
    assert broken_columns(case) == case["columns"]


@pytest.mark.parametrize("case", CASES["CON090"]["clean"], ids=lambda case: case["label"])
def test_a_row_within_the_contract_is_silent(case: Mapping[str, Any]) -> None:
    assert broken_columns(case) == []


def test_the_check_that_carries_violations_is_in_the_catalogue() -> None:
    assert SCHEMA_CHECK in catalogue()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("columns:\n  text:\n    from_builtin_check_name: isin\n", "from_builtin_check_name"),
        ("columns:\n  text:\n    checks:\n      __init__: 1\n", "__init__"),
        (
            "columns:\n  text:\n    checks:\n    - options:\n        check_name: register_x\n",
            "register_x",
        ),
        ("columns:\n  text:\n    isin:\n      options:\n        _check_fn: x\n", "_check_fn"),
        ("checks:\n  - options: {check_name: isin, groupby: x}\n", "groupby"),
        ("parsers: x\n", "parsers"),
        ("name: &a x\ncolumns:\n  text:\n    description: *a\n", "*a"),
    ],
)
def test_what_pandera_would_look_up_by_name_is_refused_with_its_line(text: str, told: str) -> None:
    with pytest.raises(ConfigError, match=rf"rows\.yaml:\d+: “{re.escape(told)}” is no key"):
        parse_schema(text, "rows.yaml")


@pytest.mark.parametrize("text", ["/etc/hostname", "!!python/object/apply:os.system ['true']"])
def test_a_text_that_is_no_schema_is_not_opened_nor_run(text: str) -> None:
    with pytest.raises(ConfigError, match="not a pandera schema"):
        parse_schema(text, "rows.yaml")


def test_a_schema_of_brackets_takes_no_time() -> None:
    with pytest.raises(ConfigError, match="nested too deeply"):
        parse_schema("columns: " + "[" * 20_000, "rows.yaml")


def test_a_column_that_articles_do_not_have_is_named() -> None:
    schema = parse_schema("columns:\n  headline:\n    dtype: String\n", "own.yaml")
    (broken,) = violations(batch_of([{"title": "x"}]).records, schema)
    assert broken.column == "headline"
    assert broken.rule.startswith("articles have no such column, only article_id, source,")
