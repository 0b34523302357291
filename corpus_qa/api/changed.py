"""A change, made ready to be judged: what it adds, what it takes away, what was there before."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from corpus_qa.api.additions import find_difference, find_sides
from corpus_qa.api.keeping import dataset_folder
from corpus_qa.api.means import Means
from corpus_qa.dataset import Conversion, Dataset
from corpus_qa.dataset.conversion import convert_found
from corpus_qa.dataset.find import Found, find
from corpus_qa.dataset.pointer import size_behind
from corpus_qa.dataset.raw import Source
from corpus_qa.dataset.select import select_articles
from corpus_qa.dataset.unique import refuse_taken
from corpus_qa.gate.changes import Changes
from corpus_qa.model import Problem


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a gate is asked to compare.

    ``whole`` tells whether the articles that the change does not touch are needed, too.
    """

    changes: Changes
    paths: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """The articles of a change.

    Attributes:
        added: Those that are new, or differ from what they were.
        removed: Those of the merge base that are gone, or were different, as they were.
        base: All of the merge base, or only those of files that the change touches.
        gone: The ids of ``removed`` in ``base``.
        problems: What could not be read.
    """

    added: Dataset
    removed: Dataset
    base: Dataset
    gone: frozenset[str]
    problems: tuple[Problem, ...]


def read_change(wanted: Wanted, means: Means) -> Changed:
    """Read both sides of a change, and part what differs from what does not.

    Raises:
        InputError: Two articles claim one id.
        IncompleteError: Former versions of files cannot be read.
    """
    work, exclude = means.work, means.settings.config.input.exclude
    found = find(wanted.paths, exclude)
    sides = find_sides(found, wanted.changes, wanted.paths, exclude, work / "former")
    now = _convert("now", Found(sides.now, found.problems), wanted.paths, means)
    kept = sides.same if wanted.whole else ()
    sources = {source.name: source for source in (*kept, *sides.before)}
    standing = Found(tuple(sources[name] for name in sorted(sources)), ())
    base = _convert("base" if wanted.whole else "former", standing, wanted.paths, means)
    difference = find_difference(now.dataset, base.dataset, sides, wanted.changes)
    before = {source.name for source in sides.before}
    mine = {source.name for source in sides.now}
    added = select_articles(now.dataset, difference.added, mine, work / "added")
    refuse_taken(added, base.dataset, difference.removed)
    unread = {problem.source for problem in now.problems}
    unknown = _unknown(sides.before, unread, wanted.changes) if added.rows else ()
    return Changed(
        added=added,
        removed=select_articles(base.dataset, difference.removed, before, work / "removed"),
        base=base.dataset,
        gone=difference.removed,
        # That a former version could not be read is mended by the change.
        problems=(
            *now.problems,
            *(p for p in base.problems if p.source not in before),
            *unknown,
        ),
    )


def _unknown(
    formers: Sequence[Source], unread: Container[str], changes: Changes
) -> Iterator[Problem]:
    """Tell of which sources the former articles are not known, so that all of theirs look new."""
    for source in formers:
        if source.name not in unread and size_behind(source.path) is not None:
            reason = (
                "the file was a pointer of Git LFS before the change, and its data are not here: "
                "what is new in it cannot be told"
            )
            hint = (
                f"Fetch the data: git lfs fetch origin {changes.base}, then run it again. If they "
                "are lost, take the file away in a change of its own before it is added anew."
            )
            yield Problem(source.name, reason, hint)


def _convert(side: str, found: Found, paths: tuple[str, ...], means: Means) -> Conversion:
    """Convert one side of a change, into the cache if there is one."""
    done = 0

    def advance(articles: int) -> None:
        nonlocal done
        done += articles
        means.progress(f"read {side}", done, 0)

    return convert_found(
        found,
        dataset_folder(means.cache, side, paths, means.settings) or means.work / side,
        options=means.settings.config.input,
        jobs=means.settings.jobs,
        progress=advance,
    )
