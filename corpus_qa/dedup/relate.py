"""Relations between articles: copies, shared passages, and lines that a site repeats.

What must look at all articles at once is SQL over the tables of the sketches, within a memory
limit and spilling to disk. What SQL proposes is verified by exact comparison; only verified pairs
stay in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.arrays import numpy_array, table_of_rows
from corpus_qa.dataset.store import Dataset
from corpus_qa.dedup.candidates import (
    Articles,
    answer,
    candidate_pairs,
    equal_pairs,
    kept_words,
    left_out,
    open_sketches,
    rows_of,
    run,
    store_words,
    verify,
    with_twins,
)
from corpus_qa.dedup.compare import Cluster, Doc, Kind, Pair, cluster
from corpus_qa.dedup.index.store import Index
from corpus_qa.dedup.index_matches import (
    NO_MATCHES,
    IndexMatches,
    compare_with,
    find_boilerplate,
)
from corpus_qa.dedup.messages import pair_evidence, relation_findings, write_relations
from corpus_qa.errors import UnusableIndexError
from corpus_qa.examine.run import write_corpus_evidence
from corpus_qa.model import DUPLICATE_SCHEMA, Check, Problem, Reason, Severity
from corpus_qa.run.tables import MEMORY, Parts, connect


@dataclass(frozen=True, slots=True)
class Relations:
    """What the articles of a dataset have to do with each other.

    ``pairs`` has ``DUPLICATE_SCHEMA``; pairs with an article of the index come last, the new one as
    ``a``. ``indexed`` describes these articles (``KNOWN_SCHEMA``). ``evidence`` is a Parquet file
    for ``relation_findings``. ``notices`` say in words what was not compared pair by pair.
    """

    pairs: pa.Table
    clusters: tuple[Cluster, ...]
    indexed: pa.Table
    evidence: Path
    notices: tuple[str, ...]


def relate(
    sketches: Path,
    articles: Articles,
    *,
    spill: Path,
    memory: str = MEMORY,
    index: Index | None = None,
) -> Relations:
    """Find the relations between all articles that were sketched.

    Args:
        sketches: the folder of the parts with the tables of the sketches of all batches: ``bands``,
            ``lines``, ``docs`` and ``chrome``.
        articles: the dataset; ``doc`` in the sketches counts its rows.
        spill: an existing folder for what does not fit into memory, and for the evidence.
        memory: DuckDB's limit.
        index: an index, with whose articles those of the dataset are compared too.
    """
    with connect(spill, memory) as connection:
        open_sketches(connection, sketches)
        find_boilerplate(connection, index)
        run(connection, "candidates")
        if index is None:
            rows = rows_of(connection, "compared_rows")
            store = store_words(kept_words(articles.batches(), rows, left_out(connection)), spill)
            matches = NO_MATCHES
        else:
            store, matches = compare_with(index, connection, articles.batches(), spill)
        verified = verify(candidate_pairs(connection), store)
        return conclude(connection, verified, matches, spill)


def conclude(
    connection: duckdb.DuckDBPyConnection,
    verified: Iterable[Pair],
    matches: IndexMatches,
    spill: Path,
) -> Relations:
    """Say what follows from pairs that were verified: clusters, the copy to keep, and evidence.

    The answers to the statements of boilerplate and candidates are there under their names.
    """
    pairs = [*equal_pairs(connection), *with_twins(connection, verified)]
    docs = _docs(connection, pairs)
    pairs = sorted((_by_id(pair, docs) for pair in pairs), key=lambda pair: _ids(pair, docs))
    copies = [(pair.a, pair.b) for pair in pairs if pair.kind is not Kind.OVERLAP]
    clusters = cluster(copies, docs)
    evidence = spill / "relations.parquet"
    found = [*pair_evidence(pairs, clusters, docs), *matches.evidence]
    write_relations(connection, found, copies, evidence)
    table = pa.concat_tables([_table(pairs, docs, clusters), matches.pairs])
    notices = (*_notices(connection), *matches.notices)
    return Relations(table, clusters, matches.indexed, evidence, notices)


def _ids(pair: Pair, docs: Mapping[int, Doc]) -> tuple[str, str]:
    return docs[pair.a].article_id, docs[pair.b].article_id


def _by_id(pair: Pair, docs: Mapping[int, Doc]) -> Pair:
    """Put the article with the smaller id first."""
    a, b = _ids(pair, docs)
    return pair if a < b else pair.swapped()


def _docs(connection: duckdb.DuckDBPyConnection, pairs: Iterable[Pair]) -> Mapping[int, Doc]:
    """Fetch what decisions and messages need to know of the articles in pairs."""
    wanted = np.unique(np.array([(pair.a, pair.b) for pair in pairs], np.int64))
    connection.from_arrow(pa.table({"doc": numpy_array(wanted)})).create("wanted")
    return {row[0]: Doc(*row) for row in answer(connection, "paired_articles")}


def _table(pairs: Sequence[Pair], docs: Mapping[int, Doc], clusters: Iterable[Cluster]) -> pa.Table:
    group_of = {member: group for group in clusters for member in group.members}
    rows = []
    for pair in pairs:
        a, b = _ids(pair, docs)
        group = None if pair.kind is Kind.OVERLAP else group_of[a]
        of_group = (group and group.number, group and group.keep)
        rows.append((a, b, pair.kind, pair.jaccard, pair.a_in_b, pair.b_in_a, *of_group, False))
    return table_of_rows(rows, DUPLICATE_SCHEMA)


def _notices(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    ((passages, articles),) = answer(connection, "hot")
    if not passages:
        return ()
    return (
        (
            f"{passages:,} passages occur in many articles (one in {articles:,}): these articles "
            "were compared only with the first of them, not with each other."
        ),
    )


@dataclass(frozen=True, slots=True)
class Related:
    """The limits that were met, and the problem with the index."""

    notices: tuple[Reason, ...]
    problems: tuple[Problem, ...]


class Relating(Protocol):
    """An engine that compares all articles elsewhere."""

    def compare(self, connection: duckdb.DuckDBPyConnection) -> Iterable[Pair]:
        """Open the answers to all statements in a connection; return the pairs, verified."""

    def write_findings(self, evidence: Path, name: str) -> None:
        """Write what ``relation_findings`` makes of the evidence to the parts ``name``."""


def relate_articles(  # noqa: PLR0913, PLR0917 - what a run knows at this point
    work: Path,
    dataset: Dataset,
    checks: Sequence[Check],
    memory: str,
    index: Index | None,
    elsewhere: Relating | None = None,
) -> Related:
    """Write ``duplicates.parquet`` and ``known.parquet``, and the findings of the corpus checks.

    ``work`` is the working folder in the folder of the run. ``elsewhere`` compares the articles
    instead of this process; an index is compared with here all the same.

    An index that turns out to be damaged leaves the relations within the dataset.
    """
    problem = None
    if elsewhere is None or index is not None:
        relations, problem = _relate(work, dataset, memory, index)
    else:
        with connect(work, memory) as connection:
            open_sketches(connection, work)
            relations = conclude(connection, elsewhere.compare(connection), NO_MATCHES, work)
    pq.write_table(relations.pairs, work.parent / "duplicates.parquet", compression="zstd")
    pq.write_table(relations.indexed, work.parent / "known.parquet", compression="zstd")
    sites = work / "sites.parquet"
    with connect(work, memory) as connection:
        odd = write_corpus_evidence(connection, work, checks, sites)
    write = elsewhere.write_findings if elsewhere else partial(_write, work, dataset, checks)
    if odd:
        write(sites, "findings-sites")
    write(relations.evidence, "findings-relations")
    notices = [Reason("limit", Severity.NOTE, notice) for notice in relations.notices]
    if problem is None and index is not None:
        notices.insert(0, _compared(index, relations))
    return Related(tuple(notices), (problem,) if problem else ())


def _write(
    work: Path, dataset: Dataset, checks: Sequence[Check], evidence: Path, name: str
) -> None:
    rows = pq.ParquetFile(evidence)
    with Parts(work) as parts:
        for findings in relation_findings(rows.iter_batches(), dataset.batches(), checks):
            parts.write(name, findings)


def _relate(
    work: Path, dataset: Dataset, memory: str, index: Index | None
) -> tuple[Relations, Problem | None]:
    try:
        return relate(work, dataset, spill=work, memory=memory, index=index), None
    except UnusableIndexError as error:
        problem = problem_with(index.place if index else "", error)
        return relate(work, dataset, spill=work, memory=memory), problem


def _compared(index: Index, relations: Relations) -> Reason:
    """Report how many articles repeat one of the index."""
    copies = pc.and_(
        relations.pairs.column("known"), pc.not_equal(relations.pairs.column("kind"), Kind.OVERLAP)
    )
    repeats = pc.count_distinct(relations.pairs.filter(copies).column("a")).as_py()
    place = index.place if index.exact else f"the index {index.place}"
    message = (
        f"Compared with the {index.articles:,} articles of {place}: "
        f"{repeats:,} {'article duplicates' if repeats == 1 else 'articles duplicate'} one of them."
    )
    return Reason("index", Severity.NOTE, message)


def problem_with(place: str, error: UnusableIndexError) -> Problem:
    """Report that nothing was compared with an index, and why."""
    return Problem(place, f"nothing was compared with the index: {error.reason}", error.hint)
