"""Which articles a change adds: those of new files, of added lines, and rows that are new."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus_qa import dataset as datasets
from corpus_qa.config import InputOptions
from corpus_qa.dataset import Dataset
from corpus_qa.gate.changes import Change, Changes, added_lines, write_former
from corpus_qa.model import Article

# What is compared line by line; in other files articles are compared with those that were there.
LINES = (".jsonl", ".ndjson", ".csv", ".tsv")
WITH_HEADER = (".csv", ".tsv")

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What tells the articles of one source apart."""

    article_id: str
    line: int | None
    key: Key


def find_additions(
    dataset: Dataset, changes: Changes, options: InputOptions, work: Path
) -> frozenset[str]:
    """Return the ids of the articles that a change adds or alters.

    ``work`` is a folder for former versions of files, which are read with the same ``options``.
    """
    rows = _rows_of_changed(dataset, changes)
    added: set[str] = set()
    for number, (change, found) in enumerate(rows.items()):
        folder = work / "former" / str(number)
        added.update(_added(change, found, changes, options, folder))
    return frozenset(added)


def _rows_of_changed(dataset: Dataset, changes: Changes) -> dict[Change, list[Row]]:
    by_path = {os.path.realpath(change.path): change for change in changes.files}
    changed: Mapping[str, Change] = {
        name: by_path[path]
        for name, origin in dataset.manifest.sources.items()
        if (path := os.path.realpath(origin.path)) in by_path
    }
    rows: dict[Change, list[Row]] = {}
    for batch in dataset.batches() if changed else ():
        for article in batch.articles:
            if article.source in changed:
                row = Row(article.article_id, article.source_line, _key(article))
                rows.setdefault(changed[article.source], []).append(row)
    return rows


def _added(
    change: Change, rows: Sequence[Row], changes: Changes, options: InputOptions, folder: Path
) -> Iterable[str]:
    if change.before is None:
        return (row.article_id for row in rows)
    suffix = change.path.suffix.lower()
    if suffix in LINES:
        spans = added_lines(changes, change)
        header = suffix in WITH_HEADER and any(1 in span for span in spans)
        if not header:
            return _on_lines(rows, spans)
    return _not_among(rows, _former(change, changes, options, folder))


def _on_lines(rows: Sequence[Row], spans: Sequence[range]) -> Iterator[str]:
    """Yield the records of which a line was added; a record ends where the next one begins."""
    ordered = sorted(rows, key=lambda row: row.line or 0)
    left = sorted(spans, key=lambda span: span.start)
    for place, row in enumerate(ordered):
        start = row.line or 0
        last = place + 1 == len(ordered)
        end = None if last else ordered[place + 1].line
        while left and left[0].stop <= start:
            left.pop(0)
        if left and (end is None or left[0].start < end):
            yield row.article_id


def _former(change: Change, changes: Changes, options: InputOptions, folder: Path) -> Counter[Key]:
    folder.mkdir(parents=True)
    path = folder / change.path.name
    write_former(changes, change.before or "", path)
    converted = datasets.convert([path], folder / "dataset", options=options)
    batches = converted.dataset.batches()
    return Counter(_key(article) for batch in batches for article in batch.articles)


def _not_among(rows: Sequence[Row], former: Counter[Key]) -> Iterator[str]:
    """Yield the articles that were not there, or not so often."""
    left = former.copy()
    for row in rows:
        if left[row.key] > 0:
            left[row.key] -= 1
        else:
            yield row.article_id


def _key(article: Article) -> Key:
    """Return what an article says: the same under another name, in another order or file."""
    return (
        article.content_hash,
        article.title,
        article.byline,
        article.url,
        article.published_at,
        article.language,
    )
