"""Statements are found by name, with their limits filled in."""

from __future__ import annotations

import pytest

from corpus_qa.run.tables import named_statements

TEXT = """-- What the file is for.

-- :first
-- A comment stays.
SELECT 1 WHERE n >= $least

-- :second
SELECT 2
"""


def test_statements_keep_their_order_and_get_their_limits() -> None:
    assert named_statements(TEXT, {"least": 3}) == {
        "first": "-- A comment stays.\nSELECT 1 WHERE n >= 3",
        "second": "SELECT 2",
    }


def test_a_limit_that_is_not_given_is_an_error() -> None:
    with pytest.raises(KeyError, match="least"):
        named_statements(TEXT, {})
