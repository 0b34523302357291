"""Examine a dataset on executors: each task writes the part tables of a portion."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path

from corpus_qa.dedup.sketch import sketch_tables
from corpus_qa.errors import IncompleteError
from corpus_qa.examine.batch import Plan, examine
from corpus_qa.examine.cache import fingerprint_of
from corpus_qa.examine.run import Examination, RowSchema, write_columns
from corpus_qa.expectations.schema import row_schema
from corpus_qa.model import Crash
from corpus_qa.run.folder import replace_file
from corpus_qa.run.tables import PARTS, Parts
from corpus_qa.spark.session import Session
from corpus_qa.spark.tasks import Portion, run_each, write_once

# In the working folder: a folder for each portion.
# In a part, beside its tables: what is too small for one.
DOCUMENT = "part.json"
# Crashes of a part of which the traceback is kept; a run lists no more.
MOST_TRACEBACKS = 200


@dataclass(frozen=True, slots=True)
class Job:
    """What every task needs to know; it travels to executors by pickle.

    ``schema`` is the text of the schema of article rows, ``code`` the fingerprint of what the
    driver would examine with, and ``folder`` is where the parts go.
    """

    plan: Plan
    schema: str
    code: str
    folder: Path


def code_of(examination: Examination) -> str:
    """Return digits that change when the same articles could be examined with another result."""
    return fingerprint_of(examination.checks, [examination.schema.text])


def examine_portions(
    session: Session, portions: tuple[Portion, ...], examination: Examination, work: Path
) -> None:
    """Examine every article on executors; write the tables to folders in ``work``.

    Args:
        session: Where tasks run.
        portions: The dataset; executors see its files under the same paths.
        examination: What is run; it is told what crashed, and how long it took.
        work: The working folder; executors see it, too. What it has already is not done again.

    Raises:
        IncompleteError: What executors wrote cannot be seen from here.
    """
    plan = Plan(tuple(examination.checks))
    folder = work.absolute() / PARTS
    with Parts(work) as parts:
        write_columns(parts, plan, examination.sketch)
    job = Job(plan, examination.schema.text, code_of(examination), folder)
    run_each(session, portions, folder, partial(_examine, job=job))
    for portion in portions:
        told = json.loads((folder / portion.name / DOCUMENT).read_bytes())
        examination.crashes.extend(Crash(**crash) for crash in told["crashes"])
        examination.clock.add_checks(told["seconds"])
        examination.examined += told["articles"]


def _examine(portion: Portion, job: Job) -> None:
    """Examine a portion on an executor."""
    if _code(job.plan, job.schema) != job.code:
        msg = "This executor has another corpus-qa, Python or libraries than the driver"
        raise IncompleteError(msg)
    write_once(job.folder / portion.name, partial(_write_part, portion, job))


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
