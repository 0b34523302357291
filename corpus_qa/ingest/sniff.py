"""What a file is by its first bytes, where its name says nothing or too little."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from corpus_qa.ingest.charset import decode
from corpus_qa.ingest.columns import map_columns
from corpus_qa.ingest.records import FileType
from corpus_qa.ingest.registry import readers
from corpus_qa.ingest.streams import Compression, Stream, size_behind

if TYPE_CHECKING:  # few inputs need it
    from corpus_qa.ingest.remote import RemoteFile

# Bytes that are looked at.
HEAD = 1 << 16

PACKED = (
    (b"\x1f\x8b", Compression.GZIP),
    (b"\x28\xb5\x2f\xfd", Compression.ZSTD),
    (b"BZh", Compression.BZIP2),
    (b"\xfd7zXZ\0", Compression.XZ),
    (b"\x04\x22\x4d\x18", Compression.LZ4),
)

# First bytes -> the suffix of files of this kind.
MAGIC = (
    (b"PAR1", ".parquet"),
    (b"ARROW1", ".arrow"),
    (b"WARC/", ".warc"),
    (b"PK\x03\x04", ".zip"),
    (b"SQLite format 3\0", ".sqlite"),
)

# Where a zip archive names its first file, and what stands there in documents and programs.
FIRST_NAME, DOCUMENT = 30, re.compile(rb"\[Content_Types\]\.xml|mimetype|META-INF/|_rels/")

# Where a tar archive says that it is one.
TAR_PLACE, TAR = 257, b"ustar"

PAGE = re.compile(r"<!doctype html|<html\b", re.IGNORECASE)
# A page may be a part of one where the name says that a server made it.
SERVED = re.compile(r"\.(?:aspx?|s?html?|php\d?|jsp|cfm|cgi|do)(?:[?@].*)?$", re.IGNORECASE)
PART = re.compile(r"<(?:body|article|main|div|p)\b", re.IGNORECASE)
SERVER_CODE = re.compile(r"<\?php|<%|<cf\w+", re.IGNORECASE)

XML = re.compile(r"\s*(?:<\?xml\b|<(?:rss|feed|TEI|nitf|newsItem|article|doc)\b)")

# How JSON begins that is no prose in brackets.
OBJECTS = re.compile(r'\s*(?:\[\s*)?\{\s*"[^"\n]{1,80}"\s*:')

DELIMITERS = "\t,;|"
# Characters: no name of a column is longer.
LONGEST_NAME = 40


def sniff(path: Path | RemoteFile, by_name: FileType | None) -> FileType | None:
    """Return what a file is.

    Args:
        path: The file.
        by_name: What its name says; only a table or JSON lines overrule that.
    """
    try:
        if size_behind(path) is not None:
            return by_name
        compression = by_name.compression if by_name else _compression(path)
        data = next(iter(Stream(path, compression)), b"")[:HEAD]
    except OSError:
        return by_name
    text = _text(data)
    suffix = _records(text) or (".json" if OBJECTS.match(text) else "")
    suffix = suffix or ("" if by_name else _suffix(path.name, data))
    reader = readers().get(suffix)
    return FileType(reader, compression) if reader else by_name


def is_metadata(path: Path | RemoteFile) -> bool:
    """Whether a JSON file is one object in which nothing, however deep, has a text."""
    value: object = None
    with suppress(OSError, ValueError):
        value = orjson.loads(path.read_bytes()) if path.stat().st_size < HEAD else None
    return isinstance(value, dict) and not _has_text(value)


def _has_text(value: object) -> bool:
    if isinstance(value, dict):
        return map_columns(tuple(value)).has_text or any(map(_has_text, value.values()))
    return isinstance(value, list) and any(map(_has_text, value))


def _compression(path: Path | RemoteFile) -> Compression:
    with path.open("rb") as file:
        first = file.read(8)
    return next((kind for magic, kind in PACKED if first.startswith(magic)), Compression.NONE)


def _text(data: bytes) -> str:
    """Return the lines of the first bytes that are there in full."""
    text = decode(data).text
    return text.rpartition("\n")[0] + "\n" if len(data) == HEAD else text


def _suffix(name: str, data: bytes) -> str:
    """Return the suffix that a file with these first bytes should have; empty if none is known."""
    for magic, suffix in MAGIC:
        if data.startswith(magic):
            return "" if suffix == ".zip" and DOCUMENT.match(data, FIRST_NAME) else suffix
    if data[TAR_PLACE : TAR_PLACE + len(TAR)] == TAR:
        return ".tar"
    text = decode(data).text
    page = PAGE.search(text[:4096]) or (SERVED.search(name) and PART.search(text))
    if "\0" in text or (page and SERVER_CODE.search(text)):
        return ""
    kinds = (
        (page, ".html"),
        (XML.match(text), ".xml"),
        (re.match(r"\s*\[?\s*\{\s*\"", text), ".json"),
    )
    return next((suffix for found, suffix in kinds if found), "")


def _records(text: str) -> str:
    """Return the suffix of JSON lines or of a table if the text is that, whatever its name says."""
    lines = list(islice((line for line in text.splitlines() if line.strip()), 3))
    if all(map(_is_object, lines)) and (len(lines) > 1 or (lines and text.endswith("\n"))):
        return ".jsonl"
    for delimiter in DELIMITERS if len(lines) > 1 else "":
        names = [name.strip(' "\ufeff') for name in lines[0].split(delimiter)]
        known = map_columns(tuple(names))
        if (
            len(names) > 1
            and known.has_text
            and all(0 < len(name) <= LONGEST_NAME for name in names)
            and len(names) - len(known.others) > len(names) // 2
            and lines[1].count(delimiter) >= len(names) - 1
        ):
            return ".tsv" if delimiter == "\t" else ".csv"
    return ""


def _is_object(line: str) -> bool:
    if not line.lstrip().startswith("{"):
        return False
    with suppress(ValueError):
        return isinstance(orjson.loads(line), dict)
    return False
