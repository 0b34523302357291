"""The index survives kills at any moment, and writers at the same time."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import duckdb
from relating import indexed, related

from corpus_qa.dedup.index.compaction import compact
from corpus_qa.dedup.index.store import create_index, open_index
from corpus_qa.errors import UnusableIndexError

KILLS, FLIPS = 50, 25
METHODS = multiprocessing.get_all_start_methods()
CONTEXT = multiprocessing.get_context("forkserver" if "forkserver" in METHODS else "spawn")
"""Starts fifty processes without importing everything fifty times, where the system can."""


def add_and_compact(place: Path, name: str, count: int, announce: Connection) -> None:
    """Add articles one by one, then compact, again and again; announce the beginning and each."""
    announce.send("")
    for number in range(count):
        words = " ".join(f"{name}{number}w{word}" for word in range(60))
        indexed([{"article_id": f"{name}-{number}", "text": words}], place)
        announce.send(f"{name}-{number}")
        if number % 2:
            with duckdb.connect() as connection, TemporaryDirectory() as work:
                compact(open_index(str(place)), connection, Path(work))


KNOWN = {
    "article_id": "first",
    "text": "The keeper of the north lighthouse counted nineteen sails before the fog came in, and "
    "wrote the number into the book that his predecessor had begun in the year of the long ice.",
}


def writer(place: Path, name: str, count: int) -> tuple[BaseProcess, Connection]:
    """Start a process that adds articles to an index, and return what it announces them with."""
    heard, announce = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=add_and_compact, args=(place, name, count, announce))
    process.start()
    announce.close()
    return process, heard


def announced(heard: Connection) -> Iterator[str]:
    """Yield what a process that has ended announced."""
    try:
        while True:
            yield heard.recv()
    except EOFError:
        return


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
        process, heard = writer(place, f"k{number}", 1000)
        assert not heard.recv()
        process.join(random.uniform(0, 0.6))
        process.kill()
        process.join()
        added |= set(announced(heard))
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
    for process, heard in writers:
        assert len(list(announced(heard))) == 7
        process.join()
        assert process.exitcode == 0
    expected = {f"{name}-{number}" for name in ("left", "right") for number in range(6)}
    assert known_ids(place) == expected


def test_a_compaction_that_comes_too_late_takes_what_another_has_left(tmp_path: Path) -> None:
    place = tmp_path / "index"
    create_index(str(place))
    for name in ("first", "second"):
        indexed([{**KNOWN, "article_id": name, "text": f"{name} {KNOWN['text']}"}], place)
    late = open_index(str(place))
    for index in (open_index(str(place)), late):
        (work := tmp_path / f"work-{index is late}").mkdir()
        with duckdb.connect() as connection:
            assert len(compact(index, connection, work).segments) == 1
    assert known_ids(place) == {"first", "second"}


def test_a_flipped_byte_in_a_data_file_is_found_or_harmless(tmp_path: Path) -> None:
    place, random = tmp_path / "index", Random(7)  # noqa: S311 - the same bytes in every run
    create_index(str(place))
    more = {**KNOWN, "article_id": "second", "text": f"{KNOWN['text']} He never came back."}
    indexed([KNOWN, more], place)
    new = [{**KNOWN, "article_id": "new"}]
    right, found = related(new, index=open_index(str(place))).pairs, 0
    for path in sorted((place / "data").iterdir()):
        whole = path.read_bytes()
        for at in random.sample(range(len(whole)), FLIPS):
            flipped = bytearray(whole)
            flipped[at] ^= 1 << random.randrange(8)
            path.write_bytes(flipped)
            try:
                assert related(new, index=open_index(str(place))).pairs == right, (path.name, at)
            except UnusableIndexError:
                found += 1
        path.write_bytes(whole)
    assert found
