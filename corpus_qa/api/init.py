"""Start with corpus-qa in a repository: look at it, and write what a gate needs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus_qa.api import starter
from corpus_qa.api.baseline import write_baseline
from corpus_qa.api.settings import Progress, Settings, load_settings
from corpus_qa.api.sources import Seen, find_articles, walk_files
from corpus_qa.api.validate import validate
from corpus_qa.config import FILE_NAMES, Config, find_config
from corpus_qa.dataset.pointer import FETCH
from corpus_qa.errors import IncompleteError, UsageError
from corpus_qa.gate.repository import Repository, find_repository, list_files
from corpus_qa.model import Verdict

CONFIG = FILE_NAMES[0]
SUITE = ".corpus-qa/suite.json"
BASELINE = ".corpus-qa/baseline.json"
WORKFLOW = ".github/workflows/corpus-qa.yml"
PIPELINE = ".corpus-qa/gitlab-ci.yml"
# More files than these that cannot be read are no oversight.
MOST_UNREAD = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What there is to do here: the files to write, and those that are there and kept."""

    here: Path
    repository: Repository | None
    settings: Settings
    baseline: str
    wanted: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen.

    Attributes:
        paths: Where the articles are.
        seen: How they were found; None if somebody named the paths.
        run: The folder of the run that looked at them, and ``document`` its ``run.json``.
        excluded: Files that cannot be read at all.
        raised: Which limits of the suite were set to today's corpus, in words.
    """

    paths: tuple[str, ...]
    seen: Seen | None
    run: Path
    document: Mapping[str, Any]
    excluded: tuple[str, ...]
    raised: tuple[str, ...]


def init(paths: Sequence[str], progress: Progress, *, force: bool) -> tuple[Asked, Looked | None]:
    """Write the files that are not there yet, or with ``force`` all of them.

    Raises:
        UsageError: This is not the top of the repository.
        IncompleteError: There are no articles, or some cannot be read.
    """
    asked = _asked(force=force)
    if not asked.wanted:
        return asked, None
    looked, suite = _look(asked, paths, progress)
    if asked.baseline in asked.wanted:
        write_baseline(looked.run, Path(asked.baseline), None)
    branch = asked.repository.branch if asked.repository else ""
    texts: Mapping[str, Callable[[], str]] = {
        CONFIG: lambda: starter.config_text(looked.paths, SUITE, BASELINE, looked.excluded),
        SUITE: lambda: suite,
        WORKFLOW: lambda: starter.workflow_text(branch, starter.own_source()),
        PIPELINE: lambda: starter.pipeline_text(starter.own_source()),
    }
    for name in asked.wanted:
        if name in texts:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(texts[name](), encoding="utf-8", newline="\n")
    return asked, looked


def _asked(*, force: bool) -> Asked:
    here = Path.cwd()
    repository = find_repository(here)
    if repository and repository.top.resolve() != here.resolve():
        msg = f"Run it at the top of the repository: cd {repository.top}"
        raise UsageError(msg)
    found = find_config(here)
    if force or found is None or found.parent != here:
        settings, baseline = Settings(Config(), None, here), BASELINE
        targets = [CONFIG, SUITE, baseline]
    else:
        settings = load_settings(found)
        baseline = settings.config.gate.baseline or BASELINE
        targets = [found.name, baseline]
        if settings.config.expect.suite == SUITE:
            targets.append(SUITE)
    if repository:
        targets.append(PIPELINE if "gitlab" in (repository.remote or "") else WORKFLOW)
    wanted = tuple(name for name in targets if force or not Path(name).exists())
    kept = tuple(name for name in targets if name not in wanted)
    return Asked(here, repository, settings, baseline, wanted, kept)


def _look(asked: Asked, paths: Sequence[str], progress: Progress) -> tuple[Looked, str]:
    """Find the articles and validate them; return what was seen, and the suite that fits."""
    seen = None
    paths = paths or asked.settings.config.gate.paths
    if not paths:
        names = list_files(asked.here) if asked.repository else walk_files(asked.here)
        seen = find_articles(asked.here, names, asked.settings.config.input)
        paths = seen.paths
    if not paths:
        msg = "No articles were found here. Name where they are: corpus-qa init PATH..."
        raise IncompleteError(msg)
    run, document, excluded = _validate(asked.settings, paths, progress)
    suite, raised = starter.fitted_suite(document["expectations"])
    return Looked(tuple(paths), seen, run, document, excluded, raised), suite


def _validate(
    settings: Settings, paths: Sequence[str], progress: Progress
) -> tuple[Path, Mapping[str, Any], tuple[str, ...]]:
    """Validate with the usual suite; a second time without the files that cannot be read."""
    run, document = _run(settings, paths, (), progress)
    if document["verdict"] != Verdict.INCOMPLETE:
        return run, document, ()
    problems = document["problems"]
    pointers = [problem["source"] for problem in problems if problem["hint"] == FETCH]
    if pointers:
        more = (
            f" and {len(pointers) - 1} more files are pointers" if pointers[1:] else " is a pointer"
        )
        msg = f"{pointers[0]}{more} of Git LFS, so nothing was written. {FETCH}"
        raise IncompleteError(msg)
    unread = tuple(problem["source"] for problem in problems if problem["line"] is None)
    if unread and len(unread) == len(problems) <= MOST_UNREAD:
        run, document = _run(settings, paths, unread, progress)
    if document["verdict"] == Verdict.INCOMPLETE:
        msg = (
            f"Not everything could be read, so nothing was written. See {run / 'report.html'}, "
            "mend these files or take them away, and run it again."
        )
        raise IncompleteError(msg)
    return run, document, unread


def _run(
    settings: Settings, paths: Sequence[str], exclude: Sequence[str], progress: Progress
) -> tuple[Path, Mapping[str, Any]]:
    config = settings.config
    plain = replace(
        config,
        input=replace(config.input, exclude=(*config.input.exclude, *exclude)),
        expect=replace(config.expect, suite=starter.USUAL),
        gate=replace(config.gate, baseline=""),
    )
    folder = validate(paths, replace(settings, config=plain), None, progress).folder
    document: Mapping[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return folder, document
