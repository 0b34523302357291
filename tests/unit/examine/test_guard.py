"""Checks of other packages run guarded: whatever they do costs their own findings only."""

from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Callable, Iterator, Sequence

import pytest
from conftest import batch_of_texts

from corpus_qa.dedup.sketch import sketch_tables
from corpus_qa.errors import IncompleteError
from corpus_qa.examine.batch import LONGEST_ERROR, BatchResult, Plan, examine_batch
from corpus_qa.examine.run import examine_all
from corpus_qa.model import Article, Check, Evidence, Family, Hit, Pattern, Severity, Signal
from corpus_qa.text.screen import MAX_MATCHES

Seen = Iterator[Evidence | Signal]


class Silent(BaseException):
    """An error that cannot even describe itself."""

    def __str__(self) -> str:
        raise self


# What the next examiners raise or yield: an examiner is a function of a module, not of a test.
SCRIPT: list[object] = []


def raising(article: Article, hits: Sequence[Hit]) -> Seen:
    del article, hits
    yield Evidence("CON901", "before")
    raise SCRIPT[0]  # type: ignore[misc]


def yielding(article: Article, hits: Sequence[Hit]) -> Seen:
    del article, hits
    yield SCRIPT[0]  # type: ignore[misc]


def altering(article: Article, hits: Sequence[Hit]) -> Seen:
    del hits
    object.__setattr__(article, "text", "")
    article.__dict__["lines"] = ()
    article.__dict__.pop("title")
    yield Evidence("CON901", "altered")


def looking(article: Article, hits: Sequence[Hit]) -> Seen:
    del hits
    yield Evidence("CON902", f"{article.text} {len(article.lines)} {article.title}")


def endless(article: Article, hits: Sequence[Hit]) -> Seen:
    del article, hits
    for number in itertools.count():
        yield Evidence("CON901", f"finding {number}")


def leaving(article: Article, hits: Sequence[Hit]) -> Seen:
    del hits
    if "leave" in article.text:
        os._exit(0)
    yield Evidence("CON901", f"{os.getpid()}")


def check_of(number: int, examine: Callable[[Article, Sequence[Hit]], Seen]) -> Check:
    name = f"c{number}"
    return Check(
        f"CON{number}", name, Family.CONTENT, Severity.NOTE, "words", "Why.", examine=examine
    )


OTHER = Check(
    "CON900", "c", Family.CONTENT, Severity.NOTE, "w", "W.", (Pattern("fire", "It says {}."),)
)


def beside(examine: Callable[[Article, Sequence[Hit]], Seen], script: object = None) -> BatchResult:
    """Examine with a check and with one that is well behaved, whose finding must be there."""
    SCRIPT[:] = [script]
    result = examine_batch(batch_of_texts("fire"), Plan((OTHER, check_of(901, examine))))
    assert "It says fire." in result.findings.column("message").to_pylist()
    return result


@pytest.mark.parametrize(
    "error",
    [
        SystemExit(0),
        GeneratorExit(),
        BaseException("odd"),
        MemoryError(),
        RecursionError(),
        Silent(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_whatever_is_raised_is_a_crash_of_that_check(error: BaseException) -> None:
    (crash,) = beside(raising, error).crashes
    assert crash.check == "CON901"
    assert type(error).__name__ in crash.error


def test_only_a_user_can_interrupt() -> None:
    with pytest.raises(KeyboardInterrupt):
        beside(raising, KeyboardInterrupt())
    former = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as in a worker
    try:
        assert [crash.check for crash in beside(raising, KeyboardInterrupt()).crashes] == ["CON901"]
    finally:
        signal.signal(signal.SIGINT, former)


def test_a_long_error_is_cut_and_half_characters_are_replaced() -> None:
    (crash,) = beside(raising, ValueError("\ud800" + "x" * 10_000)).crashes
    assert crash.error.encode()
    assert len(crash.error) == LONGEST_ERROR


@pytest.mark.parametrize(
    "seen",
    [
        Evidence("CON901", None),  # type: ignore[arg-type]
        Evidence(None, "no check"),  # type: ignore[arg-type]
        Evidence("CON901", "half a character \ud800"),
        Evidence("CON901", "m", "text", "0", 1),  # type: ignore[arg-type]
        Evidence("CON901", "m", suggestion=lambda: None),  # type: ignore[arg-type]
        Evidence("CON901", "m", severity="error"),  # type: ignore[arg-type]
        Signal("odd", lambda: None),  # type: ignore[arg-type]
        ("CON901", "a tuple"),
        None,
    ],
    ids=lambda seen: type(seen).__name__,
)
def test_a_field_that_cannot_be_written_is_a_crash_of_that_check(seen: object) -> None:
    result = beside(yielding, seen)
    assert [crash.check for crash in result.crashes] == ["CON901"]
    assert result.findings.num_rows == 1


def test_an_altered_article_is_a_copy() -> None:
    checks = (check_of(901, altering), check_of(902, looking))
    result = examine_batch(batch_of_texts("a\nb"), Plan(checks))
    assert result.findings.column("message").to_pylist() == ["altered", "a\nb 2 None"]


def test_findings_without_end_are_cut() -> None:
    result = beside(endless)
    assert result.findings.num_rows == MAX_MATCHES + 2
    messages = result.findings.column("message").to_pylist()
    assert any("or more; these are listed" in message for message in messages)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_check_that_ends_its_process_does_not_end_ours(jobs: int) -> None:
    batches = (batch_of_texts(text) for text in ("stay", "leave", "stay"))
    plan = Plan((check_of(901, leaving),))
    with pytest.raises(IncompleteError, match=r"check of a plug-in.*CON901"):
        list(examine_all(batches, plan, sketch_tables, jobs))


def test_a_check_of_another_package_runs_in_a_worker() -> None:
    plan = Plan((check_of(901, leaving),))
    (examined,) = examine_all([batch_of_texts("stay")], plan, sketch_tables, 1)
    (result,) = examined.results
    assert result.findings.column("message").to_pylist() != [f"{os.getpid()}"]
