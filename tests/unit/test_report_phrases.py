"""Numbers and characters in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_qa.report.wording import NARROW, clip, count, duration, one_line, percent, quantity


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


def test_what_cannot_be_seen_is_spelled_out() -> None:
    assert one_line("a\u202eb\x1bc\u200bd") == "a<U+202E>b<U+001B>c<U+200B>d"


def test_line_breaks_and_tabs_become_spaces() -> None:
    assert one_line("a\r\nb\tc\u2028d") == "a b c d"


@given(st.text())
def test_one_line_is_one_line_and_keeps_visible_text(text: str) -> None:
    shown = one_line(text)
    assert len(shown.splitlines()) <= 1
    assert one_line(shown) == shown


def test_clipped_text_ends_with_an_ellipsis() -> None:
    assert clip("a long text", 7) == "a long…"
    assert clip("short", 7) == "short"
