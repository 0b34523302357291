"""Examine a dataset on executors: each task writes the part tables of some row groups.

A task writes its part aside and renames it when it is whole, so that of several attempts at one
task (a retry, a speculative copy) only the first counts, and a driver that is started again goes on
with what is there.
"""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from corpus_qa.dataset.manifest import GROUP, TARGET
from corpus_qa.dataset.store import Dataset, read_groups
from corpus_qa.dedup.sketch import sketch_tables
from corpus_qa.errors import IncompleteError
from corpus_qa.examine.batch import Plan, examine
from corpus_qa.examine.cache import fingerprint_of
from corpus_qa.examine.run import Examination, RowSchema, write_columns
from corpus_qa.expectations.schema import row_schema
from corpus_qa.model import Batch, Crash
from corpus_qa.run.folder import replace_file
from corpus_qa.run.tables import Parts
from corpus_qa.spark.session import Session

# In the working folder: the parts, and how the dataset was divided into them.
PARTS, PORTIONS = "parts", "portions.json"
# Beside it, because whatever is in it counts: parts that are being written.
ASIDE = ".aside"
# In a part, beside its tables: what is too small for one.
DOCUMENT = "part.json"
# So many tasks for each core: the last ones do not keep all others waiting.
TASKS_PER_CORE = 4
# Crashes of a part of which the traceback is kept; a run lists no more.
MOST_TRACEBACKS = 200


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


@dataclass(frozen=True, slots=True)
class Job:
    """What every task needs to know; it travels to executors by pickle.

    ``schema`` is the text of the schema of article rows, ``work`` the working folder.
    """

    portions: tuple[Portion, ...]
    plan: Plan
    schema: str
    fingerprint: str
    work: Path


def examine_dataset(
    session: Session, dataset: Dataset, examination: Examination, work: Path, size: int | None
) -> tuple[Portion, ...]:
    """Examine every article on executors; write the tables to folders in ``work``.

    Args:
        session: Where tasks run.
        dataset: The dataset; executors see it under the same path.
        examination: What is run; it is told what crashed, and how long it took.
        work: The working folder; executors see it, too. What it has already is not done again.
        size: Bytes of text in a task; None: as many as suit the cluster.

    Returns:
        The portions into which the dataset was divided.

    Raises:
        IncompleteError: A task failed as often as Spark tries it.
    """
    plan = Plan(tuple(examination.checks))
    code = fingerprint_of(plan.checks, [examination.schema.text])
    portions = _portions(session, dataset, work, code, size)
    job = Job(portions, plan, examination.schema.text, code, work.absolute())
    for folder in (work / PARTS, work.with_name(ASIDE)):
        folder.mkdir(exist_ok=True)
    with Parts(work) as parts:
        write_columns(parts, plan, examination.sketch)
    missing = [number for number, one in enumerate(portions) if not _place(work, one).exists()]
    run_tasks(session, partial(_examine_portions, job=job), missing)
    for portion in portions:
        _take(_place(work, portion), examination)
    shutil.rmtree(work.with_name(ASIDE), ignore_errors=True)
    return portions


def run_tasks(session: Session, work: object, numbers: Sequence[int]) -> None:
    """Run a function over batches of numbers (``n``), each number in a task of its own."""
    if not numbers:
        return
    tasks = session.range(0, len(numbers), 1, len(numbers))
    tasks.mapInArrow(partial(_renumbered, work=work, numbers=tuple(numbers)), "n bigint").count()


def _renumbered(
    batches: Iterable[pa.RecordBatch], work: object, numbers: Sequence[int]
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        for place in batch.column(0).to_pylist():
            assert callable(work)  # noqa: S101 - partial objects are
            work(numbers[place])
        yield batch.rename_columns(["n"])


def _portions(
    session: Session, dataset: Dataset, work: Path, code: str, size: int | None
) -> tuple[Portion, ...]:
    """Divide a dataset; or as a run did before that broke off, if what it examined was the same."""
    content = [code, *(fragment.sha256 for fragment in dataset.fragments)]
    path = work / PORTIONS
    if path.exists():
        former = json.loads(path.read_bytes())
        if former["content"] == content:
            return tuple(Portion(**plain) for plain in former["portions"])
        shutil.rmtree(work / PARTS, ignore_errors=True)
    portions = divide(dataset, session.sparkContext.defaultParallelism, size)
    plain = {"content": content, "portions": [asdict(portion) for portion in portions]}
    replace_file(path, json.dumps(plain).encode())
    return portions


def _place(work: Path, portion: Portion) -> Path:
    return work / PARTS / portion.name


def _take(place: Path, examination: Examination) -> None:
    """Tell an examination what a part says of itself.

    Raises:
        IncompleteError: It cannot be seen from here.
    """
    try:
        told = json.loads((place / DOCUMENT).read_bytes())
    except OSError as error:
        msg = (
            f"Executors finished their work, but {place} cannot be seen from here: name a run "
            "folder (--run) on a file system that all nodes share."
        )
        raise IncompleteError(msg) from error
    examination.crashes.extend(Crash(**crash) for crash in told["crashes"])
    examination.clock.add_checks(told["seconds"])
    examination.examined += told["articles"]


def _examine_portions(number: int, job: Job) -> None:
    """Examine a portion on an executor, unless another attempt was first."""
    portion = job.portions[number]
    place = _place(job.work, portion)
    if place.exists():
        return
    _refuse_other_code(job)
    aside = job.work.with_name(ASIDE) / f"{portion.name}-{uuid.uuid4().hex}"
    aside.mkdir()
    try:
        _write_part(portion, job, aside)
        with suppress(OSError):  # another attempt was quicker
            aside.rename(place)
        if not place.exists():
            msg = f"{aside} cannot be renamed to {place}"
            raise OSError(msg)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _refuse_other_code(job: Job) -> None:
    if _code(job.plan, job.schema) != job.fingerprint:
        msg = "This executor has another corpus-qa, Python or libraries than the driver"
        raise IncompleteError(msg)


@cache
def _code(plan: Plan, schema: str) -> str:
    return fingerprint_of(plan.checks, [schema])


@cache
def _row_schema(schema: str, plan: Plan) -> RowSchema:
    return row_schema(schema, "the schema of the run", plan.checks)


def _write_part(portion: Portion, job: Job, folder: Path) -> None:
    """Examine the articles of a portion, and write their tables to a folder."""
    crashes: list[Crash] = []
    seconds: dict[str, float] = {}
    schema = _row_schema(job.schema, job.plan)
    with Parts(folder) as parts:
        for batch in portion.batches():
            if broken := schema.find(batch):
                parts.write("findings-schema", broken)
            examined = examine(batch, job.plan, sketch_tables)
            crashes.extend(examined.crashes)
            for result in examined.results:
                for check, took in result.seconds.items():
                    seconds[check] = seconds.get(check, 0.0) + took
            for name, rows in examined.tables():
                parts.write(name, rows)
    listed = [asdict(crash) for crash in crashes]
    for crash in listed[MOST_TRACEBACKS:]:
        crash["traceback"] = ""
    plain = {"articles": portion.rows, "crashes": listed, "seconds": seconds}
    replace_file(folder / DOCUMENT, json.dumps(plain).encode())
