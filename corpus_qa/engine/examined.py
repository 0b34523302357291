"""What one batch gives to a run: what the checks saw, and sketches for the relations."""

from __future__ import annotations

import traceback
from dataclasses import dataclass

from corpus_qa.engine.batch import BatchResult, examine_batch
from corpus_qa.engine.plan import Plan
from corpus_qa.engine.sketch import Sketch, sketch
from corpus_qa.model import ENGINE, Batch, Crash


@dataclass(frozen=True, slots=True)
class Examined:
    """The results of one batch or, after a batch that could not be examined, of its rows."""

    results: tuple[BatchResult, ...]
    sketches: tuple[Sketch, ...]
    crashes: tuple[Crash, ...] = ()


def examine(batch: Batch, plan: Plan) -> Examined:
    """Examine and sketch a batch; if that raises, row by row, so that only one row is lost."""
    try:
        return _whole(batch, plan)
    except Exception as error:  # noqa: BLE001 - a hostile article must not lose its neighbours
        if batch.records.num_rows == 1:
            return Examined((), (), (_lost(batch, error),))
    rows = (
        examine(Batch(batch.records.slice(row, 1), batch.first_row + row), plan)
        for row in range(batch.records.num_rows)
    )
    parts = tuple(rows)
    return Examined(
        tuple(result for part in parts for result in part.results),
        tuple(sketched for part in parts for sketched in part.sketches),
        tuple(crash for part in parts for crash in part.crashes),
    )


def _whole(batch: Batch, plan: Plan) -> Examined:
    result = examine_batch(batch, plan)
    return Examined((result,), (sketch(batch, result.chrome),), result.crashes)


def _lost(batch: Batch, error: Exception) -> Crash:
    names = ("article_id", "source")
    article_id, source = (batch.records.column(name)[0].as_py() for name in names)
    told = f"{type(error).__name__}: {error}"
    trace = "".join(traceback.format_exception(error))
    return Crash(ENGINE, article_id, told, trace, source)
