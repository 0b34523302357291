"""Memory of the main job does not grow with the input."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from pathlib import Path

import psutil
import pytest
from benchmark_articles import generate

pytestmark = pytest.mark.benchmark

# The small input is larger than what is under way at a time, so that all buffers are full.
SMALL = 10_000
FACTOR = 10


def write_articles(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as out:
        for article in generate(count):
            out.write(json.dumps(article) + "\n")


def peak(path: Path, run: Path) -> float:
    """Return the most resident megabytes of a run, all its processes together."""
    command = [sys.executable, "-m", "corpus_qa.cli", "validate", path, "--run", run, "--quiet"]
    process = psutil.Popen(command)
    most = 0
    while process.poll() is None:
        most = max(most, _resident(process))
        time.sleep(0.05)
    assert process.returncode in (0, 1)
    return most / 1e6


def _resident(process: psutil.Process) -> int:
    total = 0
    with contextlib.suppress(psutil.NoSuchProcess):  # one that ended while we looked
        for part in (process, *process.children(recursive=True)):
            total += part.memory_info().rss
    return total


def test_ten_times_the_articles_need_at_most_a_third_more_memory(tmp_path: Path) -> None:
    peaks = []
    for name, count in (("small", SMALL), ("large", SMALL * FACTOR)):
        path = tmp_path / f"{name}.jsonl"
        write_articles(path, count)
        began = time.monotonic()
        peaks.append(peak(path, tmp_path / f"run-{name}"))
        seconds = time.monotonic() - began
        print(f"\n{count} articles, {path.stat().st_size / 1e6:.0f} MB: ", end="")
        print(f"{peaks[-1]:.0f} MB resident, {seconds:.0f} s")
    assert peaks[1] <= 1.3 * peaks[0]
