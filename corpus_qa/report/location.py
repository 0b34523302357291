"""Where a finding is, as editors and CI systems count: path, line and column."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus_qa.report.load import Finding, Run


@dataclass(frozen=True, slots=True)
class Place:
    """A path or URI, and a region of it as far as it is known; lines and columns count from 1."""

    path: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None

    def __str__(self) -> str:
        """Return ``path``, ``path:line`` or ``path:line:column``."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)


def place_of(run: Run, finding: Finding) -> Place:
    """Return where a finding is, by the path that the user would type."""
    path = path_of(finding.source or finding.article_id, run.document.input.paths)
    return Place(path, finding.line, finding.column, finding.end_line, finding.end_column)


def other_place(run: Run, finding: Finding) -> Place | None:
    """Return where the article is that a finding is a duplicate of, if it is about one."""
    if finding.other_id is None:
        return None
    source = finding.other_source or finding.other_id
    path = path_of(source, run.document.input.paths) if finding.other_here else source
    return Place(path, finding.other_line)


def path_of(source: str, roots: Sequence[str]) -> str:
    """Return the path that the user would type for a source, which is relative to its root.

    With one root it follows from the names; with several, the file that exists decides.
    """
    if "://" in source:
        return source
    candidates = [_joined(root, source) for root in roots]
    if len(candidates) == 1:
        return candidates[0]
    return next((path for path in candidates if Path(path).exists()), source)


def _joined(root: str, source: str) -> str:
    parts = []
    for part in Path(root).as_posix().split("/"):
        if glob.has_magic(part):
            break
        parts.append(part)
    base = PurePosixPath("/".join(parts) or ".")
    return str(base if base.name == source else base / source)
