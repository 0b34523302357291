"""Promises about relations that hold whatever the articles and however they come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pytest
from conftest import batch_of_texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from relating import related

from corpus_qa.dedup.compare import Kind, compare, longest_passage, prepare
from corpus_qa.dedup.shingles import WORDS_PER_SHINGLE, buffer_of, words_of
from corpus_qa.dedup.sketch import WINDOW, sketch_tables

QUICK = settings(deadline=None)
SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Sentences from which articles are put together: their order and repetition make copies, parts,
# overlaps and furniture.
SENTENCES = [
    f"{who} {what} {where} before the {when} because nobody else in the {crowd} had thought of it."
    for who, what, where, when, crowd in (
        ("The clerk", "painted eleven doors", "along the quay", "regatta", "council"),
        ("A widow", "sold the last goose", "at the Friday market", "first snow", "family"),
        ("Two surveyors", "measured the old dam", "above the mill", "thaw", "county"),
        ("The choir", "rehearsed a hymn", "in the boat shed", "funeral", "parish"),
        ("Her brother", "mended seven clocks", "behind the bakery", "equinox", "guild"),
        ("The pilot", "drew a new chart", "of the northern shoals", "strike", "harbour"),
        ("An apprentice", "forged a hinge", "for the chapel gate", "inspection", "smithy"),
        ("The teacher", "counted all herons", "from the water tower", "holidays", "village"),
    )
]
SITES = ("talbote.example", "ambleford.example", None)


@st.composite
def articles(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw articles whose bodies share sentences, with ids that do not follow their order."""
    count = draw(st.integers(2, 7))
    numbers = draw(st.permutations(range(count)))
    return [
        {
            "article_id": f"n{number}",
            "source": f"n{number}.txt",
            "site": draw(st.sampled_from(SITES)),
            "title": draw(st.sampled_from(["Morning", "Evening", None])),
            "text": draw(st.sampled_from([" ", "\n"])).join(
                draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=7))
            ),
        }
        for number in numbers
    ]


def relations(given_articles: Sequence[dict[str, Any]], cut: int = 1000) -> Any:
    """Return what is said, without what depends on the rows."""
    found = related(given_articles, cut)
    findings = sorted(
        (row["article_id"], row["check"], row["start"] or 0, row["message"])
        for row in found.findings
    )
    return found.pairs, found.clusters, findings


@SLOW
@given(given_articles=articles(), data=st.data())
def test_articles_may_come_in_any_order(given_articles: Any, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(given_articles))
    assert relations(shuffled) == relations(given_articles)


@SLOW
@given(given_articles=articles(), cut=st.integers(1, 6))
def test_batches_may_be_cut_anywhere(given_articles: Any, cut: int) -> None:
    assert relations(given_articles, cut) == relations(given_articles)


@SLOW
@given(given_articles=articles())
def test_every_pair_is_in_one_cluster_and_every_copy_but_one_is_told(given_articles: Any) -> None:
    found = related(given_articles)
    cluster_of = {member: group for group in found.clusters for member in group.members}
    for pair in found.pairs:
        assert pair["a"] < pair["b"]
        if pair["kind"] == Kind.OVERLAP:
            assert pair["cluster"] is None
        else:
            assert cluster_of[pair["a"]] == cluster_of[pair["b"]]
            assert pair["cluster"] == cluster_of[pair["a"]].number
    told = {
        row["article_id"]
        for row in found.findings
        if row["check"] in {"DUP001", "DUP002", "DUP003"}
    }
    kept = {group.keep for group in found.clusters}
    assert told == set(cluster_of) - kept


WORDS = st.lists(st.sampled_from([f"w{n}" for n in range(30)]), max_size=80)


def hashes(words: Sequence[str]) -> Any:
    return words_of(buffer_of(pa.array([" ".join(words)], pa.large_string()))).hashes


@QUICK
@given(a=WORDS, b=WORDS)
def test_likeness_is_what_sets_of_word_5_grams_say(a: list[str], b: list[str]) -> None:
    grams = [
        {tuple(words[at : at + 5]) for at in range(len(words) - WORDS_PER_SHINGLE + 1)}
        for words in (a, b)
    ]
    like = compare(prepare(hashes(a)), prepare(hashes(b)))
    assert like.shared == len(grams[0] & grams[1])
    if all(grams):
        assert like.jaccard == pytest.approx(len(grams[0] & grams[1]) / len(grams[0] | grams[1]))
        assert like.a_in_b == pytest.approx(len(grams[0] & grams[1]) / len(grams[0]))


@QUICK
@given(a=WORDS, b=WORDS)
def test_a_pair_is_the_same_from_both_sides(a: list[str], b: list[str]) -> None:
    one, other = prepare(hashes(a)), prepare(hashes(b))
    forth, back = compare(one, other), compare(other, one)
    assert (forth.jaccard, forth.opening) == (back.jaccard, back.opening)
    assert (forth.a_in_b, forth.b_in_a) == (back.b_in_a, back.a_in_b)


@QUICK
@given(
    before=st.lists(st.integers(0, 10**9), max_size=60),
    shared=st.lists(
        st.integers(0, 10**9),
        min_size=WINDOW + WORDS_PER_SHINGLE - 1,
        max_size=WINDOW + WORDS_PER_SHINGLE + 9,
    ),
    after=st.lists(st.integers(0, 10**9), max_size=60),
)
def test_articles_that_share_a_passage_share_an_anchor(
    before: list[int], shared: list[int], after: list[int]
) -> None:
    def text(*parts: list[int]) -> str:
        return " ".join(f"v{number}" for part in parts for number in part)

    batch = batch_of_texts(text(before, shared), text(shared, after))
    bands = sketch_tables(batch, [(), ()])["bands"]
    anchors: dict[int, set[int]] = {0: set(), 1: set()}
    for row in bands.to_pylist():
        if row["anchor"]:
            anchors[row["doc"]].add(row["k"])
    assert anchors[0] & anchors[1]


@QUICK
@given(before=WORDS, shared=st.lists(st.integers(0, 10**9), min_size=5, unique=True), after=WORDS)
def test_the_longest_passage_is_at_least_the_one_that_was_copied(
    before: list[str], shared: list[int], after: list[str]
) -> None:
    copied = [f"c{number}" for number in shared]
    one, other = prepare(hashes([*before, *copied])), prepare(hashes([*copied, *after]))
    found = longest_passage(one, other)
    assert found is not None
    assert found.a_last - found.a_first + 1 >= len(copied)
