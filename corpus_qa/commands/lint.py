"""Findings of single articles, one a line: for editors and pre-commit. No suite, no judging."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from corpus_qa.commands.context import Settings
from corpus_qa.commands.convert import convert, describe_problem
from corpus_qa.dataset.store import Dataset
from corpus_qa.examine.batch import BatchResult, Plan, examine_batch
from corpus_qa.model import Severity

MAX_EXCERPT = 80


@dataclass(frozen=True, slots=True)
class Linted:
    """The lines to print, what could not be looked at, and the exit code."""

    lines: tuple[str, ...]
    troubles: tuple[str, ...]
    exit_code: int


def lint(paths: Sequence[str], settings: Settings) -> Linted:
    """Examine sources article by article.

    Raises:
        IncompleteError: There is no article at all.
    """
    plan = Plan(settings.checks)
    with tempfile.TemporaryDirectory(prefix="corpus-qa-") as scratch:
        converted = convert(paths, Path(scratch) / "dataset", settings)
        lines, crashes, flagged = _examine(converted.dataset, plan)
    troubles = (*map(describe_problem, converted.problems), *crashes)
    code = 3 if troubles else int(flagged)
    return Linted(tuple(lines), troubles, code)


def _examine(dataset: Dataset, plan: Plan) -> tuple[list[str], list[str], bool]:
    paths = {name: origin.path for name, origin in dataset.manifest.sources.items()}
    lines, crashes, flagged = [], [], False
    for batch, result in zip(dataset.batches(), _results(dataset, plan), strict=True):
        sources = {article.article_id: article.source for article in batch.articles}
        crashes += [
            f"{crash.check} crashed on {crash.article_id}: {crash.error} {crash.hint}"
            for crash in result.crashes
        ]
        for finding in result.findings.to_pylist():
            source = sources[finding["article_id"]]
            lines.append(_line(finding, paths.get(source, source)))
            flagged = flagged or finding["severity"] != Severity.NOTE
    return lines, crashes, flagged


def _results(dataset: Dataset, plan: Plan) -> Iterator[BatchResult]:
    work = partial(examine_batch, plan=plan)
    if not plan.plugged_in:
        return map(work, dataset.batches())
    from corpus_qa.examine.run import guarded  # noqa: PLC0415 - only for checks of other packages

    return guarded(work, dataset.batches(), plan, 1)


def _line(finding: Mapping[str, Any], path: str) -> str:
    place = f"{path}:{finding['line'] or 1}:{finding['column'] or 1}"
    return f"{place}: {finding['check']} {' '.join(_parts(finding))}"


def _parts(finding: Mapping[str, Any]) -> Iterator[str]:
    yield finding["message"]
    if finding["excerpt"]:
        words = " ".join(finding["excerpt"].split())
        cut = words if len(words) <= MAX_EXCERPT else f"{words[:MAX_EXCERPT]}…"
        yield f"[{cut}]"
