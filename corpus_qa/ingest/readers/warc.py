"""WARC files: the HTML pages among the responses that a crawler kept."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus_qa.ingest.readers.html import parse_html
from corpus_qa.ingest.records import Page, Raw, Reader, Reading, Source, too_long
from corpus_qa.ingest.streams import Stream
from corpus_qa.model import Problem

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from warcio.recordloader import ArcWarcRecord

# Content encodings that nothing here unpacks.
UNKNOWN_PACKING = frozenset({"br", "zstd"})

HTML_TYPES = ("text/html", "application/xhtml+xml")


def split_warc(source: Source, stream: Stream, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield the pages that were delivered (status 200); images, redirects and errors are none."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - only WARC needs it
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - only WARC needs it

    number, limit = 0, reading.limit
    reader = io.BufferedReader(_Reader(iter(stream)), 1 << 16)
    try:
        for record in ArchiveIterator(reader):
            if not _is_page(record):
                continue
            number += 1
            packed = _packing(record)
            body = record.content_stream().read(limit + 1)
            if packed in UNKNOWN_PACKING:
                hint = "Have the crawler store pages uncompressed or as gzip."
                yield Problem(
                    source.name,
                    f"page {number} has the unsupported encoding {packed}",
                    hint,
                    lost=1,
                )
            elif len(body) > limit:
                yield too_long(source, limit)
            else:
                yield Raw(source, number, None, _page(record, body))
            if getattr(record.raw_stream, "limit", 0) > 0 and len(body) <= limit:
                hint = "Fetch the archive again; the pages before this point were read."
                yield Problem(source.name, f"the archive ends inside page {number}", hint)
    except (ArchiveLoadFailed, EOFError, ValueError) as error:
        hint = "Fetch the archive again; the pages before this point were read."
        reason = f"the WARC data is damaged after page {number} ({error})"
        yield Problem(source.name, reason, hint)


def _is_page(record: ArcWarcRecord) -> bool:
    if record.rec_type == "resource":
        return str(record.content_type or "").lower().startswith(HTML_TYPES)
    headers = record.http_headers
    if record.rec_type != "response" or headers is None:
        return False
    kind = (headers.get_header("Content-Type") or "").lower()
    return bool(headers.get_statuscode() == "200" and kind.startswith(HTML_TYPES))


def _packing(record: ArcWarcRecord) -> str:
    headers = record.http_headers
    return (headers.get_header("Content-Encoding") or "").strip().lower() if headers else ""


def _page(record: ArcWarcRecord, body: bytes) -> Page:
    kind = record.http_headers.get_header("Content-Type") if record.http_headers else ""
    _, _, charset = (kind or "").lower().partition("charset=")
    header = record.rec_headers.get_header
    names = {"warc_date": "WARC-Date", "warc_record_id": "WARC-Record-ID"}
    extra = tuple((name, value) for name, key in names.items() if (value := header(key)))
    return Page(body, header("WARC-Target-URI"), charset.partition(";")[0].strip() or None, extra)


class _Reader(io.RawIOBase):
    """A stream of blocks as the file that warcio asks for."""

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


READERS = (Reader("warc", (".warc",), split_warc, parse_html),)
