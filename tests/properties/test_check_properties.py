"""Promises that hold for all checks and any text."""

from __future__ import annotations

import pickle
from typing import Any

import pyarrow as pa
import pytest
from conftest import article_cases, batch_of, batch_of_texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus_qa.checks import BUILTIN
from corpus_qa.examine.batch import Plan, compile_plan, examine_batch
from corpus_qa.model import ARTICLE_SCHEMA, Batch
from corpus_qa.text.screen import Match

PLAN = Plan(BUILTIN)
TEXTS_OF_CASES = sorted(
    {case["text"] for kind in ("flag", "clean") for _, case in article_cases(kind)}
)
FEWER = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ODD = ["", "é", "Ж", "中", "🕊", "\u200b", "\u00ad", "\n", "\r\n", "_", "-", "\u0130", "ſ", "K"]


@st.composite
def damaged_cases(draw: st.DrawFn) -> str:
    """Draw the text of a case with one odd character written over one of its own."""
    text = draw(st.sampled_from(TEXTS_OF_CASES or ["text"]))
    at = draw(st.integers(0, max(len(text) - 1, 0)))
    return text[:at] + draw(st.sampled_from(ODD)) + text[at + 1 :]


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
TEXTS = damaged_cases() | st.lists(damaged_cases() | ANY_TEXT, max_size=3).map("\n".join)


def findings(batch: Batch) -> list[dict[str, Any]]:
    result = examine_batch(batch, PLAN)
    assert result.crashes == ()
    return result.findings.to_pylist()


@FEWER
@given(text=TEXTS, title=ANY_TEXT)
def test_a_finding_quotes_the_words_of_its_span(text: str, title: str) -> None:
    for row in findings(batch_of([{"text": text, "title": title}])):
        if row["start"] is not None:
            value = {"text": text, "title": title}[row["field"]]
            assert 0 <= row["start"] < row["end"] <= len(value)
            assert value[row["start"] : row["end"]] == row["excerpt"]


@FEWER
@given(texts=st.lists(TEXTS, max_size=4))
def test_the_screen_never_hides_a_match(texts: list[str]) -> None:
    column = pa.array(texts, pa.large_string())
    for field in compile_plan(PLAN).screens:
        field.screen.prepare()
        seen = set(field.screen.find(column))
        assert seen == set(field.screen.find_unscreened(column))


@FEWER
@given(texts=st.lists(TEXTS, max_size=5), cut=st.integers(0, 5))
def test_batches_may_be_cut_anywhere(texts: list[str], cut: int) -> None:
    whole = findings(batch_of_texts(*texts))
    left = findings(batch_of_texts(*texts[:cut]))
    right = findings(batch_of_texts(*texts[cut:], first_row=len(texts[:cut])))
    assert left + right == whole


@FEWER
@given(texts=st.lists(TEXTS, min_size=2, max_size=5), start=st.integers(0, 4))
def test_a_slice_of_a_batch_is_examined_like_a_batch_of_its_own(
    texts: list[str], start: int
) -> None:
    whole = batch_of_texts(*texts)
    start = min(start, len(texts) - 1)
    part = Batch(whole.records.slice(start), start)
    assert findings(part) == [
        row
        for row in findings(whole)
        if row["article_id"] in {f"a{n}" for n in range(start, len(texts))}
    ]


@FEWER
@given(text=TEXTS)
def test_fingerprints_tell_the_findings_of_an_article_apart(text: str) -> None:
    prints = [row["fingerprint"] for row in findings(batch_of_texts(text))]
    assert len(set(prints)) == len(prints)


@FEWER
@given(text=TEXTS, lines=st.integers(1, 5))
def test_fingerprints_survive_another_file_and_another_line(text: str, lines: int) -> None:
    here = findings(batch_of([{"text": text, "source": "a.txt", "text_line": 1}]))
    there = findings(batch_of([{"text": text, "source": "b/c.txt", "text_line": 1 + lines}]))
    assert [row["fingerprint"] for row in here] == [row["fingerprint"] for row in there]


def test_the_plan_travels_to_workers() -> None:
    assert pickle.loads(pickle.dumps((examine_batch, PLAN))) == (examine_batch, PLAN)


def test_the_screen_of_the_built_in_checks_tries_few_patterns_everywhere() -> None:
    for field in compile_plan(PLAN).screens:
        assert len(field.screen.unscreened) <= 8, [
            (BUILTIN[check].id, BUILTIN[check].patterns[at].regex)
            for check, at in (field.owners[number] for number in field.screen.unscreened)
        ]


@pytest.mark.parametrize("name", ARTICLE_SCHEMA.names)
def test_an_article_has_an_attribute_for_every_column(name: str) -> None:
    assert hasattr(batch_of_texts("one").articles[0], name)


def test_a_match_is_hashable_so_that_sets_can_be_compared() -> None:
    assert len({Match(0, 0, 1, 2), Match(0, 0, 1, 2)}) == 1
