"""Signals: one row of numbers per article, with as many columns as families and checks provide."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from corpus_qa.engine.findings import Recorder
from corpus_qa.model import Batch, Family, Severity
from corpus_qa.text.screen import rebase

KEPT = ("article_id", "source", "site", "language", "published_at", "published_source")


def signals_batch(batch: Batch, recorder: Recorder) -> pa.RecordBatch:
    """Return the signals of a batch: identity columns, sizes, and what each family found.

    ``<family>_findings`` counts findings that are not notes; ``chrome_share`` is the share of the
    text's characters inside chrome. Signals of checks that were not computed are null.
    """
    records, rows = batch.records, batch.records.num_rows
    text = rebase(records.column("text"))
    characters = pc.utf8_length(text).cast(pa.int64())
    columns: dict[str, pa.Array] = {name: records.column(name) for name in KEPT}
    columns["characters"] = characters
    columns["words"] = pc.list_value_length(pc.utf8_split_whitespace(text)).cast(pa.int64())
    columns["lines"] = pc.add(pc.count_substring(text, "\n"), 1).cast(pa.int64())
    columns["decode_errors"] = records.column("decode_errors")
    counts = {family: np.zeros(rows, np.int64) for family in Family}
    for finding in recorder.findings():
        if finding.severity is not Severity.NOTE:
            counts[finding.check.family][finding.row] += 1
    for family, values in counts.items():
        columns[f"{family}_findings"] = pa.array(values)
    covered = np.array(
        [sum(end - start for start, end in row) for row in recorder.chrome_spans(rows)]
    )
    share = covered.astype(np.float64) / np.maximum(characters.to_numpy(), 1) if rows else covered
    columns["chrome_share"] = pa.array(share, pa.float64())
    columns.update(_check_signals(rows, recorder))
    return pa.RecordBatch.from_pydict(columns)


def _check_signals(rows: int, recorder: Recorder) -> dict[str, pa.Array]:
    names = sorted({name for check in recorder.checks for name in check.signals})
    values: dict[str, list[float | None]] = {name: [None] * rows for name in names}
    for row, signal in recorder.signals():
        values[signal.name][row] = signal.value
    return {name: pa.array(column, pa.float64()) for name, column in values.items()}
