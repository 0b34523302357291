"""What a branch adds: files and lines that differ from the merge base, as git tells them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus_qa.errors import IncompleteError, UsageError

HUNK = re.compile(rb"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
# Whatever the user's git is set to, its answers are read by a program.
PLAIN = ("--no-color", "--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules=all")


@dataclass(frozen=True, slots=True)
class Change:
    """One file that is new or differs; ``before`` is its path in the merge base, None if new."""

    path: Path
    before: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes of a working tree against a commit.

    Attributes:
        top: The folder of the repository.
        base: The commit, the merge base of the branch.
        files: What is new or differs, also by its name only.
        removed: Paths below ``top`` that are gone.
    """

    top: Path
    base: str
    files: tuple[Change, ...]
    removed: tuple[str, ...]


def changes_since(base: str, here: Path) -> Changes:
    """Compare the working tree around ``here`` with the merge base of ``base`` and ``HEAD``.

    Files that git does not track yet count as new; those that it ignores do not count.

    Raises:
        UsageError: There is no git, no repository or no such commit.
        IncompleteError: The clone is too shallow, or a link leads out of the repository.
    """
    top = Path(_asked(here, "rev-parse", "--show-toplevel").decode().removesuffix("\n")).resolve()
    commit = _merge_base(base, top)
    answer = _asked(top, "diff", "--name-status", "-z", "-M", *PLAIN, commit, "--")
    files, removed = [], []
    for status, before, path in _entries(answer.decode("utf-8", "surrogateescape").split("\0")):
        if status == "D":
            removed.append(path)
        else:
            files.append(Change(top / path, None if status == "A" else before))
    others = _asked(top, "ls-files", "--others", "--exclude-standard", "-z")
    untracked = filter(None, others.decode("utf-8", "surrogateescape").split("\0"))
    files.extend(Change(top / path, None) for path in untracked)
    for change in files:
        _refuse_link_out(change.path, top)
    return Changes(top, commit, tuple(files), tuple(removed))


def added_lines(changes: Changes, change: Change) -> tuple[range, ...]:
    """Return the lines of a file, counted from 1, that are not in its former version."""
    path = change.path.relative_to(changes.top).as_posix()
    paths = [path] if change.before in {None, path} else [str(change.before), path]
    # As text, whatever is in it: git takes lines with a zero byte for binary.
    answer = _asked(changes.top, "diff", "--text", "-U0", "-M", *PLAIN, changes.base, "--", *paths)
    spans = [(int(start), int(count or 1)) for start, count in HUNK.findall(answer)]
    return tuple(range(start, start + count) for start, count in spans if count)


def write_former(changes: Changes, before: str, out: Path) -> None:
    """Write the version of a file in the merge base to ``out``."""
    out.write_bytes(_asked(changes.top, "cat-file", "blob", f"{changes.base}:{before}"))


def removes(changes: Changes, path: Path) -> bool:
    """Tell whether the change removes a file."""
    return any(changes.top / name == path.resolve() for name in changes.removed)


def _entries(parts: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield (status, path before, path now) of each file: renames and copies have two paths."""
    rest = iter(parts)
    for status in rest:
        if status:
            before = next(rest)
            yield status[0], before, next(rest) if status[0] in "RC" else before


def _merge_base(base: str, top: Path) -> str:
    if _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD").returncode:
        msg = f"{top} has no commit yet, so there is nothing to compare with."
        raise UsageError(msg)
    shallow = _asked(top, "rev-parse", "--is-shallow-repository").strip() == b"true"
    deepen = (
        "Fetch the history: `git fetch --unshallow`, or in GitHub Actions `fetch-depth: 0` "
        "for actions/checkout."
    )
    commit = f"{base}^{{commit}}"
    known = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", commit)
    if known.returncode and shallow:
        msg = f"The clone is shallow and does not hold “{base}”. {deepen}"
        raise IncompleteError(msg)
    if known.returncode:
        msg = f"There is no commit “{base}” here. Fetch it first: git fetch origin {base}"
        raise UsageError(msg)
    found = _git(top, "merge-base", known.stdout.decode().strip(), "HEAD")
    if found.returncode == 0:
        return found.stdout.decode().strip()
    if shallow:
        msg = f"The clone is too shallow to tell where the branch left “{base}”. {deepen}"
        raise IncompleteError(msg)
    msg = f"“{base}” and the branch have no common history: name another --base."
    raise UsageError(msg)


def _refuse_link_out(path: Path, top: Path) -> None:
    if path.is_symlink() and not path.resolve().is_relative_to(top):
        msg = f"{path} is a symbolic link that leads out of the repository. Add the file itself."
        raise IncompleteError(msg)


def _asked(where: Path, *arguments: str) -> bytes:
    done = _git(where, *arguments)
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        msg = f"git {arguments[0]}: {told}. A gate compares the branches of a git repository."
        raise UsageError(msg)
    return done.stdout


def _git(where: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-c", "core.quotepath=false", "-C", str(where), *arguments]
    try:
        return subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a list, no shell
    except FileNotFoundError as error:
        msg = "There is no git on this machine, and a gate compares branches with it."
        raise UsageError(msg) from error
