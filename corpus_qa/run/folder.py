"""The run folder: what a run leaves behind, and what it needs on the way."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus_qa.errors import UsageError

WORK = ".work"
# What runs of former versions wrote besides.
FORMER_NAMES = ("evidence.parquet", "related.parquet")


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The files of a run below ``path``; reports stand beside them."""

    path: Path

    @property
    def findings(self) -> Path:
        """The findings of all articles, in their order."""
        return self.path / "findings.parquet"

    @property
    def signals(self) -> Path:
        """Numbers of each article."""
        return self.path / "signals.parquet"

    @property
    def duplicates(self) -> Path:
        """Pairs of related articles."""
        return self.path / "duplicates.parquet"

    @property
    def indexed(self) -> Path:
        """The articles of the index that articles of the run repeat."""
        return self.path / "known.parquet"

    @property
    def metrics(self) -> Path:
        """Numbers of the dataset, of its sites, and of a change."""
        return self.path / "metrics.parquet"

    @property
    def quotes(self) -> Path:
        """The articles that reports quote."""
        return self.path / "quotes.parquet"

    @property
    def document(self) -> Path:
        """What the run looked at, what it decided, and why."""
        return self.path / "run.json"

    @property
    def work(self) -> Path:
        """The folder of what is needed on the way; it is gone when the run ends."""
        return self.path / WORK

    @property
    def own_names(self) -> frozenset[str]:
        """The names of all that a run writes, except for its reports."""
        tables = (self.findings, self.signals, self.duplicates, self.indexed, self.metrics)
        names = (path.name for path in (*tables, self.quotes, self.document, self.work))
        return frozenset((*names, *FORMER_NAMES))


@contextmanager
def new_run_folder(path: Path, reports: Collection[str]) -> Iterator[RunFolder]:
    """Make a run folder, in place of a former run; ``reports`` are the names of other outputs.

    Raises:
        UsageError: The folder holds something else, or cannot be written.
    """
    folder = RunFolder(path)
    if path.is_dir():
        names = {entry.name for entry in path.iterdir()}
        others = sorted(names - folder.own_names - set(reports))
        if others:
            msg = f"{path} holds {others[0]}, so it is not a run folder: choose another with --run."
            raise UsageError(msg)
        shutil.rmtree(path)
    try:
        folder.work.mkdir(parents=True)
    except OSError as error:
        msg = f"Cannot create the run folder {path} ({error.strerror}): choose another with --run."
        raise UsageError(msg) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder.work, ignore_errors=True)
        if not any(path.iterdir()):
            path.rmdir()


def path_from_here(path: Path) -> str:
    """Return a path as a person here would type it: the same on every machine."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def replace_file(path: Path, data: bytes) -> None:
    """Replace a file so that, whatever happens, it holds either its former bytes or ``data``.

    Raises:
        OSError: The file cannot be written; it is as it was.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder survive a power cut, where the system can."""
    if os.name == "nt":  # Windows cannot open folders
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
