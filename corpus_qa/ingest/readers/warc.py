"""WARC files: the HTML pages among the responses that a crawler kept, or the texts made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from corpus_qa.ingest.charset import decode
from corpus_qa.ingest.readers.html import parse_html
from corpus_qa.ingest.readers.text import read_stub
from corpus_qa.ingest.records import Draft, Page, Raw, Reader, Reading, Source, too_long
from corpus_qa.ingest.streams import Stream, as_file
from corpus_qa.model import Problem

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

# Content encodings that Arrow unpacks, by its names of them; the others are those of warcio.
CODECS = {"br": "brotli", "zstd": "zstd"}

HTML_TYPES = ("text/html", "application/xhtml+xml")

# Types by which servers say that they do not know one: the body decides.
NO_TYPES = ("", "unknown", "application/octet-stream", "application/unknown", "*/*", "none")

# Delivered by the server, or changed by a proxy on the way (203).
DELIVERED = ("200", "203")

PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)*(?:<!doctype html|<html\b)", re.IGNORECASE | re.DOTALL)


def split_warc(source: Source, stream: Stream, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield the pages that were delivered, and texts of pages (WET files).

    Images, redirects and errors are no pages.
    """
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - only WARC needs it
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - only WARC needs it

    number, limit = 0, reading.limit
    try:
        for record in ArchiveIterator(as_file(stream)):
            kind = _kind(record)
            if kind is None:
                continue
            body = record.content_stream().read(limit + 1)
            unpacked = _unpacked(body, _packing(record), limit)
            body = body if unpacked is None else unpacked
            if kind in NO_TYPES and not PAGE.match(body[:4096]):
                continue
            number += 1
            if unpacked is None:
                reason = f"page {number} is not in the encoding {_packing(record)} that it names"
                yield Problem(source.name, reason, "Fetch the page again.", lost=1)
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


def _unpacked(body: bytes, packing: str, limit: int) -> bytes | None:
    """Return a body that warcio leaves packed, at most a byte above the limit; None: damaged."""
    from warcio.bufferedreaders import BufferedReader  # noqa: PLC0415 - only WARC needs it

    if packing not in CODECS or packing in BufferedReader.get_supported_decompressors():
        return body
    try:
        with pa.CompressedInputStream(pa.BufferReader(body), CODECS[packing]) as stream:
            return bytes(stream.read(limit + 1))
    except OSError:
        return None


def _kind(record: ArcWarcRecord) -> str | None:
    """Return the content type of what may be a page or the text of one, else None."""
    headers = record.http_headers
    if record.rec_type == "conversion":
        kind = _type(record.content_type)
        return kind if kind.startswith("text/plain") else None
    if record.rec_type == "resource":
        kind = _type(record.content_type)
    elif (
        record.rec_type != "response"
        or headers is None
        or headers.get_statuscode() not in DELIVERED
    ):
        return None
    else:
        kind = _type(headers.get_header("Content-Type"))
    return kind if kind in NO_TYPES or kind.startswith(HTML_TYPES) else None


def _type(value: str | None) -> str:
    return (value or "").strip().lower()


def _packing(record: ArcWarcRecord) -> str:
    headers = record.http_headers
    return (headers.get_header("Content-Encoding") or "").strip().lower() if headers else ""


def _page(record: ArcWarcRecord, body: bytes) -> Page:
    kind = record.http_headers.get_header("Content-Type") if record.http_headers else ""
    _, _, charset = (kind or "").lower().partition("charset=")
    header = record.rec_headers.get_header
    names = {
        "warc_date": "WARC-Date",
        "warc_record_id": "WARC-Record-ID",
        "declared_language": "WARC-Identified-Content-Language",
    }
    extra = tuple((name, value) for name, key in names.items() if (value := header(key)))
    named = charset.partition(";")[0].strip() or None
    plain = record.rec_type == "conversion"
    return Page(body, header("WARC-Target-URI"), named, extra, plain)


def parse_record(raw: Raw, reading: Reading, near: Iterable[str]) -> Iterator[Draft | Problem]:
    """Yield the article of a page, or of the text that was made of one."""
    page = raw.data
    if not isinstance(page, Page) or not page.plain:
        yield from parse_html(raw, reading, near)
        return
    text, encoding, errors = decode(page.html, [page.charset])
    fields = {**read_stub(text), "url": page.url}
    yield Draft(text, fields, dict(page.extra), raw.number, None, None, encoding, errors)


READERS = (Reader("warc", (".warc", ".wet"), split_warc, parse_record, divisible=True),)
