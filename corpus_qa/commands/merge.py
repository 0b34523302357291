"""Make one run of the shards of a corpus, as if its articles had been examined at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path

from corpus_qa.commands.context import Settings, load_settings
from corpus_qa.commands.convert import nothing_found
from corpus_qa.commands.pipeline import Completed, run_pipeline
from corpus_qa.commands.run import Ingested, RunContext, Subject, open_named_index
from corpus_qa.commands.shard import identity_of
from corpus_qa.config import Options
from corpus_qa.dataset.join import join, join_parted
from corpus_qa.dataset.store import Dataset
from corpus_qa.errors import IncompleteError, InputError, UsageError
from corpus_qa.examine.parts import ExaminedPart
from corpus_qa.model import Reason
from corpus_qa.run.folder import RunFolder
from corpus_qa.run.shard import ShardDocument, damaged_tables, read_shard
from corpus_qa.run.timing import Progress, silent

# What an identity is called where it differs -> what to do.
NEXT = {
    "input": "the files changed in between, or it is of another corpus",
    "version": "use the same version of corpus-qa, Python and the libraries everywhere",
}
# Shards that a message names one by one.
NAMED = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A partial run: its folder, and what it tells of itself."""

    folder: Path
    document: ShardDocument


def merge(
    runs: Sequence[Path],
    options: Options | None = None,
    folder: Path | None = None,
    progress: Progress = silent,
) -> Completed:
    """Make one run of partial runs, in whatever order they are named.

    What ``options`` do not say is as the shards were told.

    Raises:
        UsageError: A shard is missing, named twice, damaged, or not of the same run as the others.
        As ``run_pipeline``.
    """
    parts = load_parts(runs)
    settings = _as_read(load_settings(_told(options or Options(), parts[0]), progress), parts[0])
    subject = Subject("validate", parts[0].document.paths, partial(_ingest, parts))
    return run_pipeline(subject, settings, folder)


def load_parts(runs: Sequence[Path]) -> tuple[Part, ...]:
    """Return the shards of one run, in order, after making sure that each is there once.

    Raises:
        UsageError: That is not so; the message names the shard, and what to do.
    """
    parts = sorted(
        (Part(folder, read_shard(folder)) for folder in runs),
        key=lambda part: (part.document.number, str(part.folder)),
    )
    if not parts:
        msg = "Name the partial runs: corpus-qa merge RUN..."
        raise UsageError(msg)
    for wrong in (*_foreign(parts), *_doubled(parts), *_missing(parts), *_damaged(parts)):
        raise UsageError(wrong)
    return tuple(parts)


def _foreign(parts: Sequence[Part]) -> Iterator[str]:
    """Yield what is wrong with shards that are not of the run of most others."""
    ((of, _),) = Counter(part.document.of for part in parts).most_common(1)
    for part in parts:
        if part.document.of != of:
            yield (
                f"{part.folder} is {part.document.name}, but the others are of {of}: run it again "
                f"with --shard NUMBER/{of}, or leave it out."
            )
    for name in parts[0].document.identity:
        counts = Counter(part.document.identity.get(name, "") for part in parts)
        ((usual, _),) = counts.most_common(1)
        for part in parts:
            if part.document.identity.get(name, "") != usual:
                yield _other(part, name)


def _other(part: Part, name: str) -> str:
    reason = NEXT.get(name, "run it with the same options as the others")
    return (
        f"{part.folder} ({part.document.name}) has another {name} than the other shards: {reason}. "
        "Run this shard again, then merge."
    )


def _doubled(parts: Sequence[Part]) -> Iterator[str]:
    for part, following in pairwise(parts):
        if part.document.number == following.document.number:
            yield (
                f"{part.folder} and {following.folder} are both {part.document.name}: name one of "
                "them."
            )


def _missing(parts: Sequence[Part]) -> Iterator[str]:
    document = parts[0].document
    there = {part.document.number for part in parts}
    missing = [str(number) for number in range(1, document.of + 1) if number not in there]
    if missing:
        more = f" and {len(missing) - NAMED} more" if len(missing) > NAMED else ""
        named = ", ".join(f"{number}/{document.of}" for number in missing[:NAMED])
        which = "shard" if len(missing) == 1 else "shards"
        again = f"corpus-qa validate {' '.join(document.paths)} --shard {missing[0]}/{document.of}"
        yield f"{which} {named}{more} missing: run {again} --run RUN, then merge all."


def _damaged(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if names := list(damaged_tables(part.folder, part.document)):
            yield (
                f"{part.folder} ({part.document.name}) is damaged: {names[0]}.parquet is not what "
                "was written. Run this shard again, then merge."
            )


def _told(options: Options, part: Part) -> Options:
    """Return options with what the shards were told where they say nothing."""
    told = part.document.options
    return replace(
        options,
        config=options.config or _path(told.get("config")),
        suite=options.suite if options.suite is not None else told.get("suite"),
        baseline=options.baseline or _path(told.get("baseline")),
        index=options.index or told.get("index"),
        compare=options.compare or _path(told.get("compare")),
    )


def _as_read(settings: Settings, part: Part) -> Settings:
    """Return settings with the columns that the shards were read by, which calls may name."""
    columns = part.document.config["input"]["columns"]
    given = settings.config
    return replace(settings, config=replace(given, input=replace(given.input, columns=columns)))


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def _ingest(parts: Sequence[Part], run: RunContext) -> Ingested:
    """Take the articles of all shards as one dataset, with what was found in them."""
    first = parts[0].document
    for name, digits in identity_of(run.settings, run.rules).items():
        if first.identity.get(name) != digits:
            msg = (
                f"{parts[0].folder} was made with another {name} than this merge: merge with the "
                f"options of the shards ({' '.join(_said(first)) or 'none'}), in the same folder, "
                "or run the shards again."
            )
            raise UsageError(msg)
    index, missing = open_named_index(run.settings)
    with run.clock.stage("convert"):
        datasets = [_dataset(part) for part in parts]
        if not any(dataset.rows for dataset in datasets) and not first.problems:
            raise IncompleteError(nothing_found(first.paths))
        dataset = (join if first.converted else join_parted)(datasets, run.work / "dataset")
    for part in parts:
        run.clock.add(part.document.timings)
    firsts = accumulate((one.rows for one in datasets), initial=0)
    examined = tuple(
        ExaminedPart(RunFolder(part.folder).examined, row, one.fragments, part.document.crashes)
        for part, one, row in zip(parts, datasets, firsts, strict=False)
    )
    origins = dataset.manifest.sources.values()
    problems = (
        *dict.fromkeys(problem for part in parts for problem in part.document.problems),
        *(problem for origin in origins for problem in origin.problems),
        *missing,
    )
    repeated = dataset.manifest.repeated
    told: tuple[Reason, ...] = tuple(
        dict.fromkeys(note for part in parts for note in part.document.notes)
    )
    return Ingested(dataset, problems, first.left_out, repeated, told, index, examined=examined)


def _said(document: ShardDocument) -> Iterator[str]:
    for name, value in document.options.items():
        yield f"--{'against' if name == 'index' else name} {value}"


def _dataset(part: Part) -> Dataset:
    try:
        return Dataset.open(RunFolder(part.folder).articles, verify=True)
    except InputError as error:
        msg = f"{part.folder} ({part.document.name}) is damaged: run this shard again, then merge."
        raise UsageError(msg) from error
