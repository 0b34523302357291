"""Findings of single articles, for editors and pre-commit. No suite, no judging."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from corpus_qa.commands.context import Settings
from corpus_qa.commands.convert import convert, describe_problem
from corpus_qa.dataset.store import Dataset
from corpus_qa.examine.batch import BatchResult, Plan, examine_batch
from corpus_qa.model import Severity
from corpus_qa.run.folder import path_from_here

MAX_EXCERPT = 80

# The path that stands for standard input.
STDIN = "-"

# What standard input is taken for, unless a name says otherwise.
NAMELESS = "stdin.txt"

# Columns of a finding that ``--format json`` gives.
SHOWN = (
    *("article_id", "check", "name", "family", "severity", "field", "start", "end"),
    *("line", "column", "end_line", "end_column", "excerpt", "message", "suggestion"),
)

# A finding with the path of its file.
Found: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Linted:
    """The findings, what could not be looked at, and the exit code."""

    findings: tuple[Found, ...]
    troubles: tuple[str, ...]
    exit_code: int

    def statistics(self) -> Iterator[str]:
        """Yield how many findings each check has, the most first, and the total."""
        counts = Counter((found["check"], found["name"]) for found in self.findings)
        for (check, name), number in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
            yield f"{number:>6}  {check}  {name}"
        articles = len({(found["path"], found["article_id"]) for found in self.findings})
        yield f"{len(self.findings):>6}  findings in {articles} articles"


def lint(paths: Sequence[str], settings: Settings) -> Linted:
    """Examine sources article by article.

    Raises:
        IncompleteError: There is no article at all.
    """
    plan = Plan(settings.checks)
    with tempfile.TemporaryDirectory(prefix="corpus-qa-") as scratch:
        converted = convert(paths, Path(scratch) / "dataset", settings)
        findings, crashes = _examine(converted.dataset, plan)
    troubles = (*map(describe_problem, converted.problems), *crashes)
    flagged = any(found["severity"] != Severity.NOTE for found in findings)
    return Linted(tuple(findings), troubles, 3 if troubles else int(flagged))


def lint_stream(stream: BinaryIO, name: str, settings: Settings) -> Linted:
    """Examine the articles that come from a stream; ``name`` says of what kind they are.

    Raises:
        IncompleteError: There is no article at all.
    """
    with tempfile.TemporaryDirectory(prefix="corpus-qa-") as scratch:
        path = Path(scratch) / Path(name).name
        path.write_bytes(stream.read())
        linted = lint([str(path)], settings)
    shown = tuple(
        {**found, "path": STDIN if name == NAMELESS else name} for found in linted.findings
    )
    return replace(linted, findings=shown)


def _examine(dataset: Dataset, plan: Plan) -> tuple[list[Found], list[str]]:
    paths = {name: origin.path for name, origin in dataset.manifest.sources.items()}
    findings: list[Found] = []
    crashes = []
    for batch, result in zip(dataset.batches(), _results(dataset, plan), strict=True):
        sources = {article.article_id: article.source for article in batch.articles}
        crashes += [
            f"{crash.check} crashed on {crash.article_id}: {crash.error} {crash.hint}"
            for crash in result.crashes
        ]
        for finding in result.findings.to_pylist():
            source = sources[finding["article_id"]]
            path = path_from_here(Path(paths.get(source, source)))
            findings.append({"path": path, **{name: finding[name] for name in SHOWN}})
    return findings, crashes


def _results(dataset: Dataset, plan: Plan) -> Iterator[BatchResult]:
    work = partial(examine_batch, plan=plan)
    if not plan.plugged_in:
        return map(work, dataset.batches())
    from corpus_qa.examine.run import guarded  # noqa: PLC0415 - only for checks of other packages

    return guarded(work, dataset.batches(), plan, 1)


def as_text(findings: Sequence[Found]) -> Iterator[str]:
    """Yield ``path:line:column: ID message [words]``, one finding a line."""
    for found in findings:
        place = f"{found['path']}:{found['line'] or 1}:{found['column'] or 1}"
        yield f"{place}: {found['check']} {' '.join(_parts(found))}"


def _parts(found: Found) -> Iterator[str]:
    yield found["message"]
    if found["excerpt"]:
        words = " ".join(found["excerpt"].split())
        cut = words if len(words) <= MAX_EXCERPT else f"{words[:MAX_EXCERPT]}…"
        yield f"[{cut}]"


def as_json(findings: Sequence[Found]) -> Iterator[str]:
    """Yield one JSON array of all findings."""
    yield json.dumps(findings, ensure_ascii=False, indent=1)


def as_json_lines(findings: Sequence[Found]) -> Iterator[str]:
    """Yield a JSON object for each finding."""
    for found in findings:
        yield json.dumps(found, ensure_ascii=False)


def as_github(findings: Sequence[Found]) -> Iterator[str]:
    """Yield annotations for GitHub Actions."""
    from corpus_qa.report.github import command  # noqa: PLC0415 - reads tables, slow to import

    for found in findings:
        level = "notice" if found["severity"] == Severity.NOTE else found["severity"]
        place = {"file": found["path"], "line": found["line"], "col": found["column"]}
        yield command(level, found["message"], **place, title=f"{found['check']} {found['name']}")


FORMATS: Mapping[str, Callable[[Sequence[Found]], Iterator[str]]] = {
    "text": as_text,
    "json": as_json,
    "jsonl": as_json_lines,
    "github": as_github,
}
