"""Convert sources to a dataset, and say what was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus_qa.commands.context import Settings
from corpus_qa.dataset.convert import Conversion
from corpus_qa.dataset.convert import convert as convert_sources
from corpus_qa.dataset.manifest import is_dataset
from corpus_qa.dataset.store import Dataset
from corpus_qa.errors import IncompleteError
from corpus_qa.ingest.registry import readers
from corpus_qa.model import Problem
from corpus_qa.run.timing import Progress


def convert(paths: Sequence[str], out: Path, settings: Settings, progress: Progress) -> Conversion:
    """Convert sources to the dataset in ``out``.

    Raises:
        IncompleteError: There is no article, and nothing that could have been one.
        InputError: Two articles claim one id, or another process writes the dataset.
    """
    done = 0

    def advance(articles: int) -> None:
        nonlocal done
        done += articles
        progress("convert", done, 0)

    converted = convert_sources(
        paths, out, options=settings.config.input, jobs=settings.jobs, progress=advance
    )
    if not converted.dataset.rows and not converted.problems:
        raise IncompleteError(nothing_found(paths))
    return converted


def take(
    paths: Sequence[str], out: Path, settings: Settings, progress: Progress
) -> tuple[Dataset, tuple[Problem, ...]]:
    """Open the dataset that is named, or convert sources to one in ``out``; with its problems.

    Raises:
        IncompleteError: There is no article.
        InputError: The dataset is damaged, or the input cannot be made into one.
    """
    if len(paths) != 1 or not is_dataset(Path(paths[0])):
        converted = convert(paths, out, settings, progress)
        return converted.dataset, converted.problems
    opened = Dataset.open(Path(paths[0]))
    if not opened.rows:
        raise IncompleteError(nothing_found(paths))
    sources = opened.manifest.sources.values()
    return opened, tuple(problem for source in sources for problem in source.problems)


def nothing_found(paths: Sequence[str]) -> str:
    """Say that there was no article, and what is looked for."""
    return (
        f"No article was found in {', '.join(paths)}. Files with these suffixes are read, also "
        f"compressed (.gz .zst .bz2 .xz): {' '.join(readers())}."
    )


def told(converted: Conversion, *, verbose: bool) -> Iterator[str]:
    """Yield what a person needs to know of a conversion, line by line."""
    for problem in converted.problems:
        yield told_problem(problem)
    if verbose:
        yield (
            f"{converted.dataset.rows} articles in {len(converted.dataset.fragments)} fragments: "
            f"{converted.converted} sources converted, {converted.kept} kept, "
            f"{converted.dropped} dropped."
        )


def told_problem(problem: Problem) -> str:
    """Say in one line what could not be read, why, and what to do."""
    line = f":{problem.line}" if problem.line is not None else ""
    byte = f" (byte {problem.byte})" if problem.byte is not None else ""
    return f"{problem.source}{line}{byte}: {problem.reason}. {problem.hint}"
