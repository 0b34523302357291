"""The contract of article rows, judged by pandera's native polars backend."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
from pandera.errors import SchemaErrors
from pandera.io.polars_io import from_yaml
from pandera.polars import DataFrameSchema

from corpus_qa.config import shipped
from corpus_qa.errors import ConfigError
from corpus_qa.examine.findings import as_finding, findings_batch
from corpus_qa.examine.run import RowSchema
from corpus_qa.model import Batch, Check, Evidence

# The check under whose name rows that break the schema are found.
SCHEMA_CHECK = "CON090"


@dataclass(frozen=True, slots=True)
class Violation:
    """One value that breaks the schema: the row of the batch, the column and the rule."""

    row: int
    column: str
    rule: str


# The library leaves this function untyped.
_from_yaml: Callable[[str], object] = from_yaml


def load_row_schema(path: Path | None, checks: Sequence[Check]) -> RowSchema:
    """Read the schema of article rows: the file at ``path``, or the one that ships with corpus-qa.

    Raises:
        ConfigError: The file cannot be read, or is no schema.
    """
    source = path or shipped("article.yaml")
    try:
        text = source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: the schema cannot be read ({getattr(error, 'strerror', None) or error})."
        raise ConfigError(msg) from error
    schema = parse_schema(text, str(source))
    check = next((check for check in checks if check.id == SCHEMA_CHECK), None)

    def find(batch: Batch) -> pa.RecordBatch | None:
        return schema_findings(batch, schema, check) if check else None

    return RowSchema(text, find)


def parse_schema(text: str, name: str) -> DataFrameSchema:
    """Read a pandera schema in YAML.

    Raises:
        ConfigError: The text is no schema that pandera's polars backend understands.
    """
    try:
        schema = _from_yaml(text)
    except Exception as error:  # pandera raises whatever its parser met
        msg = f"{name}: not a pandera schema for polars ({error})."
        raise ConfigError(msg) from error
    if not isinstance(schema, DataFrameSchema):
        msg = f"{name}: not a pandera schema for polars."
        raise ConfigError(msg)
    return schema


def schema_findings(batch: Batch, schema: DataFrameSchema, check: Check) -> pa.RecordBatch | None:
    """Return what breaks a schema as findings of ``check``; None if nothing does."""
    found = []
    for broken in violations(batch.records, schema):
        message = f"The field {broken.column} violates the schema: {broken.rule}."
        evidence = Evidence(check.id, message)
        found.append(as_finding(broken.row, batch.articles[broken.row], check, evidence))
    return findings_batch(found, batch.first_row) if found else None


def violations(batch: pa.RecordBatch, schema: DataFrameSchema) -> list[Violation]:
    """Return what breaks a schema in one batch, so that memory does not grow with the corpus.

    A statement about all rows, such as uniqueness, holds within a batch only. A statement about a
    whole column (it is missing, it has another type) is told of the first row.
    """
    frame = pl.DataFrame(pa.Table.from_batches([batch]))
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as broken:
        return list(_cases(broken.failure_cases))
    return []


def _cases(cases: pl.DataFrame) -> Iterator[Violation]:
    for case in cases.iter_rows(named=True):
        at = case["index"]
        yield Violation(int(at) if at is not None else 0, str(case["column"]), str(case["check"]))
