"""Raw records to article rows: the costly half of reading, in this process or another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from corpus_qa.dataset.charset import SAMPLE, guess
from corpus_qa.dataset.raw import CsvRow, Raw
from corpus_qa.dataset.readers import parse
from corpus_qa.dataset.rows import Row, to_records, to_row
from corpus_qa.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from corpus_qa.dataset.raw import Reading


@dataclass(frozen=True, slots=True)
class Parsed:
    """The articles of some raw records, in their order, and the problems with the others."""

    records: pa.RecordBatch
    problems: tuple[Problem, ...]


def parse_all(items: Sequence[Raw | Problem], reading: Reading) -> Parsed:
    """Parse raw records; whatever a record does, it cannot harm its neighbours.

    Args:
        items: Raw records, and the problems met between them.
        reading: How records are read.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    for _, same in groupby(items, _source):
        group = list(same)
        near = _Near([item for item in group if isinstance(item, Raw)])
        for item in group:
            if isinstance(item, Problem):
                problems.append(item)
            else:
                _parse(item, reading, near, rows, problems)
    return Parsed(to_records(rows), tuple(problems))


def _parse(
    raw: Raw, reading: Reading, near: _Near, rows: list[Row], problems: list[Problem]
) -> None:
    try:
        for item in parse(raw, reading, near):
            if isinstance(item, Problem):
                problems.append(item)
            else:
                rows.append(to_row(item, raw.source.name, reading.ingested_at))
    except Exception as error:  # noqa: BLE001 - parsers of hostile input raise anything
        problems.append(_failed(raw, error))


def _source(item: Raw | Problem) -> str:
    return item.source if isinstance(item, Problem) else item.source.name


class _Near:
    """The encoding that the records of a source are in which are no UTF-8.

    It is guessed from all of them at once, as one has often just a few letters that tell, and only
    when it is asked for.
    """

    def __init__(self, raws: Sequence[Raw]) -> None:
        self.raws = raws

    def __iter__(self) -> Iterator[str]:
        yield self.encoding

    @cached_property
    def encoding(self) -> str:
        sample: list[bytes] = []
        size = 0
        for raw in self.raws:
            data = raw.data.data if isinstance(raw.data, CsvRow) else raw.data
            if isinstance(data, bytes) and size < SAMPLE and not _is_utf8(data):
                sample.append(data)
                size += len(data)
        return guess(b"\n".join(sample))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _failed(raw: Raw, error: Exception) -> Problem:
    return Problem(
        raw.source.name,
        f"the record could not be read ({type(error).__name__}: {error})",
        "Please report this with the record; the others of the file were read.",
        line=raw.line,
        lost=1,
    )
