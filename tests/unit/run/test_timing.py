"""What hangs is interrupted and told; its neighbours go on."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial

import pytest
from conftest import batch_of_texts

from corpus_qa.examine import batch
from corpus_qa.examine.batch import Plan, examine_batch
from corpus_qa.ingest import articles
from corpus_qa.model import Article, Check, Evidence, Family, Hit, Severity
from corpus_qa.run.timing import OutOfTimeError, Watch, watched

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no timers")
BUDGET = 0.2


def hanging(article: Article, _hits: Sequence[Hit]) -> Iterator[Evidence]:
    while "hang" in article.text:
        with suppress(Exception):  # as many a library does
            time.sleep(0.01)
    yield Evidence("HANG001", "Read to its end.")


CHECK = Check(
    "HANG001", "hanging", Family.CONTENT, Severity.NOTE, "summary", "page", examine=hanging
)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make budgets of checks and records short."""
    for module in (batch, articles):
        monkeypatch.setattr(module, "watched", partial(watched, BUDGET))


@pytest.mark.usefixtures("short")
def test_a_check_that_hangs_on_an_article_is_a_crash_on_this_one() -> None:
    texts = ("It will hang.", "The tide is in.")
    result = examine_batch(batch_of_texts(*texts), Plan((CHECK,)))
    (crash,) = result.crashes
    assert (crash.check, crash.article_id) == ("HANG001", "a0")
    assert "took longer than 0.2 seconds" in crash.error
    assert result.findings.column("check").to_pylist() == ["HANG001"]


def test_many_short_steps_are_no_long_one() -> None:
    with watched(BUDGET) as watch:
        for number in range(8):
            watch.step = number
            time.sleep(BUDGET / 4)


def test_what_is_no_step_has_no_budget_and_the_former_handler_comes_back() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with watched(BUDGET):
        time.sleep(2 * BUDGET)
    assert signal.getsignal(signal.SIGALRM) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_thread_has_no_budget() -> None:
    seen: list[str] = []

    def work() -> None:
        with watched(BUDGET) as watch:
            watch.step = 1
            time.sleep(2 * BUDGET)
            seen.append("done")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == ["done"]


def test_only_a_step_that_was_met_again_and_again_is_interrupted() -> None:
    watch = Watch(BUDGET)
    watch.step = 1
    for _ in range(5):
        watch.tick(0, None)
    with pytest.raises(OutOfTimeError):
        watch.tick(0, None)
