"""One reader per kind of file: cut it into raw records, then parse a record to a draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from corpus_qa.ingest.fields import too_long
from corpus_qa.ingest.git_lfs import size_behind, unfetched
from corpus_qa.ingest.readers.columnar import read_table, split_table
from corpus_qa.ingest.readers.csv import read_row, split_rows
from corpus_qa.ingest.readers.html import read_html
from corpus_qa.ingest.readers.json import read_json, split_json, split_lines
from corpus_qa.ingest.readers.text import read_text
from corpus_qa.ingest.readers.warc import split_warc
from corpus_qa.ingest.records import Draft, Format, Raw, Reading, Source
from corpus_qa.ingest.streams import Stream, whole
from corpus_qa.model import Problem


def split(source: Source, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield the raw records of a source, and the problems met on the way.

    A source without any record is a problem too: silence would look like success.
    """
    behind = size_behind(source.path)
    if behind is not None:
        yield unfetched(source.name, behind)
        return
    stream = Stream(source)
    seen = False
    try:
        for item in _split(source, stream, reading):
            seen = True
            yield item
    except OSError as error:
        seen = True
        hint = "Check that the file exists and that you may read it."
        yield Problem(source.name, f"cannot be read ({error.strerror or error})", hint)
    except Exception as error:  # noqa: BLE001 - whatever a file does, it cannot harm its neighbours
        seen = True
        hint = "Please report this with the file; what came before this place was read."
        yield Problem(source.name, f"cannot be read ({type(error).__name__}: {error})", hint)
    if stream.damage:
        hint = "Restore the file from its origin; what came before the damage was read."
        yield Problem(source.name, stream.damage, hint, byte=stream.position)
    elif not stream.position:
        yield Problem(source.name, "the file is empty", "Remove it, or fetch it again.")
    elif not seen:
        hint = "Remove it, or check the export that made it."
        yield Problem(source.name, "the file holds no article", hint)


def parse(raw: Raw, reading: Reading, near: Iterable[str]) -> Iterator[Draft | Problem]:
    """Yield the articles of a raw record, or the problem with it.

    Args:
        raw: The record.
        reading: How it is read.
        near: Encodings that its neighbours are in, for records whose bytes are no UTF-8.
    """
    match raw.source.format:
        case Format.TEXT | Format.MARKDOWN:
            yield read_text(raw, reading)
        case Format.HTML | Format.WARC:
            yield read_html(raw)
        case Format.JSON | Format.JSONL:
            yield from read_json(raw, reading, near)
        case Format.CSV:
            yield read_row(raw, reading, near)
        case Format.PARQUET | Format.ARROW:
            yield from read_table(raw, reading)
        case unknown:
            assert_never(unknown)


def _split(source: Source, stream: Stream, reading: Reading) -> Iterator[Raw | Problem]:
    match source.format:
        case Format.TEXT | Format.MARKDOWN | Format.HTML:
            yield from _one(source, stream, reading.limit)
        case Format.JSONL:
            yield from split_lines(source, stream, reading.limit)
        case Format.JSON:
            yield from split_json(source, stream, reading.limit)
        case Format.CSV:
            yield from split_rows(source, stream, reading)
        case Format.PARQUET | Format.ARROW:
            yield from split_table(source, stream, reading)
        case Format.WARC:
            yield from split_warc(source, stream, reading.limit)
        case unknown:
            assert_never(unknown)


def _one(source: Source, stream: Stream, limit: int) -> Iterator[Raw | Problem]:
    """Yield a file that is one article."""
    data = whole(stream, limit)
    if data is None:
        yield too_long(source, limit)
    elif data:
        yield Raw(source, 0, None, data)
