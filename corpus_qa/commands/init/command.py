"""Start with corpus-qa in a repository: look at it, and write what a gate needs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus_qa.commands.baseline import write_baseline
from corpus_qa.commands.context import Settings, load_settings, settings_of
from corpus_qa.commands.init import templates
from corpus_qa.commands.init.scan import Seen, find_articles, walk_files
from corpus_qa.commands.validate import validate
from corpus_qa.config import FILE_NAMES, Config, Options, find_config
from corpus_qa.errors import IncompleteError, UsageError
from corpus_qa.gate.git import Repository, find_repository, is_ignored, list_files
from corpus_qa.ingest.streams import FETCH
from corpus_qa.model import Verdict
from corpus_qa.run.timing import Progress

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
    asked = _asked(progress, force=force)
    if not asked.wanted:
        return asked, None
    looked, suite = _look(asked, paths)
    if asked.baseline in asked.wanted:
        write_baseline(looked.run, Path(asked.baseline), None)
    branch = asked.repository.branch if asked.repository else ""
    texts: Mapping[str, Callable[[], str]] = {
        CONFIG: lambda: templates.config_text(looked.paths, SUITE, BASELINE, looked.excluded),
        SUITE: lambda: suite,
        WORKFLOW: lambda: templates.workflow_text(branch, templates.own_source()),
        PIPELINE: lambda: templates.pipeline_text(templates.own_source()),
    }
    for name in asked.wanted:
        if name in texts:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(texts[name](), encoding="utf-8", newline="\n")
    return asked, looked


def _asked(progress: Progress, *, force: bool) -> Asked:
    here = Path.cwd()
    repository = find_repository(here)
    if repository and repository.top.resolve() != here.resolve():
        msg = f"Run this at the top of the repository: cd {repository.top}"
        raise UsageError(msg)
    found = find_config(here)
    if force or found is None or found.parent != here:
        settings, baseline = settings_of(Config(), progress=progress), BASELINE
        targets = [CONFIG, SUITE, baseline]
    else:
        settings = load_settings(Options(found), progress)
        baseline = settings.config.gate.baseline or BASELINE
        targets = [found.name, baseline]
        if settings.config.expect.suite == SUITE:
            targets.append(SUITE)
    if repository:
        targets.append(PIPELINE if "gitlab" in (repository.remote or "") else WORKFLOW)
    wanted = tuple(name for name in targets if force or not Path(name).exists())
    kept = tuple(name for name in targets if name not in wanted)
    return Asked(here, repository, settings, baseline, wanted, kept)


def _look(asked: Asked, paths: Sequence[str]) -> tuple[Looked, str]:
    """Find the articles and validate them; return what was seen, and the suite that fits."""
    seen = None
    paths = paths or asked.settings.config.gate.paths
    if not paths:
        names = list_files(asked.here) if asked.repository else walk_files(asked.here)
        seen = find_articles(asked.here, names, asked.settings.config.input)
        paths = seen.paths
    if not paths:
        msg = "No articles were found here. Say where they are: corpus-qa init PATH..."
        raise IncompleteError(msg)
    run, document, excluded = _validate(asked.settings, paths)
    suite, raised = templates.fitted_suite(document["expectations"])
    return Looked(tuple(paths), seen, run, document, excluded, raised), suite


def _validate(
    settings: Settings, paths: Sequence[str]
) -> tuple[Path, Mapping[str, Any], tuple[str, ...]]:
    """Validate with the usual suite; a second time without the files that cannot be read."""
    run, document = _run(settings, paths, ())
    if document["verdict"] != Verdict.INCOMPLETE:
        return run, document, ()
    problems = document["problems"]
    pointers = [problem["source"] for problem in problems if problem["hint"] == FETCH]
    if pointers:
        more = (
            f" and {len(pointers) - 1} more files are Git LFS pointers"
            if pointers[1:]
            else " is a Git LFS pointer"
        )
        msg = f"{pointers[0]}{more}, so nothing was written. {FETCH}"
        raise IncompleteError(msg)
    unread = tuple(problem["source"] for problem in problems if problem["line"] is None)
    if unread and len(unread) == len(problems) <= MOST_UNREAD:
        run, document = _run(settings, paths, unread)
    if document["verdict"] == Verdict.INCOMPLETE:
        msg = (
            "Not everything could be read, so nothing was written. Fix or remove these files (see "
            f"{run / 'report.html'}), and run this again."
        )
        raise IncompleteError(msg)
    return run, document, unread


def _run(
    settings: Settings, paths: Sequence[str], exclude: Sequence[str]
) -> tuple[Path, Mapping[str, Any]]:
    config = settings.config
    plain = replace(
        config,
        input=replace(config.input, exclude=(*config.input.exclude, *exclude)),
        expect=replace(config.expect, suite=templates.USUAL),
        gate=replace(config.gate, baseline=""),
    )
    folder = validate(paths, settings_of(plain, settings.file, progress=settings.progress)).folder
    document: Mapping[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return folder, document


LANGUAGES, FEW = 5, 5


def describe(asked: Asked, looked: Looked | None) -> Iterator[str]:
    """Yield it line by line."""
    if looked is None:
        yield "All files already exist; use --force to overwrite them."
    else:
        yield from _seen(asked, looked)
        for name in asked.wanted:
            yield _line("wrote", f"{name:<32}  {_holds(name, asked, looked)}")
        for change in looked.raised if SUITE in asked.wanted else ():
            yield _line("", f"    {change}")
    for name in asked.kept:
        yield _line("kept", name)
    if looked is not None:
        for number, step in enumerate(_steps(asked)):
            yield _line("" if number else "next", step)


def _line(word: str, rest: str) -> str:
    return f"{word:<7} {rest}".rstrip()


def _seen(asked: Asked, looked: Looked) -> Iterator[str]:
    given, families = looked.document["input"], looked.document["counts"]["families"]
    yield _line("saw", f"{given['articles']:,} articles in {', '.join(looked.paths)}")
    if looked.seen:
        kinds = ", ".join(f"{number:,} {suffix}" for suffix, number in looked.seen.files.items())
        yield _line("", f"files: {kinds}")
        if looked.seen.left:
            yield _line("", f"no articles in {_few(looked.seen.left)}")
    if looked.excluded:
        yield _line("", f"left out, because they cannot be read: {_few(looked.excluded)}")
    codes = list(given["languages"].items())[:LANGUAGES]
    languages = ", ".join(f"{code} {number:,}" for code, number in codes)
    yield _line("", f"sites: {given['sites']:,}; languages: {languages}")
    found = [f"{name} {n['articles']:,}" for name, n in families.items() if n["articles"]]
    yield _line("", f"articles with findings: {', '.join(found) or 'none'}")
    if asked.repository:
        remote = asked.repository.remote or "no remote"
        yield _line("", f"git: {remote}, main branch {asked.repository.branch}")
    yield _line("", f"the evidence: {(looked.run / 'report.html').as_posix()}")


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - FEW:,} more" if len(names) > FEW else ""
    return f"{', '.join(names[:FEW])}{more}"


def _holds(name: str, asked: Asked, looked: Looked) -> str:
    """Say what a written file is for."""
    if name == CONFIG:
        return "where the articles are, and what judges them"
    if name == asked.baseline:
        return f"{looked.document['counts']['findings']:,} findings accepted, and today's rates"
    if name in {WORKFLOW, PIPELINE}:
        return f"the gate for {'pull' if name == WORKFLOW else 'merge'} requests"
    if looked.raised:
        return f"“{templates.USUAL}”, limits that do not hold set to today's corpus:"
    return f"“{templates.USUAL}”, which holds as it is"


def _steps(asked: Asked) -> Iterator[str]:
    repository = asked.repository
    if repository is None:
        yield "git init, and corpus-qa init again for the workflow"
        return
    if WORKFLOW in asked.wanted and templates.own_source() == templates.SOMEWHERE:
        yield f"put the repository and the commit of corpus-qa into {WORKFLOW}"
    if PIPELINE in asked.wanted:
        yield f"add to .gitlab-ci.yml: include: [{{ local: /{PIPELINE} }}]"
    if not is_ignored(repository.top, "reports/report.html"):
        yield "echo reports/ >> .gitignore"
    yield f"git add {' '.join(asked.wanted)}"
    yield f"corpus-qa gate --base {repository.branch}"
