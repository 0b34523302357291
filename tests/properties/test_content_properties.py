"""Promises of the checks for bodies that are no whole articles."""

from __future__ import annotations

from typing import Any

from conftest import batch_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corpus_qa.checks import BUILTIN
from corpus_qa.checks.content.truncated_end import LAST_WORDS
from corpus_qa.examine.batch import Plan, examine_batch
from corpus_qa.model import Family

PLAN = Plan(tuple(check for check in BUILTIN if check.family is Family.CONTENT))
FEWER = settings(max_examples=50, deadline=None)
PARAGRAPHS = (
    (
        "The ferry was late again, and the people on the pier had stopped asking why. The "
        "captain blamed the tide, the tide table blamed the wind, and the wind had nothing to "
        "say about it."
    ),
    (
        "Nobody in the hall had expected the vote to be close. The clerk counted the slips "
        "three times and found one more each time, which the mayor called a promising trend "
        "in local politics."
    ),
    (
        "She has kept bees for forty years. They have moved house with her twice, once by "
        "bus, and have stung only the one neighbour, who now keeps bees himself and complains "
        "about nothing else."
    ),
    (
        "The library opened at noon. By one the children had borrowed every book about "
        "sharks, and the librarian had written to the county for more sharks and for a second "
        "pencil on a string."
    ),
)
BODY = "\n\n".join(PARAGRAPHS)
WORDS = " ".join(PARAGRAPHS).split(" ")


def found(text: str, **fields: str) -> list[dict[str, Any]]:
    result = examine_batch(batch_of([{"text": text, **fields}]), PLAN)
    assert result.crashes == ()
    return result.findings.to_pylist()


def checks(text: str, **fields: str) -> set[str]:
    return {row["check"] for row in found(text, **fields)}


@given(st.permutations(PARAGRAPHS))
@FEWER
def test_a_whole_article_is_silent_in_any_order(paragraphs: list[str]) -> None:
    assert found("\n\n".join(paragraphs), title="News of the island") == []


@given(st.text(" \t\r\n\u00a0", max_size=40))
@FEWER
def test_white_space_is_no_body(text: str) -> None:
    assert {(row["check"], row["severity"]) for row in found(text)} == {("CON001", "error")}


@given(st.integers(30, len(WORDS) - 1))
@FEWER
def test_a_text_cut_between_two_words_of_a_sentence_is_cut(count: int) -> None:
    assume(WORDS[count - 1] not in LAST_WORDS)
    text = " ".join(WORDS[:count])
    begun = len(text.rpartition(". ")[2].split()) >= 3
    is_whole = text.endswith(".")
    assert ("CON003" in checks(text)) == (not is_whole) or not (begun or is_whole)


@given(st.sampled_from(PARAGRAPHS), st.permutations(PARAGRAPHS))
@FEWER
def test_a_paragraph_that_stands_twice_is_found_and_can_be_removed(
    again: str, paragraphs: list[str]
) -> None:
    text = "\n\n".join([*paragraphs, again])
    copies = [row for row in found(text) if row["check"] == "CON009"]
    assert [row["excerpt"] for row in copies] == [again]
    assert copies[0]["suggestion"] == ""
    assert copies[0]["start"] > text.index(again)


@given(st.sampled_from(PARAGRAPHS))
@FEWER
def test_a_shouted_body_is_found_and_a_shouted_headline_is_not(paragraph: str) -> None:
    assert "CON014" in checks(paragraph.upper())
    assert "CON014" not in checks(f"{paragraph[:40].upper()}\n\n{BODY}")


@given(st.integers(1, 4))
@FEWER
def test_a_title_in_place_of_a_body_is_found(times: int) -> None:
    title = "Ferry late again, islanders stop asking why it never comes on time"
    assert ("CON002" in checks("\n".join([title] * times), title=title)) == (times <= 3)


def test_a_body_longer_than_any_article_is_found() -> None:
    assert "CON015" in checks("\n\n".join(f"{n}. {PARAGRAPHS[n % 4]}" for n in range(900)))
    assert "CON015" not in checks("\n\n".join(f"{n}. {PARAGRAPHS[n % 4]}" for n in range(300)))
