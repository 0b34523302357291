"""The table of lines says of every line what Python's own string methods say."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from conftest import CASES
from hypothesis import given
from hypothesis import strategies as st

from corpus_qa.arrays import text_array
from corpus_qa.checks.chrome._features import measure
from corpus_qa.checks.chrome._kinds import kinds
from corpus_qa.checks.chrome._lines import lines_of
from corpus_qa.checks.chrome._model import known_model
from corpus_qa.checks.chrome._reading import LABEL, START, read
from corpus_qa.checks.chrome._words import known_words

PIECES = [
    "a",
    "Wort",
    "été",
    "…",
    "。",
    "北港",
    "🙂",
    "\n",
    "\n\n",
    " ",
    "\t",
    "\u00a0",
    "\r\n",
    "Z.",
    "“x”",
]
TEXTS = st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), max_size=5)
REAL = [case["text"] for check in ("CHR001", "CHR009", "CHR019") for case in CASES[check]["flag"]]


def column(texts: list[str]) -> pa.Array:
    return text_array(texts, pa.large_string())


@given(TEXTS)
def test_lines_are_those_of_the_texts_without_the_spaces_around_them(texts: list[str]) -> None:
    lines = lines_of(column(texts))
    expected = [
        (row, number, line.strip())
        for row, text in enumerate(texts)
        for number, line in enumerate(text.split("\n"))
        if line.strip()
    ]
    found = zip(lines.article.tolist(), lines.number.tolist(), range(len(lines)), strict=True)
    assert [(row, number, lines.text(at)) for row, number, at in found] == expected
    assert lines.characters.tolist() == [len(line) for _, _, line in expected]
    assert lines.word_at[-1] == sum(len(line.split()) for _, _, line in expected)


@given(TEXTS)
def test_places_of_lines_are_code_points_of_their_texts(texts: list[str]) -> None:
    lines = lines_of(column(texts))
    for at in range(len(lines)):
        row = int(lines.article[at])
        start, end = (lines.place(row, int(byte[at])) for byte in (lines.start, lines.end))
        assert texts[row][start:end] == lines.text(at)
        assert lines.byte(row, start) == lines.start[at]


def test_what_is_measured_of_a_line_does_not_depend_on_the_batch() -> None:
    model = known_model()

    def measured(texts: list[str]) -> np.ndarray:
        reading = read(column(texts), {})
        return measure(reading, column([""] * len(texts)), model.scores(reading), model.kinds)[1]

    together = measured(REAL)
    apart = np.concatenate([measured([text]) for text in REAL])
    assert np.array_equal(together, apart)


def test_labels_and_beginnings_are_known_in_any_case_and_between_bullets() -> None:
    names = tuple(kinds())
    reading = read(column(["» SHARE THIS ARTICLE\nRelated: A bridge that nobody asked for"]), {})
    assert [names[kind] for kind in reading.kind] == ["share-bar", "related-links"]
    assert reading.how.tolist() == [LABEL, START]


def test_a_beginning_ends_with_a_word() -> None:
    assert known_words().starts
    assert read(column(["Advertisements of the harbour were torn down"]), {}).kind.tolist() == [-1]


def test_sentences_stand_for_the_lines_of_an_article_that_lost_its_line_breaks() -> None:
    sentence = "The ferry leaves an hour later from Monday, as the harbour office announced today."
    flat = " ".join([sentence] * 6)
    lines = lines_of(column([flat, f"{sentence}\n{sentence}"]))
    assert np.bincount(lines.article).tolist() == [6, 2]
    assert lines.text(0) == sentence
    assert lines.is_sentence.tolist() == [True] * 6 + [False] * 2
    assert set(lines.number[:6].tolist()) == {0}
    assert not lines.blanks.any()
