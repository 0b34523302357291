"""What a fix changed: a row for each repair, and the former bytes of each file, to undo it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from corpus_qa.errors import UsageError
from corpus_qa.repair.fixer import Applied
from corpus_qa.run.folder import sha256_of, sync_folder

FIXES, FORMER = "fixes.parquet", "former.parquet"
FIX_SCHEMA = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("path", pa.string(), nullable=False),
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("check", pa.string(), nullable=False),
        pa.field("applicability", pa.string(), nullable=False),
        pa.field("field", pa.string(), nullable=False),
        pa.field("line", pa.int64()),
        pa.field("start", pa.int64(), nullable=False),
        pa.field("end", pa.int64(), nullable=False),
        pa.field("before", pa.string(), nullable=False),
        pa.field("after", pa.string(), nullable=False),
        pa.field("message", pa.string(), nullable=False),
    ]
)
FORMER_SCHEMA = pa.schema(
    [
        pa.field("path", pa.string(), nullable=False),
        pa.field("sha256_before", pa.string(), nullable=False),
        pa.field("sha256_after", pa.string(), nullable=False),
        pa.field("bytes", pa.binary(), nullable=False),
    ]
)
# Rows, and bytes of a file, that are written at a time.
ROWS, PART = 4096, 16 << 20


@dataclass
class Audit:
    """Writes what is changed, before it is."""

    folder: Path
    _fixes: pq.ParquetWriter
    _rows: list[dict[str, object]]

    def add(self, path: Path, applied: Iterable[Applied]) -> None:
        """Write the repairs of a file."""
        for one in applied:
            repair = one.repair
            self._rows.append(
                {
                    "source": one.source,
                    "path": path.as_posix(),
                    "article_id": one.article_id,
                    "check": repair.check,
                    "applicability": repair.applicability,
                    "field": repair.field,
                    "line": one.line,
                    "start": repair.start,
                    "end": repair.end,
                    "before": one.before,
                    "after": repair.replacement,
                    "message": repair.message,
                }
            )
        if len(self._rows) >= ROWS:
            self.flush()

    def flush(self) -> None:
        """Write the rows that are at hand."""
        if self._rows:
            self._fixes.write_table(pa.Table.from_pylist(self._rows, schema=FIX_SCHEMA))
            self._rows.clear()


@contextmanager
def new_audit(folder: Path) -> Iterator[Audit]:
    """Make the folder of an audit.

    Raises:
        UsageError: It is there already.
    """
    if folder.exists():
        msg = f"{folder} is there already; choose another folder with --audit."
        raise UsageError(msg)
    folder.mkdir(parents=True)
    with pq.ParquetWriter(folder / FIXES, FIX_SCHEMA, compression="zstd") as writer:
        audit = Audit(folder, writer, [])
        yield audit
        audit.flush()


@dataclass(frozen=True, slots=True)
class Staged:
    """A new file that waits beside the one that it will replace."""

    path: Path
    new: Path
    before: str
    after: str


def write_former(folder: Path, staged: Sequence[Staged]) -> None:
    """Write the bytes of the files that will be replaced."""
    with pq.ParquetWriter(folder / FORMER, FORMER_SCHEMA, compression="zstd") as writer:
        for one in staged:
            with one.path.open("rb") as file:
                for block in iter(lambda: file.read(PART), b""):
                    row = {
                        "path": str(one.path.absolute()),
                        "sha256_before": one.before,
                        "sha256_after": one.after,
                        "bytes": block,
                    }
                    writer.write_table(pa.Table.from_pylist([row], schema=FORMER_SCHEMA))
    for name in (FIXES, FORMER):
        with (folder / name).open("rb") as file:
            os.fsync(file.fileno())
    sync_folder(folder)


@dataclass(frozen=True, slots=True)
class Undone:
    """The files that have their former bytes again, those that had them, and those left alone."""

    restored: tuple[str, ...]
    unchanged: tuple[str, ...]
    refused: tuple[str, ...]


def undo(place: Path) -> Undone:
    """Give each file of an audit its former bytes, if it is as the fix left it.

    Raises:
        UsageError: There is no such audit, or it changed no file.
    """
    folder = place if place.is_dir() else place.parent
    former = folder / FORMER
    if not former.is_file():
        msg = f"{place} has no {FORMER}: it is not the audit of a fix --in-place."
        raise UsageError(msg)
    files: dict[str, list[str]] = {"restored": [], "unchanged": [], "refused": []}
    with pq.ParquetFile(former) as file:
        rows = (row for batch in file.iter_batches(batch_size=1) for row in batch.to_pylist())
        for path, parts in groupby(rows, key=lambda row: str(row["path"])):
            files[_restore(Path(path), parts)].append(path)
    return Undone(*(tuple(files[state]) for state in ("restored", "unchanged", "refused")))


def _restore(path: Path, parts: Iterator[dict[str, object]]) -> str:
    first = next(parts)
    try:
        now = sha256_of(path)
    except OSError:
        return "refused"
    if now == first["sha256_before"]:
        return "unchanged"
    if now != first["sha256_after"]:
        return "refused"
    new = temporary(path)
    try:
        with new.open("wb") as file:
            for part in (first, *parts):
                file.write(bytes(part["bytes"]))  # type: ignore[call-overload]  # a column of bytes
        if sha256_of(new) != first["sha256_before"]:
            return "refused"
        put_in_place(new, path)
    finally:
        new.unlink(missing_ok=True)
    return "restored"


def temporary(path: Path) -> Path:
    """Return where the new bytes of a file wait: hidden, so that nobody reads it as input."""
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def put_in_place(new: Path, path: Path, *, like: Path | None = None) -> None:
    """Replace a file by another one in one step, with the permissions that it (or ``like``) has.

    Raises:
        OSError: It cannot be replaced; it is as it was.
    """
    new.chmod((like or path).stat().st_mode & 0o7777)
    with new.open("rb") as file:
        os.fsync(file.fileno())
    new.replace(path)
    sync_folder(path.parent)
