"""One shard of a corpus: its articles are examined, and what was found is kept for ``merge``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from corpus_qa.commands.context import Settings
from corpus_qa.commands.convert import cached_dataset, nothing_found, progress_of
from corpus_qa.commands.pipeline import examine, ingest
from corpus_qa.commands.run import Ingested, Rules, RunContext, Subject, open_run
from corpus_qa.dataset.convert import convert_found
from corpus_qa.dataset.join import keep_dataset, shard_of
from corpus_qa.dataset.store import Dataset
from corpus_qa.errors import IncompleteError
from corpus_qa.examine.cache import fingerprint_of
from corpus_qa.ingest.discover import Found, find, is_dataset
from corpus_qa.ingest.division import Shard, size_of, sources_of
from corpus_qa.run.folder import path_from_here, sha256_of
from corpus_qa.run.shard import ShardDocument, write_shard

# Settings that name files, which are compared themselves.
FILES = (("expect", "suite"), ("expect", "schema"), ("gate", "baseline"))


@dataclass(frozen=True, slots=True)
class Sharded:
    """A partial run: its folder, what it tells of itself, and how much could not be read."""

    folder: Path
    document: ShardDocument
    problems: int


@dataclass(frozen=True, slots=True)
class Corpus:
    """What all shards have to divide: sources, or a dataset; ``digest`` changes with it."""

    found: Found
    dataset: Dataset | None
    digest: str


def validate_shard(
    paths: Sequence[str],
    shard: Shard,
    settings: Settings,
    folder: Path | None = None,
    shown: Sequence[str] = (),
) -> Sharded:
    """Examine one shard of the articles in some paths, and leave a partial run.

    Raises:
        ConfigError: The configuration, a suite or a schema is wrong; nothing was read.
        InputError: The input cannot be made into a dataset.
        IncompleteError: There is no article for any shard, or the baseline is not there.
        UsageError: The run folder or the cache cannot be written.
    """
    named = tuple(paths)
    corpus = _look(named, settings)
    reads = partial(_ingest, named, corpus, shard)
    subject = Subject("validate", tuple(shown) or named, reads, judged=False)
    with open_run(subject, settings, folder) as run:
        ingested = ingest(subject, run)
        examination = examine(run, ingested)
        tables = _keep(run, ingested.dataset)
        whole = replace(ingested, problems=corpus.found.problems)
        document = ShardDocument(
            number=shard.number,
            of=shard.of,
            paths=subject.paths,
            articles=ingested.dataset.rows,
            identity={"input": corpus.digest, **identity_of(settings, run.rules)},
            config=settings.config.values(),
            options=dict(_options(settings)),
            tables=tables,
            converted=corpus.dataset is None,
            seconds=round(run.clock.elapsed(), 3),
            timings=run.clock.timings(),
            problems=whole.problems,
            left_out=whole.left_out,
            crashes=tuple(examination.crashes),
            notes=(*run.notes, *examination.notes()),
        )
        write_shard(run.folder, document)
    return Sharded(run.folder.final, document, len(ingested.problems))


def _look(paths: tuple[str, ...], settings: Settings) -> Corpus:
    """Look at what there is to divide, without reading it.

    Raises:
        IncompleteError: There is nothing.
    """
    if len(paths) == 1 and is_dataset(Path(paths[0])):
        dataset = Dataset.open(Path(paths[0]))
        if not dataset.rows:
            raise IncompleteError(nothing_found(paths))
        parts = [fragment.sha256 for fragment in dataset.fragments]
        return Corpus(Found((), ()), dataset, _digest(parts))
    found = find(paths, settings.config.input.exclude)
    if not found.sources and not found.problems:
        raise IncompleteError(nothing_found(paths))
    sources = [[source.name, size_of(source)] for source in found.sources]
    return Corpus(found, None, _digest(sources))


def _ingest(paths: tuple[str, ...], corpus: Corpus, shard: Shard, run: RunContext) -> Ingested:
    settings = run.settings
    with run.clock.stage("convert"):
        if corpus.dataset is not None:
            return Ingested(shard_of(corpus.dataset, shard))
        own = tuple(sources_of(shard, corpus.found.sources))
        stretches = [[source.name, source.stretch] for source in own if source.stretch]
        role = f"shard {shard} {_digest(stretches)}"
        read = convert_found(
            Found(own, corpus.found.problems, corpus.found.left_out),
            cached_dataset(run.cache, role, paths, settings) or run.work / "dataset",
            options=settings.config.input,
            jobs=settings.jobs,
            progress=progress_of(settings, "convert"),
            shard=True,
        )
    return Ingested(read.dataset, read.problems, read.left_out)


def _keep(run: RunContext, dataset: Dataset) -> dict[str, str]:
    """Move the tables of what was found, and the articles, to the run folder; return the tables."""
    keep_dataset(dataset, run.folder.articles)
    run.folder.examined.mkdir()
    tables = {path.stem: path for path in sorted(run.work.glob("*.parquet"))}
    for path in tables.values():
        path.rename(run.folder.examined / path.name)
    return {name: sha256_of(run.folder.examined / path.name) for name, path in tables.items()}


def identity_of(settings: Settings, rules: Rules) -> dict[str, str]:
    """Return digits that change with whatever shards of one run must share, by what that is."""
    values = settings.config.values()
    for room, name in FILES:
        del values[room][name]
    del values["engine"], values["index"]  # they alter nothing of what is found in an article
    suite = [rules.suite.name, *map(repr, rules.expectations)]
    baseline = sha256_of(settings.baseline) if settings.baseline else ""
    return {
        "configuration": _digest(values),
        "suite": _digest(suite),
        "schema of articles": _digest(rules.schema.text),
        "baseline": baseline,
        "version": fingerprint_of(settings.checks, [rules.schema.text]),
    }


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def _options(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield what the command line said that ``merge`` goes by where it is not told otherwise."""
    for name in ("config", "suite", "baseline", "index", "compare"):
        if (value := getattr(settings.options, name)) is not None:
            yield name, str(value)


def describe(sharded: Sharded) -> Iterator[str]:
    """Yield what a person needs to know of a partial run, line by line."""
    document = sharded.document
    articles = "1 article" if document.articles == 1 else f"{document.articles:,} articles"
    told = f"{document.name}: {articles} examined in {path_from_here(sharded.folder)}"
    missed = [
        f"{count:,} {name if count != 1 else name.removesuffix('s')}"
        for count, name in ((sharded.problems, "problems"), (len(document.crashes), "crashes"))
        if count
    ]
    yield f"{told}{', with ' + ' and '.join(missed) if missed else ''}."
    yield f"It is judged with the other {document.of - 1}: corpus-qa merge RUN..."
