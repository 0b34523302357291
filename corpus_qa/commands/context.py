"""What the stages of a run work with: configuration, checks, cache, folders, how it tells."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus_qa.checks import catalogue
from corpus_qa.config import Config, find_config, load_config, shipped
from corpus_qa.dataset.manifest import is_locked
from corpus_qa.dedup.index.store import Index, open_index
from corpus_qa.dedup.relate import problem_with
from corpus_qa.errors import ConfigError, UnusableIndexError, UsageError
from corpus_qa.examine.cache import DATASETS, Cache, touch
from corpus_qa.examine.run import Examination
from corpus_qa.expectations.schema import Contract, load_contract, read_contract
from corpus_qa.model import Check, Problem, Reason, Severity
from corpus_qa.run.timing import Clock, Progress


@dataclass(frozen=True, slots=True)
class Settings:
    """A configuration and its file; relative paths in it start at ``base``.

    ``baseline``, ``cache`` and ``against`` (an index) are those that the command line names,
    instead of those of the configuration.
    """

    config: Config
    file: Path | None
    base: Path
    baseline: Path | None = None
    cache: Path | None = None
    against: str | None = None

    @property
    def cache_folder(self) -> Path | None:
        """The folder of the cache, if there is to be one."""
        named = self.config.engine.cache
        if self.cache is not None or not named:
            return self.cache
        return (self.file.parent if self.file else Path()) / named

    @property
    def jobs(self) -> int:
        """The number of worker processes: what was asked for, or one per usable core."""
        return self.config.engine.jobs or len(_usable_cores())


def load_settings(
    file: Path | None = None,
    suite: str | None = None,
    jobs: int | None = None,
    baseline: Path | None = None,
) -> Settings:
    """Read the configuration and apply what the command line says instead.

    Raises:
        ConfigError: The file cannot be read or holds something unknown.
    """
    found = file or find_config(Path.cwd())
    config = load_config(found) if found else Config()
    base = found.parent if found and suite is None else Path.cwd()
    if suite is not None:
        config = replace(config, expect=replace(config.expect, suite=suite))
    if jobs is not None:
        config = replace(config, engine=replace(config.engine, jobs=jobs))
    return Settings(config, found, base, baseline)


def selected_checks(config: Config) -> tuple[Check, ...]:
    """Return the checks that run, in the order of their ids.

    Raises:
        ConfigError: A selection names no check, or an ignored check has no reason.
    """
    known = catalogue()
    options = config.checks
    for prefix in (*options.select, *options.ignore):
        if not any(check.startswith(prefix) for check in known):
            msg = f"[checks] names “{prefix}”, but no check has such an id: see corpus-qa explain."
            raise ConfigError(msg)
    for prefix, reason in options.ignore.items():
        if not reason.strip():
            msg = f"[checks.ignore] {prefix} needs a reason, which the report will show."
            raise ConfigError(msg)
    return tuple(
        check
        for check in known.values()
        if _matches(check, options.select or ("",)) and not _matches(check, tuple(options.ignore))
    )


def _matches(check: Check, prefixes: Sequence[str]) -> bool:
    return any(check.id.startswith(prefix) for prefix in prefixes)


def _usable_cores() -> Sequence[int]:
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return range(os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Means:
    """The settings of a run, its cache if it has one, its working folder, and how it tells."""

    settings: Settings
    cache: Cache | None
    work: Path
    clock: Clock
    progress: Progress


def open_cache(folder: Path | None) -> Cache | None:
    """Open the cache in ``folder``, if there is to be one.

    Raises:
        UsageError: It cannot be written.
    """
    if folder is None:
        return None
    try:
        return Cache.at(folder)
    except OSError as error:
        msg = f"The cache {folder} cannot be written ({error.strerror}): name another with --cache."
        raise UsageError(msg) from error


def dataset_folder(
    cache: Cache | None, role: str, paths: Sequence[str], settings: Settings
) -> Path | None:
    """Return where the cache keeps the dataset of some paths, so that it is converted only once.

    ``role`` tells apart what is kept of the same paths. None if there is no cache, or if another
    process writes this dataset now.
    """
    if cache is None:
        return None
    options = settings.config.values()["input"]
    told = json.dumps([role, *(str(Path(path).absolute()) for path in paths), options])
    folder = cache.folder / DATASETS / hashlib.sha256(told.encode()).hexdigest()[:32]
    folder.mkdir(exist_ok=True)
    touch(folder)
    return None if is_locked(folder) else folder


def cache_reasons(cache: Cache | None, examination: Examination) -> Iterator[Reason]:
    """Say for how many articles the cache had results, and whether it was damaged."""
    if cache is None:
        return
    if cache.damaged:
        number = len(cache.damaged)
        entries = "entry of the cache was" if number == 1 else "entries of the cache were"
        message = f"{number} {entries} damaged and not used: the articles were examined again."
        yield Reason("cache", Severity.WARNING, message)
    if examination.reused:
        examined = examination.examined or "None"
        total = examination.examined + examination.reused
        message = (
            f"{examined} of {total} articles had to be examined: the results of the others "
            f"were in the cache {cache.folder.as_posix()}."
        )
        yield Reason("cache", Severity.NOTE, message)


def cache_told(cache: Cache | None, examination: Examination) -> dict[str, Any]:
    """Return what ``run.json`` says of the cache."""
    if cache is None:
        return {}
    used = {
        "folder": cache.folder.as_posix(),
        "examined": examination.examined,
        "reused": examination.reused,
        "damaged": len(cache.damaged),
    }
    return {"cache": used}


@dataclass(frozen=True, slots=True)
class Against:
    """The index of a run, or the problem with the one that was named; neither if none was."""

    index: Index | None = None
    problem: Problem | None = None


def open_against(settings: Settings) -> Against:
    """Open the index that the command line or the configuration names."""
    place = index_place(settings)
    if place is None:
        return Against()
    try:
        return Against(open_index(place))
    except UnusableIndexError as error:
        return Against(problem=problem_with(place, error))


def index_place(settings: Settings) -> str | None:
    """Return the path or URI of the index: what the command line says, or the configuration."""
    named = settings.config.index.against
    if settings.against or not named:
        return settings.against or None
    if "://" in named or not settings.file:
        return named
    return str(Path(settings.file.parent) / named)


def contract_of(settings: Settings) -> Contract:
    """Read the schema of article rows: the one that the configuration names, or the shipped one.

    Raises:
        ConfigError: The file cannot be read, or is no schema.
    """
    name = settings.config.expect.schema
    if name:
        return read_contract(Path(settings.base) / name)
    text = shipped("article.yaml").read_text(encoding="utf-8")
    return load_contract(text, "article.yaml")
