"""Where a pattern may match: around its literals, and never too near."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus_qa.arrays import rebase
from corpus_qa.text.screen import Screen
from corpus_qa.text.sieve import sieve_of

PATTERNS = (
    r"(?m)^[^\n]{0,4}ab\b[^\n]*$",
    r"(?m)^\W*ab$",
    r"\Aab\s+ba",
    r"a+ba\s{1,3}b",
    r"(?s)ab.+ba",
    r"\babab\z",
    r"(?i)Жa|жb",
    r"\bbabababababababababab\b",
    r"[^\PL]ba\P{L}",
)


def screen_of(*patterns: str) -> Screen:
    """Return a screen that looks for literals first, as it does where there are many texts."""
    screen = Screen(patterns, [()] * len(patterns))
    screen.prepare()
    return screen


SCREEN = screen_of(*PATTERNS)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.text("ab \n.жЖſé", max_size=30), max_size=4))
@example(["ab\nab ba\n\n", "bababababababababababa"])
@example(["ſ ab", "ab"])
def test_what_is_found_around_literals_is_all_that_there_is(texts: list[str]) -> None:
    column = pa.array(texts, pa.string())
    assert list(SCREEN.find(column)) == list(SCREEN.find_unscreened(column))


def test_a_pattern_that_stays_on_a_line_is_tried_on_the_lines_of_its_literals() -> None:
    sieve = sieve_of([(r"(?m)^[^\n]*share this\b", ())])
    places = sieve.places(rebase(pa.array(["one\nshare this\nthree\nfour, share this\nfive"])))
    assert list(places.each()) == [(0, 0, 4, 37)]


def test_a_pattern_is_tried_as_far_as_its_matches_reach_or_everywhere() -> None:
    sieve = sieve_of([(r"share\s{1,2}this", ("share",)), (r"share\s+this", ("share",))])
    text = "x" * 100 + "share" + "y" * 100
    reach = 4 * len("share  this")
    near = (0, 0, 100 - reach, 105 + reach)
    assert list(sieve.places(rebase(pa.array([text]))).each()) == [near, (0, 1, 0, len(text))]


def test_a_literal_with_letters_beyond_ascii_is_found_in_both_cases_among_others() -> None:
    screen = screen_of("(?i)читать далее")
    texts = ["plain " * 50 + "ЧИТАТЬ ДАЛЕЕ" + " plain" * 50 + " Читать далее", "читать"]
    assert [match.row for match in screen.find(pa.array(texts))] == [0, 0]
