"""Promises of the checks for visible defects of translation."""

from __future__ import annotations

from typing import Any

from conftest import CASES, batch_of, batch_of_texts
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corpus_qa.checks import BUILTIN
from corpus_qa.checks.translation._words import foreign_words, is_slip, lower_words
from corpus_qa.examine.batch import Plan, examine_batch
from corpus_qa.model import Family
from corpus_qa.text.language import english, reads_as_english

PLAN = Plan(tuple(check for check in BUILTIN if check.family is Family.TRANSLATION))
FEWER = settings(max_examples=50, deadline=None)
CLEAN = (
    "The ferry was late again, and the people on the pier had stopped asking why it was.",
    "Nobody in the hall had expected the vote, and the clerk counted it three times.",
    "She has kept bees for forty years and says that they have kept her just as well.",
)
FLAGGED = [
    (check_id, case["text"])
    for check_id, cases in CASES.items()
    if check_id.startswith("TRN")
    for case in cases["flag"]
    if "known_problem" not in case and not {"language", "title"} & case.keys()
]
COMMON = sorted(
    word
    for word, grade in english().grades.items()
    if grade > 60 and len(word) > 5 and word.isalpha() and word.islower()
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def examined(text: str, **fields: str) -> tuple[list[dict[str, Any]], float]:
    result = examine_batch(batch_of([{"text": text, **fields}]), PLAN)
    assert result.crashes == ()
    return result.findings.to_pylist(), result.signals.to_pylist()[0]["translation_score"]


@given(st.sampled_from(FLAGGED))
@FEWER
def test_evidence_gives_a_score_and_its_absence_gives_none(case: tuple[str, str]) -> None:
    assert examined(" ".join(CLEAN))[1] == 0
    assert examined(case[1])[1] > 0


@given(st.sampled_from(FLAGGED), st.integers(20, 40))
@FEWER
def test_more_clean_text_never_raises_the_score(case: tuple[str, str], times: int) -> None:
    clean = "\n\n".join(f"{text} That was on day {n}." for n in range(times) for text in CLEAN)
    assert examined(f"{case[1]}\n\n{clean}")[1] <= examined(case[1])[1]


@given(st.lists(st.sampled_from(FLAGGED), min_size=1, max_size=5))
@FEWER
def test_an_article_is_an_error_only_with_three_kinds_of_evidence(
    cases: list[tuple[str, str]],
) -> None:
    findings, _ = examined("\n\n".join(text for _, text in cases))
    kinds = {
        row["check"] for row in findings if row["severity"] != "note" and row["check"] != "TRN020"
    }
    assert any(row["check"] == "TRN020" for row in findings) == (len(kinds) >= 3)


@given(st.sampled_from(COMMON), st.integers(0, 99), st.sampled_from(LETTERS))
@FEWER
def test_a_slip_of_the_keyboard_in_a_common_word_is_no_foreign_word(
    word: str, place: int, letter: str
) -> None:
    at = place % len(word)
    for slip in (word[:at] + letter + word[at:], word[:at] + word[at + 1 :]):
        assert not list(foreign_words(lower_words(f"It is the {slip} of the town.")))


@given(st.text(LETTERS, min_size=5, max_size=12))
@FEWER
def test_a_word_is_a_slip_of_itself_with_one_letter_more(word: str) -> None:
    assume(word[-1] != "s")
    table = english()
    assert is_slip(word, table) or not any(
        table.grade(word[:at] + word[at + 1 :]) > 32 for at in range(len(word))
    )


@given(
    st.lists(st.sampled_from(COMMON), min_size=2, max_size=5, unique=True),
    st.integers(4, 12),
)
@FEWER
def test_a_phrase_that_goes_round_is_a_loop(words: list[str], times: int) -> None:
    text = f"It is said of {' '.join(words * times)} in the town."
    assert "TRN015" in {row["check"] for row in examined(text)[0]}


@given(st.lists(st.sampled_from(COMMON), min_size=3, max_size=30, unique=True))
@FEWER
def test_words_that_do_not_recur_are_no_loop(words: list[str]) -> None:
    assert "TRN015" not in {row["check"] for row in examined(" ".join(words))[0]}


def test_the_table_knows_its_words_in_any_case_and_their_forms() -> None:
    table = english()
    assert all(
        table.knows(word) for word in ("harbour", "Harbour", "HARBOUR", "London", "rereading")
    )
    assert not table.knows("nemocnice")
    assert table.grade("the") > table.grade("garden") > 0


def test_english_is_told_by_its_small_words() -> None:
    assert reads_as_english(CLEAN[0])
    assert not reads_as_english("La barca llegó tarde y nadie en el muelle preguntaba por qué.")
    assert not reads_as_english("")


def test_scores_are_there_for_every_article() -> None:
    result = examine_batch(batch_of_texts("", CLEAN[0], FLAGGED[0][1]), PLAN)
    scores = [row["translation_score"] for row in result.signals.to_pylist()]
    assert scores[:2] == [0.0, 0.0]
    assert scores[2] > 0
