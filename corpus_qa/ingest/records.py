"""What readers hand on: sources, and the raw records in them.

The main process finds sources, decompresses them and cuts them into raw records; what is costly
(parsing, HTML, dates, language) happens later on a ``Raw``, in another process if there are many.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pyarrow as pa


class Format(StrEnum):
    """The kinds of file that hold articles."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    ARROW = "arrow"
    WARC = "warc"


class Compression(StrEnum):
    """How a file is compressed, named as its last suffix says."""

    NONE = ""
    GZIP = "gz"
    ZSTD = "zst"
    BZIP2 = "bz2"
    XZ = "xz"


@dataclass(frozen=True, slots=True)
class Source:
    """One input file.

    Attributes:
        name: The path relative to the input root, always with ``/``.
        path: Where the file is.
        format: What it holds, by its suffix.
        compression: How it is compressed, by its last suffix.
    """

    name: str
    path: Path
    format: Format
    compression: Compression


class CsvRow(NamedTuple):
    """One row of a CSV file, still as bytes, with the names of its columns."""

    columns: tuple[str, ...]
    delimiter: str
    data: bytes


class Page(NamedTuple):
    """One HTML page with what the outside says of it (a WARC record; nothing for a file)."""

    html: bytes
    url: str | None = None
    charset: str | None = None
    extra: tuple[tuple[str, str], ...] = ()


Data: TypeAlias = bytes | CsvRow | Page | pa.RecordBatch


class Raw(NamedTuple):
    """A raw record: ``number`` counts from 1 within the source, 0 if the source is one article."""

    source: Source
    number: int
    line: int | None
    data: Data

    @property
    def size(self) -> int:
        """Bytes, which decide how many records travel together."""
        match self.data:
            case bytes() as data:
                return len(data)
            case CsvRow(data=data) | Page(html=data):
                return len(data)
            case _:
                return int(self.data.nbytes)


class Reading(NamedTuple):
    """What parsing depends on, beside the record.

    Attributes:
        overrides: Pairs of input column and article column.
        limit: Bytes; a longer record is a problem.
        ingested_at: The time of the conversion.
    """

    overrides: tuple[tuple[str, str], ...]
    limit: int
    ingested_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as a reader understood it, before what all formats have in common is added.

    Attributes:
        text: The body, never altered except for characters that no string can hold.
        fields: Other columns of the article by name (``title``, ``url``, ``published_at`` ...).
        extra: Everything else that the input said, by its own names.
        number: The number of the record in its source, 0 if the source is one article.
        line: The line of the source on which the record begins.
        text_line: The line of the source on which ``text`` begins.
        encoding: The character encoding that was used.
        decode_errors: How many U+FFFD stand for bytes that could not be decoded.
    """

    text: str
    fields: Mapping[str, object]
    extra: Mapping[str, object]
    number: int
    line: int | None
    text_line: int | None
    encoding: str
    decode_errors: int


def raw_bytes(raw: Raw) -> bytes:
    """Return the bytes of a record of a format whose records are bytes."""
    if not isinstance(raw.data, bytes):
        msg = f"{raw.source.name}: expected bytes, found {type(raw.data).__name__}"
        raise TypeError(msg)
    return raw.data
