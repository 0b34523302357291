"""Relate the articles of a run to each other: duplicates, and lines that a site repeats."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

from corpus_qa.dataset import Dataset
from corpus_qa.engine.relations import relate
from corpus_qa.engine.relations_evidence import relation_findings
from corpus_qa.engine.site_evidence import write_site_evidence
from corpus_qa.engine.tables import Parts, connect
from corpus_qa.model import Check, Reason, Severity


def relate_articles(
    work: Path, run: Path, dataset: Dataset, checks: Sequence[Check], memory: str
) -> tuple[Reason, ...]:
    """Write ``duplicates.parquet``, and the findings of the corpus checks as one more part.

    Returns what a report must say of limits that were met.
    """
    relations = relate(work, dataset, spill=work, memory=memory)
    pq.write_table(relations.pairs, run / "duplicates.parquet", compression="zstd")
    sites = work / "sites.parquet"
    with connect(work, memory) as connection:
        odd = write_site_evidence(connection, work / "signals.parquet", checks, sites)
    with Parts(work) as parts:
        if odd:
            for findings in relation_findings(sites, dataset.batches(), checks):
                parts.write("findings-sites", findings)
        for findings in relation_findings(relations.evidence, dataset.batches(), checks):
            parts.write("findings-relations", findings)
    return tuple(Reason("limit", Severity.NOTE, notice) for notice in relations.notices)
