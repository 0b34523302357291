"""Repairs of one field: their order, and what a removal takes along."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_qa.repair.repair import Choice, Repair, apply, edits_of, is_repair, repairs_of


def removed(text: str, *words: str) -> str:
    """Remove words from a text as repairs do."""
    repairs = [
        Repair("CHR001", "text", text.index(word), text.index(word) + len(word), "", "safe")
        for word in words
    ]
    return apply(text, edits_of(text, repairs))


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("One.\n\nMENU\n\nTwo.", ["MENU"], "One.\n\nTwo."),
        ("One.\nMENU\nTwo.", ["MENU"], "One.\nTwo."),
        ("One.\n\nMENU\nTwo.", ["MENU"], "One.\n\nTwo."),
        ("One.\nMENU\n\nTwo.", ["MENU"], "One.\n\nTwo."),
        ("One.\r\n\r\nMENU\r\n\r\nTwo.\r\n", ["MENU"], "One.\r\n\r\nTwo.\r\n"),
        ("MENU\n\nOne.", ["MENU"], "One."),
        ("One.\n\nMENU\n", ["MENU"], "One.\n"),
        ("One.\n\nMENU", ["MENU"], "One."),
        ("One.\n\n  MENU  \n\nTwo.", ["MENU"], "One.\n\nTwo."),
        ("One.\n\nMENU\n\nFOOT\n\nTwo.", ["MENU", "FOOT"], "One.\n\nTwo."),
        ("One.\nMENU\nFOOT\nTwo.", ["MENU", "FOOT"], "One.\nTwo."),
        ("He said [video] yes.", ["[video]"], "He said yes."),
        ("He said yes [video]\nTwo.", ["[video]"], "He said yes\nTwo."),
        ("[video] He said yes.", ["[video]"], "He said yes."),
    ],
)
def test_a_removal_glues_no_paragraphs_and_leaves_no_hole(
    text: str, words: list[str], left: str
) -> None:
    assert removed(text, *words) == left


PARAGRAPHS = st.lists(
    st.tuples(st.sampled_from(["keep", "menu"]), st.sampled_from(["\n", "\n\n", "\n\n\n"])),
    min_size=1,
    max_size=8,
)


@given(PARAGRAPHS)
def test_every_other_line_stays_as_it_is_and_on_a_line_of_its_own(
    parts: list[tuple[str, str]],
) -> None:
    lines = [f"{kind} {number}" for number, (kind, _) in enumerate(parts)]
    text = "".join(line + gap for line, (_, gap) in zip(lines, parts, strict=True))
    menu = [line for line in lines if line.startswith("menu")]
    left = removed(text, *menu) if menu else text
    assert [line for line in left.split("\n") if line] == [
        line for line in lines if line not in menu
    ]


def finding(**values: object) -> dict[str, object]:
    """Make a finding with a safe repair."""
    given = {
        "check": "ENC001",
        "family": "encoding",
        "field": "text",
        "start": 0,
        "end": 4,
        "suggestion": "x",
        "applicability": "safe",
        "status": "new",
        "message": "",
    }
    return given | values


def test_of_repairs_that_overlap_the_first_and_longest_comes_first() -> None:
    found = [
        finding(start=2, end=6),
        finding(start=0, end=3),
        finding(check="CHR010", start=0, end=9, suggestion=""),
        finding(start=9, end=12),
    ]
    assert [(r.check, r.start, r.end) for r in repairs_of(found, Choice())] == [
        ("CHR010", 0, 9),
        ("ENC001", 9, 12),
    ]


@pytest.mark.parametrize(
    ("values", "choice", "taken"),
    [
        ({}, Choice(), True),
        ({"applicability": "unsafe"}, Choice(), False),
        ({"applicability": "unsafe"}, Choice(unsafe=True), True),
        ({"status": "waived"}, Choice(unsafe=True), False),
        ({}, Choice(select=("CHR",)), False),
        ({}, Choice(select=("ENC",), ignore=("ENC001",)), False),
        ({"family": "date", "applicability": "unsafe"}, Choice(unsafe=True), False),
    ],
)
def test_what_is_not_asked_for_is_left_alone(
    values: dict[str, object], choice: Choice, taken: object
) -> None:
    assert choice.takes(finding(**values)) is taken


def test_a_date_that_is_offered_is_no_repair_of_the_words_that_state_it() -> None:
    assert not is_repair(finding(family="date"))
