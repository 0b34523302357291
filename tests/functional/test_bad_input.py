"""Files that cannot be read, or only in part, are told by name and harm no neighbour."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from inputs import (
    COMPRESSORS,
    MANY,
    RECORDS,
    articles,
    as_arrow,
    as_csv,
    as_jsonl,
    as_parquet,
    as_warc,
    convert_with_neighbour,
    die_elsewhere,
    run,
    write,
)

from corpus_qa.errors import IncompleteError, InputError
from corpus_qa.run.pool import map_in_order


@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".xz", ".zst"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.json"])
def test_of_a_compressed_file_that_breaks_off_the_beginning_is_kept(
    tmp_path: Path, name: str, suffix: str
) -> None:
    text = "".join(chr(97 + n * n * 31 % 26) for n in range(4000))
    records = [{"id": f"m{n}", "text": text[n % 999 :] + str(n)} for n in range(500)]
    content = {
        "a.jsonl": as_jsonl(records),
        "a.csv": as_csv(records),
        "a.json": json.dumps(records).encode(),
    }[name]
    packed = COMPRESSORS[suffix](content)
    rows, conversion = convert_with_neighbour(tmp_path, {name + suffix: packed[: len(packed) // 2]})
    # bzip2 and xz decompress in blocks of 900 kB and more
    assert (0 if suffix in {".bz2", ".xz"} else 50) <= len(rows) < 500
    assert all(row.text == records[place]["text"] for place, row in enumerate(rows))
    broken = [problem for problem in conversion.problems if "is truncated" in problem.reason]
    assert [problem.byte for problem in broken] == [len(packed) // 2] or suffix == ".zst"
    assert conversion.problems
    assert len(conversion.problems) <= 2


def test_damaged_gzip_data_keeps_what_came_before(tmp_path: Path) -> None:
    packed = bytearray(COMPRESSORS[".gz"](as_jsonl(MANY)))
    packed[len(packed) // 2] ^= 0xFF
    rows, conversion = convert_with_neighbour(tmp_path, {"a.jsonl.gz": bytes(packed)})
    assert 100 < len(rows) < len(MANY)
    assert any("gz data" in problem.reason for problem in conversion.problems)


def test_a_text_that_breaks_off_is_kept_and_told(tmp_path: Path) -> None:
    packed = COMPRESSORS[".gz"](("A long story. " * 5000).encode())
    rows, conversion = convert_with_neighbour(tmp_path, {"a.txt.gz": packed[:-20]})
    assert rows[0].text.startswith("A long story.")
    assert len(conversion.problems) == 1


@pytest.mark.parametrize("content", [bytes(range(256)) * 8, b"text\0text", b"\x89PNG\r\n\x1a\n\0"])
def test_binary_data_is_no_text(tmp_path: Path, content: bytes) -> None:
    rows, conversion = convert_with_neighbour(tmp_path, {"a.txt": content})
    assert rows == []
    (problem,) = conversion.problems
    assert "binary" in problem.reason
    assert problem.byte == content.index(0)


def test_a_file_that_may_not_be_read_is_told_and_read_once_it_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *args: Any, **more: Any) -> BinaryIO:
        if path.name == "a.txt" and args == ("rb",):
            raise PermissionError(13, "Permission denied")
        return really(path, *args, **more)

    really: Any = Path.open
    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", refuse)
        rows, conversion = convert_with_neighbour(tmp_path, {"a.txt": "Words."})
    assert rows == []
    assert "Permission denied" in conversion.problems[0].reason
    again = run(tmp_path / "in", tmp_path / "out")
    assert [row.source for row in articles(again.dataset)] == ["a.txt", "zz-neighbour.txt"]
    assert again.problems == ()


@pytest.mark.parametrize(
    "name", ["a.txt", "a.jsonl", "a.json", "a.csv", "a.parquet", "a.arrow", "a.html", "a.warc"]
)
def test_an_empty_file_is_told(tmp_path: Path, name: str) -> None:
    rows, conversion = convert_with_neighbour(tmp_path, {name: b"", "b.txt.gz": b""})
    assert rows == []
    assert [(p.source, p.reason) for p in conversion.problems] == [
        (name, "the file is empty"),
        ("b.txt.gz", "the file is empty"),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b"[]"),
        ("a.csv", b"title,text\n"),
        ("a.jsonl", b"\n\n"),
        ("a.warc", as_warc([("https://x.example/i", "image/png", b"x")])),
        ("a.parquet", as_parquet(RECORDS[:1])),
    ],
)
def test_a_file_without_any_article_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    if name == "a.parquet":
        sink = pa.BufferOutputStream()
        pq.write_table(pq.read_table(pa.BufferReader(content)).slice(0, 0), sink)
        content = sink.getvalue().to_pybytes()
    rows, conversion = convert_with_neighbour(tmp_path, {name: content})
    assert rows == []
    assert [problem.reason for problem in conversion.problems] == ["the file contains no article"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.parquet", as_parquet(RECORDS)[:-300]),
        ("a.parquet", b"PAR1" + b"x" * 900),
        ("a.parquet.gz", COMPRESSORS[".gz"](as_parquet(RECORDS))[:-200]),
        ("a.arrow", as_arrow(RECORDS)[:-500]),
        ("a.arrow", b"no arrow at all"),
        ("a.warc", b"WARC/1.0\r\nno header"),
        ("a.warc", b"something else\r\n"),
        ("a.json", b"null"),
        ("a.json", b'"only a string"'),
        ("a.json", b"{"),
    ],
)
def test_a_damaged_file_is_told_and_no_traceback_is_shown(
    tmp_path: Path, name: str, content: bytes
) -> None:
    rows, conversion = convert_with_neighbour(tmp_path, {name: content})
    assert rows == []
    assert conversion.problems
    assert "Traceback" not in repr(conversion.problems)


def test_a_file_that_changes_while_it_is_read_is_told_and_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_meanwhile(path: Path, *args: Any, **more: Any) -> BinaryIO:
        nonlocal opened
        if path.name == "a.txt" and args == ("rb",):
            opened += 1
            if opened == 2:
                os.utime(path, ns=(1, 1))
        return really(path, *args, **more)

    opened, really = 0, Path.open
    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", write_meanwhile)
        rows, conversion = convert_with_neighbour(tmp_path, {"a.txt": "Words."})
    assert len(rows) == 1
    assert "changed while" in conversion.problems[0].reason
    again = run(tmp_path / "in", tmp_path / "out")
    assert (again.converted, again.problems) == (1, ())


def test_a_folder_that_cannot_be_written_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.txt": "Words."})
    with pytest.raises(InputError, match=r"cannot be written.*--out"):
        run(source, source / "a.txt" / "out")


def test_a_worker_that_dies_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus_qa.dataset.build.parse_all", die_elsewhere)
    monkeypatch.setattr("corpus_qa.dataset.build.TASK", 100)
    at_once = partial(map_in_order, startup=0.0)
    monkeypatch.setattr("corpus_qa.dataset.build.map_in_order", at_once)
    source = write(tmp_path / "in", {"a.jsonl": as_jsonl(MANY)})
    with pytest.raises(IncompleteError, match="--jobs 1"):
        run(source, tmp_path / "out", jobs=2)
