"""What commands work with: the configuration with every path resolved once, and a run's own things.

A path that the command line names is relative to where the command runs; a path in the
configuration is relative to its file.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus_qa.checks import catalogue
from corpus_qa.config import Config, ConfigUse, Options, ReadFile, find_config, load_config
from corpus_qa.errors import ConfigError
from corpus_qa.model import Check
from corpus_qa.run.folder import path_from_here
from corpus_qa.run.timing import Progress, silent


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration and what follows from it.

    Attributes:
        config: The configuration, with what the command line says instead.
        file: The file that it was read from.
        base: The folder of that file: relative paths of the configuration start there.
        suite_base: The folder in which a relative path of the suite starts.
        checks: The checks that run, in the order of their ids.
        schema: The schema of article rows; None: the one that ships with corpus-qa.
        baseline: The file of what was accepted, if there is one.
        cache: The folder for results of unchanged articles, if there is to be one.
        index: The path or URI of the index to compare with, if there is one.
        jobs: The number of worker processes.
        progress: Receives how far each stage is.
        options: What the command line said.
        read: Reads a file of rules: the configuration, a suite, a schema or a baseline.
    """

    config: Config
    file: Path | None
    base: Path
    suite_base: Path
    checks: tuple[Check, ...]
    schema: Path | None
    baseline: Path | None
    cache: Path | None
    index: str | None
    jobs: int
    progress: Progress = silent
    options: Options = field(default_factory=Options)
    read: ReadFile = Path.read_bytes

    def config_use(self) -> ConfigUse:
        """Return what ``run.json`` says of the configuration."""
        file = path_from_here(self.file) if self.file else None
        return ConfigUse(self.config.fingerprint(), file, self.config.values())

    @property
    def memory(self) -> str:
        """The memory limit of DuckDB, as it writes it."""
        return self.config.engine.memory


def load_settings(
    options: Options | None = None, progress: Progress = silent, read: ReadFile = Path.read_bytes
) -> Settings:
    """Read the configuration and apply what the command line says instead.

    Raises:
        ConfigError: The file cannot be read or holds something unknown.
    """
    options = options or Options()
    file = options.config or find_config(Path.cwd(), read)
    config = load_config(file, read) if file else Config()
    if options.suite is not None:
        config = replace(config, expect=replace(config.expect, suite=options.suite))
    if options.jobs is not None:
        config = replace(config, engine=replace(config.engine, jobs=options.jobs))
    if options.select:
        config = replace(config, checks=replace(config.checks, select=options.select))
    if options.ignore:
        ignored = {**config.checks.ignore, **dict.fromkeys(options.ignore, "by the command line")}
        config = replace(config, checks=replace(config.checks, ignore=ignored))
    return settings_of(config, file, options, progress, read)


def settings_of(
    config: Config,
    file: Path | None = None,
    options: Options | None = None,
    progress: Progress = silent,
    read: ReadFile = Path.read_bytes,
) -> Settings:
    """Resolve every path of a configuration; ``options`` come first."""
    options = options or Options()
    base = file.parent if file else Path()

    def resolve(named: Path | None, configured: str) -> Path | None:
        return named or (base / configured if configured else None)

    index = options.index or config.index.against or None
    if index and not options.index and "://" not in index:
        index = str(base / index)
    return Settings(
        config=config,
        file=file,
        base=base,
        suite_base=Path() if options.suite is not None else base,
        checks=selected_checks(config),
        schema=resolve(None, config.expect.schema),
        baseline=resolve(options.baseline, config.gate.baseline),
        cache=resolve(options.cache, config.engine.cache),
        index=index,
        jobs=config.engine.jobs or _usable_cores(),
        progress=progress,
        options=options,
        read=read,
    )


def selected_checks(config: Config) -> tuple[Check, ...]:
    """Return the checks that run, in the order of their ids.

    Raises:
        ConfigError: A selection names no check, or an ignored check has no reason.
    """
    available = catalogue()
    options = config.checks
    for prefix in (*options.select, *options.ignore):
        if not any(check.startswith(prefix) for check in available):
            msg = f"[checks] names “{prefix}”, but no check has such an id: see corpus-qa explain."
            raise ConfigError(msg)
    for prefix, reason in options.ignore.items():
        if not reason.strip():
            msg = f"[checks.ignore] {prefix} needs a reason, which the report will show."
            raise ConfigError(msg)
    return tuple(
        check
        for check in available.values()
        if check.id.startswith(options.select or "")
        and not check.id.startswith(tuple(options.ignore))
    )


def _usable_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
