"""What became of a run: what was not looked at, what holds, and the verdict."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from corpus_qa.model.check import Severity

# The name under which crashes outside any check are reported.
ENGINE = "engine"

# Files that were left out of which the path is kept, for each reason.
MAX_PATHS = 50
# Files that are called by their paths in one line; more are counted, the most frequent types.
FEW, FEW_KINDS = 3, 5


class Verdict(StrEnum):
    """The gate's answer. ``incomplete`` means that something was not looked at."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Crash:
    """A check that raised on an article. A run with crashes is never a passing run.

    ``source`` is the file of the article, and ``within`` names what it belongs to where that is not
    what the run judges: the corpus that it compares with.
    """

    check: str
    article_id: str
    error: str
    traceback: str
    source: str = ""
    within: str = ""

    @property
    def hint(self) -> str:
        """What to do about it."""
        if self.check == ENGINE:
            return "Report the crash, or fix or remove the article."
        return f'Report the crash, or turn the check off: [checks.ignore] {self.check} = "why"'


@dataclass(frozen=True, slots=True)
class Problem:
    """An input, or a part of one, that could not be read: what, where, why, and what to do."""

    source: str
    reason: str
    hint: str
    line: int | None = None
    byte: int | None = None
    lost: int | None = None


# What people take for a suffix: not the rest of ``index.php?id=1``.
SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,11}")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file or folder (its path ends with ``/``) below the named paths that is not read; why."""

    path: str
    reason: str

    @property
    def kind(self) -> str:
        """Its suffix, or what it is called where that is no suffix."""
        if self.path.endswith("/"):
            return "folder"
        suffix = PurePosixPath(self.path).suffix
        return suffix.lower() if SUFFIX.fullmatch(suffix) else "no suffix"


@dataclass(frozen=True, slots=True)
class Failing:
    """One key (a site, an article) that broke an expectation over many rows, with its value."""

    key: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one expectation: ``pass``, ``fail``, or ``error`` where judging it broke.

    ``low`` and ``high`` bound the observed rate (95 %); ``limit`` says in words what was expected,
    ``at_least`` and ``at_most`` in numbers where it is a range.
    """

    rule: str
    title: str
    expectation: str
    scope: str
    metric: str | None
    severity: Severity
    family: str | None
    limit: str
    status: str
    observed: float | None = None
    low: float | None = None
    high: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    failing: tuple[Failing, ...] = ()
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a verdict, in words, and what to do about it."""

    kind: str
    severity: Severity
    message: str
    next: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOutCount:
    """How many files were left out for a reason: how many of each type, and the first paths."""

    reason: str
    files: int
    kinds: Mapping[str, int]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """Which column of the input fills a column of the articles, in how many sources, and why."""

    column: str
    name: str
    sources: int
    reason: str


def columns_line(uses: Sequence[ColumnUse]) -> str:
    """Say in one line what fills which column; nothing where no input has columns."""
    names: dict[str, list[str]] = {}
    for use in uses:
        names.setdefault(use.column, []).append(use.name)
    parts = (
        f"{column} <- {named[0]}{f' and {len(named) - 1} more' if named[1:] else ''}"
        for column, named in names.items()
    )
    return f"Columns: {', '.join(parts)}." if names else ""


def count_left_out(items: Iterable[LeftOut]) -> tuple[LeftOutCount, ...]:
    """Count the files that were left out, by reason and type."""
    groups: dict[str, list[LeftOut]] = {}
    for item in items:
        groups.setdefault(item.reason, []).append(item)
    return tuple(
        LeftOutCount(
            reason,
            len(group),
            dict(Counter(item.kind for item in group).most_common()),
            tuple(item.path for item in group[:MAX_PATHS]),
        )
        for reason, group in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    )


def left_out_line(groups: Sequence[LeftOutCount]) -> str:
    """Say in one line what was left out and why; nothing where all was read."""
    if not groups:
        return ""
    reasons = "; ".join(f"{_kinds(group)}: {group.reason}" for group in groups)
    files = sum(group.files for group in groups)
    return f"Left out: {files:,} {'file' if files == 1 else 'files'} ({reasons})."


def _kinds(group: LeftOutCount) -> str:
    if group.files <= FEW:
        return ", ".join(group.paths)
    kinds = list(group.kinds.items())
    more = [f"{sum(number for _, number in kinds[FEW_KINDS:]):,} others"]
    named = [f"{number:,} {kind}" for kind, number in kinds[:FEW_KINDS]]
    return ", ".join(named + (more if len(kinds) > FEW_KINDS else []))
