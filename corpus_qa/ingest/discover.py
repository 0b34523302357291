"""Find the input files: files, folders and globs, in one sorted order."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path, PurePosixPath

from corpus_qa.ingest.records import Source
from corpus_qa.ingest.registry import COMPRESSIONS, file_type, readers
from corpus_qa.model import Problem
from corpus_qa.text.globs import glob_matcher


@dataclass(frozen=True, slots=True)
class Found:
    """The input files in the order of their names, and what could not be looked at."""

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    path: Path
    name: str
    named: bool  # by the user, not met in a folder


def find(
    paths: Sequence[Path | str], exclude: Sequence[str] = (), own: Path | None = None
) -> Found:
    """Find the sources in files, folders (recursively) and globs.

    Args:
        paths: What the user named.
        exclude: Globs of names to leave out; one without ``/`` matches any part of the path.
        own: The dataset that is being written, which is no input.
    """
    problems: list[Problem] = []
    candidates: dict[Path, _Candidate] = {}
    refused = [glob_matcher(pattern) for pattern in exclude]
    others: Counter[str] = Counter()
    for path in paths:
        for item in _expand(str(path), own):
            if isinstance(item, Problem):
                problems.append(item)
            elif any(matches(item.name) for matches in refused):
                continue
            elif file_type(item.name) is not None:
                candidates.setdefault(Path(os.path.realpath(item.path)), item)
            elif item.named:
                problems.append(Problem(printable(item.name), "unknown file type", _hint()))
            else:
                others[PurePosixPath(item.name).suffix or "no suffix"] += 1
    sources = sorted(_sources(candidates.values()), key=lambda source: source.name)
    if not sources and not problems:
        problems.append(_nothing(paths, others))
    return Found(tuple(sources), tuple(problems))


def name_under(path: Path, paths: Sequence[Path | str], exclude: Sequence[str] = ()) -> str | None:
    """Return the name that ``find`` would give a file, None if it would not be found.

    The file need not be there; all paths are used as they are written.
    """
    for root in map(Path, paths):
        fixed = Path(*takewhile(lambda part: not glob.has_magic(part), root.parts)).absolute()
        if not path.is_relative_to(fixed):
            continue
        name = path.relative_to(fixed).as_posix() if path != fixed else path.name
        pattern = root.absolute().relative_to(fixed).as_posix()
        matches = pattern == "." or glob_matcher(f"{pattern}/")(name)
        hidden = any(part.startswith(".") for part in PurePosixPath(name).parts)
        refused = any(glob_matcher(text)(name) for text in exclude)
        if matches and not hidden and not refused and file_type(name) is not None:
            return printable(name)
    return None


def _sources(candidates: Iterable[_Candidate]) -> Iterator[Source]:
    """Give each source its own name: one that two roots share begins where the roots part."""
    items = list(candidates)
    shared = {name for name, count in Counter(item.name for item in items).items() if count > 1}
    common = os.path.commonpath([item.path.absolute().parent for item in items]) if shared else ""
    for item in items:
        name = item.name
        if name in shared:
            name = Path(os.path.relpath(item.path.absolute(), common)).as_posix()
        if (kind := file_type(name)) is not None:
            yield Source(printable(name), item.path, *kind)


def source_of(name: str, path: Path) -> Source | None:
    """Return the file at ``path`` as a source with another name; None if that is no article's."""
    kind = file_type(name)
    return Source(name, path, *kind) if kind else None


def printable(name: str) -> str:
    """Return a name that can be written: those of old file systems may be no UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _expand(text: str, own: Path | None) -> Iterator[_Candidate | Problem]:
    path = Path(text)
    try:
        if path.is_dir() and _is_output({item.name for item in path.iterdir()}):
            hint = "Pass it alone to examine it, or pass the sources it was made from."
            yield Problem(text, "this is a dataset or run folder of corpus-qa, not a source", hint)
        elif path.is_dir():
            yield from _walk(path, path, (), own.absolute() if own else None)
        elif path.exists():
            yield _file(path, path.name, named=True)
        elif glob.has_magic(text):
            yield from _matches(text, own)
        else:
            yield Problem(text, "no such file or folder", "Check the spelling of the path.")
    except OSError as error:
        yield _unreadable(text, error)


def _matches(pattern: str, own: Path | None) -> Iterator[_Candidate | Problem]:
    """Yield what a glob matches; the root is the part of the pattern before the first wildcard."""
    parts = Path(pattern).parts
    fixed = next(i for i, part in enumerate(parts) if glob.has_magic(part))
    root = Path(*parts[:fixed])
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob finds hidden files
    if not matches:
        yield Problem(pattern, "nothing matches the pattern", "Check the pattern and its quoting.")
    for match in map(Path, matches):
        if match.is_dir():
            yield from _walk(match, root, (), own.absolute() if own else None)
        else:
            yield _file(match, match.relative_to(root).as_posix(), named=False)


def _walk(
    folder: Path, root: Path, above: tuple[tuple[int, int], ...], own: Path | None
) -> Iterator[_Candidate | Problem]:
    """Yield the files below a folder; hidden ones, datasets and runs of corpus-qa are left out."""
    name = folder.relative_to(root).as_posix()
    try:
        status = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield _unreadable(name, error)
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        hint = "Remove the symbolic link, or exclude it in [input] of the configuration."
        yield Problem(name, "a symbolic link leads back to a folder above it", hint)
        return
    if _is_output({entry.name for entry in entries}) or folder.absolute() == own:
        return
    for entry in entries:
        if not entry.name.startswith("."):
            yield from _entry(entry, root, (*above, here), own)


def _entry(
    entry: os.DirEntry[str], root: Path, above: tuple[tuple[int, int], ...], own: Path | None
) -> Iterator[_Candidate | Problem]:
    path = Path(entry.path)
    name = path.relative_to(root).as_posix()
    try:
        if entry.is_dir():
            yield from _walk(path, root, above, own)
        else:
            yield _file(path, name, named=False)
    except OSError as error:
        yield _unreadable(name, error)


# What is no file of the user, whatever a link to it is called: devices, and what the system or git
# keeps for itself.
SYSTEM = re.compile(r"^/(?:dev|proc|sys)/|/\.git/")


def _file(path: Path, name: str, *, named: bool) -> _Candidate | Problem:
    """Return a regular file; pipes, devices and sockets could be read for ever.

    Raises:
        OSError: A link leads nowhere, or to itself.
    """
    hint = "Remove it, or exclude it in [input] of the configuration."
    if not stat.S_ISREG(path.stat().st_mode):
        return Problem(printable(name), "this is a pipe, a device or a socket, not a file", hint)
    if path.is_symlink() and (place := SYSTEM.search(os.path.realpath(path))):
        reason = f"a symbolic link leads into {place[0].rstrip('/')}, where no articles are"
        return Problem(printable(name), reason, hint)
    return _Candidate(path, name, named=named)


def _is_output(names: set[str]) -> bool:
    """Whether a folder is a dataset, a run or a cache of this program: no article is in there."""
    ours = ({"manifest.json", "data"}, {"run.json", "findings.parquet"}, {"CACHEDIR.TAG"})
    return any(names >= marks for marks in ours)


def _unreadable(name: str, error: OSError) -> Problem:
    return Problem(
        printable(name),
        f"cannot be read ({error.strerror or error})",
        "Check that the file exists and that you can read it.",
    )


def _nothing(paths: Sequence[Path | str], others: Counter[str]) -> Problem:
    kinds = ", ".join(f"{count} {suffix}" for suffix, count in others.most_common(5))
    reason = (
        f"no articles here, only files of other types ({kinds})" if kinds else "no articles here"
    )
    return Problem(", ".join(map(str, paths)), reason, _hint())


def _hint() -> str:
    suffixes, packed = ", ".join(readers()), ", ".join(COMPRESSIONS)
    can = f"corpus-qa reads {suffixes}, each also compressed ({packed})"
    return f"{can}; convert or rename the file."
