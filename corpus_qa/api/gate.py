"""The gate: may the articles that a branch adds go in?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus_qa.api.additions import find_additions
from corpus_qa.api.baseline import baseline_path
from corpus_qa.api.settings import Progress, Settings
from corpus_qa.api.validate import Change, Validated, validate
from corpus_qa.dataset import Dataset, is_dataset
from corpus_qa.errors import IncompleteError, UsageError
from corpus_qa.gate.changes import changes_since, removes


def gate(
    base: str,
    paths: Sequence[str],
    settings: Settings,
    run: Path | None,
    progress: Progress,
) -> Validated:
    """Judge the articles that differ from the merge base of ``base``.

    All articles are examined and related, but findings of articles that were there before are
    known: they fail nothing.

    Raises:
        UsageError: There is no repository or no such ref, or no path to examine.
        IncompleteError: The clone is too shallow, or the baseline is gone.
    """
    paths = list(paths or settings.config.gate.paths)
    if not paths:
        msg = "Name the articles: corpus-qa gate --base REF PATH..., or paths in [gate]."
        raise UsageError(msg)
    if any(is_dataset(Path(path)) for path in paths):
        msg = "A gate compares sources, not a dataset: name the files it was made from."
        raise UsageError(msg)
    changes = changes_since(base, Path.cwd())
    file = baseline_path(settings)
    if file is not None and removes(changes, file):
        msg = f"The change removes the baseline {file}: put it back, or write it anew."
        raise IncompleteError(msg)

    def find(dataset: Dataset, work: Path) -> frozenset[str]:
        return find_additions(dataset, changes, settings.config.input, work)

    told = {
        "base": base,
        "commit": changes.base,
        "files": len(changes.files),
        "removed": len(changes.removed),
    }
    return validate(paths, settings, run, progress, Change(find, told))
