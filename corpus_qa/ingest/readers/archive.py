"""Archives of files: each file in them is read as if it stood in a folder.

Nothing is written but a temporary copy of an archive within the archive, under a name of ours.
"""

from __future__ import annotations

import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import IO, TypeAlias

from corpus_qa.ingest.left_out import is_junk, reason_by_name
from corpus_qa.ingest.records import Draft, Raw, Reader, Reading, Source, type_of
from corpus_qa.ingest.streams import Stream, as_file
from corpus_qa.model import Problem

# Files in an archive that a problem names.
NAMED = 3

# A file that unpacks to more bytes, and to so many times its size, is made to do harm.
LARGE, TIMES = 1 << 30, 500

DAMAGED = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError),
    # What zipfile raises of names that are empty or no text, and of fields that are cut.
    *(IndexError, UnicodeDecodeError, struct.error),
)


# A file in an archive: its name, its bytes, its bytes as they are packed, and what reads them; None
# if it cannot be opened.
Member: TypeAlias = tuple[str, int, int, IO[bytes] | None]


def split_archive(source: Source, stream: Stream, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield the raw records of all files in an archive."""
    stream.position = source.path.stat().st_size
    if not stream.position:
        return
    unknown: list[str] = []
    try:
        for member in _members(source, stream):
            if _left_out(member[0], reading) is None:
                yield from _named(member[0], _read(source, member, reading, unknown))
    except DAMAGED as error:
        hint = "Fetch or pack the archive again; the files before the damage were read."
        yield Problem(source.name, f"the archive is damaged ({error})", hint)
    if unknown:
        others = f" and {len(unknown) - NAMED} more" if len(unknown) > NAMED else ""
        named = ", ".join(unknown[:NAMED])
        hint = "Unpack the archive and convert them, or pack it without them."
        reason = f"unknown file type: {named}{others} in the archive could not be read"
        yield Problem(source.name, reason, hint)


def _left_out(name: str, reading: Reading) -> str | None:
    parts = PurePosixPath(name).parts
    if any(is_junk(part) or part.startswith(".") for part in parts if part not in {".", ".."}):
        return "hidden"
    return reason_by_name(name, reading.readers)


def _members(source: Source, stream: Stream) -> Iterator[Member]:
    if source.reader.name == "tar":
        with tarfile.open(fileobj=as_file(stream), mode="r|*") as tar:
            for item in tar:
                if item.isreg():
                    yield (item.name, item.size, item.size, tar.extractfile(item))
        return
    with stream.as_path() as path, zipfile.ZipFile(path) as packed:
        for info in packed.infolist():
            if info.is_dir():
                continue
            if info.flag_bits & 1:
                yield (info.filename, info.file_size, info.compress_size, None)
                continue
            with packed.open(info) as opened:
                yield (info.filename, info.file_size, info.compress_size, opened)


def _read(
    source: Source, member: Member, reading: Reading, unknown: list[str]
) -> Iterator[Raw | Problem]:
    path, size, packed, opened = member
    kind = type_of(path, reading.readers)
    if kind is None:
        unknown += [path] if size else []
        return
    reader, compression = kind
    if opened is None:
        yield Problem(source.name, "is encrypted", "Pack it without a password.")
        return
    if size > LARGE and size > TIMES * max(1, packed):
        reason = f"unpacks to {size:,} bytes, {TIMES} times its size or more"
        yield Problem(source.name, reason, "Unpack it by hand if you trust the archive.")
        return
    name = f"{source.member}/{path}" if source.member else path
    inner = Source(source.name, source.path, reader, compression, name)
    if reader in READERS and source.member:
        yield Problem(source.name, "is an archive in an archive in an archive", "Unpack it first.")
        return
    stream = Stream(source.path, compression, opened)
    seen = False
    ours = replace(inner, reader=source.reader)
    for item in reader.split(inner, stream, reading):
        seen = True
        if isinstance(item, Raw) and reader not in READERS:
            yield item._replace(source=ours)
        else:
            yield item
    if stream.damage:
        yield Problem(source.name, stream.damage, "Fetch or pack the archive again.")
    elif not seen:
        yield Problem(source.name, "holds no article", "Check the export that produced it.")


def _named(name: str, items: Iterable[Raw | Problem]) -> Iterator[Raw | Problem]:
    """Name the file in problems with it."""
    for item in items:
        if isinstance(item, Problem):
            yield replace(item, reason=f"{name}: {item.reason}", line=None)
        else:
            yield item


def parse_member(raw: Raw, reading: Reading, near: Iterable[str]) -> Iterator[Draft | Problem]:
    """Yield the articles of a record of a file in an archive."""
    source = raw.source
    kind = type_of(source.member, reading.readers)
    reader = kind.reader if kind else source.reader
    for item in reader.parse(raw._replace(source=replace(source, reader=reader)), reading, near):
        if isinstance(item, Problem):
            place = f" line {item.line}" if item.line else ""
            yield replace(item, reason=f"{source.member}{place}: {item.reason}", line=None)
            continue
        number = f"#{item.number}" if item.number else ""
        made = f"{source.name}/{source.member}{number}"
        fields = {"article_id": made, **item.fields}
        extra = {**item.extra, "archive_member": source.member}
        yield replace(item, fields=fields, extra=extra, line=None, text_line=None)


READERS = (
    Reader("zip", (".zip",), split_archive, parse_member),
    Reader("tar", (".tar", ".tgz", ".tbz2", ".txz"), split_archive, parse_member),
)
