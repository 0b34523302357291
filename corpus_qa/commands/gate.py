"""The gate: may the articles that a branch adds go in?"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from corpus_qa.commands.change import ingest_change
from corpus_qa.commands.context import Settings, load_settings
from corpus_qa.commands.pipeline import Completed, run_pipeline
from corpus_qa.commands.run import Rules, Subject, load_rules
from corpus_qa.config import load_approvals
from corpus_qa.errors import CorpusQAError, IncompleteError, UsageError
from corpus_qa.gate.git import BaseFiles, Changes, changes_since, removes
from corpus_qa.gate.rules import (
    APPROVALS,
    Alteration,
    RuleSet,
    compare_rules,
    covers,
    describe_alterations,
)
from corpus_qa.ingest.discover import is_dataset
from corpus_qa.model import Reason, Severity
from corpus_qa.run.document import Change
from corpus_qa.run.timing import now

# Where a gate keeps what it needs again, below the top of the repository, unless told otherwise.
CACHE = Path(".corpus-qa/cache")
# Events of GitHub that no change provokes: the base itself may be looked at.
UNPROVOKED = ("schedule", "workflow_dispatch")


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
    changes = changes_since(base, Path.cwd())
    if settings.baseline is not None and removes(changes, settings.baseline):
        msg = (
            f"The change removes the baseline {settings.baseline}: restore it, or write a new one."
        )
        raise IncompleteError(msg)
    judges = find_judges(changes, settings)
    named = tuple(paths) or configured_paths(judges.settings, settings, changes.top)
    if not named:
        msg = "Name the articles: corpus-qa gate --base REF PATH..., or paths in [gate]."
        raise UsageError(msg)
    if any(is_dataset(Path(path)) for path in named):
        msg = "A gate compares sources, not a dataset: name the files it was made from."
        raise UsageError(msg)
    _refuse_nothing(changes, os.environ.get("GITHUB_EVENT_NAME", ""))
    settings = judges.settings
    if settings.cache is None:
        settings = replace(settings, cache=changes.top / CACHE)
    here = Path.cwd().resolve().relative_to(changes.top).as_posix()
    sizes = (len(changes.files), len(changes.removed))
    change = Change(base, changes.base, *sizes, folder="" if here == "." else here)
    ingest = partial(ingest_change, changes, named, own_waivers=judges.by_head)
    subject = Subject("gate", named, ingest, change, judges.reasons)
    return run_pipeline(subject, settings, folder)


def _refuse_nothing(changes: Changes, event: str) -> None:
    """Refuse a working tree that is the base, unless the event explains it.

    Raises:
        IncompleteError: Nothing can differ, so that everything would pass.
    """
    if changes.head != changes.base or changes.files or changes.entries or event in UNPROVOKED:
        return
    msg = (
        f"HEAD is the merge base ({changes.base[:12]}), so there is nothing to judge. Check out "
        "the branch that is to be judged, or name what was there before: --base COMMIT."
    )
    if event == "pull_request_target":
        msg = (
            "The event pull_request_target checks out the base, so there is nothing to judge. Use "
            "the event pull_request, or give actions/checkout `ref: refs/pull/NUMBER/merge`."
        )
    raise IncompleteError(msg)


@dataclass(frozen=True, slots=True)
class Judges:
    """What judges a change.

    Attributes:
        settings: The settings with which it is judged.
        reasons: What the change alters in them.
        by_head: Whether they are those that the change brings.
    """

    settings: Settings
    reasons: tuple[Reason, ...] = ()
    by_head: bool = False


def find_judges(changes: Changes, settings: Settings) -> Judges:
    """Take the rules from the merge base of a change, and tell what the change alters in them.

    ``settings`` are those of the working tree. They judge where the base has no configuration yet,
    or where its configuration says so.

    Raises:
        ConfigError: The configuration, suite, schema or baseline that the change brings is wrong.
        IncompleteError: The baseline is named, but not there.
    """
    today = now().date()
    head = load_rules(settings, today)
    options = settings.options
    suite = Path(options.suite) if options.suite else None
    named = frozenset(filter(None, (options.config, options.baseline, suite)))
    read = BaseFiles(changes, named).read
    try:
        base = load_settings(options, settings.progress, read)
        if base.file is None and settings.file is None:
            return Judges(replace(settings, read=read))
        if base.file is None:
            return Judges(settings, (_first_adoption(settings),), by_head=True)
        base = _without_missing_baseline(base)
        rules = load_rules(base, today)
    except CorpusQAError as error:
        message = f"The rules of the merge base cannot be read: {error}"
        tip = "Whoever answers for the rules merges this change if it mends them."
        return Judges(settings, (Reason("rules", Severity.ERROR, message, tip),))
    by_head = base.config.gate.rules == "head"
    alterations = compare_rules(_rule_set(base, rules), _rule_set(settings, head))
    alterations = (*alterations, *_index(changes, base))
    owners = base.config.gate.owners
    approvals = load_approvals(base.base / APPROVALS, read) if owners else ()
    reasons = describe_alterations(alterations, owners, approvals, by_head=by_head)
    if not by_head and changes.tip != changes.base:
        reasons = (*reasons, *_outdated(changes, base, rules, today))
    return Judges(settings if by_head else base, reasons, by_head)


def _outdated(changes: Changes, base: Settings, rules: Rules, today: date) -> Iterator[Reason]:
    """Say which rules were tightened since the branch left: who leaves early does not escape them.

    What the baseline accepts belongs to the articles of its commit, and is no matter here.
    """
    read = BaseFiles(replace(changes, base=changes.tip)).read
    now_there = load_settings(base.options, base.progress, read)
    stricter = _rule_set(now_there, load_rules(replace(now_there, baseline=None), today))
    ours = replace(_rule_set(base, rules), baseline=None)
    for alteration in compare_rules(stricter, ours):
        if alteration.loosens:
            message = (
                f"The base branch has stricter rules by now; the branch still {alteration.text}."
            )
            tip = "Merge the base branch into this one, or rebase it, and run the gate again."
            yield Reason("rules", Severity.ERROR, message, tip)


def _index(changes: Changes, base: Settings) -> Iterator[Alteration]:
    """Say that a change alters the index that it is compared with."""
    if base.index is None or "://" in base.index:
        return
    as_written = Path(os.path.abspath(base.index))  # noqa: PTH100 - links on the way are seen
    places = (as_written, Path(os.path.realpath(as_written)))
    touched = [
        entry
        for entry in changes.entries
        if any(_within(changes.top / entry.path, place) for place in places)
    ]
    if touched:
        text = f"{len(touched)} files of the index {base.config.index.against}"
        names = tuple(f"{entry.status} {entry.path} {entry.content}" for entry in touched)
        yield Alteration(f"alters {text}, which additions are compared with", True, names)  # noqa: FBT003 - as in the others


def _within(changed: Path, place: Path) -> bool:
    """Tell whether what changed is in a place, or a link or submodule on the way to it."""
    return changed.is_relative_to(place) or place.is_relative_to(changed)


def _first_adoption(settings: Settings) -> Reason:
    message = (
        "The merge base has no configuration of corpus-qa: this change is judged by the rules that "
        f"it brings in {settings.config_use().file}."
    )
    tip = "Read them before you merge: they judge all later changes."
    return Reason("rules", Severity.WARNING, message, tip)


def _without_missing_baseline(base: Settings) -> Settings:
    """Leave out a baseline that the base names, but lacks: nothing was accepted there."""
    if base.baseline is not None:
        try:
            base.read(base.baseline)
        except OSError:
            return replace(base, baseline=None)
    return base


def _rule_set(settings: Settings, rules: Rules) -> RuleSet:
    return RuleSet(
        config=settings.config,
        checks=tuple(check.id for check in settings.checks),
        expectations=rules.expectations,
        schema=rules.schema.text,
        baseline=rules.acceptance.baseline,
    )


def configured_paths(base: Settings, head: Settings, top: Path) -> tuple[str, ...]:
    """Return the paths that the base configures, and those that the change adds to them.

    A change has no say about what is outside of the repository, whose folder is ``top``.
    """
    old, new = base.config.gate.paths, head.config.gate.paths
    added = [
        path
        for path in new
        if not any(covers(other, path) for other in old) and _is_inside(path, head.base, top)
    ]
    found = [
        *(_from_here(base.base, path) for path in old),
        *(_from_here(head.base, path) for path in added),
    ]
    return tuple(dict.fromkeys(found))


def _is_inside(path: str, folder: Path, top: Path) -> bool:
    """Tell whether a path or glob of a configuration in ``folder`` stays below ``top``."""
    place = os.path.normpath(folder.absolute() / path)
    fixed = re.split(r"[*?\[]", place, maxsplit=1)[0]
    both = (Path(place), Path(os.path.realpath(fixed)))
    return "://" not in path and all(one.is_relative_to(top) for one in both)


def _from_here(folder: Path, path: str) -> str:
    """Return a path of a configuration in ``folder`` as one would type it in the current folder."""
    if folder.absolute() == Path.cwd():
        return path
    return Path(os.path.relpath(folder / path)).as_posix()
