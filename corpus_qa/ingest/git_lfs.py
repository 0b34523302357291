"""Pointers of Git LFS and git-annex: a few lines in place of a file whose data were not fetched.

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

# What git-annex leaves in place of an unlocked file; the name of the key may say its size.
ANNEX = re.compile(rb"/?(?:\.git/)?annex/objects/(?:[\w.]+-s(\d+))?[^\n]*\s*")

FETCH = (
    "Fetch the data: git lfs pull (with actions/checkout in GitHub Actions: `lfs: true`), or "
    "git annex get for git-annex, then run it again."
)


def size_behind(path: Path) -> int | None:
    """Return the size of the data that a file points to; None if it is no pointer."""
    with suppress(OSError), path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
        found = POINTER.fullmatch(data) or ANNEX.fullmatch(data)
        return int(found[1] or 0) if found and len(data) <= MOST_BYTES else None
    return None


def unfetched(name: str, size: int) -> Problem:
    """Return the problem of a source whose data were not fetched."""
    bytes_ = f" ({size:,} bytes)" if size else ""
    reason = f"the file is a Git LFS pointer or one of git-annex: its data{bytes_} were not fetched"
    return Problem(name, reason, FETCH)
