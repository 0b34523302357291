"""Which files of a repository hold articles: found out by reading a few of each folder."""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath

from corpus_qa.config import InputOptions
from corpus_qa.dataset.convert import convert
from corpus_qa.errors import CorpusQAError
from corpus_qa.ingest.registry import file_type
from corpus_qa.ingest.streams import FETCH

# What a repository has beside its articles, in the forms of articles.
NO_ARTICLE = re.compile(
    r"(?:readme|licen[sc]e|copying|notice|change(?:s|log)|history|news|contributing|security|"
    r"authors|citation|code_of_conduct|requirements.*|constraints.*|robots|cmakelists|"
    r"package(?:-lock)?|tsconfig.*|composer|manifest|.*\.schema)\.\w+",
    re.IGNORECASE,
)
NO_ARTICLES = re.compile(
    r"docs?|fixtures|node_modules|reports|schemas|site-packages|tests?|vendor|venv", re.IGNORECASE
)

# A folder is known by some of its files, none of them larger than this if there are smaller ones.
SAMPLE, SMALL = 5, 20_000_000
# Characters from which a text is taken for that of an article; a note or a label is shorter.
LEAST = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """Where the articles of a repository are.

    Attributes:
        paths: Folders, globs and files, as the configuration names them.
        files: Suffix -> how many files with it are among the paths.
        left: Globs of what could have held articles and does not.
    """

    paths: tuple[str, ...]
    files: Mapping[str, int]
    left: tuple[str, ...]


def find_articles(top: Path, names: Sequence[str], options: InputOptions) -> Seen:
    """Look for articles among the files ``names`` below ``top``."""
    candidates = [name for name in names if _is_candidate(name)]
    with tempfile.TemporaryDirectory() as scratch:
        probe = _Probe(top, Path(scratch), options)
        paths = tuple(_accepted("", sorted(candidates), probe))
    chosen = [name for name in candidates if _is_below(name, paths)]
    left = sorted({_alike(name) for name in set(candidates) - set(chosen)})
    return Seen(paths, Counter(map(_suffix, chosen)), tuple(left))


def walk_files(top: Path) -> list[str]:
    """Return the files below a folder that is no repository; hidden ones are left out."""
    names = []
    for folder, below, files in os.walk(top):
        below[:] = [name for name in below if not name.startswith(".")]
        names += [(Path(folder) / name).relative_to(top).as_posix() for name in files]
    return sorted(names)


@dataclass(frozen=True, slots=True)
class _Probe:
    """Tells whether files hold articles, by converting some of them."""

    top: Path
    scratch: Path
    options: InputOptions

    def __call__(self, names: Sequence[str]) -> set[bool]:
        small = [name for name in names if (self.top / name).stat().st_size <= SMALL]
        several = small or list(names)
        step = max(1, len(several) // SAMPLE)
        return {self._holds_article(name) for name in several[::step][:SAMPLE]}

    def _holds_article(self, name: str) -> bool:
        out = self.scratch / str(len(list(self.scratch.iterdir())))
        try:
            converted = convert([self.top / name], out, options=self.options)
            if any(problem.hint == FETCH for problem in converted.problems):
                # What it holds will be seen once it is here.
                return True
            batches = converted.dataset.batches()
            return any(len(a.text) >= LEAST for batch in batches for a in batch.articles)
        except CorpusQAError:
            # It holds articles that contradict each other.
            return True


def _accepted(
    folder: str, names: Sequence[str], probe: Callable[[Sequence[str]], set[bool]]
) -> Iterator[str]:
    """Yield what holds articles in ``folder``: the whole of it, or parts."""
    if folder:
        held = probe(names)
        if held == {True}:
            yield os.path.commonpath([str(PurePosixPath(name).parent) for name in names])
            return
        if held == {False}:
            return
    depth = folder.count("/") + 1 if folder else 0
    direct = [name for name in names if name.count("/") == depth]
    for suffix, files in groupby(sorted(direct, key=_suffix), key=_suffix):
        alike = list(files)
        if probe(alike) == {True}:
            # A file at the top stands for itself; one in a folder will not stay alone.
            yield str(PurePosixPath(folder) / f"*{suffix}") if folder else alike[0]
    deeper = [name for name in names if name.count("/") > depth]
    for below, files in groupby(deeper, key=lambda name: name.split("/")[depth]):
        yield from _accepted(str(PurePosixPath(folder) / below), list(files), probe)


def _is_candidate(name: str) -> bool:
    *folders, file = name.split("/")
    return (
        file_type(file) is not None
        and not NO_ARTICLE.fullmatch(file)
        and not any(part.startswith(".") for part in (*folders, file))
        and not any(NO_ARTICLES.fullmatch(part) for part in folders)
    )


def _is_below(name: str, paths: Sequence[str]) -> bool:
    path = PurePosixPath(name)
    return any(
        name == chosen
        or PurePosixPath(chosen) in path.parents
        or (path.parent == PurePosixPath(chosen).parent and path.match(chosen))
        for chosen in paths
    )


def _suffix(name: str) -> str:
    return "".join(PurePosixPath(name.lower()).suffixes[-2:])


def _alike(name: str) -> str:
    """Return the glob of the files beside a file that have its suffix."""
    return str(PurePosixPath(name).parent / f"*{_suffix(name)}")
