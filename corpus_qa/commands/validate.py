"""The main job: all articles in, verdict and report out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from corpus_qa.commands.context import Settings
from corpus_qa.commands.convert import cached_dataset, open_or_convert
from corpus_qa.commands.pipeline import Completed, run_pipeline
from corpus_qa.commands.run import Ingested, RunContext, Subject, open_named_index


def validate(
    paths: Sequence[str],
    settings: Settings,
    folder: Path | None = None,
    shown: Sequence[str] = (),
) -> Completed:
    """Read or take a dataset, examine and judge it, and write the run folder.

    ``shown`` is what reports call the paths, where that is something else.

    Raises:
        As ``run_pipeline``.
    """
    named = tuple(paths)
    subject = Subject("validate", tuple(shown) or named, partial(_ingest, named))
    return run_pipeline(subject, settings, folder)


def _ingest(paths: tuple[str, ...], run: RunContext) -> Ingested:
    index, missing = open_named_index(run.settings)
    with run.clock.stage("convert"):
        out = cached_dataset(run.cache, "all", paths, run.settings) or run.work / "dataset"
        read = open_or_convert(paths, out, run.settings)
    problems = (*read.problems, *missing)
    return Ingested(read.dataset, problems, read.left_out, read.repeated, index=index)
