"""Bytes of a file, decompressed, a block at a time, however large or damaged the file is."""

from __future__ import annotations

import bz2
import codecs
import io
import lzma
import re
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

import pyarrow as pa

from corpus_qa.model import Problem

if TYPE_CHECKING:  # few inputs need it
    from _typeshed import WriteableBuffer

    from corpus_qa.ingest.remote import RemoteFile

# Bytes read at a time.
BLOCK = 1 << 18

# Bytes asked of Arrow at a time: what a damaged end can cost at most.
STEP = 1 << 13

# Byte order marks; UTF-32 before UTF-16, whose mark begins the same.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Bytes below which zeros at every second place prove nothing.
SHORTEST_UTF16 = 20


class Compression(StrEnum):
    """How a file is compressed, named as its last suffix says."""

    NONE = ""
    GZIP = "gz"
    ZSTD = "zst"
    BZIP2 = "bz2"
    XZ = "xz"
    BROTLI = "br"
    LZ4 = "lz4"


# Suffix -> compression.
COMPRESSIONS = {f".{kind.value}": kind for kind in Compression if kind.value}


class Stream:
    """The decompressed bytes of a file.

    A file that breaks off or holds damaged data yields everything that came before; then
    ``damage`` says what is wrong and ``position`` at which byte of the file it was noticed.
    """

    def __init__(
        self, path: Path | RemoteFile, compression: Compression, opened: IO[bytes] | None = None
    ) -> None:
        """Take the file at ``path``, or one in an archive there that is ``opened`` already."""
        self.path, self.compression, self.opened = path, compression, opened
        self.damage: str | None = None
        self.position = 0

    def __iter__(self) -> Iterator[bytes]:
        """Yield blocks of at most ``BLOCK`` bytes.

        Raises:
            OSError: The file cannot be opened or read.
        """
        with self.opened or self.path.open("rb") as file:
            match self.compression:
                case Compression.NONE:
                    yield from self._plain(file)
                case Compression.GZIP | Compression.BZIP2 | Compression.XZ:
                    yield from self._members(file, MEMBERS[self.compression])
                case _:
                    yield from self._by_arrow(file, CODECS[self.compression])

    @contextmanager
    def as_path(self) -> Iterator[Path]:
        """Give the file, or a temporary copy that is decompressed, to what reads from its end."""
        whole = self.opened is None and self.compression is Compression.NONE
        if whole and isinstance(self.path, Path):
            yield self.path
            return
        with tempfile.TemporaryDirectory(prefix="corpus-qa-") as folder:
            copy = Path(folder) / "copy"
            with copy.open("wb") as file:
                file.writelines(self)
            yield copy

    def _plain(self, file: IO[bytes]) -> Iterator[bytes]:
        while block := file.read(BLOCK):
            self.position += len(block)
            yield block

    def _by_arrow(self, file: IO[bytes], codec: str) -> Iterator[bytes]:
        with pa.CompressedInputStream(pa.PythonFile(file, "r"), codec) as stream:
            try:
                while block := stream.read(STEP):
                    self.position = file.tell()
                    yield block
            except OSError as error:
                self.damage = f"the {codec} data is damaged or truncated ({error})"

    def _members(self, file: IO[bytes], member: type[_Decompressor]) -> Iterator[bytes]:
        """Decompress members that follow each other, as ``cat a.gz b.gz`` makes them."""
        name = self.compression.value
        decompressor: _Decompressor | None = None
        pending = b""
        try:
            while block := pending or file.read(BLOCK):
                pending = b""
                if decompressor is None:
                    if not block.strip(b"\0"):  # padding of tapes and object stores
                        continue
                    decompressor = member()
                yield from _drain(decompressor, block)
                self.position = file.tell()
                if decompressor.eof:
                    pending, decompressor = decompressor.unused_data, None
        except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            self.damage = f"the {name} data is damaged ({error})"
        if decompressor is not None and self.damage is None:
            self.damage = f"the {name} data is truncated"


def as_file(blocks: Iterable[bytes]) -> io.BufferedReader:
    """Return blocks as the file that libraries ask for."""
    return io.BufferedReader(_Blocks(iter(blocks)), 1 << 16)


class _Blocks(io.RawIOBase):
    def __init__(self, blocks: Iterator[bytes]) -> None:
        super().__init__()
        self.blocks = blocks
        self.rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        self.rest = self.rest or next(self.blocks, b"")
        view = memoryview(buffer)
        size = min(len(view), len(self.rest))
        view[:size] = self.rest[:size]
        self.rest = self.rest[size:]
        return size


class _Decompressor(Protocol):
    """What bz2 and lzma offer, and ``_Gzip`` imitates."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gzip:
    """zlib's decompressor in the shape of the other two: it keeps input that it had no room for."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, max(max_length, 0))


# Compressions that Arrow undoes, by its names of them.
CODECS = {Compression.ZSTD: "zstd", Compression.BROTLI: "brotli", Compression.LZ4: "lz4"}
MEMBERS: Mapping[Compression, type[_Decompressor]] = {
    Compression.GZIP: _Gzip,
    Compression.BZIP2: bz2.BZ2Decompressor,
    Compression.XZ: lzma.LZMADecompressor,
}


def _drain(decompressor: _Decompressor, block: bytes) -> Iterator[bytes]:
    """Yield what a block becomes, in parts of bounded size: a bomb must not fill the memory."""
    if out := decompressor.decompress(block, BLOCK):
        yield out
    while not decompressor.eof and (out := decompressor.decompress(b"", BLOCK)):
        yield out


def read_all(stream: Iterable[bytes], limit: int) -> bytes | None:
    """Return all bytes of a stream, or None if there are more than ``limit``."""
    parts: list[bytes] = []
    size = 0
    for block in stream:
        size += len(block)
        if size > limit:
            return None
        parts.append(block)
    return b"".join(parts)


def lines(stream: Iterable[bytes], limit: int) -> Iterator[bytes | None]:
    """Yield each line with its line feed; None in place of one that is longer than ``limit``.

    Nothing longer than ``limit`` plus a block is ever held.
    """
    begun: list[bytes] = []
    size = 0
    for block in stream:
        *ended, rest = block.split(b"\n")
        for part in ended:
            fits = size + len(part) <= limit
            yield b"".join((*begun, part, b"\n")) if fits else None
            begun, size = [], 0
        size += len(rest)
        if size <= limit:
            begun.append(rest)
        else:
            begun = []
    if size:
        yield b"".join(begun) if size <= limit else None


def text_lines(stream: Stream, limit: int) -> Iterator[bytes | None]:
    """Yield the lines of a stream as UTF-8, without one that damage cut off."""
    for line in lines(utf8(stream), limit):
        if line is None or line.endswith(b"\n") or not stream.damage:
            yield line


def is_escaped(data: bytes | bytearray, start: int, place: int) -> bool:
    """Whether an odd number of backslashes stands before a place, from where the text begins."""
    first = place
    while first > start and data[first - 1] == ord("\\"):
        first -= 1
    return (place - first) % 2 == 1


def utf8(stream: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the stream without a byte order mark, and as UTF-8 if it is UTF-16 or UTF-32.

    Line formats are cut at line feeds, which only works on bytes of an ASCII superset.
    """
    blocks = iter(stream)
    first = next(blocks, b"")
    name, mark = byte_order_mark(first)
    if name in {None, "utf-8"}:
        yield first[mark:]
        yield from blocks
        return
    decoder = codecs.getincrementaldecoder(str(name))(errors="replace")
    yield decoder.decode(first[mark:]).encode("utf-8", "replace")
    for block in blocks:
        yield decoder.decode(block).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def byte_order_mark(data: bytes) -> tuple[str | None, int]:
    """Return the encoding that the first bytes announce or betray, and the length of the mark."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return name, len(mark)
    sample = data[:1024]
    if len(sample) > SHORTEST_UTF16:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if even > len(sample) * 0.2 and not odd:
            return "utf-16-be", 0
        if odd > len(sample) * 0.2 and not even:
            return "utf-16-le", 0
    return None, 0


# No pointer is longer.
MOST_BYTES = 1024

POINTER = re.compile(
    rb"version https?://(?:git-lfs\.github\.com/spec|hawser\.github\.com/spec|git-media\.io)/v/?\d\s*\n"
    rb"(?:(?!oid |size )[a-z0-9.-]+ [^\n]+\n)*"
    rb"oid \w+:[0-9a-f]{32,128}\s*\n"
    rb"(?:(?!oid |size )[a-z0-9.-]+ [^\n]+\n)*"
    rb"size (\d+)\s*"
)

# What git-annex leaves in place of an unlocked file; the name of the key may say its size.
ANNEX = re.compile(rb"/?(?:\.git/)?annex/objects/(?:[\w.]+-s(\d+))?[^\n]*\s*")

FETCH = (
    "Fetch the data: git lfs pull (with actions/checkout in GitHub Actions: `lfs: true`), or "
    "git annex get for git-annex, then run it again."
)


def size_behind(path: Path | RemoteFile) -> int | None:
    """Return the size of the data that a file points to; None if it is no pointer."""
    with suppress(OSError), path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
        found = POINTER.fullmatch(data) or ANNEX.fullmatch(data)
        return int(found[1] or 0) if found and len(data) <= MOST_BYTES else None
    return None


def unfetched(name: str, size: int) -> Problem:
    """Return the problem of a source whose data were not fetched."""
    bytes_ = f" ({size:,} bytes)" if size else ""
    reason = f"the file is a Git LFS pointer or one of git-annex: its data{bytes_} were not fetched"
    return Problem(name, reason, FETCH)
