"""Relate the articles of a run to each other and to an index, and learn the lines sites repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.api.against import Against, problem_with
from corpus_qa.dataset import Dataset
from corpus_qa.engine.relations import Relations, relate
from corpus_qa.engine.relations_evidence import relation_findings
from corpus_qa.engine.site_evidence import write_site_evidence
from corpus_qa.engine.tables import Parts, connect
from corpus_qa.errors import UnusableIndexError
from corpus_qa.index import Index
from corpus_qa.model import Check, Problem, Reason, Severity
from corpus_qa.text.likeness import Kind


@dataclass(frozen=True, slots=True)
class Related:
    """What a report must say of limits that were met, and the problem with the index."""

    notices: tuple[Reason, ...]
    problems: tuple[Problem, ...]


def relate_articles(
    work: Path, dataset: Dataset, checks: Sequence[Check], memory: str, against: Against
) -> Related:
    """Write ``duplicates.parquet`` and ``known.parquet``, and the findings of the corpus checks.

    ``work`` is the working folder in the folder of the run.

    An index that turns out to be damaged leaves the relations within the dataset.
    """
    relations, problem = _relate(work, dataset, memory, against)
    pq.write_table(relations.pairs, work.parent / "duplicates.parquet", compression="zstd")
    pq.write_table(relations.known, work.parent / "known.parquet", compression="zstd")
    sites = work / "sites.parquet"
    with connect(work, memory) as connection:
        odd = write_site_evidence(connection, work / "signals.parquet", checks, sites)
    with Parts(work) as parts:
        if odd:
            for findings in relation_findings(sites, dataset.batches(), checks):
                parts.write("findings-sites", findings)
        for findings in relation_findings(relations.evidence, dataset.batches(), checks):
            parts.write("findings-relations", findings)
    notices = [Reason("limit", Severity.NOTE, notice) for notice in relations.notices]
    if problem is None and against.index is not None:
        notices.insert(0, _compared(against.index, relations))
    return Related(tuple(notices), (problem,) if problem else ())


def _relate(
    work: Path, dataset: Dataset, memory: str, against: Against
) -> tuple[Relations, Problem | None]:
    if against.index is None:
        return relate(work, dataset, spill=work, memory=memory), against.problem
    try:
        found = relate(work, dataset, spill=work, memory=memory, index=against.index)
    except UnusableIndexError as error:
        problem = problem_with(against.index.place, error)
        return relate(work, dataset, spill=work, memory=memory), problem
    return found, None


def _compared(index: Index, relations: Relations) -> Reason:
    """Say how many articles repeat one of the index."""
    copies = pc.and_(
        relations.pairs.column("known"), pc.not_equal(relations.pairs.column("kind"), Kind.OVERLAP)
    )
    repeats = pc.count_distinct(relations.pairs.filter(copies).column("a")).as_py()
    place = index.place if index.exact else f"the index {index.place}"
    message = (
        f"Compared with the {index.articles:,} articles of {place}: "
        f"{repeats:,} {'article repeats' if repeats == 1 else 'articles repeat'} one of them."
    )
    return Reason("index", Severity.NOTE, message)
