"""Relations between articles: copies, shared passages, and lines that a site repeats.

What must look at all articles at once is SQL over the tables of the sketches, within a memory
limit and spilling to disk. What SQL proposes is verified by exact comparison; only verified pairs
stay in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any, Protocol

import duckdb
import numpy as np
import pyarrow as pa

from corpus_qa.engine.clusters import Cluster, Doc, cluster
from corpus_qa.engine.pairs import Pair
from corpus_qa.engine.relations_evidence import write_evidence
from corpus_qa.engine.relations_sql import LIMITS, statements
from corpus_qa.engine.tables import connect
from corpus_qa.engine.wordstore import WordStore, store_words
from corpus_qa.model import DUPLICATE_SCHEMA, Batch
from corpus_qa.text.likeness import (
    MORE,
    Context,
    Kind,
    Prepared,
    compare,
    kind_of,
    longest_passage,
    prepare,
    ratio,
)

TABLES = ("bands", "lines", "docs", "chrome")

# Prepared articles kept at hand while pairs are verified; one takes about 10 kB.
AT_HAND = 4096

# Rows fetched from SQL at a time.
ROWS_AT_A_TIME = 16_384


class Articles(Protocol):
    """What relations need of a dataset: its batches, in order, as often as asked."""

    def batches(self) -> Iterator[Batch]:
        """Read the dataset from its first article."""


@dataclass(frozen=True, slots=True)
class Relations:
    """What the articles of a dataset have to do with each other.

    ``pairs`` has ``DUPLICATE_SCHEMA``. ``evidence`` is a Parquet file for ``relation_findings``.
    ``notices`` tell in words what was not compared pair by pair.
    """

    pairs: pa.Table
    clusters: tuple[Cluster, ...]
    evidence: Path
    notices: tuple[str, ...]


def relate(sketches: Path, articles: Articles, *, spill: Path, memory: str = "512MB") -> Relations:
    """Find the relations between all articles that were sketched.

    Args:
        sketches: the folder with ``bands.parquet``, ``lines.parquet``, ``docs.parquet`` and
            ``chrome.parquet``, the tables of the sketches of all batches.
        articles: the dataset; ``doc`` in the sketches counts its rows.
        spill: an existing folder for what does not fit into memory, and for the evidence.
        memory: DuckDB's limit.
    """
    with connect(spill, memory) as connection:
        for name in TABLES:
            connection.read_parquet(str(sketches / f"{name}.parquet")).create_view(name)
        for file in ("furniture", "candidates"):
            for name, query in statements(file).items():
                connection.sql(query).create(name)
        pairs = [*_equal(connection), *_alike(connection, articles, spill)]
        docs = _docs(connection, pairs)
        pairs = sorted((_by_id(pair, docs) for pair in pairs), key=lambda pair: _ids(pair, docs))
        copies = [(pair.a, pair.b) for pair in pairs if pair.kind is not Kind.OVERLAP]
        clusters = cluster(copies, docs)
        evidence = spill / "evidence.parquet"
        write_evidence(connection, pairs, clusters, docs, evidence)
        return Relations(_table(pairs, docs, clusters), clusters, evidence, _notices(connection))


def _answer(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[tuple[Any, ...]]:
    """Fetch an answer in parts; a cursor of its own lets other queries run meanwhile."""
    cursor = connection.cursor().execute(statements("answers")[name])
    while rows := cursor.fetchmany(ROWS_AT_A_TIME):
        yield from rows


def _equal(connection: duckdb.DuckDBPyConnection) -> Iterator[Pair]:
    for a, b, a_words, b_words in _answer(connection, "equal_pairs"):
        wrapped = ratio(a_words, b_words) >= MORE
        yield Pair(a, b, Kind.CONTAINED if wrapped else Kind.EXACT, 1.0, 1.0, 1.0)


def _alike(
    connection: duckdb.DuckDBPyConnection, articles: Articles, spill: Path
) -> Iterator[Pair]:
    """Yield the verified pairs, those of articles with equal texts included."""
    twins: dict[int, list[int]] = {}
    for a, b in _answer(connection, "twin_pairs"):
        twins.setdefault(a, [a]).append(b)
    for pair in _verified(connection, articles, spill):
        yield from _with_twins(pair, twins)


def _with_twins(pair: Pair, twins: Mapping[int, Sequence[int]]) -> Iterator[Pair]:
    """Repeat a pair for the articles whose texts equal one of its own, if these are few."""
    yield pair
    others = list(product(twins.get(pair.a, [pair.a]), twins.get(pair.b, [pair.b])))[1:]
    if len(others) <= LIMITS["listed_twins"]:
        for a, b in others:
            yield replace(pair, a=a, b=b, a_span=None, b_span=None)


def _ids(pair: Pair, docs: Mapping[int, Doc]) -> tuple[str, str]:
    return docs[pair.a].article_id, docs[pair.b].article_id


def _by_id(pair: Pair, docs: Mapping[int, Doc]) -> Pair:
    """Put the article with the smaller id first."""
    a, b = _ids(pair, docs)
    return pair if a < b else pair.swapped()


def _verified(
    connection: duckdb.DuckDBPyConnection, articles: Articles, spill: Path
) -> Iterator[Pair]:
    """Compare the candidates, in order, and yield those that are related."""
    answers = statements("answers")
    rows = connection.sql(answers["compared_rows"]).fetchnumpy()["doc"]
    if not len(rows):
        return
    left_out = connection.cursor().sql(answers["left_out"]).to_arrow_reader(ROWS_AT_A_TIME)
    store = store_words(articles.batches(), rows, left_out, spill)

    @lru_cache(AT_HAND)
    def prepared(row: int) -> Prepared:
        return prepare(store.hashes(row))

    for a, b, *context in _answer(connection, "candidate_pairs"):
        like = compare(prepared(a), prepared(b))
        kind = kind_of(like, Context(*context))
        if kind is None:
            continue
        if kind is Kind.NEAR and np.array_equal(store.hashes(a), store.hashes(b)):
            kind = Kind.EXACT
        pair = Pair(a, b, kind, like.jaccard, like.a_in_b, like.b_in_a)
        yield _with_passage(pair, prepared(a), prepared(b), store)


def _with_passage(pair: Pair, a: Prepared, b: Prepared, store: WordStore) -> Pair:
    """Add the passage that both share where one article is more than the other's copy."""
    if pair.kind not in (Kind.CONTAINED, Kind.OVERLAP):
        return pair
    found = longest_passage(a, b)
    if found is None:
        return pair
    return replace(
        pair,
        a_span=store.span(pair.a, found.a_first, found.a_last),
        b_span=store.span(pair.b, found.b_first, found.b_last),
    )


def _docs(connection: duckdb.DuckDBPyConnection, pairs: Iterable[Pair]) -> Mapping[int, Doc]:
    """Fetch what is told of the articles in pairs."""
    wanted = np.unique(np.array([(pair.a, pair.b) for pair in pairs], np.int64))
    connection.from_arrow(pa.table({"doc": wanted})).create("wanted")
    return {row[0]: Doc(*row) for row in _answer(connection, "told")}


def _table(pairs: Sequence[Pair], docs: Mapping[int, Doc], clusters: Iterable[Cluster]) -> pa.Table:
    number = {member: group.number for group in clusters for member in group.members}
    return pa.table(
        {
            "a": [docs[pair.a].article_id for pair in pairs],
            "b": [docs[pair.b].article_id for pair in pairs],
            "kind": [str(pair.kind) for pair in pairs],
            "jaccard": [pair.jaccard for pair in pairs],
            "a_in_b": [pair.a_in_b for pair in pairs],
            "b_in_a": [pair.b_in_a for pair in pairs],
            "cluster": [
                None if pair.kind is Kind.OVERLAP else number[docs[pair.a].article_id]
                for pair in pairs
            ],
        },
        DUPLICATE_SCHEMA,
    )


def _notices(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    ((passages, articles),) = _answer(connection, "hot")
    if not passages:
        return ()
    return (
        (
            f"{passages:,} passages stand in many articles (one in {articles:,}): these articles "
            "were compared with the first of them, not all with each other."
        ),
    )
