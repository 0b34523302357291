"""The runs of a corpus, one row each, and whether a rate creeps up from run to run."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from filelock import FileLock

from corpus_qa.errors import UsageError
from corpus_qa.expectations.metrics import Metric
from corpus_qa.model import Family
from corpus_qa.run.document import Document
from corpus_qa.run.folder import HISTORY
from corpus_qa.text.numbers import count, percent

FAMILIES = tuple(map(str, Family))

# One row a run. ``subject`` and ``checks`` tell which runs can be compared: those that looked at
# the same paths for the same checks.
SCHEMA = pa.schema(
    [
        pa.field("started_at", pa.string(), nullable=False),
        pa.field("run", pa.string(), nullable=False),
        pa.field("subject", pa.string(), nullable=False),
        pa.field("checks", pa.string(), nullable=False),
        pa.field("version", pa.string(), nullable=False),
        pa.field("verdict", pa.string(), nullable=False),
        pa.field("articles", pa.int64(), nullable=False),
        pa.field("findings", pa.int64(), nullable=False),
        *(pa.field(f"{family}_rate", pa.float64()) for family in FAMILIES),
    ]
)

# Runs that are kept, and that a report shows.
MOST_KEPT, MOST_SHOWN = 1_000, 30
# A creep: a rate that never falls over so many runs, and rises by so much in all.
CREEP_RUNS, CREEP = 4, 0.02


@dataclass(frozen=True, slots=True)
class Series:
    """The rate of a family in consecutive runs, the latest last."""

    family: str
    rates: tuple[float, ...]

    @property
    def creep(self) -> str:
        """Say that the rate rises slowly, from run to run; nothing if it does not."""
        run = creeping(self.rates)
        if not run:
            return ""
        before, after = percent(run[0]), percent(run[-1])
        return (
            f"{self.family.capitalize()} has risen over {len(run)} runs, from {before} to {after}."
        )


@dataclass(frozen=True, slots=True)
class History:
    """The comparable runs, the latest last, and how many others there are."""

    started: tuple[str, ...]
    verdicts: tuple[str, ...]
    series: tuple[Series, ...]
    others: int

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the history says, in words."""
        told = [series.creep for series in self.series if series.creep]
        if self.others:
            runs = count(self.others, "earlier run")
            told.append(f"{runs} looked at other paths or ran other checks: not compared.")
        return tuple(told)


def creeping(rates: Sequence[float]) -> Sequence[float]:
    """Return the last rates that never fall and rise by ``CREEP`` in all; empty if there are none.

    A single jump is no creep: without its largest step the rise must still be half of it.
    """
    start = len(rates) - 1
    while start > 0 and rates[start - 1] <= rates[start]:
        start -= 1
    run = rates[start:]
    if len(run) < CREEP_RUNS or run[-1] - run[0] < CREEP:
        return ()
    steps = [after - before for before, after in pairwise(run)]
    return run if max(steps) <= (run[-1] - run[0]) / 2 else ()


def row_of(document: Document, metrics: Sequence[Metric], run: str) -> dict[str, Any]:
    """Return the row of a run."""
    rates = {m.metric: m.value for m in metrics if m.scope == "dataset"}
    named = ((f"{family}_rate", rates.get(f"{family}_rate")) for family in FAMILIES)
    return {
        "started_at": document.started_at,
        "run": run,
        "subject": _digest(document.command, *document.input.paths),
        "checks": _digest(*sorted(document.counts.checks)),
        "version": document.tool.version,
        "verdict": document.verdict,
        "articles": document.input.articles,
        "findings": document.counts.findings,
        **dict(named),
    }


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def record_run(file: Path, row: dict[str, Any]) -> pa.Table:
    """Append a run to a history file, and return the runs that a report of it may show.

    Raises:
        UsageError: The file is no history, or cannot be written.
    """
    try:
        with FileLock(f"{file}.lock", timeout=60):
            known = pq.read_table(file, schema=SCHEMA) if file.exists() else SCHEMA.empty_table()
            table = pa.concat_tables([known, pa.Table.from_pylist([row], SCHEMA)])
            table = table.slice(max(0, table.num_rows - MOST_KEPT))
            temporary = file.with_name(f".{file.name}.tmp")
            pq.write_table(table, temporary)
            temporary.replace(file)
    except (OSError, pa.ArrowException) as error:
        msg = f"{file} cannot be used as a history of runs ({error}): move it away, and run again."
        raise UsageError(msg) from error
    same = pc.equal(table.column("subject"), row["subject"])
    return table.filter(same).slice(max(0, int(pc.sum(same).as_py()) - MOST_SHOWN))


def history_of(table: pa.Table) -> History | None:
    """Return what a report shows of the runs of one subject; None for fewer than two."""
    if table.num_rows == 0:
        return None
    checks, version = (table.column(name)[-1].as_py() for name in ("checks", "version"))
    same = pc.and_(
        pc.equal(table.column("checks"), checks), pc.equal(table.column("version"), version)
    )
    own = table.filter(same)
    if own.num_rows < 2:  # noqa: PLR2004 - one point is no line
        return None
    return History(
        tuple(own.column("started_at").to_pylist()),
        tuple(own.column("verdict").to_pylist()),
        tuple(
            Series(family, tuple(rate or 0.0 for rate in own.column(f"{family}_rate").to_pylist()))
            for family in FAMILIES
        ),
        table.num_rows - own.num_rows,
    )


def write_history(file: Path, folder: Path, row: dict[str, Any]) -> None:
    """Append a run to a history file, and keep in its folder what its reports show of it.

    Raises:
        UsageError: The file is no history, or cannot be written.
    """
    pq.write_table(record_run(file, row), folder / HISTORY)


def read_history(folder: Path) -> History | None:
    """Return the history that a run folder holds; None for fewer than two runs of a kind.

    Raises:
        UsageError: It is damaged.
    """
    path = folder / HISTORY
    try:
        return history_of(pq.read_table(path, schema=SCHEMA))
    except (OSError, pa.ArrowException) as error:
        msg = f"{path} is damaged ({error}): delete it."
        raise UsageError(msg) from error
