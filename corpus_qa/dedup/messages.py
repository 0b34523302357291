"""From relations to findings: how an article that repeats another is reported.

Evidence is collected in a Parquet file in the order of the dataset; ``relation_findings`` reads it
along with the articles, so that memory stays bounded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from operator import attrgetter
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from corpus_qa.arrays import numbers_of, numpy_array, schema_of, table_of, table_of_rows
from corpus_qa.dedup.candidates import ROWS_AT_A_TIME, statements
from corpus_qa.dedup.compare import Cluster, Doc, Kind, Pair
from corpus_qa.examine.findings import Recorder, findings_batch
from corpus_qa.examine.run import EVIDENCE_SCHEMA
from corpus_qa.model import Batch, Check, Evidence, Severity
from corpus_qa.run.tables import RowCursor
from corpus_qa.text.dates.stated import are_stubs

# Evidence of duplicates, and the other article.
RELATION_SCHEMA = pa.schema(
    [
        *EVIDENCE_SCHEMA,
        *schema_of("other_id string?, other_source string?, other_line int64?, other_here bool?"),
    ]
)
# What of evidence fills the columns after the row.
CELLS = attrgetter(*RELATION_SCHEMA.names[1:])
COPY_SCHEMA = schema_of("doc int64?, other int64?")


# The row of an article in the dataset, and what was seen of it.
Row = tuple[int, Evidence]

CHECK_OF = {
    Kind.EXACT: "DUP001",
    Kind.NEAR: "DUP002",
    Kind.CONTAINED: "DUP003",
    Kind.OVERLAP: "DUP004",
}
# The most articles named to one article for passages that they share.
MOST_OVERLAPS = 3
# Marks that belong to the words beside them, and how many of them at most.
OPENING_MARKS = "\"'([\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}¿¡"
CLOSING_MARKS = (
    ".,;:!?\"')]\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{HORIZONTAL ELLIPSIS}\N{IDEOGRAPHIC FULL STOP}"
)
MOST_MARKS = 4
STRENGTH = {kind: number for number, kind in enumerate(Kind)}


def relation_findings(
    evidence: Iterable[pa.RecordBatch], batches: Iterable[Batch], checks: Sequence[Check]
) -> Iterator[pa.RecordBatch]:
    """Turn the evidence of ``relate`` into findings (``ROW_SCHEMA``), batch by batch.

    Args:
        evidence: the columns of ``EVIDENCE_SCHEMA`` or ``RELATION_SCHEMA``, in the order of rows.
        batches: the dataset, in order; or a part of it that all the evidence is about.
        checks: the checks that run; evidence of others is left out.
    """
    remaining = iter(evidence)
    first = next(remaining, None)
    if first is None:
        return
    evidence_rows = RowCursor(chain([first], remaining), first.schema)
    for batch in batches:
        found = evidence_rows.before(batch.first_row + batch.records.num_rows)
        if not found.num_rows:
            continue
        rows = np.unique(numbers_of(found.column("row")))
        named = Batch(batch.records.take(numpy_array(rows - batch.first_row)))
        recorder = Recorder(checks)
        items = _items(found)
        for row, article in zip(rows.tolist(), named.articles, strict=True):
            seen = [_as_note(_with_marks(item, article.text), article.text) for item in items[row]]
            recorder.add(row - batch.first_row, article, seen)
        yield findings_batch(recorder.findings(), batch.first_row)


def write_relations(
    connection: duckdb.DuckDBPyConnection,
    rows: Iterable[Row],
    copies: Sequence[tuple[int, int]],
    path: Path,
) -> None:
    """Write the evidence about all articles, in the order of rows.

    Args:
        connection: a DuckDB in which the statements of boilerplate and candidates have run: the
            lines that sites repeat, and articles with one URL or title, are added.
        rows: the evidence of pairs.
        copies: rows of articles that are copies of each other: that they share a URL or a title is
            not reported on top.
        path: the Parquet file (``RELATION_SCHEMA``).
    """
    said = table_of_rows(((row, *CELLS(seen)) for row, seen in rows), RELATION_SCHEMA)
    ends = {
        "doc": [row for a, b in copies for row in (a, b)],
        "other": [row for a, b in copies for row in (b, a)],
    }
    connection.from_arrow(said).create("said")
    connection.from_arrow(table_of(ends, COPY_SCHEMA)).create("copies")
    reader = connection.sql(statements("answers")["evidence"]).to_arrow_reader(ROWS_AT_A_TIME)
    with pq.ParquetWriter(path, RELATION_SCHEMA) as writer:
        for batch in reader:
            writer.write_batch(batch.cast(RELATION_SCHEMA))


def pair_evidence(
    pairs: Sequence[Pair], clusters: Iterable[Cluster], docs: Mapping[int, Doc]
) -> Iterator[Row]:
    """Report of each copy that is not kept what it repeats, and of overlaps what they share."""
    yield from _copies(pairs, clusters, docs)
    yield from _overlaps(pairs, docs)


def _copies(
    pairs: Sequence[Pair], clusters: Iterable[Cluster], docs: Mapping[int, Doc]
) -> Iterator[Row]:
    """Report of each copy that is not kept what it repeats: the kept article if it can be."""
    groups = {member: group for group in clusters for member in group.members}
    best: dict[int, Pair] = {}
    for pair in pairs:
        if pair.kind is Kind.OVERLAP:
            continue
        group = groups[docs[pair.a].article_id]
        for side in (pair, pair.swapped()):
            if docs[side.a].article_id != group.keep:
                best[side.a] = min(
                    best.get(side.a, side), side, key=lambda one: _rank(one, group, docs)
                )
    for row, pair in best.items():
        group = groups[docs[row].article_id]
        message = f"{_relation(pair, docs)} {_advice(pair, group, docs)}"
        contains = pair.kind is Kind.CONTAINED and not _is_part(pair, docs)
        span = pair.a_span if contains else None
        found = _naming(CHECK_OF[pair.kind], message, docs[pair.b], span)
        yield row, replace(found, severity=Severity.NOTE) if _is_version(pair, docs) else found


def _overlaps(pairs: Sequence[Pair], docs: Mapping[int, Doc]) -> Iterator[Row]:
    """Report of the second of two articles which passage it shares with the first."""
    named: Counter[int] = Counter()
    overlaps = [pair for pair in pairs if pair.kind is Kind.OVERLAP]
    for pair in sorted(overlaps, key=lambda pair: -max(pair.a_in_b, pair.b_in_a)):
        if pair.b_span and named[pair.b] < MOST_OVERLAPS:
            named[pair.b] += 1
            message = f"This passage also appears in {_named(docs[pair.a])}."
            yield pair.b, _naming(CHECK_OF[pair.kind], message, docs[pair.a], pair.b_span)


def _naming(check: str, message: str, other: Doc, span: tuple[int, int] | None) -> Evidence:
    """Return evidence that names the other article."""
    start, end = span or (None, None)
    return Evidence(
        *(check, message, None if span is None else "text", start, end),
        other_id=other.article_id,
        other_source=other.source,
        other_line=other.line,
        other_here=True,
    )


def _rank(pair: Pair, group: Cluster, docs: Mapping[int, Doc]) -> tuple[bool, int, float, str]:
    """Order the pairs of one article: with the kept copy first, then the strongest."""
    other = docs[pair.b].article_id
    return other != group.keep, STRENGTH[pair.kind], -max(pair.a_in_b, pair.b_in_a), other


def _is_version(pair: Pair, docs: Mapping[int, Doc]) -> bool:
    """Return whether both are states of one article that its site went on writing."""
    a, b = docs[pair.a], docs[pair.b]
    if pair.kind is Kind.EXACT or a.site is None or a.site != b.site:
        return False
    dated = a.published_at is not None and b.published_at is not None
    named = (a.title is not None and a.title == b.title) or (a.url is not None and a.url == b.url)
    return dated and a.published_at != b.published_at and named


def _relation(pair: Pair, docs: Mapping[int, Doc]) -> str:
    other = _named(docs[pair.b])
    if _is_version(pair, docs):
        return f"Another version of {other}: the two share {_percent(pair.jaccard)} of their text."
    if pair.kind is Kind.EXACT:
        return f"Exact duplicate of {other}."
    if pair.kind is Kind.NEAR:
        return f"Near-duplicate of {other}: the two share {_percent(pair.jaccard)} of their text."
    if _is_part(pair, docs):
        return f"{_percent(pair.a_in_b)} of this text is contained in {other}, which is longer."
    return f"This text contains {_percent(pair.b_in_a)} of {other}, which is shorter."


def _is_part(pair: Pair, docs: Mapping[int, Doc]) -> bool:
    """Return whether the first text is the shorter one, chrome included."""
    a, b = docs[pair.a], docs[pair.b]
    return (a.all_words, b.article_id) < (b.all_words, a.article_id)


def _advice(pair: Pair, group: Cluster, docs: Mapping[int, Doc]) -> str:
    if docs[pair.b].article_id == group.keep:
        return f"Keep that one: {group.reason}."
    return f"Keep {group.keep}: {group.reason}."


def _named(doc: Doc) -> str:
    title = f" “{doc.title}”" if doc.title else ""
    return f"{doc.article_id}{title} ({doc.source})"


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _items(found: pa.Table) -> dict[int, list[Evidence]]:
    items: dict[int, list[Evidence]] = {}
    for item in found.to_pylist():
        row, severity = item.pop("row"), item.pop("severity")
        item["severity"] = Severity(severity) if severity else None
        items.setdefault(row, []).append(Evidence(**item))
    return items


def _with_marks(seen: Evidence, text: str) -> Evidence:
    """Add the quotation mark before the first word of a span, and the full stop after the last."""
    if seen.start is None or seen.end is None or seen.suggestion is not None:
        return seen
    before = text[max(0, seen.start - MOST_MARKS) : seen.start]
    after = text[seen.end : seen.end + MOST_MARKS]
    opened = len(before) - len(before.rstrip(OPENING_MARKS))
    closed = len(after) - len(after.lstrip(CLOSING_MARKS))
    return replace(seen, start=seen.start - opened, end=seen.end + closed)


def _as_note(seen: Evidence, text: str) -> Evidence:
    """Make a note of bylines and dates that a site repeats: many collections keep them."""
    if seen.check != "CHR030" or seen.start is None or seen.end is None:
        return seen
    lines = text[seen.start : seen.end].split("\n")
    return replace(seen, severity=Severity.NOTE) if are_stubs(lines) else seen
