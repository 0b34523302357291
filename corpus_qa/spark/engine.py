"""What a run does on Spark; it stands for the stages that one machine does otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from corpus_qa.dataset.store import Dataset
from corpus_qa.dedup.compare import Pair
from corpus_qa.examine.run import Examination
from corpus_qa.spark.examine import code_of, examine_portions
from corpus_qa.spark.relate import SparkRelating
from corpus_qa.spark.session import Session, explained, open_session
from corpus_qa.spark.tasks import portions_of


@dataclass
class SparkEngine:
    """Does the work of a run on a cluster, stage by stage.

    Attributes:
        session: The connection to the cluster.
        run: The run folder as the user names it.
        size: The text of a task in bytes; None: as many as suit the cluster.
    """

    session: Session
    run: str
    size: int | None = None
    _relating: SparkRelating | None = None

    def examine(self, examination: Examination, dataset: Dataset, work: Path) -> None:
        """Run the checks over every article; write findings, signals and sketches.

        Raises:
            IncompleteError: A task failed as often as Spark tries it.
        """
        portions = portions_of(self.session, dataset, work, code_of(examination), self.size)
        with explained("examine", self.run):
            examine_portions(self.session, portions, examination, work)
        self._relating = SparkRelating(self.session, work, portions, tuple(examination.checks))

    def compare(self, connection: duckdb.DuckDBPyConnection) -> Iterable[Pair]:
        """Compare all articles that were examined; as ``SparkRelating.compare``."""
        assert self._relating is not None  # noqa: S101 - examine comes first
        with explained("relate", self.run):
            return self._relating.compare(connection)

    def write_findings(self, evidence: Path, name: str) -> None:
        """Write what evidence says of articles; as ``SparkRelating.write_findings``."""
        assert self._relating is not None  # noqa: S101 - examine comes first
        with explained("relate", self.run):
            self._relating.write_findings(evidence, name)


@contextmanager
def open_engine(master: str | None, jobs: int, run: Path) -> Iterator[SparkEngine]:
    """Connect to a cluster for the run in a folder; in all else as ``open_session``."""
    with open_session(master, jobs) as session:
        yield SparkEngine(session, str(run))
