"""What git knows of the folder that corpus-qa works in: its files, its main branch, its remote."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

# The names of main branches, if the remote does not tell.
USUAL = ("main", "master", "trunk")


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository.

    Attributes:
        top: Its folder.
        branch: The branch that others are merged into.
        remote: The URL of ``origin``; None if there is none.
    """

    top: Path
    branch: str
    remote: str | None


def find_repository(here: Path) -> Repository | None:
    """Return the repository around ``here``; None if there is none, or no git."""
    top = _told(here, "rev-parse", "--show-toplevel")
    if top is None:
        return None
    folder = Path(top)
    return Repository(folder, _main_branch(folder), _told(folder, "remote", "get-url", "origin"))


def list_files(top: Path) -> list[str]:
    """Return the files of a repository that git does not ignore, in the order of their names."""
    listed = _told(top, "ls-files", "-z", "--cached", "--others", "--exclude-standard") or ""
    return sorted({name for name in listed.split("\0") if name and (top / name).is_file()})


def is_ignored(top: Path, name: str) -> bool:
    """Tell whether git would leave a file out."""
    return _told(top, "check-ignore", "--", name) is not None


def _main_branch(top: Path) -> str:
    remote = _told(top, "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
    if remote:
        return remote.removeprefix("origin/")
    branches = (_told(top, "branch", "--format", "%(refname:short)") or "").splitlines()
    current = _told(top, "symbolic-ref", "--short", "HEAD")
    return next((name for name in USUAL if name in branches), current or USUAL[0])


def _told(where: Path, *arguments: str) -> str | None:
    """Return what git says; None if it fails or is not there."""
    command = ["git", "-c", "core.quotepath=false", "-C", str(where), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a list, no shell
    except FileNotFoundError:
        return None
    if done.returncode:
        return None
    return done.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")
