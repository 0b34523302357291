"""What git tells: the files and lines that differ from a merge base, and the repository itself."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from corpus_qa.errors import IncompleteError, UsageError
from corpus_qa.ingest.streams import size_behind

# The names of main branches, if the remote does not tell.
USUAL = ("main", "master", "trunk")


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository.

    Attributes:
        top: Its folder.
        branch: The main branch.
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
    return sorted({name for name in _names(listed) if (top / name).is_file()})


def is_ignored(top: Path, name: str) -> bool:
    """Tell whether git would leave a file out."""
    return _told(top, "check-ignore", "--", name) is not None


def tracked_below(folder: Path) -> list[str]:
    """Return the files in a folder that git tracks, and links above it that git tracks."""
    path = Path(os.path.normpath(folder.absolute()))
    links = [place for place in (path, *path.parents) if place.is_symlink()]
    found: list[str] = []
    for place in {path, Path(os.path.realpath(path)), *links}:
        there = next(parent for parent in place.parents if parent.is_dir())
        found.extend(_names(_told(there, "ls-files", "-z", "--full-name", "--", str(place)) or ""))
    return found


def _main_branch(top: Path) -> str:
    remote = _told(top, "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
    if remote:
        return remote.removeprefix("origin/")
    branches = (_told(top, "branch", "--format", "%(refname:short)") or "").splitlines()
    current = _told(top, "symbolic-ref", "--short", "HEAD")
    return next((name for name in USUAL if name in branches), current or USUAL[0])


def _told(where: Path, *arguments: str) -> str | None:
    """Return what git says; None if it fails or is not there."""
    try:
        done = _git(where, *arguments)
    except UsageError:
        return None
    return None if done.returncode else _text(done.stdout).removesuffix("\n")


def _text(answer: bytes) -> str:
    """Return an answer of git as text; of names that are no UTF-8, as Python writes them."""
    return answer.decode("utf-8", "surrogateescape")


def _names(listed: str) -> list[str]:
    """Return the names of a list that git ends with zeros."""
    return [name for name in listed.split("\0") if name]


# Git LFS looks for data in its own store only.
AT_HAND = {"GIT_LFS_SKIP_SMUDGE": "1"}
HUNK = re.compile(rb"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
# What git says of a file that is neither a link nor another repository, and of these.
REGULAR, LINK, SUBMODULE = "100", "120000", "160000"
# Where git-annex keeps the content of its links.
ANNEXED = (".git", "annex", "objects")
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
# Whatever the user's git is set to, its answers are read by a program.
PLAIN = ("--no-color", "--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules=all")
# Which commit of a submodule is checked out matters, not what lies about in it.
MOVED = ("--ignore-submodules=dirty",)


@dataclass(frozen=True, slots=True)
class Change:
    """One file that is new or differs; ``before`` is its path in the merge base, None if new."""

    path: Path
    before: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What git says of one changed path: its kind and content before and now, and its fate.

    Git does not know the content of a file that was altered and not added yet: zeros.
    """

    mode_before: str
    mode: str
    content_before: str
    content: str
    status: str
    before: str
    path: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes of a working tree against a commit.

    Attributes:
        top: The folder of the repository.
        base: The commit, the merge base of the branch.
        files: What is new or differs, also by its name only.
        removed: Paths below ``top`` that are gone.
        formers: Path in the merge base of each file that differs or is gone -> its content, as git
            names it.
        entries: All that git says has changed.
        head: The commit that is checked out.
        tip: The commit that was named, of which ``base`` is an ancestor.
    """

    top: Path
    base: str
    files: tuple[Change, ...]
    removed: tuple[str, ...]
    formers: Mapping[str, str] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    head: str = ""
    tip: str = ""


def changes_since(base: str, here: Path) -> Changes:
    """Compare the working tree around ``here`` with the merge base of ``base`` and ``HEAD``.

    Files that git does not track yet count as new; those that it ignores do not count.

    Raises:
        UsageError: There is no git, no repository or no such commit.
        IncompleteError: The clone is too shallow, or a link leads out of the repository.
    """
    top = Path(_asked(here, "rev-parse", "--show-toplevel").decode().removesuffix("\n")).resolve()
    tip, commit = _merge_base(base, top)
    answer = _asked(top, "diff", "--raw", "--no-abbrev", "-z", "-M", *PLAIN, *MOVED, commit, "--")
    entries = tuple(_entries(_names(_text(answer))))
    files, removed, formers = [], [], {}
    for entry in entries:
        if entry.status != "A" and entry.mode_before.startswith(REGULAR):
            formers[entry.before] = entry.content_before
        if SUBMODULE in {entry.mode_before, entry.mode}:
            continue
        if entry.status == "D":
            removed.append(entry.path)
        else:
            before = None if entry.status == "A" else entry.before
            files.append(Change(top / entry.path, before))
    untracked = _text(_asked(top, "ls-files", "--others", "--exclude-standard", "-z"))
    files.extend(Change(top / path, None) for path in _names(untracked))
    for change in files:
        _refuse_link_out(change.path, top)
    head = _asked(top, "rev-parse", "HEAD").decode().strip()
    return Changes(top, commit, tuple(files), tuple(removed), formers, entries, head, tip)


def sparse_files(top: Path) -> Iterator[str]:
    """Yield the files of a repository that git was told to leave out of the working tree."""
    for line in _names(_text(_asked(top, "ls-files", "-z", "-t", "--cached"))):
        if line.startswith("S ") and not os.path.lexists(top / line[2:]):
            yield line[2:]


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
        if path in self.named or not (_asked(top, *listed) or self._in_submodule(name)):
            return path.read_bytes()
        raise FileNotFoundError(errno.ENOENT, "the merge base does not have it", str(path))

    def _in_submodule(self, name: str) -> bool:
        """Tell whether a file is in a submodule now."""
        for folder in PurePosixPath(name).parents:
            place = folder.as_posix()
            listed = _text(_asked(self.changes.top, "ls-files", "-s", "-z", "--", place))
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
    listed = _text(_asked(changes.top, "ls-tree", "-z", changes.base, "--", folder))
    return listed.split()[2] if listed.startswith(SUBMODULE) else None


def _content_of(top: Path, commit: str, name: str) -> bytes | None:
    asked = f"{commit}:{name}\n".encode("utf-8", "surrogateescape")
    command = [*_command(top), "cat-file", "--batch", "--follow-symlinks"]
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


def added_lines(changes: Changes, change: Change) -> tuple[range, ...]:
    """Return the lines of a file, counted from 1, that are not in its former version."""
    path = change.path.relative_to(changes.top).as_posix()
    paths = [path] if change.before in {None, path} else [str(change.before), path]
    # As text, whatever is in it: git takes lines with a zero byte for binary.
    answer = _asked(changes.top, "diff", "--text", "-U0", "-M", *PLAIN, changes.base, "--", *paths)
    spans = [(int(start), int(count or 1)) for start, count in HUNK.findall(answer)]
    return tuple(range(start, start + count) for start, count in spans if count)


def write_formers(changes: Changes, wanted: Mapping[str, Path]) -> None:
    """Write former versions of files: path in the merge base -> where to write it.

    Of a file that Git LFS keeps, git knows a pointer only: the data are written if LFS has them.
    """
    asked = b"".join(f"{changes.formers[before]}\n".encode() for before in wanted)
    command = [*_command(changes.top), "cat-file", "--batch"]
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
        listed = _asked(changes.top, "ls-files", "-z", "--eol", "--", *some)
        for line in _names(_text(listed)):
            about, _, path = line.partition("\t")
            if about.split()[:2] == ["i/lf", "w/crlf"]:
                yield now[path]


def _filtered(changes: Changes, wanted: Collection[str]) -> frozenset[str]:
    """Return the files whose content a checkout alters by a filter of this machine, or recodes."""
    asked = "".join(f"{name}\0" for name in wanted).encode("utf-8", "surrogateescape")
    command = [*_command(changes.top), "check-attr", "-z", "--stdin", *ALTERING]
    done = subprocess.run(command, input=asked, capture_output=True, check=False)  # noqa: S603 - a list, no shell
    answers = _text(done.stdout).split("\0")
    rows = zip(answers[::3], answers[2::3], strict=False)
    return frozenset(name for name, value in rows if value not in {"unspecified", "unset"})


def _resolve(changes: Changes, before: str, path: Path) -> None:
    """Put what a pointer stands for in its place, as a checkout would; leave it if that fails.

    Nothing is downloaded: Git LFS gives the data that were fetched before, or the pointer again.
    """
    aside = path.with_name(f"{path.name}.data")
    asked = ("cat-file", "--filters", f"--path={before}", changes.formers[before])
    command = [*_command(changes.top), *asked]
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


def removes(changes: Changes, path: Path) -> bool:
    """Tell whether the change removes a file."""
    place = Path(os.path.realpath(path))
    return any(changes.top / name == place for name in changes.removed)


def _entries(parts: Sequence[str]) -> Iterator[Entry]:
    """Read the answer of ``git diff --raw -z``. Renames and copies have two paths."""
    rest = iter(parts)
    for about in rest:
        mode_before, mode, content_before, content, status = about.removeprefix(":").split(" ")
        before = next(rest)
        path = next(rest) if status[0] in "RC" else before
        yield Entry(mode_before, mode, content_before, content, status[0], before, path)


def _merge_base(base: str, top: Path) -> tuple[str, str]:
    """Return the commit that is named, and where the branch left it."""
    if _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD").returncode:
        msg = f"{top} has no commit yet, so there is nothing to compare with."
        raise UsageError(msg)
    shallow = _asked(top, "rev-parse", "--is-shallow-repository").strip() == b"true"
    deepen = (
        "Fetch the history: `git fetch --unshallow`, or in GitHub Actions `fetch-depth: 0` "
        "for actions/checkout."
    )
    if base and not base.strip("0"):
        msg = "The push created the branch, so nothing is before it: name another base."
        raise UsageError(msg)
    # A clone in CI has the main branch under the name of its remote only.
    asked = (f"{name}^{{commit}}" for name in (base, f"refs/remotes/origin/{base}"))
    answers = [
        _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", name) for name in asked
    ]
    known = next((answer for answer in answers if not answer.returncode), answers[0])
    if known.returncode and shallow:
        msg = f"The clone is shallow and does not hold “{base}”. {deepen}"
        raise IncompleteError(msg)
    if known.returncode:
        msg = (
            f"There is no commit “{base}” here, nor a branch of that name at origin. Fetch it: "
            f"git fetch origin {base}, then --base FETCH_HEAD."
        )
        raise UsageError(msg)
    tip = known.stdout.decode().strip()
    found = _git(top, "merge-base", tip, "HEAD")
    if found.returncode == 0:
        return tip, found.stdout.decode().strip()
    if shallow:
        msg = f"The clone is too shallow to find where the branch left “{base}”. {deepen}"
        raise IncompleteError(msg)
    msg = f"“{base}” and the branch have no common history: name another --base."
    raise UsageError(msg)


def _refuse_link_out(path: Path, top: Path) -> None:
    if not path.is_symlink():
        return
    place = Path(os.path.realpath(path))  # ``resolve`` gives up on links that lead to each other
    if not place.is_relative_to(top):
        msg = f"{path} is a symbolic link that leads out of the repository. Add the file itself."
        raise IncompleteError(msg)
    parts = place.relative_to(top).parts
    if ".git" in parts and parts[:3] != ANNEXED:
        msg = f"{path} is a symbolic link into the folder of git itself. Remove it."
        raise IncompleteError(msg)


def _asked(where: Path, *arguments: str) -> bytes:
    done = _git(where, *arguments)
    if done.returncode:
        error = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        msg = f"git {arguments[0]}: {error}. A gate compares the branches of a git repository."
        raise UsageError(msg)
    return done.stdout


def _git(where: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        command = [*_command(where), *arguments]
        return subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a list, no shell
    except FileNotFoundError as error:
        msg = "There is no git on this machine, and a gate compares branches with it."
        raise UsageError(msg) from error


def _command(where: Path) -> list[str]:
    # Names are names, whatever is in them: ``:!a`` is no pattern.
    plain = ("--literal-pathspecs", "-c", "core.quotepath=false")
    return ["git", *plain, "-C", str(where)]
