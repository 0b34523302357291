"""Relations between articles: copies, shared passages, and lines that a site repeats.

What must look at all articles at once is SQL over the tables of the sketches, within a memory
limit and spilling to disk. What SQL proposes is verified by exact comparison; only verified pairs
stay in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb
import numpy as np
import pyarrow as pa

from corpus_qa.arrays import numpy_array, table_of
from corpus_qa.engine.clusters import Cluster, Doc, cluster
from corpus_qa.engine.known import NOTHING_KNOWN, compare_with, learn_furniture
from corpus_qa.engine.pairs import Pair
from corpus_qa.engine.relations_evidence import say_pairs, write_evidence
from corpus_qa.engine.relations_sql import answer, left_out, open_sketches, rows_of, run
from corpus_qa.engine.tables import connect
from corpus_qa.engine.verify import alike_pairs, equal_pairs
from corpus_qa.engine.wordstore import kept_words, store_words
from corpus_qa.index import Index
from corpus_qa.model import DUPLICATE_SCHEMA, Batch
from corpus_qa.text.likeness import Kind


class Articles(Protocol):
    """What relations need of a dataset: its batches, in order, as often as asked."""

    def batches(self) -> Iterator[Batch]:
        """Read the dataset from its first article."""


@dataclass(frozen=True, slots=True)
class Relations:
    """What the articles of a dataset have to do with each other.

    ``pairs`` has ``DUPLICATE_SCHEMA``; pairs with an article of the index come last, the new one as
    ``a``. ``known`` tells of these articles (``KNOWN_SCHEMA``). ``evidence`` is a Parquet file for
    ``relation_findings``. ``notices`` say in words what was not compared pair by pair.
    """

    pairs: pa.Table
    clusters: tuple[Cluster, ...]
    known: pa.Table
    evidence: Path
    notices: tuple[str, ...]


def relate(
    sketches: Path,
    articles: Articles,
    *,
    spill: Path,
    memory: str = "512MB",
    index: Index | None = None,
) -> Relations:
    """Find the relations between all articles that were sketched.

    Args:
        sketches: the folder with ``bands.parquet``, ``lines.parquet``, ``docs.parquet`` and
            ``chrome.parquet``, the tables of the sketches of all batches.
        articles: the dataset; ``doc`` in the sketches counts its rows.
        spill: an existing folder for what does not fit into memory, and for the evidence.
        memory: DuckDB's limit.
        index: known articles, with which the articles are compared too.
    """
    with connect(spill, memory) as connection:
        open_sketches(connection, sketches)
        learn_furniture(connection, index)
        run(connection, "candidates")
        if index is None:
            rows = rows_of(connection, "compared_rows")
            store = store_words(kept_words(articles.batches(), rows, left_out(connection)), spill)
            known = NOTHING_KNOWN
        else:
            store, known = compare_with(index, connection, articles.batches(), spill)
        pairs = [*equal_pairs(connection), *alike_pairs(connection, store)]
        docs = _docs(connection, pairs)
        pairs = sorted((_by_id(pair, docs) for pair in pairs), key=lambda pair: _ids(pair, docs))
        copies = [(pair.a, pair.b) for pair in pairs if pair.kind is not Kind.OVERLAP]
        clusters = cluster(copies, docs)
        evidence = spill / "evidence.parquet"
        said = [*say_pairs(pairs, clusters, docs), *known.evidence]
        write_evidence(connection, said, copies, evidence)
        table = pa.concat_tables([_table(pairs, docs, clusters), known.pairs])
        notices = (*_notices(connection), *known.notices)
        return Relations(table, clusters, known.articles, evidence, notices)


def _ids(pair: Pair, docs: Mapping[int, Doc]) -> tuple[str, str]:
    return docs[pair.a].article_id, docs[pair.b].article_id


def _by_id(pair: Pair, docs: Mapping[int, Doc]) -> Pair:
    """Put the article with the smaller id first."""
    a, b = _ids(pair, docs)
    return pair if a < b else pair.swapped()


def _docs(connection: duckdb.DuckDBPyConnection, pairs: Iterable[Pair]) -> Mapping[int, Doc]:
    """Fetch what is told of the articles in pairs."""
    wanted = np.unique(np.array([(pair.a, pair.b) for pair in pairs], np.int64))
    connection.from_arrow(pa.table({"doc": numpy_array(wanted)})).create("wanted")
    return {row[0]: Doc(*row) for row in answer(connection, "told")}


def _table(pairs: Sequence[Pair], docs: Mapping[int, Doc], clusters: Iterable[Cluster]) -> pa.Table:
    group_of = {member: group for group in clusters for member in group.members}
    groups = [
        None if pair.kind is Kind.OVERLAP else group_of[docs[pair.a].article_id] for pair in pairs
    ]
    return table_of(
        {
            "a": [docs[pair.a].article_id for pair in pairs],
            "b": [docs[pair.b].article_id for pair in pairs],
            "kind": [str(pair.kind) for pair in pairs],
            "jaccard": [pair.jaccard for pair in pairs],
            "a_in_b": [pair.a_in_b for pair in pairs],
            "b_in_a": [pair.b_in_a for pair in pairs],
            "cluster": [group and group.number for group in groups],
            "keep": [group and group.keep for group in groups],
            "known": [False] * len(pairs),
        },
        DUPLICATE_SCHEMA,
    )


def _notices(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    ((passages, articles),) = answer(connection, "hot")
    if not passages:
        return ()
    return (
        (
            f"{passages:,} passages stand in many articles (one in {articles:,}): these articles "
            "were compared with the first of them, not all with each other."
        ),
    )
