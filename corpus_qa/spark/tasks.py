"""Tasks on executors: what one reads, how many run, and that each counts once.

A task writes its tables aside and renames their folder when it is whole, so that of several
attempts at one task (a retry, a speculative copy) only the first counts, and a driver that is
started again goes on with what is there.
"""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from corpus_qa.dataset.manifest import GROUP, TARGET
from corpus_qa.dataset.store import Dataset, read_groups
from corpus_qa.errors import IncompleteError
from corpus_qa.model import Batch
from corpus_qa.run.folder import replace_file
from corpus_qa.spark.session import Session

# So many tasks for each core: the last ones do not keep all others waiting.
TASKS_PER_CORE = 4
# In the working folder: how the dataset was divided.
PORTIONS = "portions.json"
# The same: folders that are being written. It is gone before anything reads what is there.
ASIDE = ".aside"


@dataclass(frozen=True, slots=True)
class Portion:
    """What one task reads: row groups ``begin`` to ``end`` (excluded) of a fragment.

    ``first_row`` is their first row in the dataset, ``rows`` their number.
    """

    name: str
    file: str
    begin: int
    end: int
    first_row: int
    rows: int

    def batches(self) -> Iterator[Batch]:
        """Read the articles, in order."""
        return read_groups(Path(self.file), self.first_row, range(self.begin, self.end))

    def read(self, folder: Path, column: str) -> pa.Table:
        """Read the rows of a sorted table whose ``column``, a row of the dataset, lies in here."""
        last = self.first_row + self.rows
        own = [(column, ">=", self.first_row), (column, "<", last)]
        return pq.read_table(folder, filters=own).sort_by(column)


def divide(dataset: Dataset, cores: int, size: int | None = None) -> tuple[Portion, ...]:
    """Divide a dataset into portions, in the order of its rows.

    Args:
        dataset: The dataset.
        cores: The tasks that run at a time.
        size: Bytes of text in a portion; None: as many as keep all cores busy until the end.
    """
    total = sum(fragment.text_bytes for fragment in dataset.fragments)
    size = size or min(TARGET, max(GROUP, total // (cores * TASKS_PER_CORE)))
    found: list[Portion] = []
    for fragment, path in zip(dataset.fragments, dataset.files, strict=True):
        rows = _group_rows(path)
        step = max(1, len(rows) * size // max(1, fragment.text_bytes))
        for begin, end in pairwise([*range(0, len(rows), step), len(rows)]):
            first = found[-1].first_row + found[-1].rows if found else 0
            name, file = f"{len(found):06d}", str(path.absolute())
            found.append(Portion(name, file, begin, end, first, sum(rows[begin:end])))
    return tuple(found)


def _group_rows(path: Path) -> list[int]:
    metadata = pq.read_metadata(path)
    return [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)]


def portions_of(
    session: Session, dataset: Dataset, work: Path, code: str, size: int | None
) -> tuple[Portion, ...]:
    """Divide a dataset, or go on with what a run that broke off has left in ``work``.

    Nothing of it is used if the articles, or the ``code`` that looks at them, were others.
    """
    content = [code, *(fragment.sha256 for fragment in dataset.fragments)]
    path = work / PORTIONS
    if path.exists():
        former = json.loads(path.read_bytes())
        if former["content"] == content:
            return tuple(Portion(**plain) for plain in former["portions"])
        for entry in work.iterdir():
            if entry.is_dir() and not entry.samefile(dataset.path):
                shutil.rmtree(entry)
    portions = divide(dataset, session.sparkContext.defaultParallelism, size)
    plain = {"content": content, "portions": [asdict(portion) for portion in portions]}
    replace_file(path, json.dumps(plain).encode())
    return portions


def run_each(
    session: Session, portions: Sequence[Portion], folder: Path, work: Callable[[Portion], None]
) -> None:
    """Do a piece of work for each portion on executors, in a task of its own.

    Args:
        session: Where tasks run.
        portions: What they look at; those with a part in ``folder`` are done.
        folder: Where ``work`` leaves a part for each portion.
        work: A function that can be pickled.

    Raises:
        IncompleteError: What was written there cannot be seen from here.
    """
    aside = folder.parent / ASIDE
    shutil.rmtree(aside, ignore_errors=True)
    for needed in (folder, aside):
        needed.mkdir(exist_ok=True)
    missing = [portion for portion in portions if not (folder / portion.name).exists()]
    if missing:
        each = partial(_each, work=work, portions=tuple(missing))
        session.range(0, len(missing), 1, len(missing)).mapInArrow(each, "id bigint").count()
    shutil.rmtree(aside, ignore_errors=True)
    lost = [portion.name for portion in portions if not (folder / portion.name).exists()]
    if lost:
        msg = (
            f"Executors finished their work, but {folder / lost[0]} cannot be seen from here: name "
            "a run folder (--run) on a file system that all nodes share."
        )
        raise IncompleteError(msg)


def _each(
    batches: Iterable[pa.RecordBatch], work: Callable[[Portion], None], portions: Sequence[Portion]
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        for number in batch.column(0).to_pylist():
            work(portions[number])
        yield batch


def write_once(place: Path, write: Callable[[Path], None]) -> None:
    """Let ``write`` fill a folder that becomes ``place``, unless another attempt was first.

    Raises:
        OSError: It cannot be written.
    """
    if place.exists():
        return
    aside = place.parent.parent / ASIDE / f"{place.name}-{uuid.uuid4().hex}"
    aside.mkdir()
    try:
        write(aside)
        with suppress(OSError):  # another attempt was quicker
            aside.rename(place)
        if not place.exists():
            msg = f"{aside} cannot be renamed to {place}"
            raise OSError(msg)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
