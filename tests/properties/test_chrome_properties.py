"""Promises of the checks of site chrome."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from conftest import CASES, batch_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quality.labelled import prose

from corpus_qa.checks import BUILTIN
from corpus_qa.examine.batch import Plan, examine_batch
from corpus_qa.model import Family

CHECKS = tuple(check for check in BUILTIN if check.family is Family.CHROME and check.examiner)
PLAN = Plan(CHECKS)
FEWER = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PARAGRAPHS = tuple(paragraph for text in prose("en") for paragraph in text.split("\n\n"))


def place_of(span: str, text: str) -> str:
    """Tell where in the text of a case its chrome stands."""
    if text.startswith(span):
        return "before"
    return "after" if text.endswith(span) else "within"


# Each case of chrome that stands on lines of its own, with its place in the text of the case.
BLOCKS = sorted(
    {
        (check.id, case["spans"][0], place_of(case["spans"][0], case["text"].strip()))
        for check in CHECKS
        for case in CASES[check.id]["flag"]
        if len(case.get("spans", ())) == 1
        and f"\n{case['spans'][0]}\n" in f"\n{case['text'].strip()}\n"
    }
)


def findings(articles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    result = examine_batch(batch_of(articles), PLAN)
    assert result.crashes == ()
    return result.findings.to_pylist()


def test_there_are_blocks_of_most_kinds() -> None:
    assert len({check for check, _, _ in BLOCKS}) >= 12


@pytest.mark.parametrize(("check", "block", "place"), BLOCKS)
def test_a_block_of_chrome_beside_an_article_is_found_and_removed(
    check: str, block: str, place: str
) -> None:
    paragraphs = list(PARAGRAPHS[:4])
    paragraphs.insert({"before": 0, "within": 2, "after": 4}[place], block)
    text = "\n\n".join(paragraphs)
    found = findings([{"text": text}])
    assert [row["excerpt"] for row in found] == [block], check
    for row in sorted(found, key=lambda row: -row["start"]):
        text = text[: row["start"]] + text[row["end"] :]
    assert [part for part in text.split("\n\n") if part.strip()] == list(PARAGRAPHS[:4])


@FEWER
@given(
    blocks=st.lists(st.sampled_from(BLOCKS), min_size=2, max_size=6),
    paragraphs=st.lists(st.sampled_from(PARAGRAPHS), min_size=2, max_size=4, unique=True),
    cut=st.integers(0, 6),
)
def test_the_order_and_the_batches_of_articles_change_nothing(
    blocks: list[tuple[str, str, str]], paragraphs: list[str], cut: int
) -> None:
    body = "\n\n".join(paragraphs)
    articles = [
        {"article_id": str(at), "text": f"{body}\n\n{block}"}
        for at, (_, block, _) in enumerate(blocks)
    ]
    once = findings(articles)
    again = findings(articles[cut:][::-1]) + findings(articles[:cut])
    shown = [
        [(row["article_id"], row["check"], row["excerpt"]) for row in rows]
        for rows in (once, again)
    ]
    assert sorted(shown[0]) == sorted(shown[1])


@FEWER
@given(
    blocks=st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=4),
    paragraphs=st.lists(st.sampled_from(PARAGRAPHS), min_size=2, max_size=4, unique=True),
)
def test_findings_do_not_overlap(blocks: list[tuple[str, str, str]], paragraphs: list[str]) -> None:
    parts = [
        part for pair in zip(paragraphs * 2, blocks, strict=False) for part in (pair[0], pair[1][1])
    ]
    found = sorted(findings([{"text": "\n\n".join(parts)}]), key=lambda row: row["start"])
    for one, other in pairwise(found):
        assert one["end"] <= other["start"]
