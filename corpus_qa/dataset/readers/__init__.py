"""One reader per kind of file: cut it into raw records, then parse a record to a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus_qa.dataset.raw import Draft, Format, Raw
from corpus_qa.dataset.readers.jsons import read_json, split_json, split_lines, too_long
from corpus_qa.dataset.readers.page import read_html
from corpus_qa.dataset.readers.plain import read_text
from corpus_qa.dataset.streams import Stream, whole
from corpus_qa.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus_qa.dataset.raw import Source


def split(source: Source, limit: int) -> Iterator[Raw | Problem]:
    """Yield the raw records of a source, and the problems met on the way.

    Args:
        source: The file.
        limit: Bytes; a longer record becomes a problem.
    """
    stream = Stream(source)
    try:
        yield from _split(source, stream, limit)
    except OSError as error:
        hint = "Check that the file exists and that you may read it."
        yield Problem(source.name, f"cannot be read ({error.strerror or error})", hint)
    if stream.damage:
        hint = "Restore the file from its origin; what came before the damage was read."
        yield Problem(source.name, stream.damage, hint, byte=stream.position)
    elif not stream.position:
        yield Problem(source.name, "the file is empty", "Remove it, or fetch it again.")


def _split(source: Source, stream: Stream, limit: int) -> Iterator[Raw | Problem]:
    match source.format:
        case Format.JSONL:
            yield from split_lines(source, stream, limit)
        case Format.JSON:
            yield from split_json(source, stream, limit)
        case _:
            data = whole(stream, limit)
            if data is None:
                yield too_long(source, limit)
            elif data:
                yield Raw(source, 0, None, data)


def parse(raw: Raw, overrides: tuple[tuple[str, str], ...]) -> Iterator[Draft | Problem]:
    """Yield the articles of a raw record, or the problem with it."""
    match raw.source.format:
        case Format.TEXT | Format.MARKDOWN:
            yield read_text(raw, overrides)
        case Format.HTML | Format.WARC:
            yield read_html(raw)
        case _:
            yield from read_json(raw, overrides)
