"""The index survives kills at any moment, and writers at the same time."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from random import Random

from relating import indexed, related

from corpus_qa.dedup.index.store import create_index, open_index

KILLS = 50
TESTS = Path(__file__).parents[1]

# Adds articles one by one, then compacts, again and again; says so when it begins.
WRITER = """
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
sys.path[:0] = [{tests!r}, {helpers!r}]
import duckdb
from relating import indexed
from corpus_qa.dedup.index.compaction import compact
from corpus_qa.dedup.index.store import open_index
place, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
for number in range(count):
    words = " ".join(f"{{name}}{{number}}w{{word}}" for word in range(60))
    indexed([{{"article_id": f"{{name}}-{{number}}", "text": words}}], Path(place))
    print(f"{{name}}-{{number}}", flush=True)
    if number % 2:
        with duckdb.connect() as connection, TemporaryDirectory() as work:
            compact(open_index(place), connection, Path(work))
"""

KNOWN = {
    "article_id": "first",
    "text": "The keeper of the north lighthouse counted nineteen sails before the fog came in, and "
    "wrote the number into the book that his predecessor had begun in the year of the long ice.",
}


def writer(place: Path, name: str, count: int) -> subprocess.Popen[str]:
    """Start a process that adds articles to an index."""
    script = WRITER.format(tests=str(TESTS), helpers=str(TESTS / "helpers"))
    command = [sys.executable, "-c", script, str(place), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def known_ids(place: Path) -> set[str]:
    index = open_index(str(place))
    tables = (index.folder.parquet(segment.files["docs"]).read() for segment in index.segments)
    return {article_id for table in tables for article_id in table.column("article_id").to_pylist()}


def test_an_index_survives_kills_at_random_moments(tmp_path: Path) -> None:
    place, random = tmp_path / "index", Random(5)  # noqa: S311 - the same moments in every run
    create_index(str(place))
    indexed([KNOWN], place)
    added = {"first"}
    for number in range(KILLS):
        process = writer(place, f"k{number}", 1000)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(random.uniform(0, 0.6))
        process.kill()
        added |= set(process.communicate()[0].split())
        present = known_ids(place)
        assert added <= present
        # At most the one article that was just committed, and not yet announced, is there beyond.
        assert len(present - added) <= 1
        added = present
    found = related([{**KNOWN, "article_id": "new"}], index=open_index(str(place)))
    assert found.kinds == [["new", "first", "exact"]]


def test_two_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    place = tmp_path / "index"
    create_index(str(place))
    writers = [writer(place, name, 6) for name in ("left", "right")]
    for process in writers:
        process.communicate()
        assert process.returncode == 0
    expected = {f"{name}-{number}" for name in ("left", "right") for number in range(6)}
    assert known_ids(place) == expected
