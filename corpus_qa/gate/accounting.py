"""Account for what a change touches: what git only points to is reported as unexamined."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterator, Sequence
from pathlib import Path

from corpus_qa.gate.git import LINK, SUBMODULE, Changes, Entry, sparse_files
from corpus_qa.ingest.discover import name_under, printable
from corpus_qa.ingest.left_out import is_junk
from corpus_qa.ingest.registry import file_type
from corpus_qa.model import Problem
from corpus_qa.text.globs import glob_matcher

# How an unlocked file of git-annex begins where its content is not there.
ANNEX_POINTER = b"/annex/objects/"
# Where DVC writes which version of its data belongs to a commit.
DVC_POINTERS = (".dvc", "dvc.lock")
DVC_PATH = re.compile(r"^\s*(?:- )?path:\s*(\S.*?)\s*$", re.MULTILINE)

# Why what they point to was not looked at, and what to do.
OF_SUBMODULE = (
    "the submodule points to another commit, and its articles are not compared",
    "Judge the change in the repository of the submodule: run corpus-qa gate there.",
)
VALIDATE = "judge them by corpus-qa validate with a baseline, or keep them in git or Git LFS."
OF_OUTPUT = (
    "the change adds or alters this file, but its folder is taken for an output of corpus-qa",
    "Move it, remove CACHEDIR.TAG, manifest.json or run.json, or exclude the folder in [input].",
)
OF_HIDDEN = (
    "the change adds or alters this file of articles where nobody looks: hidden or temporary",
    "Move or rename it, or exclude it in [input] of the configuration.",
)
OF_DVC = (
    "DVC points to other data, which git does not have, so that nothing can be compared",
    f"Get the articles with dvc pull and {VALIDATE}",
)
OF_ANNEX = (
    "git-annex keeps the content elsewhere, so that it cannot be compared with what it was",
    f"Get the articles with git annex get and {VALIDATE}",
)


def find_unseen(
    changes: Changes, paths: Sequence[Path], exclude: Sequence[str], read: Container[str]
) -> Iterator[Problem]:
    """Yield what a change touches below ``paths`` and nobody looks at here, and what to do.

    ``read`` are the files that are looked at, their links resolved.
    """
    for change in changes.files:
        name = name_under(change.path, paths, exclude)
        if name is None and _is_hidden(change.path, changes.top, paths):
            place = change.path.relative_to(changes.top).as_posix()
            if not any(glob_matcher(pattern)(place) for pattern in exclude):
                yield Problem(printable(place), *OF_HIDDEN)
        if name and change.path.exists() and os.path.realpath(change.path) not in read:
            yield Problem(name, *OF_OUTPUT)
    for entry in changes.entries:
        if any(glob_matcher(pattern)(entry.path) for pattern in exclude):
            continue
        unseen = _unseen(entry, changes, paths) or _renamed(entry, changes, paths, exclude)
        if unseen is not None:
            yield unseen
    hidden = [
        name for name in sparse_files(changes.top) if name_under(changes.top / name, paths, exclude)
    ]
    if hidden:
        others = f" and {len(hidden) - 1} more files" if hidden[1:] else ""
        reason = f"this file{others} of the repository is not checked out (sparse checkout)"
        hint = "Check everything out: git sparse-checkout disable"
        yield Problem(printable(hidden[0]), reason, hint)


def _unseen(entry: Entry, changes: Changes, paths: Sequence[Path]) -> Problem | None:
    """Return why an entry cannot be judged, and what to do; None if it can, or is of no matter."""
    place, name = changes.top / entry.path, printable(entry.path)
    if SUBMODULE in {entry.mode_before, entry.mode}:
        return Problem(name, *OF_SUBMODULE) if _touches(place, paths) else None
    if place.name.endswith(DVC_POINTERS):
        touched = any(_touches(target, paths) for target in _dvc_targets(place))
        return Problem(name, *OF_DVC) if touched else None
    if not any(_is_below(place, path) for path in paths):
        return None
    if entry.status != "D" and _is_annexed(entry, place):
        return Problem(name, *OF_ANNEX)
    return None


def _renamed(
    entry: Entry, changes: Changes, paths: Sequence[Path], exclude: Sequence[str]
) -> Problem | None:
    """Tell of a file of articles that is none under its new name."""
    before, now = changes.top / entry.before, changes.top / entry.path
    below = any(_is_below(now, path) for path in paths)
    if entry.status != "R" or not below or name_under(now, paths, exclude) is not None:
        return None
    if name_under(before, paths, exclude) is None:
        return None
    reason = (
        f"the file was {printable(entry.before)}, and under its new name it is no file of "
        "articles, so that nobody looks at it any more"
    )
    hint = "Keep a name that corpus-qa reads, or remove the file."
    return Problem(printable(entry.path), reason, hint)


def _is_hidden(place: Path, top: Path, paths: Sequence[Path]) -> bool:
    """Tell whether a file of articles is where no search looks, below a folder of articles.

    What is hidden at the top of a repository belongs to its tools.
    """
    if file_type(place.name) is None:
        return False
    roots = [root for root in map(_fixed, paths) if root != top and place.is_relative_to(root)]
    parts = (part for root in roots for part in place.relative_to(root).parts)
    return any(part.startswith(".") or is_junk(part) for part in parts)


def _is_annexed(entry: Entry, place: Path) -> bool:
    if entry.mode == LINK:
        return ".git/annex/objects/" in place.readlink().as_posix() and (
            entry.status != "A" or not place.exists()
        )
    try:
        with place.open("rb") as file:
            return file.read(len(ANNEX_POINTER)) == ANNEX_POINTER
    except OSError:
        return False


def _dvc_targets(place: Path) -> Iterator[Path]:
    """Yield what a pointer of DVC stands for: itself, what is beside it, and what it names."""
    yield place
    yield place.with_name(place.name.removesuffix(".dvc"))
    try:
        text = place.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    for name in DVC_PATH.findall(text):
        yield Path(os.path.normpath(place.parent / name.strip("'\"")))


def _touches(place: Path, paths: Sequence[Path]) -> bool:
    """Tell whether a place is below one of the paths, or one of them below it."""
    return any(_is_below(place, path) or _is_below(path, place) for path in paths)


def _is_below(place: Path, path: Path) -> bool:
    """Tell whether a place is below a path; of a glob, below the part before its wildcards."""
    return place.is_relative_to(_fixed(path))


def _fixed(path: Path) -> Path:
    """Return a path or, of a glob, the folder that its wildcards are in."""
    fixed = re.split(r"[*?\[]", str(path), maxsplit=1)[0]
    return Path(fixed) if fixed == str(path) else Path(os.path.dirname(f"{fixed}x"))  # noqa: PTH120 - it may end in a slash
