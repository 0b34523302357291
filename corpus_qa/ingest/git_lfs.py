"""Git LFS pointers: the few lines that stand in place of a file whose data were not fetched.

The form: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md - with the two names that the
project had before, and the lines that extensions add.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from corpus_qa.model import Problem

# No pointer is longer.
MOST_BYTES = 1024

POINTER = re.compile(
    rb"version https?://(?:git-lfs\.github\.com/spec|hawser\.github\.com/spec|git-media\.io)/v/?\d\s*\n"
    rb"(?:(?!oid |size )[a-z0-9.-]+ [^\n]+\n)*"
    rb"oid \w+:[0-9a-f]{32,128}\s*\n"
    rb"(?:(?!oid |size )[a-z0-9.-]+ [^\n]+\n)*"
    rb"size (\d+)\s*"
)

FETCH = (
    "Fetch the data: git lfs pull (with actions/checkout in GitHub Actions: `lfs: true`), "
    "then run it again."
)


def size_behind(path: Path) -> int | None:
    """Return the size of the data that a file points to; None if it is no pointer."""
    with suppress(OSError), path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
        found = POINTER.fullmatch(data) if len(data) <= MOST_BYTES else None
        return int(found[1]) if found else None
    return None


def unfetched(name: str, size: int) -> Problem:
    """Return the problem of a source whose data were not fetched."""
    reason = f"the file is a Git LFS pointer: its data ({size:,} bytes) were not fetched"
    return Problem(name, reason, FETCH)
