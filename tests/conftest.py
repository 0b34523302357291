"""Helpers shared by the tests of all checks."""

from __future__ import annotations

import multiprocessing
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from command import WITHOUT_THREADS

from corpus_qa.model import Batch
from corpus_qa.testing import INGESTED, batch_of, written_out

__all__ = ["CASES", "INGESTED", "article_cases", "batch_of", "batch_of_texts"]

collect_ignore = ["plugin"]  # a package of its own: functional/test_plugin.py runs its tests

CASES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))
}


def article_cases(kind: str) -> list[tuple[str, Mapping[str, Any]]]:
    """List ``(check id, case)`` of a kind, ``flag`` or ``clean``, for checks of single articles."""
    return [
        (check_id, written_out(case))
        for check_id, cases in CASES.items()
        if not cases.get("corpus") and not cases.get("contract")
        for case in cases[kind]
    ]


def batch_of_texts(*texts: str, first_row: int = 0) -> Batch:
    """Make a batch of articles that have nothing but a text."""
    return batch_of([{"text": text} for text in texts], first_row)


# What processes of a run import; Great Expectations alone takes seconds.
IMPORTED_ONCE = (
    "corpus_qa.commands.pipeline",
    "corpus_qa.dataset.convert",
    "corpus_qa.dedup.index.compaction",
    "corpus_qa.expectations.great_expectations",
    "corpus_qa.testing",
)


@pytest.fixture(scope="session", autouse=True)
def _forked_processes() -> Iterator[None]:
    """Let the processes that a test starts come from a fork server that has imported everything.

    Without it each run in the process of the tests would import Great Expectations again.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        yield
        return
    get_context = multiprocessing.get_context

    def context(method: str | None = None) -> Any:
        return get_context("forkserver" if method == "spawn" else method)

    with pytest.MonkeyPatch.context() as patch:
        for name, value in WITHOUT_THREADS.items():
            patch.setenv(name, value)
        patch.setattr(multiprocessing, "get_context", context)
        multiprocessing.set_forkserver_preload(list(IMPORTED_ONCE))
        yield
