"""The contract of article rows, judged by pandera's native polars backend."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
from pandera.errors import SchemaErrors
from pandera.io.polars_io import from_yaml
from pandera.polars import DataFrameSchema

from corpus_qa.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Violation:
    """One value that breaks the schema: the row of the batch, the column and the rule."""

    row: int
    article_id: str
    column: str
    rule: str
    value: str


@dataclass(frozen=True, slots=True)
class Contract:
    """A schema, and the ``text`` that it was read from."""

    schema: DataFrameSchema
    text: str


# The library leaves this function untyped.
_from_yaml: Callable[[str], object] = from_yaml


def load_contract(text: str, name: str) -> Contract:
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
    return Contract(schema, text)


def read_contract(path: Path) -> Contract:
    """Read a schema file.

    Raises:
        ConfigError: The file cannot be read or is no schema.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        msg = f"{path}: the schema cannot be read ({error.strerror})."
        raise ConfigError(msg) from error
    return load_contract(text, str(path))


def violations(batch: pa.RecordBatch, contract: Contract) -> list[Violation]:
    """Return what breaks a schema in one batch, so that memory does not grow with the corpus.

    A statement about all rows, such as uniqueness, holds within a batch only. A statement about a
    whole column (it is missing, it has another type) is told of the first row.
    """
    frame = pl.DataFrame(pa.Table.from_batches([batch]))
    try:
        contract.schema.validate(frame, lazy=True)
    except SchemaErrors as broken:
        return list(_cases(frame, broken.failure_cases))
    return []


def _cases(frame: pl.DataFrame, cases: pl.DataFrame) -> Iterator[Violation]:
    ids = frame["article_id"]
    for case in cases.iter_rows(named=True):
        at = case["index"]
        row = int(at) if at is not None else 0
        yield Violation(
            row=row,
            article_id=ids[row] or "",
            column=str(case["column"]),
            rule=str(case["check"]),
            value=str(case["failure_case"])[:200],
        )
