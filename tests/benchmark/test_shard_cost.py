"""Shards and their merge cost little more processor time than one run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import psutil
import pyarrow.parquet as pq
import pytest
from benchmark_articles import scraped

pytestmark = pytest.mark.benchmark

# Each shard starts anew, which takes two or three seconds: as few articles as make that small.
ARTICLES = int(os.environ.get("CORPUS_QA_BENCHMARK_ARTICLES", "300000"))
SHARDS = 16


def write_articles(folder: Path, count: int) -> None:
    """Write articles: one large file, which shards have to divide, and some smaller ones."""
    folder.mkdir()
    articles = scraped(count)
    for number, share in enumerate((0.7, 0.2, 0.1)):
        with (folder / f"{number}.jsonl").open("w", encoding="utf-8") as out:
            for article in islice(articles, int(count * share)):
                out.write(json.dumps(article, ensure_ascii=False) + "\n")


def processor_seconds(*arguments: str | Path) -> float:
    """Run a command, and return what it and its processes took."""
    command = [sys.executable, "-m", "corpus_qa.cli", *map(str, arguments), "--quiet"]
    before = os.times()
    done = subprocess.run(command, check=False)
    after = os.times()
    assert done.returncode in (0, 1)
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )


def test_sixteen_shards_and_their_merge_cost_little_more_than_one_run(tmp_path: Path) -> None:
    write_articles(tmp_path / "articles", ARTICLES)
    size = sum(path.stat().st_size for path in (tmp_path / "articles").iterdir())
    print(f"\n{ARTICLES:,} articles, {size / 1e6:.0f} MB, {psutil.cpu_count()} cores")
    articles = ("validate", tmp_path / "articles", "--jobs", "1")
    parts = [tmp_path / f"part-{number}" for number in range(1, SHARDS + 1)]
    shards = sum(
        processor_seconds(*articles, "--shard", f"{number}/{SHARDS}", "--run", part)
        for number, part in enumerate(parts, 1)
    )
    merge = processor_seconds("merge", *parts, "--run", tmp_path / "merged", "--jobs", "1")
    whole = processor_seconds(*articles, "--run", tmp_path / "whole")
    ratio = (shards + merge) / whole
    print(
        f"one run {whole:.1f} s; {SHARDS} shards {shards:.1f} s, merge {merge:.1f} s: {ratio:.2f}"
    )
    for table in ("findings", "duplicates", "metrics"):
        found, expected = (
            pq.read_table(tmp_path / run / f"{table}.parquet") for run in ("merged", "whole")
        )
        assert found.equals(expected), table
    assert ratio <= 1.15
