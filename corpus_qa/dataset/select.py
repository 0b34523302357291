"""Look at some columns of a dataset, or make a dataset of some of its articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.dataset.fragments import write_fragments
from corpus_qa.dataset.manifest import DATA, Manifest, save_manifest
from corpus_qa.dataset.store import Dataset
from corpus_qa.model import ARTICLE_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path


def read_columns(dataset: Dataset, names: list[str], sources: Collection[str]) -> pa.Table:
    """Read columns of the articles of some sources; fragments without these are passed over."""
    wanted = pa.array(sorted(sources), pa.string())
    read = [*names, *({"source"} - set(names))]
    tables = [pa.schema([ARTICLE_SCHEMA.field(name) for name in read]).empty_table()]
    for fragment, file in zip(dataset.fragments, dataset.files, strict=True):
        if fragment.sources.keys().isdisjoint(sources):
            continue
        with pq.ParquetFile(file) as opened:
            table = opened.read(read).select(read).cast(tables[0].schema)
        tables.append(table.filter(pc.is_in(table.column("source"), wanted)))
    return pa.concat_tables(tables).select(names)


def select_articles(
    dataset: Dataset, ids: Collection[str], sources: Collection[str], out: Path
) -> Dataset:
    """Write articles of some sources to a dataset of their own, in the same order.

    Args:
        dataset: Where they are.
        ids: Theirs.
        sources: Those in which they are; fragments without these are passed over.
        out: The folder of the new dataset.
    """
    (out / DATA).mkdir(parents=True, exist_ok=True)
    wanted = pa.array(sorted(ids), pa.string())
    numbers = [
        number
        for number, fragment in enumerate(dataset.fragments)
        if ids and not fragment.sources.keys().isdisjoint(sources)
    ]
    hashes = {name: origin.sha256 or "" for name, origin in dataset.manifest.sources.items()}
    fragments = tuple(write_fragments(out, _chosen(dataset, numbers, wanted), hashes))
    names = {name for fragment in fragments for name in fragment.sources}
    sources = {name: dataset.manifest.sources[name] for name in names}
    save_manifest(out, Manifest(fragments, sources, dataset.manifest.conversion))
    return Dataset.open(out)


def _chosen(dataset: Dataset, numbers: Sequence[int], wanted: pa.Array) -> Iterator[pa.RecordBatch]:
    for batch in dataset.batches_of(numbers):
        chosen = batch.records.filter(pc.is_in(batch.records.column("article_id"), wanted))
        if chosen.num_rows:
            yield chosen
