"""Account for what a change touches: what git only points to is reported as unexamined."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus_qa.gate.git import LINK, SUBMODULE, Changes, Entry, sparse_files
from corpus_qa.ingest.discover import Found, name_under, printable
from corpus_qa.ingest.front_matter import is_bounded
from corpus_qa.ingest.left_out import is_junk, reason_by_name
from corpus_qa.ingest.registry import file_type, readers
from corpus_qa.model import Problem, Reason, Severity
from corpus_qa.text.globs import glob_matcher

# How an unlocked file of git-annex begins where its content is not there.
ANNEX_POINTER = b"/annex/objects/"
# Where DVC writes which version of its data belongs to a commit.
DVC_POINTERS = (".dvc", "dvc.lock")
# So many files are named where others are counted.
NAMED = 3
# Characters of a pointer; DVC writes a hundred for each file or stage.
LONGEST_POINTER = 1 << 18

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


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where a gate looks: below the paths, and in the folders that links there lead to."""

    paths: Sequence[Path]
    folders: frozenset[str]

    def holds(self, place: Path) -> bool:
        return any(_is_below(place, path) for path in self.paths)

    def touches(self, place: Path) -> bool:
        """Tell whether a place is where the gate looks, or holds such a place."""
        return (
            self.holds(place)
            or any(_is_below(path, place) for path in self.paths)
            or os.path.realpath(place) in self.folders
        )


def _folders(files: Iterable[str]) -> frozenset[str]:
    """Return all folders above some files."""
    found: set[str] = set()
    for file in files:
        folder = os.path.dirname(file)  # noqa: PTH120 - of many files, and they are text
        while folder not in found:
            found.add(folder)
            folder = os.path.dirname(folder)  # noqa: PTH120 - the same
    return frozenset(found)


def find_unseen(
    changes: Changes, paths: Sequence[Path], exclude: Sequence[str], found: Found
) -> Iterator[Problem]:
    """Yield what a change touches below ``paths`` and nobody looks at here, and what to do."""
    read = {os.path.realpath(source.path) for source in found.sources}
    aside = {item.path for item in found.left_out}
    scope = _Scope(paths, _folders(read))
    for change in changes.files:
        name = name_under(change.path, paths, exclude)
        if name is None and _is_hidden(change.path, changes.top, paths):
            place = change.path.relative_to(changes.top).as_posix()
            if not any(glob_matcher(pattern)(place) for pattern in exclude):
                yield Problem(printable(place), *OF_HIDDEN)
        seen = name in aside or os.path.realpath(change.path) in read
        if name and change.path.exists() and not seen:
            yield Problem(name, *OF_OUTPUT)
    for entry in changes.entries:
        if any(glob_matcher(pattern)(entry.path) for pattern in exclude):
            continue
        unseen = _unseen(entry, changes, scope) or _renamed(entry, changes, scope, exclude)
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


def describe_passed_over(
    changes: Changes, paths: Sequence[Path], exclude: Sequence[str]
) -> Iterator[Reason]:
    """Say which files of a change are passed over on purpose: nobody should have to guess."""
    found: dict[str, list[str]] = {}
    for change in changes.files:
        why = _passed_over(change.path, paths, exclude)
        if why is not None and change.path.is_file():
            found.setdefault(why, []).append(change.path.relative_to(changes.top).as_posix())
    parts = (f"{_counted(names)} {why}" for why, names in found.items())
    if found:
        message = f"Files of the change that nobody looked at: {'; '.join(parts)}."
        yield Reason("paths", Severity.NOTE, message)


def _passed_over(place: Path, paths: Sequence[Path], exclude: Sequence[str]) -> str | None:
    """Return why a file is passed over; None if it is looked at, or holds no articles anyway."""
    if not any(_is_below(place, path) for path in paths):
        aside = name_under(place, [place.parent]) is None
        return None if aside else "outside of the paths"
    if name_under(place, paths, exclude) is not None:
        return None
    if name_under(place, paths) is not None:
        return "that the configuration excludes"
    return "that hold no article by their names" if reason_by_name(place.name, readers()) else None


def _counted(names: Sequence[str]) -> str:
    """Say how many there are, and name the first."""
    listed = ", ".join(map(printable, names[:NAMED]))
    files = "1 file" if len(names) == 1 else f"{len(names):,} files"
    return f"{files} ({listed}{', …' if len(names) > NAMED else ''})"


def _unseen(entry: Entry, changes: Changes, scope: _Scope) -> Problem | None:
    """Return why an entry cannot be judged, and what to do; None if it can, or is of no matter."""
    place, name = changes.top / entry.path, printable(entry.path)
    if SUBMODULE in {entry.mode_before, entry.mode}:
        return Problem(name, *OF_SUBMODULE) if scope.touches(place) else None
    if place.name.endswith(DVC_POINTERS):
        touched = any(map(scope.touches, _dvc_targets(place)))
        return Problem(name, *OF_DVC) if touched else None
    if not scope.holds(place):
        return None
    if entry.status != "D" and _is_annexed(entry, place):
        return Problem(name, *OF_ANNEX)
    return None


def _renamed(
    entry: Entry, changes: Changes, scope: _Scope, exclude: Sequence[str]
) -> Problem | None:
    """Tell of a file of articles that is none under its new name."""
    before, now = changes.top / entry.before, changes.top / entry.path
    if entry.status != "R" or not scope.holds(now):
        return None
    if name_under(now, scope.paths, exclude) or not name_under(before, scope.paths, exclude):
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
    """Yield what a pointer of DVC stands for: itself, what is beside it, and what it names.

    One that cannot be read may stand for anything.
    """
    yield place
    yield place.with_name(place.name.removesuffix(".dvc"))
    try:
        named = _values(place, "path")
        # The paths of dvc.lock start where the stages of dvc.yaml run.
        folders = [".", *_values(place, "wdir"), *_values(place.with_name("dvc.yaml"), "wdir")]
    except ValueError:
        yield Path(place.anchor)
        return
    for folder in folders:
        yield from (Path(os.path.normpath(place.parent / folder / name)) for name in named)


def _values(place: Path, key: str) -> list[str]:
    """Return all texts under a key of a YAML file of DVC, however deep; none if there is no file.

    Raises:
        ValueError: It is no YAML, or a bomb.
    """
    import yaml  # noqa: PLC0415 - few changes touch DVC

    try:
        with place.open(encoding="utf-8") as file:
            text = file.read(LONGEST_POINTER + 1)
    except OSError:
        return []
    if not is_bounded(text, LONGEST_POINTER):
        raise ValueError(place)
    try:
        rest = [yaml.safe_load(text)]
    except yaml.YAMLError as error:
        raise ValueError(place) from error
    found, seen = [], set()
    while rest:
        value = rest.pop()
        if id(value) in seen or not isinstance(value, dict | list):
            continue
        seen.add(id(value))
        if isinstance(value, dict) and isinstance(value.get(key), str):
            found.append(value[key])
        rest += value.values() if isinstance(value, dict) else value
    return found


def _is_below(place: Path, path: Path) -> bool:
    """Tell whether a place is below a path; of a glob, below the part before its wildcards."""
    return place.is_relative_to(_fixed(path))


def _fixed(path: Path) -> Path:
    """Return a path or, of a glob, the folder that its wildcards are in."""
    fixed = re.split(r"[*?\[]", str(path), maxsplit=1)[0]
    return Path(fixed) if fixed == str(path) else Path(os.path.dirname(f"{fixed}x"))  # noqa: PTH120 - it may end in a slash
