"""Raw records to article rows: the costly half of reading, in this process or another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from corpus_qa.dataset.readers import parse
from corpus_qa.dataset.rows import to_records, to_row
from corpus_qa.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from corpus_qa.dataset.raw import Raw


@dataclass(frozen=True, slots=True)
class Settings:
    """What parsing depends on, beside the records.

    Attributes:
        overrides: Pairs of input column and article column.
        ingested_at: The time of the conversion.
    """

    overrides: tuple[tuple[str, str], ...]
    ingested_at: datetime


@dataclass(frozen=True, slots=True)
class Parsed:
    """The articles of some raw records, in their order, and the problems with the others."""

    records: pa.RecordBatch
    problems: tuple[Problem, ...]


def parse_all(raws: Sequence[Raw], settings: Settings) -> Parsed:
    """Parse raw records; whatever a record does, it cannot harm its neighbours."""
    rows = []
    problems = []
    for raw in raws:
        try:
            for item in parse(raw, settings.overrides):
                if isinstance(item, Problem):
                    problems.append(item)
                else:
                    rows.append(to_row(item, raw.source.name, settings.ingested_at))
        except Exception as error:  # noqa: BLE001 - parsers of hostile input raise anything
            problems.append(_failed(raw, error))
    return Parsed(to_records(rows), tuple(problems))


def _failed(raw: Raw, error: Exception) -> Problem:
    return Problem(
        raw.source.name,
        f"the record could not be read ({type(error).__name__}: {error})",
        "Please report this with the record; the others of the file were read.",
        line=raw.line,
        lost=1,
    )
