"""What a run does on Spark; it stands for the stages that one machine does otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus_qa.dataset.store import Dataset
from corpus_qa.examine.run import Examination
from corpus_qa.spark.examine import examine_dataset
from corpus_qa.spark.session import Session, explained, open_session


@dataclass(frozen=True, slots=True)
class SparkEngine:
    """Runs stages of a run on a cluster.

    Attributes:
        session: The connection to the cluster.
        run: The run folder as the user names it.
        size: The text of a task in bytes; None: as many as suit the cluster.
    """

    session: Session
    run: str
    size: int | None = None

    def examine(self, examination: Examination, dataset: Dataset, work: Path) -> None:
        """Run the checks over every article; write findings, signals and sketches."""
        with explained("examine", self.run):
            examine_dataset(self.session, dataset, examination, work, self.size)


@contextmanager
def open_engine(master: str | None, jobs: int, run: Path) -> Iterator[SparkEngine]:
    """Connect to a cluster for the run in a folder; in all else as ``open_session``."""
    with open_session(master, jobs) as session:
        yield SparkEngine(session, str(run))
