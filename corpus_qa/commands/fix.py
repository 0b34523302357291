"""Fix articles: apply the repairs of findings to the files that the articles come from."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus_qa.commands.context import Settings
from corpus_qa.commands.convert import describe_problem, nothing_found, progress_of
from corpus_qa.errors import IncompleteError, UsageError
from corpus_qa.examine.batch import Plan
from corpus_qa.ingest.discover import Found, find
from corpus_qa.ingest.records import Reading, Source
from corpus_qa.ingest.registry import readers
from corpus_qa.model import Problem
from corpus_qa.repair.audit import new_audit, put_in_place, undo, write_former
from corpus_qa.repair.fixer import STALE, Examine, Look
from corpus_qa.repair.found import load_findings
from corpus_qa.repair.job import (
    DiffSink,
    Outcome,
    Sink,
    StageSink,
    UnfixableError,
    confined,
    copy_file,
    fixed_tasks,
    place_copies,
    replace_files,
    run_tasks,
)
from corpus_qa.repair.repair import Choice
from corpus_qa.run.document import read_document
from corpus_qa.run.folder import FULL, RunFolder, path_from_here
from corpus_qa.run.timing import now

AUDITS = Path(".corpus-qa") / "fixes"
# Articles that cannot be fixed and are named; the others are counted.
NAMED = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What ``fix`` is asked to do with what it fixed: show it, write copies, or replace files."""

    choice: Choice
    diff: bool = False
    out: Path | None = None
    in_place: bool = False
    run: Path | None = None
    audit: Path | None = None
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fixed:
    """What was done, in which form, and where its audit is."""

    outcome: Outcome
    asked: Asked
    audit: Path | None = None

    @property
    def exit_code(self) -> int:
        """3 if something was not looked at or could not be written, else 0."""
        seen = self.outcome
        return 3 if seen.problems or seen.crashes or _unwritten(seen) else 0


def fix(
    paths: Sequence[str], asked: Asked, settings: Settings, show: Callable[[str], None]
) -> Fixed:
    """Fix the articles of sources; ``show`` prints a line of the diff.

    Raises:
        IncompleteError: There is no article.
        UsageError: Two forms of output are asked for, or a folder is not free.
        UnfixableError: A file cannot be written; all are as they were.
    """
    if asked.diff + asked.in_place + (asked.out is not None) > 1:
        msg = "Choose one of --diff, --out and --in-place."
        raise UsageError(msg)
    look: Look = Examine(Plan(settings.checks))
    if asked.run is not None:
        document = read_document(RunFolder(asked.run).document)
        if document.command != "validate":
            msg = f"{asked.run} is a run of {document.command}; --from needs one of validate."
            raise UsageError(msg)
        if paths:
            msg = "--from fixes the articles of the run; leave out the paths."
            raise UsageError(msg)
        look, paths = load_findings(asked.run), document.input.paths
    if not paths:
        msg = "Name the files or folders to fix, or a run with --from."
        raise UsageError(msg)
    found = find(paths, settings.config.input.exclude)
    asked = replace(asked, paths=tuple(paths))
    if not found.sources and not found.problems:
        raise IncompleteError(nothing_found(paths))
    return _fix(found, look, asked, settings, show)


def _fix(
    found: Found,
    look: Look,
    asked: Asked,
    settings: Settings,
    show: Callable[[str], None],
) -> Fixed:
    options = settings.config.input
    overrides = tuple(options.columns.items())
    reading = Reading(overrides, options.max_record_bytes, now(), readers())
    outcome = Outcome(problems=list(found.problems))
    sources = found.sources
    if asked.in_place:
        sources = tuple(_confined(sources, asked.paths, outcome))
    tasks = fixed_tasks(sources, reading, look, asked.choice, settings.jobs)
    progress = progress_of(settings, "fix")
    if not asked.in_place and asked.out is None:
        sink = DiffSink(outcome, show) if asked.diff else Sink(outcome)
        run_tasks(tasks, sink, progress)
        return Fixed(outcome, asked)
    folder = asked.audit or AUDITS / _audit_name(asked.paths)
    place = _places(asked.out)
    stage: StageSink | None = None
    try:
        with new_audit(folder) as audit:
            stage = StageSink(outcome, audit, place)
            run_tasks(tasks, stage, progress)
        _commit(asked, sources, stage, place, folder)
    except OSError as error:
        raise _unwritable(error) from error
    finally:
        if stage is not None:
            stage.abandon()
    return Fixed(outcome, asked, folder)


def _commit(
    asked: Asked,
    sources: Sequence[Source],
    stage: StageSink,
    place: Callable[[Source], Path],
    folder: Path,
) -> None:
    """Put what is staged in its place; the former bytes are kept before."""
    if asked.in_place:
        staged = [one for _, one in stage.staged]
        write_former(folder, staged)
        replace_files(staged)
        return
    for source, new in place_copies(sources, stage.staged):
        if new is not None:
            put_in_place(new, place(source), like=source.local)
        else:
            copy_file(source.local, place(source))


def _confined(
    sources: Sequence[Source], paths: Sequence[str], outcome: Outcome
) -> Iterator[Source]:
    """Yield the sources that lie in the paths; what a link leads to elsewhere is left alone."""
    roots = [_fixed_part(Path(path)) for path in paths]
    for source in sources:
        if confined(source, roots):
            yield source
            continue
        reason = "a symbolic link leads out of the paths that were named, so it is not changed"
        hint = "Name the file itself, or write copies with --out."
        outcome.problems.append(Problem(source.name, reason, hint))


def _fixed_part(path: Path) -> Path:
    """Return the part of a path before its first wildcard."""
    parts = []
    for part in path.parts:
        if any(sign in part for sign in "*?[") and not path.exists():
            break
        parts.append(part)
    return Path(*parts)


def _places(out: Path | None) -> Callable[[Source], Path]:
    """Return where the new file of a source goes.

    Raises:
        UsageError: The folder of the copies is not free.
    """
    if out is None:
        return lambda source: Path(os.path.realpath(source.path))
    real = Path(os.path.realpath(out))
    if real.exists() and (not real.is_dir() or any(real.iterdir())):
        msg = f"{out} is not an empty folder; choose another one with --out."
        raise UsageError(msg)

    def place(source: Source) -> Path:
        target = real / source.name
        if not Path(os.path.realpath(target)).is_relative_to(real):
            msg = f"{source.name} would be written outside {out}."
            raise UsageError(msg)
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    return place


def _audit_name(paths: Sequence[str]) -> str:
    at = now()
    parts = "\0".join((*paths, str(at), str(os.getpid())))
    return f"{at:%Y%m%dT%H%M%SZ}-{hashlib.sha256(parts.encode()).hexdigest()[:8]}"


def _unwritable(error: OSError) -> UnfixableError:
    where = f" {error.filename}" if error.filename else ""
    if error.errno in FULL:
        tip = "Make room, and run it again."
    elif error.errno in {errno.EACCES, errno.EPERM}:
        tip = "Allow writing there, or write copies elsewhere with --out."
    else:
        tip = "Run it again when it can be written."
    reason = error.strerror or error
    msg = f"Cannot write{where} ({reason}); each file is the old or the new one. {tip}"
    return UnfixableError(msg)


def _unwritten(outcome: Outcome) -> bool:
    """Whether a file could not be written although its format can be, or articles changed."""
    return any(not one.article_id or one.reason == STALE for one in outcome.refused)


def describe(fixed: Fixed) -> Iterator[str]:
    """Yield what a person needs to know, line by line."""
    seen, asked = fixed.outcome, fixed.asked
    for check, kind in sorted(seen.repairs):
        yield f"{check}  {kind:<6}  {seen.repairs[check, kind]}"
    total = sum(seen.repairs.values())
    kinds = "" if asked.choice.unsafe else "safe "
    verb = "applied" if asked.in_place or asked.out else "would be applied"
    yield (
        f"{total} {kinds}repairs {verb} in {len(seen.fixed)} of {seen.articles} articles"
        + (f", {len(seen.files)} files." if asked.in_place or asked.out else ".")
    )
    yield from _refused(seen)
    if asked.out is not None:
        yield f"Copies  {path_from_here(asked.out)}"
    if fixed.audit is not None:
        yield f"Audit   {path_from_here(fixed.audit)}/fixes.parquet"
    if fixed.audit is not None and asked.in_place and seen.files:
        yield f"Undo    corpus-qa fix --undo {path_from_here(fixed.audit)}"
    elif total and fixed.audit is None:
        named = f"--from {asked.run}" if asked.run else " ".join(asked.paths)
        yield f"Apply them: corpus-qa fix {named} --in-place, or --out DIR for copies."


def _refused(seen: Outcome) -> Iterator[str]:
    by_reason: dict[str, list[str]] = {}
    for one in seen.refused:
        name = one.article_id or one.source
        by_reason.setdefault(one.reason, []).append(name)
    for reason, names in by_reason.items():
        shown = ", ".join(dict.fromkeys(names[:NAMED]))
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        yield f"Not fixed: {shown}{more}: {reason}."


def troubles(fixed: Fixed) -> Iterator[str]:
    """Yield what could not be looked at."""
    yield from map(describe_problem, fixed.outcome.problems)
    for crash in fixed.outcome.crashes:
        yield f"{crash.check} crashed on {crash.article_id}: {crash.error} {crash.hint}"


def undo_fix(place: Path) -> tuple[list[str], int]:
    """Give files their former bytes again; return what to say, and the exit code."""
    try:
        done = undo(place)
    except OSError as error:
        raise _unwritable(error) from error
    lines = [f"{len(done.restored)} files have their former bytes again."]
    if done.unchanged:
        lines.append(f"{len(done.unchanged)} files had them already.")
    lines += [
        f"{path} is not what the fix left: it is left as it is. Restore it from its source."
        for path in done.refused
    ]
    return lines, 3 if done.refused else 0
