"""Checks that break what they run in; executors import them from here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from corpus_qa.model import Article, Check, Evidence, Family, Hit, Severity

# Names a file: while it is there, there is no trouble.
OVER = "CORPUS_QA_TROUBLE_IS_OVER"
# Bytes that a file may have on a disk that is full.
ROOM = 100


def raises(article: Article, _: Sequence[Hit]) -> Iterator[Evidence]:
    """Raise on one article."""
    if article.article_id == "n00000007":
        msg = "a shoal"
        raise ValueError(msg)
    yield from ()


def kills_executor(article: Article, _: Sequence[Hit]) -> Iterator[Evidence]:
    """Kill the executor, Java and all, the first time that an article comes by."""
    import psutil  # noqa: PLC0415 - only where this happens

    over = Path(os.environ[OVER])
    if article.article_id == "n00000007" and not over.exists():
        over.touch()
        next(one for one in psutil.Process().parents() if one.name() == "java").kill()
    yield from ()


def fills_disk(_: Article, __: Sequence[Hit]) -> Iterator[Evidence]:
    """Let this process write no more, as on a full disk."""
    import resource  # noqa: PLC0415 - Windows has none

    most = resource.RLIM_INFINITY if Path(os.environ[OVER]).exists() else ROOM
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    yield from ()


def check(examine: Callable[[Article, Sequence[Hit]], Iterator[Evidence]]) -> Check:
    """Return a check that is one of these functions."""
    about = ("REEF001", "reef", Family.CONTENT, Severity.NOTE, "a reef", "A reef.")
    return Check(*about, examine=examine)
