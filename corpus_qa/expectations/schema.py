"""The contract of article rows, judged by pandera's native polars backend."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import polars as pl
import pyarrow as pa
import yaml

from corpus_qa.config import ReadFile, shipped
from corpus_qa.errors import ConfigError
from corpus_qa.examine.findings import as_finding, findings_batch
from corpus_qa.examine.run import RowSchema
from corpus_qa.ingest.front_matter import is_bounded
from corpus_qa.model import ARTICLE_SCHEMA, Batch, Check, Evidence
from corpus_qa.run.pool import without_spark

with without_spark():
    from pandera.errors import SchemaErrors
    from pandera.io.polars_io import deserialize_schema
    from pandera.polars import DataFrameSchema

# The check under whose name rows that break the schema are found.
SCHEMA_CHECK = "CON090"


@dataclass(frozen=True, slots=True)
class Violation:
    """One value that breaks the schema: the row of the batch, the column and the rule."""

    row: int
    column: str
    rule: str


# The library leaves this function untyped. It takes what was read, not a text: it would open a text
# that is the name of a file.
_deserialize: Callable[[object], object] = deserialize_schema

# What the library calls a column that is missing.
MISSING = "column_in_dataframe"


@cache
def known_keys() -> Mapping[str, frozenset[str]]:
    """Return what a row schema may name, by its place: ``top``, ``column``, ``check``, ``option``.

    What pandera looks up by name is set on, or called as, an attribute: only what it documents.
    """
    text = (files("corpus_qa.expectations") / "schema_keys.toml").read_text(encoding="utf-8")
    keys = {place: frozenset(names) for place, names in tomllib.loads(text).items()}
    return {**keys, "column": keys["column"] | keys["check"]}


def load_row_schema(
    path: Path | None, checks: Sequence[Check], read: ReadFile = Path.read_bytes
) -> RowSchema:
    """Read the schema of article rows: the file at ``path``, or the one that ships with corpus-qa.

    Raises:
        ConfigError: The file cannot be read, or is no schema.
    """
    source = path or shipped("article.yaml")
    try:
        text = read(path).decode("utf-8") if path else source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: the schema cannot be read ({getattr(error, 'strerror', None) or error})."
        raise ConfigError(msg) from error
    return row_schema(text, str(source), checks)


def row_schema(text: str, name: str, checks: Sequence[Check]) -> RowSchema:
    """Return the schema of article rows that a text describes; ``name`` begins messages about it.

    Raises:
        ConfigError: The text is no schema.
    """
    schema = parse_schema(text, name)
    check = next((check for check in checks if check.id == SCHEMA_CHECK), None)

    def find(batch: Batch) -> pa.RecordBatch | None:
        return schema_findings(batch, schema, check) if check else None

    return RowSchema(text, find)


def parse_schema(text: str, name: str) -> DataFrameSchema:
    """Read a pandera schema in YAML.

    Raises:
        ConfigError: The text is no schema that pandera's polars backend understands.
    """
    if not is_bounded(text):
        msg = f"{name}: the schema is too long, or nested too deeply."
        raise ConfigError(msg)
    try:
        aliases = (e for e in yaml.parse(text) if isinstance(e, yaml.AliasEvent))
        refused = next((f"*{alias.anchor}" for alias in aliases), None)
        # A few aliases of aliases stand for billions of keys.
        content = None if refused else yaml.safe_load(text)
        refused = refused or next(_unknown(content), None)
        schema = None if refused else _deserialize(content)
    except Exception as error:  # pandera raises whatever its parser met
        msg = f"{name}: not a pandera schema for polars ({error})."
        raise ConfigError(msg) from error
    if refused:
        line = 1 + text[: max(text.find(refused), 0)].count("\n")
        msg = (
            f"{name}:{line}: “{refused}” is no key, check or option of a row schema that is "
            "accepted; remove it, or use one of pandera's own checks by its name."
        )
        raise ConfigError(msg)
    if not isinstance(schema, DataFrameSchema):
        msg = f"{name}: not a pandera schema for polars."
        raise ConfigError(msg)
    return schema


def _unknown(content: object) -> Iterator[str]:
    """Yield the keys of a schema, its columns, checks and their options that are not documented."""
    if not isinstance(content, Mapping):
        return
    known = known_keys()
    yield from _others(content, known["top"])
    yield from _checks(content.get("checks"))
    columns = content.get("columns")
    for column in columns.values() if isinstance(columns, Mapping) else ():
        if isinstance(column, Mapping):
            yield from _others(column, known["column"])
            yield from _checks(column.get("checks"))
            yield from _checks({key: column[key] for key in column if key in known["check"]})


def _checks(checks: object) -> Iterator[str]:
    """Yield the same of checks: a table by their names, or a list that names them in options."""
    known = known_keys()
    if isinstance(checks, Mapping):
        yield from _others(checks, known["check"])
        checks = list(checks.values())
    for check in checks if isinstance(checks, list) else ():
        options = check.get("options") if isinstance(check, Mapping) else None
        if isinstance(options, Mapping):
            yield from _others(options, known["option"])
            yield from _others({options.get("check_name", "isin")}, known["check"])


def _others(names: Iterable[object], known: Container[str]) -> Iterator[str]:
    yield from (str(name) for name in names if name not in known)


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
    whole column (it is missing, it has another type) is reported at the first row.
    """
    frame = pl.DataFrame(pa.Table.from_batches([batch]))
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as broken:
        return list(_cases(broken.failure_cases))
    return []


def _cases(cases: pl.DataFrame) -> Iterator[Violation]:
    for case in cases.iter_rows(named=True):
        at, column, rule = case["index"], case["column"], str(case["check"])
        if rule == MISSING:
            column = case["failure_case"]
            rule = f"articles have no such column, only {', '.join(ARTICLE_SCHEMA.names)}"
        yield Violation(int(at) if at is not None else 0, str(column), rule)
