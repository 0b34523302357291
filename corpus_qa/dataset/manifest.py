"""A dataset on disk: its manifest, and the fragments that it consists of."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.errors import InputError
from corpus_qa.ingest.columns import synonyms
from corpus_qa.model import ARTICLE_SCHEMA, ColumnUse, Problem, Reason, Severity
from corpus_qa.run.folder import replace_file, sha256_of, sync_folder

LOCK = ".lock"

# The process that holds the lock: Windows lets nobody read a locked file, so it stands beside it.
HOLDER = ".lock.pid"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a dataset; the system takes it back however the process ends.

    Raises:
        InputError: Another process holds it; the message names it.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - slow to import

    holder = folder / HOLDER
    try:
        with FileLock(folder / LOCK, timeout=0):
            holder.write_text(f"{os.getpid()}\n", "ascii")
            yield
    except Timeout as error:
        pid = holder.read_text("ascii", "replace").strip() if holder.exists() else "unknown"
        msg = (
            f"{folder} is being written by another corpus-qa (process {pid}); "
            "wait until it is done, or name another --out."
        )
        raise InputError(msg) from error


def is_locked(folder: Path) -> bool:
    """Whether another process holds the lock of a dataset now."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - slow to import

    try:
        with FileLock(folder / LOCK, timeout=0):
            return False
    except Timeout:
        return True


# Version of the manifest and of the layout of the folder.
FORMAT = 1

# Version of ``ARTICLE_SCHEMA``.
SCHEMA_VERSION = 1

NAME = "manifest.json"
DATA = "data"
# The key of the checksum of all others.
SUM = "sha256"


@dataclass(frozen=True, slots=True)
class Fragment:
    """One Parquet file of a dataset.

    Attributes:
        file: Its path below the folder of the dataset.
        sha256: Of the file.
        bytes: Size of the file.
        rows: Articles in it.
        text_bytes: Size of their texts in UTF-8.
        sources: Source -> sha256 of the source, in the order of the rows.
        schema_version: Of its columns.
        tool_version: Of the program that wrote it.
    """

    file: str
    sha256: str
    bytes: int
    rows: int
    text_bytes: int
    sources: Mapping[str, str]
    schema_version: int
    tool_version: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What is remembered of a source, so that a later conversion can pass over it.

    Attributes:
        path: Where it was, as the user named it.
        sha256: Of its bytes; None if they could not be read.
        size: Its bytes.
        mtime_ns: When it was last changed.
        seen_ns: When it was read; a change in the same tick of the clock would stay unseen.
        problems: What could not be read in it.
        ctime_ns: When the system last changed it, which no program can set.
        inode: Its number in the file system.
        columns: Column of the article -> which column of the source fills it, and why.
    """

    path: str
    sha256: str | None
    size: int
    mtime_ns: int
    seen_ns: int
    problems: tuple[Problem, ...] = ()
    ctime_ns: int = 0
    inode: int = 0
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Repeated:
    """Ids that several articles had, until they were told apart.

    Attributes:
        ids: How many.
        articles: How many articles had one of them.
        example: One of them.
        places: Where articles with this one are.
    """

    ids: int = 0
    articles: int = 0
    example: str = ""
    places: str = ""

    def notes(self) -> Iterator[Reason]:
        """Say that ids are not unique."""
        if not self.ids:
            return
        one = self.ids == 1
        ids = "1 id is not unique" if one else f"{self.ids:,} ids are not unique"
        message = (
            f"{ids}: {self.articles:,} articles share {'it' if one else 'them'}, for example "
            f"“{self.example}” ({self.places}). They are told apart by another column of ids, or "
            "by their source and row."
        )
        hint = "Give each article an id of its own, so that it keeps its name when others change."
        yield Reason("ids", Severity.WARNING, message, hint)


NO_REPEATED = Repeated()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state of a dataset: replacing its file is what commits a conversion.

    Attributes:
        fragments: In the order of their rows.
        sources: By name, in the order of their rows.
        conversion: Fingerprint of the options that reading depends on.
        repeated: Ids that several articles had in the sources.
    """

    fragments: tuple[Fragment, ...] = ()
    sources: Mapping[str, Origin] = field(default_factory=dict)
    conversion: str = ""
    repeated: Repeated = NO_REPEATED

    @property
    def rows(self) -> int:
        """The number of articles."""
        return sum(fragment.rows for fragment in self.fragments)

    def columns(self) -> tuple[ColumnUse, ...]:
        """Return which columns of the sources fill those of the articles, the usual ones first."""
        uses: dict[tuple[str, str], list[str]] = {}
        for origin in self.sources.values():
            for column, (name, reason) in origin.columns.items():
                uses.setdefault((column, name), []).append(reason)
        found = (
            ColumnUse(column, name, len(reasons), max(set(reasons), key=reasons.count))
            for (column, name), reasons in uses.items()
        )
        order = list(synonyms())
        return tuple(sorted(found, key=lambda use: (order.index(use.column), -use.sources)))


def load_manifest(folder: Path, *, verify: bool = False) -> Manifest:
    """Read the manifest of a dataset.

    Args:
        folder: The dataset.
        verify: Whether to refuse one that is not as it was written; people may have merged it.

    Raises:
        InputError: There is none, or it cannot be read, or it is of another format.
    """
    path = folder / NAME
    try:
        data = orjson.loads(path.read_bytes())
        written = data.pop(SUM, "")
        if verify and written != _sum_of(data):
            msg = f"{path} is not as it was written; run `corpus-qa convert` again."
            raise InputError(msg)
        if data["format"] != FORMAT:
            msg = (
                f"{path}: the dataset has format {data['format']!r}, this version of corpus-qa "
                f"reads {FORMAT}; convert the sources again with `corpus-qa convert`."
            )
            raise InputError(msg)
        origins = {name: _origin(origin) for name, origin in data["sources"].items()}
        fragments = tuple(Fragment(**item) for item in data["fragments"])
        repeated = Repeated(**data.get("repeated", {}))
        return Manifest(fragments, origins, data["conversion"], repeated)
    except FileNotFoundError as error:
        msg = f"{folder} is not a dataset: it has no {NAME}; create one with `corpus-qa convert`."
        raise InputError(msg) from error
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        msg = f"{path} is damaged ({error}); delete the folder and run `corpus-qa convert` again."
        raise InputError(msg) from error


def _origin(plain: Mapping[str, Any]) -> Origin:
    problems = tuple(Problem(**item) for item in plain["problems"])
    columns = {column: tuple(use) for column, use in plain.get("columns", {}).items()}
    return Origin(**{**plain, "problems": problems, "columns": columns})


def _sum_of(plain: Mapping[str, Any]) -> str:
    return hashlib.sha256(orjson.dumps(plain)).hexdigest()


def save_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest of a dataset in one step."""
    plain = {"tool": "corpus-qa", "format": FORMAT, **asdict(manifest)}  # signed: see discover
    plain[SUM] = _sum_of(plain)
    data = orjson.dumps(plain, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    replace_file(folder / NAME, data)


# Bytes of text in a fragment: some seconds of work, and a unit that a cache can keep.
TARGET = 48 << 20

# Bytes of text in a row group, which is what a reader holds at a time.
GROUP = 4 << 20

GROUP_ROWS = 8192

STORED_SCHEMA = ARTICLE_SCHEMA.with_metadata({"corpus_qa.schema_version": str(SCHEMA_VERSION)})

# Columns whose values repeat; for the others dictionaries and statistics only cost time.
REPEATED = ["source", "site", "published_source", "language", "encoding", "ingested_at"]

# Suffix of fragments that are being written.
STAGED = ".tmp"


def write_fragments(
    folder: Path, batches: Iterable[pa.RecordBatch], hashes: Mapping[str, str]
) -> Iterator[Fragment]:
    """Write batches to fragments, as many as their size asks for; yield each when it is complete.

    Args:
        folder: The dataset.
        batches: Rows in their final order, in ``ARTICLE_SCHEMA``.
        hashes: Source -> sha256 of its bytes.
    """
    writer: _Writer | None = None
    for batch in batches:
        for part in cut(batch, GROUP, GROUP_ROWS):
            writer = writer or _Writer(folder)
            writer.add(part)
            if writer.text_bytes >= TARGET:
                yield writer.close(hashes)
                writer = None
    if writer is not None:
        yield writer.close(hashes)


def cut(batch: pa.RecordBatch, size: int, rows: int) -> Iterator[pa.RecordBatch]:
    """Yield slices of a batch with at most ``rows`` rows and about ``size`` bytes of text each."""
    lengths = text_lengths(batch)
    start = held = 0
    for row, length in enumerate(lengths):
        if row > start and (held + length > size or row - start >= rows):
            yield batch.slice(start, row - start)
            start, held = row, 0
        held += length
    if start < batch.num_rows:
        yield batch.slice(start)


def text_lengths(batch: pa.RecordBatch) -> list[int]:
    """Return the size of each text in bytes."""
    lengths: list[int] = pc.binary_length(batch.column("text")).to_pylist()
    return lengths


class _Writer:
    """A fragment that is being written: small batches are collected to row groups."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / DATA / f"{os.getpid()}-{id(self):x}{STAGED}"
        self.file = pq.ParquetWriter(
            self.path,
            STORED_SCHEMA,
            compression="zstd",
            use_dictionary=REPEATED,
            write_statistics=REPEATED,
            write_page_checksum=True,
        )
        self.waiting: list[pa.RecordBatch] = []
        self.waiting_bytes = self.waiting_rows = 0
        self.text_bytes = self.rows = 0
        self.sources: dict[str, None] = {}

    def add(self, batch: pa.RecordBatch) -> None:
        size = sum(text_lengths(batch))
        if self.waiting_bytes + size > GROUP or self.waiting_rows + batch.num_rows > GROUP_ROWS:
            self._flush()
        self.waiting.append(batch)
        self.waiting_bytes += size
        self.waiting_rows += batch.num_rows
        self.text_bytes += size
        self.rows += batch.num_rows
        self.sources |= dict.fromkeys(batch.column("source").unique().to_pylist())

    def _flush(self) -> None:
        if self.waiting:
            table = pa.Table.from_batches(self.waiting).replace_schema_metadata(
                STORED_SCHEMA.metadata
            )
            self.file.write_table(table, row_group_size=GROUP_ROWS)
        self.waiting, self.waiting_bytes, self.waiting_rows = [], 0, 0

    def close(self, hashes: Mapping[str, str]) -> Fragment:
        """Finish the file and give it the name of its content."""
        self._flush()
        self.file.close()
        sha256 = sha256_of(self.path)
        with self.path.open("rb+") as file:
            os.fsync(file.fileno())
        final = self.folder / DATA / f"part-{sha256[:16]}.parquet"
        size = self.path.stat().st_size
        self.path.replace(final)
        sync_folder(final.parent)
        return Fragment(
            file=f"{DATA}/{final.name}",
            sha256=sha256,
            bytes=size,
            rows=self.rows,
            text_bytes=self.text_bytes,
            sources={name: hashes.get(name, "") for name in self.sources},
            schema_version=SCHEMA_VERSION,
            tool_version=version("corpus-qa"),
        )
