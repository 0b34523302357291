"""Numbers in words."""

from __future__ import annotations

import pytest

from corpus_qa.text.numbers import (
    CLOSE,
    EXACT,
    NARROW,
    amount,
    count,
    duration,
    is_rate,
    percent,
    quantity,
)


@pytest.mark.parametrize(
    ("rate", "shown"),
    [
        (0, "0"),
        (0.0003, "0.03"),
        (0.012, "1.2"),
        (0.05, "5"),
        (0.234, "23"),
        (1, "100"),
    ],
)
def test_rates_have_the_digits_that_a_reader_needs(rate: float, shown: str) -> None:
    assert percent(rate) == f"{shown}{NARROW}%"


def test_a_tiny_rate_is_not_shown_as_nothing() -> None:
    assert percent(0.000001) == f"<{NARROW}0.01{NARROW}%"


def test_counts_take_the_plural() -> None:
    assert [count(1, "article"), count(1_234, "article"), count(5)] == [
        "1 article",
        "1,234 articles",
        "5",
    ]


def test_other_numbers_are_short() -> None:
    assert [quantity(41), quantity(1234567.0), quantity(0.12345)] == ["41", "1,234,567", "0.123"]


def test_durations_have_a_unit_of_their_size() -> None:
    assert [duration(0.421), duration(12.04), duration(185)] == ["0.42 s", "12.0 s", "3 min 5 s"]


@pytest.mark.parametrize(
    ("rate", "digits", "shown"),
    [
        (0.125, EXACT, "12.5"),
        (0.0125, EXACT, "1.25"),
        (0.9995, EXACT, "99.95"),
        (0.204, CLOSE, "20.4"),
    ],
)
def test_a_limit_and_what_is_compared_with_it_have_the_digits_that_matter(
    rate: float, digits: int, shown: str
) -> None:
    assert percent(rate, digits) == f"{shown}{NARROW}%"


def test_the_name_of_a_metric_says_whether_it_is_a_rate() -> None:
    rates = ["chrome_rate", "chrome_rate_low", "chrome_share", "CHR001_rate"]
    assert [name for name in [*rates, "articles", "words", None] if is_rate(name)] == rates


def test_an_amount_has_the_unit_of_its_metric() -> None:
    assert amount("date_rate", 0.05) == f"5{NARROW}%"
    assert amount("words", 12345.0) == amount(None, 12345.0) == "12,345"
    assert amount("score", 0.12345, EXACT) == "0.12345"
