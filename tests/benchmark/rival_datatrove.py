"""Finds copies with datatrove's MinHash pipeline: signatures, buckets, clusters, filter."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import (
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupFilter,
    MinhashDedupSignature,
)
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from rival import Articles, Pairs, run

CONFIG = MinhashConfig(n_grams=5)


def find(articles: Articles) -> Pairs:
    """Yield the pairs of articles that come into one cluster."""
    clusters: dict[int, list[str]] = {}
    with TemporaryDirectory() as folder:
        source = Path(folder) / "in"
        source.mkdir()
        lines = "\n".join(json.dumps(article) for article in articles)
        (source / "articles.jsonl").write_text(lines, encoding="utf-8")
        _run(folder, JsonlReader(str(source)))
        for path in [*Path(folder, "removed").glob("*"), *Path(folder, "kept").glob("*")]:
            for line in path.read_text("utf-8").splitlines():
                told = json.loads(line)
                cluster = told["metadata"].get("minhash_cluster_id", -1)
                clusters.setdefault(cluster, []).append(told["id"])
    clusters.pop(-1, None)
    for group in clusters.values():
        yield from combinations(sorted(group), 2)


def _run(folder: str, reader: JsonlReader) -> None:
    signatures, buckets, found = (f"{folder}/{name}" for name in ("signatures", "buckets", "found"))
    removed = JsonlWriter(f"{folder}/removed", compression=None)
    stages = (
        (1, [reader, MinhashDedupSignature(signatures, config=CONFIG)]),
        (CONFIG.num_buckets, [MinhashDedupBuckets(signatures, buckets, config=CONFIG)]),
        (1, [MinhashDedupCluster(buckets, found, CONFIG, save_cluster_id=True)]),
        (
            1,
            [
                reader,
                MinhashDedupFilter(found, removed, load_cluster_ids=True),
                JsonlWriter(f"{folder}/kept", compression=None),
            ],
        ),
    )
    for number, (tasks, stage) in enumerate(stages):
        LocalPipelineExecutor(stage, tasks=tasks, logging_dir=f"{folder}/log{number}").run()


if __name__ == "__main__":
    run(find)
