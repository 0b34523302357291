"""Speed of the checks for encoding and dates, beside what ftfy does with the same articles."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from statistics import median
from typing import Any

import pytest
from benchmark_articles import generate
from conftest import batch_of
from ftfy.badness import is_bad

from corpus_qa.checks import BUILTIN
from corpus_qa.examine.batch import Plan, examine_batch
from corpus_qa.model import Batch, Family

pytestmark = pytest.mark.benchmark

ARTICLES, BATCH, ROUNDS = 2_000, 500, 7
FAMILIES = {Family.ENCODING, Family.DATE}
PLAN = Plan(tuple(check for check in BUILTIN if check.family in FAMILIES))

Articles = Sequence[Mapping[str, Any]]


def seconds(work: Callable[[], object]) -> float:
    """Return the time that one core is busy with some work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def batches_of(articles: Articles) -> list[Batch]:
    """Return batches that nothing has looked at before."""
    return [batch_of(articles[at : at + BATCH], at) for at in range(0, len(articles), BATCH)]


def examine(batches: Sequence[Batch]) -> None:
    for batch in batches:
        assert not examine_batch(batch, PLAN).crashes


def ask_ftfy(articles: Articles) -> None:
    for article in articles:
        is_bad(article["text"])


def test_both_families_are_seven_times_as_fast_as_the_question_whether_a_text_is_bad() -> None:
    articles = [
        {
            **article,
            "article_id": article["id"],
            "url": f"https://{article['site']}/2026/02/{article['id']}",
            "language": "en",
            "published_at": datetime.fromisoformat(article["published"]),
        }
        for article in generate(ARTICLES)
    ]
    size = sum(len(article["text"].encode()) for article in articles) / 1e6
    examine(batches_of(articles[:BATCH]))  # compiles the patterns, loads the word lists
    ratios, rates = [], []
    for _ in range(ROUNDS):  # in turn: other programs on the machine slow both
        ours = seconds(partial(examine, batches_of(articles)))
        theirs = seconds(partial(ask_ftfy, articles))
        ratios.append(theirs / ours)
        rates.append((size / ours, size / theirs))
    our_rate, their_rate = max(rates)
    print(f"\nencoding and dates {our_rate:.1f} MB/s, ftfy's is_bad {their_rate:.2f} MB/s")
    assert median(ratios) >= 7
