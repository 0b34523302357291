"""Helpers shared by the tests of all checks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
