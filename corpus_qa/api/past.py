"""What the articles had that a change takes away: their findings, and how many had which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow.parquet as pq

from corpus_qa.api.clock import Clock
from corpus_qa.api.examining import Examination, contract_of
from corpus_qa.api.means import Means
from corpus_qa.api.settings import silent
from corpus_qa.config import Waiver
from corpus_qa.dataset import Dataset
from corpus_qa.engine.statuses import Accepted
from corpus_qa.engine.tables import Parts, close_tables, connect
from corpus_qa.expect.metrics import measure
from corpus_qa.model import DUPLICATE_SCHEMA, Check, Crash

TIMES_SQL = """
SELECT fingerprint, count(*) FROM read_parquet(?) WHERE status <> 'waived' GROUP BY ALL
"""


@dataclass(frozen=True, slots=True)
class Past:
    """The findings and the counts of articles that are gone.

    Attributes:
        articles: How many they are.
        findings: Fingerprint -> how often it was there. Copies are not looked for.
        counts: Rate of the dataset -> how many of them it counts.
        crashes: What broke off, so that findings of theirs are not known.
    """

    articles: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    crashes: tuple[Crash, ...] = ()


def examine_past(
    removed: Dataset, checks: Sequence[Check], waivers: Sequence[Waiver], means: Means
) -> Past:
    """Examine articles as they were before a change; ``waivers`` are those that hold."""
    if not removed.rows:
        return Past()
    settings, folder = means.settings, means.work / "past"
    work = folder / "work"
    work.mkdir(parents=True)
    memory = settings.config.engine.memory
    with Parts(work) as parts:
        examination = Examination(checks, contract_of(settings), parts, Clock())
        examination.run(removed, settings.jobs, silent)
    close_tables(work, folder, memory, Accepted(waivers=waivers))
    pq.write_table(DUPLICATE_SCHEMA.empty_table(), folder / "duplicates.parquet")
    with connect(work, memory) as connection:
        metrics = measure(folder, connection, checks)
        times = connection.execute(TIMES_SQL, [str(folder / "findings.parquet")]).fetchall()
    counts = {
        metric.metric: metric.numerator
        for metric in metrics
        if metric.scope == "dataset" and metric.numerator is not None
    }
    return Past(removed.rows, dict(times), counts, tuple(examination.crashes))
