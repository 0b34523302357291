"""Sketches: the comparable side of articles."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import batch_of_texts

from corpus_qa.dedup.sketch import (
    BANDS,
    BLOCK_BYTES,
    LONGEST_BANDED,
    PARAGRAPH,
    Tables,
    sketch_tables,
)

SENTENCE = "The keeper of the north lighthouse counted nineteen sails before the fog came in. "


def drawn(*texts: str, chrome: Any = None) -> Tables:
    return sketch_tables(batch_of_texts(*texts), chrome or [()] * len(texts))


def keys(made: Tables, doc: int, *, anchor: bool) -> set[int]:
    return {
        row["k"]
        for row in made["bands"].to_pylist()
        if row["doc"] == doc and row["anchor"] is anchor
    }


def test_equal_texts_have_equal_bands_anchors_and_bodies() -> None:
    made = drawn(SENTENCE * 3, SENTENCE.upper() * 3)
    assert keys(made, 0, anchor=False) == keys(made, 1, anchor=False)
    assert keys(made, 0, anchor=True) == keys(made, 1, anchor=True)
    assert made["docs"].column("body")[0] == made["docs"].column("body")[1]


def test_a_short_article_has_all_its_bands_and_at_least_one_anchor() -> None:
    made = drawn("five words are a shingle")
    assert len(keys(made, 0, anchor=False)) == BANDS
    assert len(keys(made, 0, anchor=True)) == 1


def test_a_long_article_has_anchors_only() -> None:
    made = drawn(" ".join(f"word{number}" for number in range(LONGEST_BANDED + 5)))
    assert not keys(made, 0, anchor=False)
    assert len(keys(made, 0, anchor=True)) > LONGEST_BANDED / 32


@pytest.mark.parametrize("text", ["", "  \n", "too few words here", "…"])
def test_a_text_without_shingles_has_no_keys(text: str) -> None:
    assert drawn(text)["bands"].num_rows == 0


def test_a_text_without_words_has_no_body() -> None:
    assert drawn("…")["docs"].column("body")[0].as_py() == 0


def test_chrome_is_left_out_of_everything_but_the_lines() -> None:
    menu = "Home and garden\n"
    made = drawn(menu + SENTENCE, SENTENCE, chrome=[[(0, len(menu) - 1)], []])
    assert keys(made, 0, anchor=True) == keys(made, 1, anchor=True)
    assert made["docs"].column("body")[0] == made["docs"].column("body")[1]
    assert made["docs"].column("chrome_words").to_pylist() == [3, 0]
    assert [line["is_chrome"] for line in made["lines"].to_pylist()] == [True, False, False]


def test_a_paragraph_that_was_taken_for_chrome_is_compared() -> None:
    paragraph = SENTENCE * (PARAGRAPH // 14 + 1)
    made = drawn(paragraph, paragraph, chrome=[[(0, len(paragraph))], []])
    assert made["docs"].column("body")[0] == made["docs"].column("body")[1]
    assert made["chrome"].num_rows == 0


def test_spans_of_chrome_may_overlap_and_touch() -> None:
    text = "one two three four five six seven"
    made = drawn(text, "one six seven", chrome=[[(4, 13), (8, 18), (18, 23)], []])
    assert made["docs"].column("body")[0] == made["docs"].column("body")[1]


def test_rows_are_counted_from_the_first_of_the_batch() -> None:
    batch = batch_of_texts("the first text of all", "the second text of all", first_row=40)
    made = sketch_tables(batch, [(), ()])
    assert made["docs"].column("doc").to_pylist() == [40, 41]
    assert set(made["bands"].column("doc").to_pylist()) == {40, 41}
    assert made["lines"].column("doc").to_pylist() == [40, 41]


def test_a_large_batch_is_sketched_like_its_parts() -> None:
    texts = [
        f"{SENTENCE * 40}{number}" for number in range(2 * BLOCK_BYTES // (40 * len(SENTENCE)))
    ]
    whole = drawn(*texts)
    last = sketch_tables(batch_of_texts(texts[-1], first_row=len(texts) - 1), [()])
    assert (
        whole["docs"].slice(len(texts) - 1).to_pylist()[0]["body"]
        == last["docs"]["body"][0].as_py()
    )
    assert keys(whole, len(texts) - 1, anchor=True) == keys(last, len(texts) - 1, anchor=True)


def test_an_empty_batch_has_an_empty_sketch() -> None:
    made = drawn()
    assert [part.num_rows for part in made.values()] == [0] * 4


def test_the_longest_lines_are_those_with_most_words() -> None:
    made = drawn("one\ntwo three four\nfive six", "seven")
    lines = [line["hash"] for line in made["lines"].to_pylist()]
    assert made["docs"].column("longest").to_pylist() == [lines[1], lines[3]]
    assert made["docs"].column("second").to_pylist() == [lines[2], 0]
