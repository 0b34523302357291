"""Measure duplicates at scale: ``python tests/benchmark/scale.py 1000000 FOLDER``.

Makes a corpus with known copies in the folder, relates it, indexes it, asks the index about 1,000
new articles, and prints time, size, memory, recall and precision. Each step runs in a process of
its own, so that its peak memory is its own.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
import pyarrow.parquet as pq
from copied_articles import Corpus

from corpus_qa.dedup.index.compaction import describe
from corpus_qa.dedup.index.store import create_index, open_index
from corpus_qa.dedup.index_matches import index_articles
from corpus_qa.dedup.relate import relate
from corpus_qa.dedup.sketch import sketch_tables
from corpus_qa.model import Batch
from corpus_qa.run.tables import Parts

ADDITIONS = 1_000


@dataclass(frozen=True)
class Shelf:
    """Articles in a Parquet file, read a group at a time."""

    path: Path

    def batches(self) -> Iterator[Batch]:
        """Read from the first."""
        first = 0
        with pq.ParquetFile(self.path) as file:
            for group in range(file.num_row_groups):
                (records,) = file.read_row_group(group).combine_chunks().to_batches()
                yield Batch(records, first)
                first += records.num_rows


def make(count: int, folder: Path) -> Mapping[str, float]:
    """Write the corpus, the additions, their sketches and the truth."""
    corpus, seconds, size = Corpus(count), 0.0, 0
    for name in ("corpus", "new"):
        (folder / name).mkdir(parents=True)
    with Parts(folder / "corpus") as old, Parts(folder / "new") as new:
        for number, batch in enumerate(corpus.batches(ADDITIONS)):
            parts = new if number and not batch.first_row else old
            if parts is new:
                pairs = [[*pair, kind] for pair, kind in corpus.copies.items()]
                (folder / "copies.json").write_text(json.dumps(pairs), encoding="utf-8")
            began = time.process_time()
            drawn = sketch_tables(batch, [()] * batch.records.num_rows)
            seconds += time.process_time() - began
            size += batch.records.column("text").nbytes
            parts.write("articles", batch.records)
            for name, rows in drawn.items():
                parts.write(name, rows)
    return {"megabytes": size / 1e6, "sketch_mb_per_second": size / 1e6 / seconds}


def related(folder: Path, name: str, place: str | None) -> Mapping[str, float]:
    """Relate the articles in a folder, to an index if there is one; write the pairs."""
    shelf, began = Shelf(folder / name / "articles.parquet"), time.monotonic()
    with TemporaryDirectory(dir=folder) as spill:
        index = open_index(place) if place else None
        found = relate(folder / name, shelf, spill=Path(spill), index=index)
    pq.write_table(found.pairs, folder / name / "pairs.parquet")
    return {"seconds": time.monotonic() - began}


def indexed(folder: Path, place: str) -> Mapping[str, float]:
    """Build the index of the corpus."""
    shelf, began = Shelf(folder / "corpus" / "articles.parquet"), time.monotonic()
    with TemporaryDirectory(dir=folder) as spill:
        index_articles(create_index(place), folder / "corpus", shelf, spill=Path(spill))
    told = describe(open_index(place))
    return {"seconds": time.monotonic() - began, "megabytes": told.bytes / 1e6, "keys": told.keys}


def quality(folder: Path, name: str, truth: Mapping[frozenset[str], str]) -> Mapping[str, float]:
    """Compare the pairs that were found with the copies that were made."""
    pairs = pq.read_table(folder / name / "pairs.parquet").to_pylist()
    called = {frozenset((pair["a"], pair["b"])) for pair in pairs if pair["kind"] != "overlap"}
    hits = called & truth.keys()
    rates = {"recall": len(hits) / len(truth), "precision": len(hits) / max(1, len(called))}
    for kind in sorted(set(truth.values())):
        of_kind = {pair for pair, made in truth.items() if made == kind}
        rates[f"recall {kind}"] = len(of_kind & hits) / len(of_kind)
    return rates


def in_a_process(task: Any, *given: Any) -> Mapping[str, float]:
    """Run a task in a fresh process; add its peak memory in megabytes."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured, task, *given).result()


def _measured(task: Any, *given: Any) -> Mapping[str, float]:
    told = task(*given)
    memory = psutil.Process().memory_info()
    peak = getattr(memory, "peak_wset", None) or _peak()
    return {**told, "peak_megabytes": peak / 1e6}


def _peak() -> int:
    from resource import RUSAGE_SELF, getrusage  # noqa: PLC0415 - not on Windows

    unit = 1 if sys.platform == "darwin" else 1024
    return getrusage(RUSAGE_SELF).ru_maxrss * unit


def measure(count: int, folder: Path) -> Mapping[str, Mapping[str, float]]:
    """Measure everything for ``count`` articles; ``folder`` must not exist or be empty."""
    place = str(folder / "index")
    told: dict[str, Mapping[str, float]] = {"make": in_a_process(make, count, folder)}
    told["relate"] = in_a_process(related, folder, "corpus", None)
    told["index"] = in_a_process(indexed, folder, place)
    told["query"] = in_a_process(related, folder, "new", place)
    copies = json.loads((folder / "copies.json").read_text("utf-8"))
    added = f"n{count:08d}"
    within = {frozenset((a, b)): kind for a, b, kind in copies if b < added}
    against = {frozenset((a, b)): kind for a, b, kind in copies if b >= added}
    told["relate"] = {**told["relate"], **quality(folder, "corpus", within)}
    told["query"] = {**told["query"], **quality(folder, "new", against)}
    return told


def main() -> None:
    """Print the measurements as JSON."""
    print(json.dumps(measure(int(sys.argv[1]), Path(sys.argv[2])), indent=1))


if __name__ == "__main__":
    main()
