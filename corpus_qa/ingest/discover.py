"""Find the input files: files, folders and globs, in one sorted order; and account for all others.

Every file below the paths is a source, a problem, or left out with a reason that reports show. Only
the junk that ``left_out.toml`` lists goes without a word; the rule for the rest stands there, too.
"""

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
from typing import TYPE_CHECKING

from corpus_qa.ingest.columns import simplify, synonyms
from corpus_qa.ingest.left_out import ABOUT, is_junk, reason_by_name, rules
from corpus_qa.ingest.records import FileType, Source
from corpus_qa.ingest.registry import file_type, readers
from corpus_qa.ingest.streams import COMPRESSIONS
from corpus_qa.model import LeftOut, Problem
from corpus_qa.text.globs import glob_matcher

if TYPE_CHECKING:  # few inputs need it
    from corpus_qa.ingest.remote import RemoteFile

# Why a file is left out. Only an unknown type makes a run incomplete.
UNKNOWN = "unknown type"
HIDDEN = "hidden"
EMPTY = "empty, and of unknown type"
EXCLUDED = "excluded by the configuration"
OUTPUT = "written by corpus-qa"
SAVED = "saved with a page"

# Files of one unknown type that a problem names; the others are counted.
NAMED = 3

# What a folder is that corpus-qa wrote: a file in it, and what we write into its first bytes. The
# name alone says nothing: other programs write a ``manifest.json`` or a ``CACHEDIR.TAG``, too.
SIGNATURES = (
    ("manifest.json", re.compile(rb'\{\s*"(tool": "corpus-qa"|format": \d+,\s*"fragments": \[)')),
    ("run.json", re.compile(rb'\{\s*"format": \d+,\s*"tool": \{\s*"name": "corpus-qa"')),
    ("shard.json", re.compile(rb'\{\s*"format": \d+,\s*"tool": \{\s*"name": "corpus-qa"')),
    ("CACHEDIR.TAG", re.compile(rb"(?s)Signature: .*corpus-qa")),
    ("index.json", re.compile(rb'(?s)\{.*"shingles of short texts": ')),
)

# Bytes of such a file that are looked at.
SIGNED = 1 << 16

# Folders in one another that are searched; each takes two frames of Python's stack.
DEEPEST = 100

# The Parquet files of a dataset have these names, and nothing else is in its folder of data.
FRAGMENT = re.compile(r"part-[0-9a-f]{16}\.parquet|.*\.tmp")


@dataclass(frozen=True, slots=True)
class Found:
    """The input files in the order of their names, what could not be looked at, and all others."""

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    path: Path | RemoteFile
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
    left_out: dict[str, LeftOut] = {}
    candidates: dict[str, tuple[_Candidate, FileType]] = {}
    refused = [glob_matcher(pattern) for pattern in exclude]
    for path in paths:
        for item in _expand(str(path), own):
            if isinstance(item, Problem):
                problems.append(item)
                continue
            if isinstance(item, LeftOut):
                left_out.setdefault(item.path, item)
                continue
            kind = EXCLUDED if any(matches(item.name) for matches in refused) else _kind(item)
            if isinstance(kind, FileType):
                candidates.setdefault(_real(item.path), (item, kind))
            elif item.named and kind != EXCLUDED:
                problems.append(Problem(printable(item.name), "unknown file type", _hint()))
            elif kind:
                left_out.setdefault(_real(item.path), LeftOut(printable(item.name), kind))
    sources = sorted(_sources(candidates.values()), key=lambda source: source.name)
    others = tuple(sorted(left_out.values(), key=lambda item: item.path))
    if not sources and not problems:
        problems.append(_nothing(paths, others))
    else:
        problems += _unread(others)
    return Found(tuple(sources), tuple(problems), others)


def _real(path: Path | RemoteFile) -> str:
    return os.path.realpath(path) if isinstance(path, Path) else path.url


def _kind(item: _Candidate) -> FileType | str:
    """Return what reads a file, or why it is left out; no reason for junk."""
    if not item.named and (reason := reason_by_name(item.name, readers())) is not None:
        return reason
    kind = file_type(item.name)
    if kind is not None and not item.named and _is_about(item.path):
        return ABOUT
    if kind is None or (item.name.lower().endswith(RENAMED) and _may_be_records(item.path)):
        from corpus_qa.ingest.sniff import sniff  # noqa: PLC0415 - only for names that say too little

        kind = sniff(item.path, kind)
    if kind is not None:
        return kind
    return UNKNOWN if item.path.stat().st_size else EMPTY


# Suffixes that people also give to tables and JSON lines.
RENAMED = (".txt", ".text")

# What such files begin with: a byte order mark of UTF-16, an object, or a line with a delimiter.
RECORDS = re.compile(rb"(\xff\xfe|\xfe\xff|(?:\xef\xbb\xbf)?\s*[\[{])|([^\r\n]*[\t,;|][^\r\n]*)")


def _may_be_records(path: Path | RemoteFile) -> bool:
    """Whether a text file may be a table; most are not, and need no second look."""
    if not isinstance(path, Path):
        return True
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        return False
    try:
        found = RECORDS.match(os.read(descriptor, 512))
    finally:
        os.close(descriptor)
    if found is None or found[1]:
        return found is not None
    names = re.split("[\t,;|]", found[2].decode("utf-8-sig", "replace"))
    return any(simplify(name.strip('" ')) in synonyms()["text"] for name in names)


def _is_about(path: Path | RemoteFile) -> bool:
    """Whether a file with a name that metadata often has holds no article."""
    if path.name.lower() not in rules()["perhaps_about"]:
        return False
    from corpus_qa.ingest.sniff import is_metadata  # noqa: PLC0415 - few folders hold such a file

    return is_metadata(path)


def _unread(left_out: Sequence[LeftOut]) -> Iterator[Problem]:
    """Yield a problem for each unknown type of which there are files that could hold articles."""
    kinds: dict[str, list[str]] = {}
    for item in left_out:
        if item.reason == UNKNOWN:
            kinds.setdefault(item.kind, []).append(item.path)
    for kind, names in kinds.items():
        files = "1 file" if len(names) == 1 else f"{len(names):,} files"
        others = ", ".join(names[1:NAMED])
        more = f" (also {others}{', ...' if len(names) > NAMED else ''})" if others else ""
        name = PurePosixPath(names[0]).name
        pattern = f"*{kind}" if kind.startswith(".") else name
        reason = f"unknown file type: {files} of type {kind} could not be read{more}"
        hint = f"Convert or rename them, or leave them out: exclude = ['{pattern}'] under [input]."
        yield Problem(names[0], reason, hint)


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
        hidden = any(part.startswith(".") or is_junk(part) for part in PurePosixPath(name).parts)
        refused = any(glob_matcher(text)(name) for text in exclude)
        other = hidden or refused or reason_by_name(name, readers()) is not None
        if matches and not other and file_type(name) is not None:
            return printable(name)
    return None


def _sources(candidates: Iterable[tuple[_Candidate, FileType]]) -> Iterator[Source]:
    """Give each source its own name: one that two roots share begins where the roots part."""
    items = list(candidates)
    counts = Counter(item.name for item, _ in items)
    shared = {name for name, count in counts.items() if count > 1}
    local = [item.path.absolute() for item, _ in items if isinstance(item.path, Path)]
    common = os.path.commonpath([path.parent for path in local]) if shared and local else ""
    for item, kind in items:
        name = item.name
        if name in shared and isinstance(item.path, Path):
            name = Path(os.path.relpath(item.path, common)).as_posix()
        elif name in shared:
            name = item.path.as_posix().partition("://")[2]
        yield Source(printable(name), item.path, *kind)


def source_of(name: str, path: Path) -> Source | None:
    """Return the file at ``path`` as a source with another name; None if that is no article's."""
    kind = file_type(name)
    return Source(name, path, *kind) if kind else None


def printable(name: str) -> str:
    """Return a name that can be written: those of old file systems may be no UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _expand(text: str, own: Path | None) -> Iterator[_Candidate | LeftOut | Problem]:
    path = Path(text)
    try:
        if "://" in text:
            yield from _elsewhere(text)
        elif path.is_dir() and is_output(path):
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


def _elsewhere(url: str) -> Iterator[_Candidate | LeftOut]:
    """Yield the files below an address; hidden ones are left out.

    Raises:
        OSError: There is none.
    """
    from corpus_qa.ingest.remote import expand  # noqa: PLC0415 - few inputs need it

    found = list(expand(url))
    for file, name in found:
        parts = PurePosixPath(name).parts
        if any(map(is_junk, parts)):
            continue
        if any(part.startswith(".") for part in parts):
            yield LeftOut(printable(name), HIDDEN)
        else:
            yield _Candidate(file, name, named=len(found) == 1)


def _matches(pattern: str, own: Path | None) -> Iterator[_Candidate | LeftOut | Problem]:
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
) -> Iterator[_Candidate | LeftOut | Problem]:
    """Yield the files below a folder; hidden ones, datasets and runs of corpus-qa are left out."""
    name = folder.relative_to(root).as_posix()
    try:
        status = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield _unreadable(name, error)
        return
    here = (status.st_dev, status.st_ino)
    if len(above) > DEEPEST:
        hint = "Move what is in it, or exclude it in [input] of the configuration."
        yield Problem(
            f"{printable(name)[:80]}…", f"more than {DEEPEST} folders in one another", hint
        )
        return
    if here in above:
        hint = "Remove the symbolic link, or exclude it in [input] of the configuration."
        yield Problem(name, "a symbolic link leads back to a folder above it", hint)
        return
    if folder.absolute() == own or is_output(folder):
        yield LeftOut(f"{printable(name)}/", OUTPUT)
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        below = printable(entry.name if name == "." else f"{name}/{entry.name}")
        if is_junk(entry.name):
            continue
        if entry.name.startswith("."):
            yield LeftOut(f"{below}/" if entry.is_dir() else below, HIDDEN)
        elif _page_of(entry.name, names):
            yield from map(_saved, _entry(entry, root, (*above, here), own))
        else:
            yield from _entry(entry, root, (*above, here), own)


def _page_of(folder: str, names: set[str]) -> bool:
    """Whether a folder is what a browser saved beside a page: Page_files and Page.html."""
    page = folder.removesuffix("_files").removesuffix(".files")
    return page != folder and not names.isdisjoint({f"{page}.html", f"{page}.htm"})


def _saved(item: _Candidate | LeftOut | Problem) -> _Candidate | LeftOut | Problem:
    if not isinstance(item, _Candidate):
        return item
    saved = PurePosixPath(item.name).suffix.lower() in rules()["saved_with_page"]
    return LeftOut(printable(item.name), SAVED) if saved else item


def _entry(
    entry: os.DirEntry[str], root: Path, above: tuple[tuple[int, int], ...], own: Path | None
) -> Iterator[_Candidate | LeftOut | Problem]:
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


def is_output(folder: Path) -> bool:
    """Whether a folder is a dataset, a run or a cache that corpus-qa wrote."""
    return is_dataset(folder) or any(
        _is_signed(folder / name, signature) for name, signature in SIGNATURES[1:]
    )


def is_dataset(folder: Path) -> bool:
    """Whether a folder is a dataset: signed as ours, and with nothing but our files of data.

    A damaged manifest takes nothing away from files of data that have our names.
    """
    name, signature = SIGNATURES[0]
    try:
        if not (folder / name).is_file():
            return False
        data = [entry.name for entry in os.scandir(folder / "data")]
    except OSError:
        return False
    ours = all(FRAGMENT.fullmatch(entry) for entry in data)
    return ours and (bool(data) or _is_signed(folder / name, signature))


def _is_signed(path: Path, signature: re.Pattern[bytes]) -> bool:
    try:
        with path.open("rb") as file:
            return signature.match(file.read(SIGNED)) is not None
    except OSError:
        return False


def _unreadable(name: str, error: OSError) -> Problem:
    return Problem(
        printable(name),
        f"cannot be read ({error.strerror or error})",
        "Check that the file exists and that you can read it.",
    )


def _nothing(paths: Sequence[Path | str], left_out: Sequence[LeftOut]) -> Problem:
    kinds = ", ".join(
        f"{count} {kind}" for kind, count in Counter(item.kind for item in left_out).most_common(5)
    )
    reason = f"no articles here, only other files ({kinds})" if kinds else "no articles here"
    return Problem(", ".join(map(str, paths)), reason, _hint())


def _hint() -> str:
    suffixes, packed = ", ".join(readers()), ", ".join(COMPRESSIONS)
    can = f"corpus-qa reads {suffixes}, each also compressed ({packed})"
    return f"{can}; convert or rename the file."
