"""Relate articles of a test to each other, as a run does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from conftest import batch_of

from corpus_qa.checks import BUILTIN
from corpus_qa.dedup.compare import Cluster
from corpus_qa.dedup.index.store import Index, create_index, open_index
from corpus_qa.dedup.index_matches import index_articles
from corpus_qa.dedup.messages import relation_findings
from corpus_qa.dedup.relate import relate
from corpus_qa.dedup.sketch import sketch_tables
from corpus_qa.examine.batch import Plan, examine_batch
from corpus_qa.examine.run import write_corpus_evidence
from corpus_qa.model import Batch
from corpus_qa.run.tables import Parts, connect

SITE_SIGNALS = {"day_order", "foreign_words", "latin_share"}
MEASURED_CHECKS = tuple(check for check in BUILTIN if SITE_SIGNALS.intersection(check.signals))
UNASKED = tuple(check for check in BUILTIN if not (check.patterns or check.examiner))
CORPUS_CHECKS = (*UNASKED, *MEASURED_CHECKS)
MEASURED = Plan(MEASURED_CHECKS)


@dataclass(frozen=True)
class Related:
    """What a run says of articles.

    ``pairs`` are rows of ``duplicates.parquet``, ``known`` the articles of the index in them.
    """

    pairs: list[dict[str, Any]]
    clusters: tuple[Cluster, ...]
    findings: list[dict[str, Any]]
    notices: tuple[str, ...]
    known: list[dict[str, Any]]

    @property
    def kinds(self) -> list[list[str]]:
        """The pairs as ``[a, b, kind]``."""
        return [[pair["a"], pair["b"], pair["kind"]] for pair in self.pairs]

    def found(self, check: str) -> list[list[str]]:
        """The findings of a check as ``[article id, excerpt]``, in the order of ids."""
        rows = [row for row in self.findings if row["check"] == check]
        return sorted([row["article_id"], row["excerpt"] or ""] for row in rows)


@dataclass(frozen=True)
class Shelf:
    """Batches that can be read again and again, as from a dataset."""

    shelved: Sequence[Batch]

    def batches(self) -> Iterator[Batch]:
        """Read from the first."""
        yield from self.shelved


def related(
    articles: Sequence[Mapping[str, Any]], cut: int = 1000, index: Index | None = None
) -> Related:
    """Relate articles, sketched in batches of ``cut``; ``chrome`` lists words to leave out."""
    with _sketched(articles, cut) as (work, shelf):
        relations = relate(work, shelf, spill=work, index=index)
        found = list(relation_findings(rows_of(relations.evidence), shelf.batches(), CORPUS_CHECKS))
        sites = work / "sites.parquet"
        with connect(work, "512MB") as connection:
            write_corpus_evidence(connection, work, CORPUS_CHECKS, sites)
        found += relation_findings(rows_of(sites), shelf.batches(), CORPUS_CHECKS)
        return Related(
            relations.pairs.to_pylist(),
            relations.clusters,
            [row for batch in found for row in batch.to_pylist()],
            relations.notices,
            relations.indexed.to_pylist(),
        )


def rows_of(evidence: Path) -> Iterator[pa.RecordBatch]:
    """Read evidence, if there is any."""
    if evidence.exists():
        yield from pq.ParquetFile(evidence).iter_batches()


def indexed(articles: Sequence[Mapping[str, Any]], place: Path) -> Index:
    """Add articles to the index at ``place``, which is made if need be; return it as it is then."""
    with _sketched(articles, 1000) as (work, shelf):
        index_articles(create_index(str(place)), work, shelf, spill=work)
    return open_index(str(place))


@contextmanager
def _sketched(articles: Sequence[Mapping[str, Any]], cut: int) -> Iterator[tuple[Path, Shelf]]:
    """Sketch articles into a folder that is deleted afterwards."""
    shelf = Shelf(
        [batch_of(articles[at : at + cut], at) for at in range(0, max(1, len(articles)), cut)]
    )
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        with Parts(work) as parts:
            for batch in shelf.batches():
                own = articles[batch.first_row : batch.first_row + batch.records.num_rows]
                drawn = sketch_tables(batch, [_spans(article) for article in own])
                for name, rows in drawn.items():
                    parts.write(name, rows)
                parts.write("signals", examine_batch(batch, MEASURED).signals)
        yield work, shelf


def _spans(article: Mapping[str, Any]) -> list[tuple[int, int]]:
    text = article["text"]
    places = [(text.index(words), len(words)) for words in article.get("chrome", ())]
    return [(start, start + length) for start, length in places]
