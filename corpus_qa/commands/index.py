"""The duplicate index: make it from articles, add to it, tell of it, and compact it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from corpus_qa.commands.context import Settings
from corpus_qa.commands.convert import describe_problem, open_or_convert
from corpus_qa.dedup.index.compaction import IndexInfo, compact, describe
from corpus_qa.dedup.index.store import (
    ANEW,
    create_index,
    delete_replaced,
    holds_something,
    open_index,
    replaceable,
)
from corpus_qa.dedup.index_matches import index_articles, sketch_dataset
from corpus_qa.errors import IncompleteError, UnusableIndexError, UsageError
from corpus_qa.examine.batch import Plan
from corpus_qa.model import Crash, Family, Problem
from corpus_qa.run.tables import connect

ROOM = "Make room on the disk, or name another folder."
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Indexed:
    """What became of an index: how many articles were read and added, and what was not read."""

    info: IndexInfo
    read: int
    added: int
    problems: tuple[Problem, ...]
    crashes: tuple[Crash, ...]


def build(paths: Sequence[str], out: str, settings: Settings, *, replace: bool) -> Indexed:
    """Build an index of the articles in sources or a dataset.

    Args:
        paths: what to read.
        out: the folder or URI of the index.
        settings: the configuration; its checks find the site chrome.
        replace: whether an existing index gives way.

    Raises:
        UsageError: There is an index already.
        UnusableIndexError: There is something else, or an index that is damaged.
        IncompleteError: There is no article.
    """
    if not replace and holds_something(out) and open_index(out).articles:
        msg = (
            f"An index already exists at {out}: add to it with "
            "`corpus-qa index add PATH... --to INDEX`, or rebuild it with --replace."
        )
        raise UsageError(msg)
    return _index(paths, out, settings, replace=replace)


def add(paths: Sequence[str], to: str, settings: Settings) -> Indexed:
    """Add the articles in sources or a dataset to an index; those that it holds are left out.

    Raises:
        UnusableIndexError: There is no index, or one that was made in another way or is damaged.
        IncompleteError: There is no article.
    """
    open_index(to)
    return _index(paths, to, settings, replace=False)


def info(place: str) -> IndexInfo:
    """Describe an index.

    Raises:
        UnusableIndexError: There is no index, or one that was made in another way or is damaged.
    """
    return describe(open_index(place))


def merge(place: str, settings: Settings) -> IndexInfo:
    """Merge the parts of an index into one, and delete what does not count any more.

    Raises:
        UnusableIndexError: There is no index, or one that was made in another way or is damaged.
    """
    index = open_index(place)
    with TemporaryDirectory(prefix="corpus-qa-", ignore_cleanup_errors=True) as scratch:
        work = Path(scratch)
        with connect(work, settings.memory) as connection:
            try:
                return describe(compact(index, connection, work))
            except (OSError, pa.ArrowException) as error:
                reason = f"a file is missing or damaged ({error})"
                raise UnusableIndexError(place, reason, ANEW) from error


def describe_indexed(indexed: Indexed, *, verbose: bool) -> Iterator[str]:
    """Yield what a person needs to know of an index that was made or added to, line by line."""
    yield from map(describe_problem, indexed.problems)
    for crash in indexed.crashes:
        yield f"{crash.check} crashed on {crash.article_id}: {crash.error} {crash.hint}"
    if verbose:
        known = indexed.read - indexed.added
        yield f"{indexed.added:,} articles added, {known:,} already in the index."
        yield describe_index(indexed.info)


def describe_index(about: IndexInfo) -> str:
    """Say in one line what an index holds."""
    parts = "part" if len(about.segments) == 1 else "parts"
    return (
        f"{about.place}: {about.articles:,} articles in {len(about.segments)} {parts}, "
        f"{about.bytes / MEGABYTE:.2f} MB."
    )


def as_text(about: IndexInfo) -> str:
    """Say what an index holds and how it was made, over several lines."""
    parts = (f"  {name}  {articles:,} articles  {when}" for name, articles, when in about.segments)
    made = (f"  {name}: {value}" for name, value in about.parameters.items())
    left = (
        f"{about.leftovers} files left by crashed writers: `corpus-qa index compact` deletes them."
    )
    return "\n".join(
        (describe_index(about), *parts, "made with", *made, *([left] if about.leftovers else []))
    )


def as_json(about: IndexInfo) -> str:
    """Return the same for programs."""
    names = ("name", "articles", "created_at")
    segments = [dict(zip(names, segment, strict=True)) for segment in about.segments]
    return json.dumps({**asdict(about), "segments": segments}, indent=1)


def _index(paths: Sequence[str], place: str, settings: Settings, *, replace: bool) -> Indexed:
    with TemporaryDirectory(prefix="corpus-qa-", ignore_cleanup_errors=True) as scratch:
        work = Path(scratch)
        read = open_or_convert(paths, work / "dataset", settings)
        dataset, problems = read.dataset, read.problems
        if replace and problems and holds_something(place):
            msg = (
                f"{describe_problem(problems[0])} Not everything could be read ({len(problems)} "
                f"problems), so the index {place} is as it was. Fix or exclude these files, or "
                "build another index."
            )
            raise IncompleteError(msg)
        plan = Plan(tuple(check for check in settings.checks if check.family is Family.CHROME))
        crashes = sketch_dataset(
            dataset,
            plan,
            settings.jobs,
            work,
            lambda done: settings.progress("examine", done, dataset.rows),
        )
        memory = settings.memory
        index = replaceable(place) if replace else create_index(place)
        try:
            segment = index_articles(index, work, dataset, spill=work, memory=memory)
        except OSError as error:
            reason = f"it cannot be written ({error}); what it held before is as it was"
            raise UnusableIndexError(place, reason, ROOM) from error
        if segment is not None:
            delete_replaced(index.folder)
    added = segment.articles if segment else 0
    return Indexed(describe(open_index(place)), dataset.rows, added, problems, crashes)
