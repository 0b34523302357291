"""Convert sources to a dataset, and say what was done."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from corpus_qa.commands.context import Settings
from corpus_qa.dataset.convert import Conversion
from corpus_qa.dataset.convert import convert as convert_sources
from corpus_qa.dataset.manifest import is_locked
from corpus_qa.dataset.store import Dataset
from corpus_qa.errors import IncompleteError
from corpus_qa.examine.cache import DATASETS, Cache, touch
from corpus_qa.ingest.discover import is_dataset
from corpus_qa.ingest.registry import readers
from corpus_qa.ingest.streams import COMPRESSIONS
from corpus_qa.model import Problem, columns_line, count_left_out, left_out_line
from corpus_qa.run.folder import RunFolder


def convert(
    paths: Sequence[str], out: Path, settings: Settings, *, prune: bool = True
) -> Conversion:
    """Convert sources to the dataset in ``out``; ``prune`` drops the articles of those gone.

    Raises:
        IncompleteError: There is no article, and nothing that could have been one.
        InputError: Another process writes the dataset.
    """
    converted = convert_sources(
        paths,
        out,
        options=settings.config.input,
        jobs=settings.jobs,
        progress=progress_of(settings, "convert"),
        prune=prune,
    )
    if not converted.dataset.rows and not converted.problems:
        raise IncompleteError(nothing_found(paths))
    return converted


def open_or_convert(paths: Sequence[str], out: Path, settings: Settings) -> Conversion:
    """Open the dataset that is named, or convert sources to one in ``out``; with its problems.

    Raises:
        IncompleteError: There is no article.
        InputError: The dataset is damaged, or the input cannot be made into one.
        UsageError: The dataset is that of a shard, which is no corpus.
    """
    if len(paths) != 1 or not is_dataset(Path(paths[0])):
        return convert(paths, out, settings)
    if RunFolder(Path(paths[0]).parent).shard.is_file():
        from corpus_qa.run.shard import refuse_shard  # noqa: PLC0415 - no corpus, but a part of one

        refuse_shard(Path(paths[0]).parent)
    opened = Dataset.open(Path(paths[0]))
    if not opened.rows:
        raise IncompleteError(nothing_found(paths))
    sources = opened.manifest.sources.values()
    problems = tuple(problem for source in sources for problem in source.problems)
    repeated = opened.manifest.repeated
    kept = len(sources)
    return Conversion(opened, problems, converted=0, kept=kept, dropped=0, repeated=repeated)


def cached_dataset(
    cache: Cache | None, role: str, paths: Sequence[str], settings: Settings
) -> Path | None:
    """Return where the cache keeps the dataset of some paths, so that it is converted only once.

    ``role`` tells apart what is kept of the same paths. None if there is no cache, or if another
    process writes this dataset now.
    """
    if cache is None:
        return None
    options = settings.config.values()["input"]
    key = json.dumps([role, *(str(Path(path).absolute()) for path in paths), options])
    folder = cache.folder / DATASETS / hashlib.sha256(key.encode()).hexdigest()[:32]
    folder.mkdir(exist_ok=True)
    touch(folder)
    return None if is_locked(folder) else folder


def progress_of(settings: Settings, stage: str) -> Callable[[int], None]:
    """Return a function that adds up articles and reports them as the progress of a stage."""
    done = 0

    def advance(articles: int) -> None:
        nonlocal done
        done += articles
        settings.progress(stage, done, 0)

    return advance


def nothing_found(paths: Sequence[str]) -> str:
    """Say that there was no article, and what is looked for."""
    return (
        f"No articles found in {', '.join(paths)}. Files with these suffixes are read, also "
        f"compressed ({' '.join(COMPRESSIONS)}): {' '.join(readers())}."
    )


def describe(converted: Conversion, *, verbose: bool) -> Iterator[str]:
    """Yield what a person needs to know of a conversion, line by line."""
    for problem in converted.problems:
        yield describe_problem(problem)
    if verbose:
        for note in converted.repeated.notes():
            yield f"{note.message} {note.next}"
        if left_out := left_out_line(count_left_out(converted.left_out)):
            yield left_out
        if columns := columns_line(converted.dataset.manifest.columns()):
            yield columns
        yield (
            f"{converted.dataset.rows} articles in {len(converted.dataset.fragments)} fragments: "
            f"{converted.converted} sources converted, {converted.kept} kept, "
            f"{converted.dropped} dropped."
        )


def describe_problem(problem: Problem) -> str:
    """Say in one line what could not be read, why, and what to do."""
    line = f":{problem.line}" if problem.line is not None else ""
    byte = f" (byte {problem.byte})" if problem.byte is not None else ""
    return f"{problem.source}{line}{byte}: {problem.reason}. {problem.hint}"
