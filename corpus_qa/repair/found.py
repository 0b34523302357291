"""The findings of a run, to be applied to the articles that it examined."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from corpus_qa.errors import IncompleteError, UsageError
from corpus_qa.ingest.articles import Row
from corpus_qa.repair.fixer import COLUMNS, Looked
from corpus_qa.repair.repair import is_repair

ROWS = 8192


@dataclass
class FindingsOfRun:
    """Looks up what a run found in articles, which come in the order in which it read them.

    Attributes:
        articles: Source -> the id and the content hash of its articles that are still to come.
        findings: Article id -> its findings with a repair.
    """

    articles: dict[str, deque[tuple[str, str]]]
    findings: dict[str, list[dict[str, Any]]]
    repeated: bool = False

    def __call__(self, rows: Sequence[Row]) -> Looked:
        """Return the findings of articles that are what they were."""
        found: dict[int, list[dict[str, Any]]] = {}
        stale: list[int] = []
        for number, row in enumerate(rows):
            article_id, content = self._next(row)
            own = self.findings.get(article_id, [])
            if content != row[COLUMNS["content_hash"]] or not _quotes(row, own):
                stale.append(number)
            elif own:
                found[number] = own
        return Looked(found, stale=stale)

    def take(self, row: Row) -> str:
        """Return the id of the next article.

        Raises:
            IncompleteError: It is not what it was.
        """
        article_id, content = self._next(row)
        if content != row[COLUMNS["content_hash"]]:
            source = row[COLUMNS["source"]]
            msg = f"{source} is not what it was when the run examined it: validate it again."
            raise IncompleteError(msg)
        return article_id

    def _next(self, row: Row) -> tuple[str, str]:
        left = self.articles.get(str(row[COLUMNS["source"]]))
        return left.popleft() if left else ("", "")


def _quotes(row: Row, findings: Sequence[dict[str, Any]]) -> bool:
    """Whether the words of findings are where they were."""
    for finding in findings:
        value = row[COLUMNS[finding["field"]]]
        text = value.decode() if isinstance(value, bytes) else str(value or "")
        if text[finding["start"] : finding["end"]] != finding["excerpt"]:
            return False
    return True


def load_findings(run: Path) -> FindingsOfRun:
    """Read the findings of a run.

    Raises:
        UsageError: The run was made before findings said whether their repair is safe.
    """
    articles: dict[str, deque[tuple[str, str]]] = defaultdict(deque)
    findings: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with pq.ParquetFile(run / "signals.parquet") as file:
        if "content_hash" not in file.schema_arrow.names:
            msg = f"{run} was made by an older version; run corpus-qa validate again."
            raise UsageError(msg)
        names = ["source", "article_id", "content_hash"]
        for batch in file.iter_batches(ROWS, columns=names):
            for source, *known in zip(*(c.to_pylist() for c in batch.columns), strict=True):
                articles[source].append((known[0], known[1]))
    with pq.ParquetFile(run / "findings.parquet") as file:
        for batch in file.iter_batches(ROWS):
            for finding in batch.to_pylist():
                if is_repair(finding):
                    findings[finding["article_id"]].append(finding)
    return FindingsOfRun(articles, findings)
