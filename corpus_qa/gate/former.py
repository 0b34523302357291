"""Former versions in git: the rules of a merge base, and the files that a change altered."""

from __future__ import annotations

import errno
import os
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from corpus_qa.errors import IncompleteError
from corpus_qa.gate.git import SUBMODULE, Changes, as_text, ask_git, git_command, names_in
from corpus_qa.ingest.streams import size_behind

# Git LFS looks for data in its own store only.
AT_HAND = {"GIT_LFS_SKIP_SMUDGE": "1"}
# The words of a line of ``git cat-file --batch`` about a content that is there.
ANSWER = 3
# How git begins to answer of a link that leads out of a commit, to nothing, or to itself.
LEADING_NOWHERE = ([b"symlink"], [b"dangling"], [b"loop"])
# Attributes by which a checkout writes other bytes than git stores.
ALTERING = ("filter", "working-tree-encoding", "ident")
# So many paths fit into one command line, also where it is short.
MOST_ARGUMENTS = 200
# Bytes of a file that are held at a time.
PORTION = 1 << 20


@dataclass(frozen=True, slots=True)
class BaseFiles:
    """Files as they were in the merge base of a change.

    Attributes:
        changes: The change.
        named: Files that the command line names. If the base lacks one, it is read as it is.
    """

    changes: Changes
    named: frozenset[Path] = frozenset()

    def read(self, path: Path) -> bytes:
        """Return the content of a file in the base.

        Outside of the repository, and where git ignores a file, no change brings it: it is read as
        it is.

        Raises:
            FileNotFoundError: The base does not have it.
            OSError: It cannot be read.
        """
        top = self.changes.top
        name = _name_below(top, path)
        if name is None:
            return path.read_bytes()
        content = None if "\n" in name else self._content(name)
        if content is not None:
            return content
        listed = ("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", name)
        if path in self.named or not (ask_git(top, *listed) or self._in_submodule(name)):
            return path.read_bytes()
        raise FileNotFoundError(errno.ENOENT, "the merge base does not have it", str(path))

    def _in_submodule(self, name: str) -> bool:
        """Tell whether a file is in a submodule now."""
        for folder in PurePosixPath(name).parents:
            place = folder.as_posix()
            listed = as_text(ask_git(self.changes.top, "ls-files", "-s", "-z", "--", place))
            if listed.startswith(SUBMODULE) and listed.endswith(f"\t{place}\0"):
                return True
        return False

    def _content(self, name: str) -> bytes | None:
        """Return what a path of the base holds, its links followed; None if there is no such."""
        for folder in PurePosixPath(name).parents:
            commit = submodule_commit(self.changes, folder.as_posix())
            if commit is not None:
                below = PurePosixPath(name).relative_to(folder).as_posix()
                return _content_of(self.changes.top / folder, commit, below)
        return _content_of(self.changes.top, self.changes.base, name)


def submodule_commit(changes: Changes, folder: str) -> str | None:
    """Return the commit that the base of a change names for a submodule; None if it is none."""
    if folder == ".":
        return None
    listed = as_text(ask_git(changes.top, "ls-tree", "-z", changes.base, "--", folder))
    return listed.split()[2] if listed.startswith(SUBMODULE) else None


def _content_of(top: Path, commit: str, name: str) -> bytes | None:
    asked = f"{commit}:{name}\n".encode("utf-8", "surrogateescape")
    command = [*git_command(top), "cat-file", "--batch", "--follow-symlinks"]
    done = subprocess.run(command, input=asked, capture_output=True, check=False)  # noqa: S603 - a list, no shell
    head, _, content = done.stdout.partition(b"\n")
    words = head.split()
    if words[:1] in LEADING_NOWHERE:
        raise OSError(
            errno.ELOOP, "in the merge base, a link that leads to none of its files", name
        )
    if done.returncode or len(words) != ANSWER or words[1] != b"blob":
        return None
    return content[: int(words[2])]


def _name_below(top: Path, path: Path) -> str | None:
    """Return the name of a file below ``top``, as written: a link may be none in another commit."""
    as_written = os.path.normpath(path.absolute())
    for place in (Path(as_written), Path(os.path.realpath(path))):
        if place.is_relative_to(top):
            return place.relative_to(top).as_posix()
    return None


def write_formers(changes: Changes, wanted: Mapping[str, Path]) -> None:
    """Write former versions of files: path in the merge base -> where to write it.

    Of a file that Git LFS keeps, git knows a pointer only: the data are written if LFS has them.
    """
    asked = b"".join(f"{changes.formers[before]}\n".encode() for before in wanted)
    command = [*git_command(changes.top), "cat-file", "--batch"]
    with tempfile.TemporaryFile() as questions:
        questions.write(asked)
        questions.seek(0)
        with subprocess.Popen(command, stdin=questions, stdout=subprocess.PIPE) as process:  # noqa: S603 - a list, no shell
            for path in wanted.values():
                _copy_answer(process.stdout, path)
    for before in _with_other_line_ends(changes, wanted):
        content = wanted[before].read_bytes()
        if b"\r\n" not in content:
            wanted[before].write_bytes(content.replace(b"\n", b"\r\n"))
    filtered = _filtered(changes, wanted)
    for before, path in wanted.items():
        if before in filtered or size_behind(path) is not None:
            _resolve(changes, before, path)


def _with_other_line_ends(changes: Changes, wanted: Collection[str]) -> Iterator[str]:
    """Yield the files whose lines end otherwise in the working tree than in git (autocrlf)."""
    now = {entry.path: entry.before for entry in changes.entries if entry.before in wanted}
    paths = sorted(now)
    for first in range(0, len(paths), MOST_ARGUMENTS):
        some = paths[first : first + MOST_ARGUMENTS]
        listed = ask_git(changes.top, "ls-files", "-z", "--eol", "--", *some)
        for line in names_in(as_text(listed)):
            about, _, path = line.partition("\t")
            if about.split()[:2] == ["i/lf", "w/crlf"]:
                yield now[path]


def _filtered(changes: Changes, wanted: Collection[str]) -> frozenset[str]:
    """Return the files whose content a checkout alters by a filter of this machine, or recodes."""
    asked = "".join(f"{name}\0" for name in wanted).encode("utf-8", "surrogateescape")
    command = [*git_command(changes.top), "check-attr", "-z", "--stdin", *ALTERING]
    done = subprocess.run(command, input=asked, capture_output=True, check=False)  # noqa: S603 - a list, no shell
    answers = as_text(done.stdout).split("\0")
    rows = zip(answers[::3], answers[2::3], strict=False)
    return frozenset(name for name, value in rows if value not in {"unspecified", "unset"})


def _resolve(changes: Changes, before: str, path: Path) -> None:
    """Put what a pointer stands for in its place, as a checkout would; leave it if that fails.

    Nothing is downloaded: Git LFS gives the data that were fetched before, or the pointer again.
    """
    aside = path.with_name(f"{path.name}.data")
    asked = ("cat-file", "--filters", f"--path={before}", changes.formers[before])
    command = [*git_command(changes.top), *asked]
    with aside.open("wb") as file:
        done = subprocess.run(  # noqa: S603 - a list, no shell
            command, stdout=file, stderr=subprocess.PIPE, env={**os.environ, **AT_HAND}, check=False
        )
    if done.returncode == 0 and size_behind(aside) is None:
        aside.replace(path)
    else:
        aside.unlink()


def _copy_answer(answers: IO[bytes] | None, path: Path) -> None:
    """Copy one answer of ``git cat-file``: a line with the size, the content, and a line break."""
    header = answers.readline().split() if answers else []
    if answers is None or len(header) != ANSWER:
        msg = "git cannot read an earlier version of a file. Fetch the history: git fetch --refetch"
        raise IncompleteError(msg)
    left = int(header[-1])
    with path.open("wb") as file:
        while left:
            part = answers.read(min(left, PORTION))
            if not part:
                msg = (
                    "git stopped while it read an earlier version of a file: run the command again."
                )
                raise IncompleteError(msg)
            file.write(part)
            left -= len(part)
    answers.read(1)
