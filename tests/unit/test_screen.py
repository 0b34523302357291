"""The screen: literals that are truly required, and matches that are exact."""

from __future__ import annotations

import pyarrow as pa
import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_qa.arrays import rebase
from corpus_qa.checks import BUILTIN
from corpus_qa.text.literals import byte_variants, required_literals, word_sides
from corpus_qa.text.screen import Match, Screen

DERIVED = sorted(
    {
        pattern.regex
        for check in BUILTIN
        for pattern in check.patterns
        if not pattern.literals
        and "\\p" not in pattern.regex
        and "[[:" not in pattern.regex
        and "\\C" not in pattern.regex
    }
)


def screen_of(*patterns: str) -> Screen:
    return Screen(patterns, [()] * len(patterns))


@pytest.mark.parametrize(
    ("regex", "literals"),
    [
        (r"share this", {"share this"}),
        (r"(?i)\bshare (?:this|on)\b", {"share this", "share on"}),
        (r"[a-z]+ -day", {" -day"}),
        (r"(?:cookies?|consent)", {"cookie", "cookies", "consent"}),
        (r"a.c", None),
        (r"\d+", None),
        (r"(?:words)?", None),
        (r"(?:one|.)", None),
        (r"x{3}abc", {"abc"}),
    ],
)
def test_literals_are_derived_where_a_match_must_contain_one(
    regex: str, literals: set[str] | None
) -> None:
    assert required_literals(regex) == literals


def test_a_literal_beyond_ascii_is_looked_for_in_both_cases() -> None:
    assert byte_variants("été") == {text.encode() for text in ("été", "Été", "étÉ", "ÉtÉ")}


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_every_match_of_a_built_in_pattern_contains_a_required_literal(data: st.DataObject) -> None:
    regex = data.draw(st.sampled_from(DERIVED or ["share this"]))
    literals = required_literals(regex)
    text = data.draw(st.from_regex(regex))
    # Python also takes the dotless i for an i; RE2, which judges articles, does not.
    match = re2.search(regex, text)
    if literals and match:
        found = match.group().lower()
        assert any(literal in found for literal in literals)


@pytest.mark.parametrize(
    ("regex", "sides"),
    [
        (r"\b(?:fr|mssen|knnen)\b", 3),
        (r"\bfr|mssen", 0),
        (r"\b(?:fr|mssen)", 1),
        (r"(?i:fr|Mssen)\b", 2),
        (r"\b(?:fr|mssen|other)\b", 0),
        (r"\b(?:fr|mssen)s?\b", 0),
        (r"\b\b", 0),
        (r"\b(?:fr|mssen", 0),
    ],
)
def test_words_must_end_where_the_expression_says_so(regex: str, sides: int) -> None:
    assert word_sides(regex, ["fr", "mssen", "knnen"]) == sides


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("fr ſsKk-_9éF.", max_size=12), max_size=6))
def test_words_are_found_whatever_is_beside_them(texts: list[str]) -> None:
    screen = screen_of(r"\b(?:fr|rs)\b", r"\bfr", r"(?i)rs\b", r"(?i)k9", r"\b-f\b")
    column = pa.array(texts, pa.string())
    assert list(screen.find(column)) == list(screen.find_unscreened(column))


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
