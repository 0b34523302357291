"""One writer at a time: a lock that the system takes back however its process ends."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from corpus_qa.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = ".lock"

PLACE = 1 << 20
"""Windows locks bytes, which nobody can read then: one far behind the process id is taken."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a dataset.

    Raises:
        InputError: Another process holds it; the message names it.
    """
    path = folder / NAME
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
    handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o644)
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
