"""One writer at a time: a lock that the system takes back however its process ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from corpus_qa.errors import InputError
from corpus_qa.model import Problem

LOCK = ".lock"

PLACE = 1 << 20
"""Windows locks bytes, which nobody can read then: one far behind the process id is taken."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a dataset.

    Raises:
        InputError: Another process holds it; the message names it.
    """
    path = folder / LOCK
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _take(handle):
            holder = os.pread(handle, 32, 0) if hasattr(os, "pread") else path.read_bytes()
            pid = holder.decode("ascii", "replace").strip() or "unknown"
            msg = (
                f"{folder} is being written by another corpus-qa (process {pid}); "
                "wait until it is done, or name another --out."
            )
            raise InputError(msg)
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(handle)


def is_locked(folder: Path) -> bool:
    """Tell whether another process holds the lock of a dataset now."""
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        return not _take(handle)
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> bool:
        os.lseek(handle, PLACE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


FORMAT = 1
"""Version of the manifest and of the layout of the folder."""

SCHEMA_VERSION = 1
"""Version of ``ARTICLE_SCHEMA``."""

NAME = "manifest.json"
DATA = "data"


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
    """

    path: str
    sha256: str | None
    size: int
    mtime_ns: int
    seen_ns: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state of a dataset: replacing its file is what commits a conversion.

    Attributes:
        fragments: In the order of their rows.
        sources: By name, in the order of their rows.
        conversion: Fingerprint of the options that reading depends on.
    """

    fragments: tuple[Fragment, ...] = ()
    sources: Mapping[str, Origin] = field(default_factory=dict)
    conversion: str = ""

    @property
    def rows(self) -> int:
        """The number of articles."""
        return sum(fragment.rows for fragment in self.fragments)


def is_dataset(path: Path | str) -> bool:
    """Whether a folder holds a dataset (of any format version)."""
    try:
        return (Path(path) / NAME).is_file() and (Path(path) / DATA).is_dir()
    except OSError:
        return False


def load_manifest(folder: Path) -> Manifest:
    """Read the manifest of a dataset.

    Raises:
        InputError: There is none, or it cannot be read, or it is of another format.
    """
    path = folder / NAME
    try:
        data = orjson.loads(path.read_bytes())
        if data["format"] != FORMAT:
            msg = (
                f"{path}: the dataset has format {data['format']!r}, this version of corpus-qa "
                f"reads {FORMAT}; convert the sources again with `corpus-qa convert`."
            )
            raise InputError(msg)
        return _from_plain(data)
    except FileNotFoundError as error:
        msg = f"{folder} is no dataset: it has no {NAME}; make one with `corpus-qa convert`."
        raise InputError(msg) from error
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        msg = f"{path} is damaged ({error}); delete the folder and run `corpus-qa convert` again."
        raise InputError(msg) from error


def save_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest of a dataset in one step."""
    plain = {
        "format": FORMAT,
        "conversion": manifest.conversion,
        "fragments": [asdict(fragment) for fragment in manifest.fragments],
        "sources": {name: asdict(origin) for name, origin in manifest.sources.items()},
    }
    path = folder / NAME
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        file.write(orjson.dumps(plain, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder survive a power cut, where the system can."""
    if os.name == "nt":  # Windows opens no folders
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _from_plain(data: dict[str, Any]) -> Manifest:
    origins = {
        name: Origin(
            **{**origin, "problems": tuple(Problem(**item) for item in origin["problems"])}
        )
        for name, origin in data["sources"].items()
    }
    return Manifest(
        tuple(Fragment(**item) for item in data["fragments"]), origins, data["conversion"]
    )
