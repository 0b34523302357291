"""Bytes are decompressed and cut to lines in bounded memory."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inputs import COMPRESSORS

from corpus_qa.ingest.streams import BLOCK, COMPRESSIONS, Compression, Stream, lines, read_all, utf8


def stream_of(folder: Path, name: str, content: bytes) -> Stream:
    """Write a file and open it as a stream."""
    path = folder / name
    path.write_bytes(content)
    return Stream(path, COMPRESSIONS.get(path.suffix, Compression.NONE))


@pytest.mark.parametrize("suffix", COMPRESSORS)
def test_files_that_follow_each_other_are_read_to_the_end(tmp_path: Path, suffix: str) -> None:
    pack = COMPRESSORS[suffix]
    content = pack(b"first\n" * 90_000) + pack(b"second\n" * 90_000)
    stream = stream_of(tmp_path, f"a.txt{suffix}", content)
    blocks = list(stream)
    assert b"".join(blocks) == b"first\n" * 90_000 + b"second\n" * 90_000
    assert max(map(len, blocks)) <= BLOCK
    assert stream.damage is None


def test_padding_after_the_last_member_is_no_damage(tmp_path: Path) -> None:
    stream = stream_of(tmp_path, "a.txt.gz", gzip.compress(b"words") + b"\0" * 512)
    assert b"".join(stream) == b"words"
    assert stream.damage is None


def test_a_bomb_fills_no_memory(tmp_path: Path) -> None:
    squeeze = zlib.compressobj(9, wbits=31)
    bomb = b"".join(squeeze.compress(b"0" * 1_000_000) for _ in range(60)) + squeeze.flush()
    stream = stream_of(tmp_path, "a.txt.gz", bomb)
    tracemalloc.start()
    assert read_all(stream, 1_000_000) is None
    assert sum(map(len, Stream(stream.path, stream.compression))) == 60_000_000
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


@given(
    data=st.binary(max_size=200).map(lambda data: data.replace(b"x", b"\n")), size=st.integers(1, 9)
)
def test_lines_are_the_same_wherever_blocks_end(data: bytes, size: int) -> None:
    blocks = (data[place : place + size] for place in range(0, len(data), size))
    expected = [line + b"\n" for line in data.split(b"\n")]
    expected[-1] = expected[-1][:-1]
    assert list(lines(blocks, 1000)) == [line for line in expected if line]


def test_a_line_of_two_gigabytes_is_passed_over_without_being_held() -> None:
    def blocks() -> Iterator[bytes]:
        yield b"before\n"
        for _ in range(2 << 30 >> 20):
            yield block
        yield b"\nafter"

    block = b"x" * (1 << 20)
    tracemalloc.start()
    assert list(lines(blocks(), 3 << 20)) == [b"before\n", None, b"after"]
    assert tracemalloc.get_traced_memory()[1] < 8 << 20
    tracemalloc.stop()


@given(text=st.text(max_size=40), size=st.integers(1, 5))
def test_utf16_is_handed_on_as_utf8(text: str, size: int) -> None:
    data = ("mark" + text).encode("utf-16")
    blocks = [data[:20], *(data[place : place + size] for place in range(20, len(data), size))]
    assert b"".join(utf8(blocks)).decode() == "mark" + text
