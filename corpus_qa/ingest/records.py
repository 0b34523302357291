"""Readers and what they work on: sources, the raw records in them, and drafts of articles.

The main process finds sources, decompresses them and cuts them into raw records; what is costly
(parsing, HTML, dates, language) happens later on a ``Raw``, in another process if there are many.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pyarrow as pa

from corpus_qa.errors import PluginError, UsageError
from corpus_qa.ingest.streams import COMPRESSIONS, Compression, Stream, read_all
from corpus_qa.model import Problem

if TYPE_CHECKING:  # few inputs need it
    from corpus_qa.ingest.remote import RemoteFile

NAME = re.compile(r"[a-z][a-z0-9-]*")
SUFFIX = re.compile(r"\.[^\s./\\]+")


@dataclass(frozen=True, slots=True)
class Reader:
    """How one kind of file becomes articles.

    Attributes:
        name: Lower-case letters, digits and hyphens.
        suffixes: Of its files, in lower case, each with its dot. Compressed files need none of
            their own: they are decompressed before a reader sees them.
        split: Cuts the bytes of a source into raw records; runs in the main process.
        parse: Makes articles of a raw record; may run in a worker process. Its third argument
            yields the encoding of the other records, for one whose bytes are not UTF-8.
        text_lines: Whether a line of an article's text is a line of the file.
        record_lines: Whether each line of the file belongs to one record.
        front_matter: Whether an article is a file whose author writes its metadata at the top;
            only such articles may carry waivers.
        divisible: Whether the position of the stream tells where a record is in its file, so that
            shards can share a large one.
        version: Raised when the reader makes something else of the same bytes.

    Raises:
        PluginError: An attribute is wrong; the message says what would be right.
    """

    name: str
    suffixes: tuple[str, ...]
    split: Callable[[Source, Stream, Reading], Iterator[Raw | Problem]]
    parse: Callable[[Raw, Reading, Iterable[str]], Iterable[Draft | Problem]]
    text_lines: bool = False
    record_lines: bool = False
    front_matter: bool = False
    divisible: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        for mistake in _mistakes(self):
            msg = f"The reader {self.name!r} cannot be used: {mistake}."
            raise PluginError(msg)


class FileType(NamedTuple):
    """What a file is by its name: the reader of its content, and how it is compressed."""

    reader: Reader
    compression: Compression


def type_of(name: str, readers: Mapping[str, Reader]) -> FileType | None:
    """Return what a file is by its name; None if no reader knows its suffix."""
    path = PurePosixPath(name.lower())
    compression = COMPRESSIONS.get(path.suffix, Compression.NONE)
    reader = readers.get(PurePosixPath(path.stem).suffix if compression else path.suffix)
    return FileType(reader, compression) if reader else None


def _mistakes(reader: Reader) -> Iterator[str]:
    """Yield what is wrong with a reader, and what would be right."""
    if not isinstance(reader.name, str) or not NAME.fullmatch(reader.name):
        yield "its name must be lower-case letters, digits and hyphens, such as 'rss-feed'"
    yield from _suffix_mistakes(reader.suffixes)
    for name in ("split", "parse"):
        if not _is_picklable(function := getattr(reader, name)):
            yield f"{name} is {function!r}; give a function that stands in a module by its name"
    for name in ("text_lines", "record_lines", "front_matter", "divisible"):
        if not isinstance(flag := getattr(reader, name), bool):
            yield f"{name} is {flag!r}; give True or False"
    if type(reader.version) is not int:
        yield f"version is {reader.version!r}; give a whole number"


def _suffix_mistakes(suffixes: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(suffixes, tuple) or not suffixes:
        yield f"suffixes is {suffixes!r}; give a tuple of suffixes, such as ('.rss',)"
        return
    for suffix in suffixes:
        if not isinstance(suffix, str) or not SUFFIX.fullmatch(suffix) or suffix != suffix.lower():
            yield f"the suffix {suffix!r} must be a dot and lower-case characters, such as '.rss'"
        elif suffix[1:] in set(Compression):
            yield f"{suffix} files are decompressed first; give the suffix that stands before it"


def _is_picklable(function: object) -> bool:
    """Whether a function can be sent to a worker process: neither a lambda nor a nested one can."""
    try:
        pickle.dumps(function)
    except (pickle.PicklingError, AttributeError, TypeError):
        return False
    return callable(function)


# Bytes of a file between places where it may be divided; a smaller one is not.
STEP = 2 << 20

# Where the last stretch of a file ends, which may have grown since it was divided.
END = 1 << 62


@dataclass(frozen=True, slots=True)
class Source:
    """One input file.

    Attributes:
        name: The path relative to the input root, always with ``/``.
        path: Where the file is.
        reader: What reads it, by its suffix.
        compression: How it is compressed, by its last suffix.
        member: The path of the file within the archive that the input file is.
        stretch: Between which bytes the marks of the records lie that are read; None: of all.
    """

    name: str
    path: Path | RemoteFile
    reader: Reader
    compression: Compression
    member: str = ""
    stretch: tuple[int, int] | None = None

    @property
    def local(self) -> Path:
        """Where the file is on this machine.

        Raises:
            UsageError: It is elsewhere.
        """
        if isinstance(self.path, Path):
            return self.path
        msg = f"{self.name} is not on this machine: copy it here, and name the copy."
        raise UsageError(msg)


class CsvRow(NamedTuple):
    """One row of a CSV file, still as bytes, with the names of its columns.

    ``quoted`` tells whether quotes enclose fields or are characters as others, and ``escaped``
    whether a backslash takes the meaning from the character after it.
    """

    columns: tuple[str, ...]
    delimiter: str
    data: bytes
    quoted: bool = True
    escaped: bool = False


class Page(NamedTuple):
    """One HTML page with what the outside says of it (a WARC record; nothing for a file).

    ``plain`` says that it is the text that somebody made of a page.
    """

    html: bytes
    url: str | None = None
    charset: str | None = None
    extra: tuple[tuple[str, str], ...] = ()
    plain: bool = False


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


class Choice(NamedTuple):
    """Which input column fills a column of an article, and why it rather than others."""

    column: str
    name: str
    reason: str


class Reading(NamedTuple):
    """What parsing depends on, beside the record.

    Attributes:
        overrides: Pairs of input column and article column.
        limit: Bytes; a longer record is a problem.
        ingested_at: The time of the conversion.
        readers: What reads the files in an archive, by suffix.
        observe: Called with each record with named values, and with what fills which column.
    """

    overrides: tuple[tuple[str, str], ...]
    limit: int
    ingested_at: datetime
    readers: Mapping[str, Reader] = {}
    observe: Callable[[Mapping[str, object], Iterable[Choice]], None] | None = None


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


def split_file(source: Source, stream: Stream, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield the only record of a file that is one article."""
    data = read_all(stream, reading.limit)
    if data is None:
        yield too_long(source, reading.limit)
    elif data:
        yield Raw(source, 0, None, data)


def too_long(source: Source, limit: int, line: int | None = None) -> Problem:
    """Return the problem of a record that is larger than the limit."""
    return Problem(
        source.name,
        f"the record is longer than {limit:,} bytes",
        "Raise max-record-bytes under [input] of the configuration, or split the record.",
        line=line,
        lost=1,
    )
