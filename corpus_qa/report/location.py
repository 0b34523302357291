"""Where a finding is, as editors and CI systems count: path, line and column."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus_qa.report.load import Finding, Run

# Only in these formats is a line of the text a line of the file, so that columns mean something.
LINE_BY_LINE = frozenset({".txt", ".md"})
COMPRESSIONS = frozenset({".gz", ".zst", ".bz2", ".xz"})


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
    """Return where a finding is; the column needs the text, which a run keeps of some articles."""
    path = path_of(finding.source or finding.article_id, run.document.input.paths)
    article = run.articles.get(finding.article_id)
    start, end = finding.start, finding.end
    if finding.line is None or finding.line < 1:
        return Place(path)
    if article is None or start is None or end is None or finding.field != "text":
        return Place(path, finding.line)
    if not _is_line_by_line(path) or article.text[start:end] != finding.excerpt:
        return Place(path, finding.line)
    return Place(
        path,
        finding.line,
        column=start - article.text.rfind("\n", 0, start),
        end_line=finding.line + article.text.count("\n", start, end),
        end_column=end - article.text.rfind("\n", 0, end),
    )


def path_of(source: str, roots: Sequence[str]) -> str:
    """Return the path that the user would type for a source, which is relative to its root.

    With one root it follows from the names; with several, the files that exist tell.
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


def _is_line_by_line(path: str) -> bool:
    suffixes = PurePosixPath(path.lower()).suffixes
    plain = [suffix for suffix in suffixes if suffix not in COMPRESSIONS]
    return bool(plain) and plain[-1] in LINE_BY_LINE
