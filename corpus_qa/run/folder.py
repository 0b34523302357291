"""The run folder: what a run leaves behind, and what it needs on the way."""

from __future__ import annotations

import errno
import glob
import hashlib
import os
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from corpus_qa.errors import UsageError

# What runs of former versions wrote besides.
FORMER_NAMES = ("evidence.parquet", "related.parquet")
# What a run is shown beside: an earlier run, and all runs before.
COMPARISON, COMPARED, HISTORY = "comparison.json", "compared.parquet", "history.parquet"


class _Entry:
    """A file or folder of a run, by its name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, run: RunFolder, _: type[RunFolder]) -> Path:
        return run.path / self.name


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The files of a run below ``path``; reports stand beside them.

    A run that is being written stands beside its ``destination``, which it becomes at its end.
    """

    path: Path
    destination: Path | None = None

    @property
    def final(self) -> Path:
        """Where the files are when the run has ended."""
        return self.destination or self.path

    # The findings of all articles, in their order; numbers of each article; pairs of related ones.
    findings = _Entry("findings.parquet")
    signals = _Entry("signals.parquet")
    duplicates = _Entry("duplicates.parquet")
    # The articles of the index that articles of the run repeat.
    indexed = _Entry("known.parquet")
    # Numbers of the dataset, of its sites, and of a change.
    metrics = _Entry("metrics.parquet")
    # The articles that reports quote.
    quotes = _Entry("quotes.parquet")
    # What the run looked at, what it decided, and why.
    document = _Entry("run.json")
    # Of a partial run: which shard it is, its articles, and what was found in them.
    shard = _Entry("shard.json")
    articles = _Entry("dataset")
    examined = _Entry("examined")
    # The folder of what is needed on the way; it is gone when the run ends.
    work = _Entry(".work")

    @property
    def own_names(self) -> frozenset[str]:
        """The names of all that a run writes, except for its reports."""
        names = (entry.name for entry in vars(RunFolder).values() if isinstance(entry, _Entry))
        return frozenset((*names, *FORMER_NAMES, COMPARISON, COMPARED, HISTORY))


class Resume(Enum):
    """What becomes of what a run has finished when it breaks off."""

    NEVER = "it is deleted"
    LATER = "it is kept, so that another run can go on with it"
    NOW = "this run goes on with what another one kept"


@contextmanager
def new_run_folder(
    path: Path, reports: Collection[str], resume: Resume = Resume.NEVER
) -> Iterator[RunFolder]:
    """Make a run folder, in place of a former run; ``reports`` are the names of other outputs.

    Raises:
        UsageError: The folder holds something else, or cannot be written.
    """
    place = Path(os.path.realpath(path))  # a link stays, and leads to the new run
    if path.is_dir():
        names = {entry.name for entry in path.iterdir()}
        unfinished = {f".{name}" for name in reports}  # left by a report that was killed
        others = sorted(names - RunFolder(path).own_names - set(reports) - unfinished)
        if others:
            msg = f"{path} holds {others[0]}, so it is not a run folder: choose another with --run."
            raise UsageError(msg)
    # The name begins with a dot: whatever becomes of this process, nobody reads it as input.
    owner = os.getpid() if resume is Resume.NEVER else RESUMABLE
    folder = RunFolder(place.with_name(f".{place.name}-{owner}"), path)
    done = False
    try:
        _sweep(place)
        if resume is not Resume.NOW:
            shutil.rmtree(folder.path, ignore_errors=True)
        folder.work.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        yield folder
        shutil.rmtree(folder.work, ignore_errors=True)
        if any(folder.path.iterdir()):
            _put(folder.path, place)
        done = True
    except OSError as error:
        if error.errno in FULL:
            raise _unwritable(path, error) from error
        raise
    finally:
        if done or resume is Resume.NEVER:
            shutil.rmtree(folder.path, ignore_errors=True)


# Ends the name of a folder that another run can go on with.
RESUMABLE = "resumable"

# What a file system says that takes no more.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG})

# Seconds after which what a killed run left is deleted.
STALE = 24 * 3600


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(
        f"Cannot write the run folder {path} ({error.strerror}): a former run there is as it was. "
        "Make room, or choose another with --run."
    )


def _sweep(path: Path) -> None:
    """Delete what killed runs left beside a run folder, once it is certain that they are over."""
    for left in path.parent.glob(f".{glob.escape(path.name)}-*"):
        pid = left.name.rpartition("-")[2]
        if pid.isdecimal() and time.time() - left.stat().st_mtime > STALE:
            shutil.rmtree(left, ignore_errors=True)


def _put(new: Path, path: Path) -> None:
    """Put a folder in the place of another one, if there is one; that then has its name.

    Raises:
        OSError: The former folder cannot be moved; it is where it was.
    """
    if path.is_dir() and not _exchanged(new, path):
        aside = new.with_name(f"{new.name}.former")
        try:
            path.rename(aside)
        except OSError:  # a volume is mounted there
            _refill(path, new)
            return
        try:
            new.rename(path)
        except OSError:
            aside.rename(path)
            raise
        shutil.rmtree(aside, ignore_errors=True)
    elif not path.is_dir():
        new.rename(path)
    sync_folder(path.parent)


def _refill(path: Path, new: Path) -> None:
    """Replace what is in a folder; the document comes last, without which it is no run."""
    for entry in path.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    last = {RunFolder(new).document.name, RunFolder(new).shard.name}
    for entry in sorted(new.iterdir(), key=lambda entry: entry.name in last):
        shutil.move(entry, path / entry.name)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, where the system can; tell whether it could."""
    import ctypes  # noqa: PLC0415 - needed only where a run takes the place of another one

    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):  # macOS, Windows
        return False
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)


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
