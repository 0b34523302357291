"""Files elsewhere are read as those here: folders, globs, again only if changed, and stubbornly."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from inputs import RECORDS, articles, as_jsonl, as_parquet, run

from corpus_qa.errors import ConfigError

LINES = as_jsonl(RECORDS)
FILES = {
    "/news/a.jsonl": LINES,
    "/news/2025/b.jsonl.gz": gzip.compress(LINES),
    "/news/2025/c.parquet": as_parquet(RECORDS),
    "/news/.hidden/d.jsonl": LINES,
    "/news/README.md": b"About these.",
    "/other/e.txt": b"The weir was opened on Monday.",
}


@pytest.fixture
def storage() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    for name, data in FILES.items():
        system.pipe(name, data)
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


@pytest.mark.usefixtures("storage")
@pytest.mark.parametrize(
    ("address", "sources"),
    [
        ("memory://news", ["2025/b.jsonl.gz", "2025/c.parquet", "a.jsonl"]),
        ("memory://news/*.jsonl", ["a.jsonl"]),
        ("memory://news/**/*.gz", ["2025/b.jsonl.gz"]),
        ("memory://other/e.txt", ["e.txt"]),
    ],
)
def test_a_file_a_folder_or_a_glob_is_read(
    tmp_path: Path, address: str, sources: list[str]
) -> None:
    conversion = run([address], tmp_path / "out")
    assert conversion.problems == ()
    found = articles(conversion.dataset)
    assert sorted({row.source for row in found}) == sources
    assert len(found) == sum(1 if name.endswith(".txt") else len(RECORDS) for name in sources)
    left_out = {item.path for item in conversion.left_out}
    assert left_out == ({".hidden/d.jsonl", "README.md"} if address == "memory://news" else set())


def test_only_what_changed_is_read_again(tmp_path: Path, storage: Any) -> None:
    run(["memory://news"], tmp_path / "out")
    storage.pipe("/news/a.jsonl", LINES[: LINES.index(b"\n") + 1])
    again = run(["memory://news"], tmp_path / "out")
    assert (again.converted, again.kept) == (1, 2)
    assert again.dataset.rows == 1 + 2 * len(RECORDS)


def test_a_connection_that_breaks_is_taken_up_where_it_broke(
    tmp_path: Path, storage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = b"".join(b'{"title": "Tide %d", "text": "Low."}\n' % n for n in range(70_000))
    storage.pipe("/news/a.jsonl", text)
    opened = type(storage).open
    failures = [1_000_000, 2_000_000]

    def breaking(self: Any, path: str, *args: Any, **more: Any) -> Any:
        file = opened(self, path, *args, **more)
        read = file.read

        def cut(size: int) -> bytes:
            if failures and file.tell() >= failures[0]:
                failures.pop(0)
                raise ConnectionResetError
            return bytes(read(size))

        file.read = cut
        return file

    monkeypatch.setattr(type(storage), "open", breaking)
    monkeypatch.setattr("corpus_qa.ingest.remote.PAUSE", 0)
    conversion = run(["memory://news/a.jsonl"], tmp_path / "out")
    assert (conversion.dataset.rows, conversion.problems, failures) == (70_000, (), [])


def test_a_storage_that_does_not_answer_is_told_and_costs_no_neighbour(
    tmp_path: Path, storage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = type(storage).open

    def failing(self: Any, path: str, *args: Any, **more: Any) -> Any:
        if path.endswith("a.jsonl"):
            msg = "503 slow down"
            raise RuntimeError(msg)
        return opened(self, path, *args, **more)

    monkeypatch.setattr(type(storage), "open", failing)
    monkeypatch.setattr("corpus_qa.ingest.remote.PAUSE", 0)
    conversion = run(["memory://news"], tmp_path / "out")
    assert conversion.dataset.rows == 2 * len(RECORDS)
    (problem,) = conversion.problems
    assert (problem.source, "503 slow down" in problem.reason) == ("a.jsonl", True)


@pytest.mark.usefixtures("storage")
@pytest.mark.parametrize(
    "address",
    [
        "memory://nowhere/a.jsonl",
        "memory://news/*.zip",
        "simplecache::memory://news",
        "file:///etc",
    ],
)
def test_an_address_without_a_file_is_told(tmp_path: Path, address: str) -> None:
    conversion = run([address], tmp_path / "out")
    assert conversion.dataset.rows == 0
    assert [problem.source for problem in conversion.problems] == [address]


def test_the_library_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(ConfigError, match=r"without fsspec and s3fs: pip install"):
        run(["s3://bucket/a.jsonl"], tmp_path / "out")
