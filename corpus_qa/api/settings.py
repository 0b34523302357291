"""What a command works with: the configuration, the checks that it selects, and how it tells."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus_qa.checks import catalogue
from corpus_qa.config import Config, find_config, load_config
from corpus_qa.errors import ConfigError
from corpus_qa.model import Check

# Called with the name of a stage, what is done, and what there is to do (0: not known).
Progress = Callable[[str, int, int], None]


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


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody about progress."""


def _matches(check: Check, prefixes: Sequence[str]) -> bool:
    return any(check.id.startswith(prefix) for prefix in prefixes)


def _usable_cores() -> Sequence[int]:
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return range(os.cpu_count() or 1)
