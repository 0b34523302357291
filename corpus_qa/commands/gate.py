"""The gate: may the articles that a branch adds go in?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from corpus_qa.commands.change import ingest_change
from corpus_qa.commands.context import Settings
from corpus_qa.commands.pipeline import Completed, run_pipeline
from corpus_qa.commands.run import Subject
from corpus_qa.errors import IncompleteError, UsageError
from corpus_qa.gate.git import changes_since, removes
from corpus_qa.ingest.discover import is_dataset
from corpus_qa.run.document import Change

# Where a gate keeps what it needs again, below the top of the repository, unless told otherwise.
CACHE = Path(".corpus-qa/cache")


def gate(
    base: str, paths: Sequence[str], settings: Settings, folder: Path | None = None
) -> Completed:
    """Judge the articles that differ from the merge base of ``base``.

    Only these are examined. They are compared with each other and with all articles that were there
    before, as an index knows them: the one that is named, or one that is made and kept in a cache.

    Raises:
        UsageError: There is no repository or no such ref, or no path to examine.
        IncompleteError: The clone is too shallow, or the baseline is gone.
    """
    named = tuple(paths or settings.config.gate.paths)
    if not named:
        msg = "Name the articles: corpus-qa gate --base REF PATH..., or paths in [gate]."
        raise UsageError(msg)
    if any(is_dataset(Path(path)) for path in named):
        msg = "A gate compares sources, not a dataset: name the files it was made from."
        raise UsageError(msg)
    changes = changes_since(base, Path.cwd())
    if settings.baseline is not None and removes(changes, settings.baseline):
        msg = (
            f"The change removes the baseline {settings.baseline}: restore it, or write a new one."
        )
        raise IncompleteError(msg)
    if settings.cache is None:
        settings = replace(settings, cache=changes.top / CACHE)
    change = Change(base, changes.base, len(changes.files), len(changes.removed))
    subject = Subject("gate", named, partial(ingest_change, changes, named), change)
    return run_pipeline(subject, settings, folder)
