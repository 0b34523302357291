"""The screen: it hides no match, and matches are exact."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_qa.arrays import rebase
from corpus_qa.text.screen import FEW, Match, Screen


def screen_of(*patterns: str) -> Screen:
    """Return a screen that looks for literals first, as it does where there are many texts."""
    screen = Screen(patterns, [()] * len(patterns))
    screen.prepare()
    return screen


BOUNDED = screen_of(r"\b(?:fr|rs)\b", r"\bfr", r"(?i)rs\b", r"(?i)k9", r"\b-f\b")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("fr ſsKk-_9éF.", max_size=12), max_size=6))
def test_words_are_found_whatever_is_beside_them(texts: list[str]) -> None:
    column = pa.array(texts, pa.string())
    assert list(BOUNDED.find(column)) == list(BOUNDED.find_unscreened(column))


def test_many_texts_are_searched_as_few_are() -> None:
    screen = Screen(["(?i)share this", r"\d\d"], [(), ()])
    column = pa.array(["é share this", "nothing", "Share this, 25 TIMES"])
    few = list(screen.find(column))
    many = pa.array(["é share this", "nothing", "Share this, 25 TIMES", "x" * FEW])
    assert list(screen.find(many)) == few == list(screen.find(column))
    assert len(few) == 3


@pytest.mark.parametrize("text", ["ſhare", "SHARE", "linK", "LINK", "λόγος", "ΛΌΓΟΣ", "ΛΌΓΟσ"])
def test_a_screen_folds_case_as_the_expressions_do(text: str) -> None:
    screen = screen_of("(?i)share", "(?i)link", "(?i)λόγος")
    column = pa.array([text])
    assert len(set(screen.find(column))) == 1
    assert set(screen.find(column)) == set(screen.find_unscreened(column))


def test_matches_come_with_row_pattern_and_code_points() -> None:
    column = pa.array(["é share this", "nothing", "Share this, SHARE THIS"])
    assert list(screen_of("(?i)share this", "nothing").find(column)) == [
        Match(0, 0, 2, 12),
        Match(1, 1, 0, 7),
        Match(2, 0, 0, 10),
        Match(2, 0, 12, 22),
    ]


def test_a_literal_that_runs_across_two_texts_is_no_match() -> None:
    assert list(screen_of("share").find(pa.array(["sha", "re"]))) == []


def test_null_and_empty_texts_are_no_texts() -> None:
    assert list(screen_of("share", r"\d").find(pa.array([None, "", "5"], pa.string()))) == [
        Match(2, 1, 0, 1)
    ]


def test_an_empty_match_is_no_match() -> None:
    assert list(screen_of("x*").find(pa.array(["aaa"]))) == []


def test_slices_and_string_types_change_nothing() -> None:
    texts = ["x" * 50, "SHARE this", "share THIS", "y"]
    whole = pa.array(texts, pa.string())
    expected = list(screen_of("(?i)share this").find(pa.array(texts[1:3], pa.large_string())))
    for column in (whole.slice(1, 2), whole.slice(1, 2).cast(pa.large_string())):
        assert list(screen_of("(?i)share this").find(column)) == expected
        assert rebase(column).to_pylist() == texts[1:3]


def test_a_pattern_that_is_not_re2_is_named() -> None:
    with pytest.raises(ValueError, match=r"not an RE2 expression.*\(\?=a\)"):
        screen_of("(?=a)")
