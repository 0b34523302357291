"""Signals: one row of numbers per article, with as many columns as families and checks provide."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from corpus_qa.engine.findings import Recorder
from corpus_qa.model import Batch
from corpus_qa.text.screen import rebase

IDENTITY = ("article_id", "source", "site", "language", "published_at", "published_source")


def signals_batch(batch: Batch, recorder: Recorder) -> pa.RecordBatch:
    """Return the signals of a batch: identity columns, sizes, and what checks measured.

    A signal that no check computed for an article is null. The last column, ``row``, is the row of
    the dataset. What depends on all findings of a run is added when the tables are closed.
    """
    text = rebase(batch.records.column("text"))
    rows = len(text)
    columns: dict[str, pa.Array] = {name: batch.records.column(name) for name in IDENTITY}
    columns["characters"] = pc.utf8_length(text).cast(pa.int64())
    columns["words"] = pc.list_value_length(pc.utf8_split_whitespace(text)).cast(pa.int64())
    columns["lines"] = pc.add(pc.count_substring(text, "\n"), 1).cast(pa.int64())
    columns["decode_errors"] = batch.records.column("decode_errors")
    columns.update(_measured(rows, recorder))
    columns["row"] = pa.array(np.arange(batch.first_row, batch.first_row + rows))
    return pa.RecordBatch.from_pydict(columns)


def _measured(rows: int, recorder: Recorder) -> dict[str, pa.Array]:
    names = sorted({name for check in recorder.checks for name in check.signals})
    values: dict[str, list[float | None]] = {name: [None] * rows for name in names}
    for row, signal in recorder.signals():
        if signal.name in values:  # a shared examiner may speak for a check outside the plan
            values[signal.name][row] = signal.value
    return {name: pa.array(column, pa.float64()) for name, column in values.items()}
