"""Helpers shared by the tests of all checks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from corpus_qa.model import ARTICLE_SCHEMA, Batch

CASES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))
}
INGESTED = datetime(2026, 3, 1, 12, tzinfo=UTC)
DEFAULTS: Mapping[str, Any] = {
    "encoding": "utf-8",
    "decode_errors": 0,
    "content_hash": "",
    "ingested_at": INGESTED,
}


def article_cases(kind: str) -> list[tuple[str, Mapping[str, Any]]]:
    """List ``(check id, case)`` of a kind, ``flag`` or ``clean``, for checks of single articles."""
    return [
        (check_id, with_text(case))
        for check_id, cases in CASES.items()
        if not cases.get("corpus") and not cases.get("contract")
        for case in cases[kind]
    ]


def with_text(case: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write out the text of a case that tells a long one in short."""
    if "line" not in case:
        return case
    lines = (case["line"].replace("{n}", str(number)) for number in range(case["times"]))
    return {**case, "text": f"{case.get('before', '')}{''.join(lines)}{case.get('after', '')}"}


def batch_of(articles: Sequence[Mapping[str, Any]], first_row: int = 0) -> Batch:
    """Make a batch; what an article does not say gets a plain default."""
    rows = []
    for number, article in enumerate(articles, start=first_row):
        given = {name: article[name] for name in ARTICLE_SCHEMA.names if name in article}
        named = {"article_id": f"a{number}", "source": f"a{number}.txt", "text": ""}
        rows.append({**DEFAULTS, **named, **given})
    return Batch(pa.RecordBatch.from_pylist(rows, schema=ARTICLE_SCHEMA), first_row)


def batch_of_texts(*texts: str, first_row: int = 0) -> Batch:
    """Make a batch of articles that have nothing but a text."""
    return batch_of([{"text": text} for text in texts], first_row)
