"""What a run is asked to do, and the articles that it therefore looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus_qa.api.accepting import Acceptance
from corpus_qa.api.against import Against, open_against
from corpus_qa.api.changed import Wanted, read_change
from corpus_qa.api.convert import take as take_dataset
from corpus_qa.api.keeping import dataset_folder
from corpus_qa.api.means import Means
from corpus_qa.api.past import Past, examine_past
from corpus_qa.api.settings import Settings
from corpus_qa.api.standing import standing_index
from corpus_qa.dataset import Dataset
from corpus_qa.expect.suites import Expectation
from corpus_qa.gate.changes import Changes
from corpus_qa.model import Check, Crash, Problem


@dataclass(frozen=True, slots=True)
class Change:
    """A change that is judged instead of the whole; ``told`` is what ``run.json`` says of it."""

    changes: Changes
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is asked to do: everything that can be wrong before an article is read."""

    paths: Sequence[str]
    settings: Settings
    checks: tuple[Check, ...]
    suite: tuple[str, str]
    expectations: tuple[Expectation, ...]
    acceptance: Acceptance
    change: Change | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run looks at: the whole, or what a change adds.

    Attributes:
        dataset: The articles.
        problems: What could not be read.
        against: The index to compare with, if there is one.
        past: What the articles had that a change takes away; None where the whole is looked at.
        crashes: What broke off on the articles that a change leaves as they are.
    """

    dataset: Dataset
    problems: tuple[Problem, ...]
    against: Against
    past: Past | None = None
    crashes: tuple[Crash, ...] = ()


def take(asked: Asked, means: Means) -> Taken:
    """Read the articles that a run looks at, or take a dataset of them.

    Raises:
        InputError: The input cannot be made into a dataset.
        IncompleteError: There is no article.
    """
    if asked.change is not None:
        return _take_change(asked, asked.change, means)
    against = open_against(means.settings)
    with means.clock.stage("convert"):
        kept = dataset_folder(means.cache, "all", asked.paths, means.settings)
        out = kept or means.work / "dataset"
        return Taken(*take_dataset(asked.paths, out, means.settings, means.progress), against)


def _take_change(asked: Asked, change: Change, means: Means) -> Taken:
    """Compare with the index that is named, or else with all that was there before."""
    against = open_against(means.settings)
    whole = against == Against()
    with means.clock.stage("convert"):
        changed = read_change(Wanted(change.changes, tuple(asked.paths), whole), means)
    with means.clock.stage("past"):
        held = asked.acceptance.with_inline(changed.removed).held
        past = examine_past(changed.removed, asked.checks, held, means)
    if not changed.added.rows:
        return Taken(changed.added, changed.problems, Against(problem=against.problem), past)
    with means.clock.stage("index"):
        standing = standing_index(changed.base, asked.checks, means) if whole else None
    index = standing.index if standing else against.index
    if index is not None:
        against = Against(replace(index, gone=changed.gone))
    # What the change takes away is mended by it.
    crashes = [c for c in standing.crashes if c.article_id not in changed.gone] if standing else ()
    return Taken(changed.added, changed.problems, against, past, tuple(crashes))
