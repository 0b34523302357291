"""MHTML: a page that a browser saved with all that belongs to it, as the parts of a mail."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterable, Iterator

from corpus_qa.ingest.readers.html import parse_html
from corpus_qa.ingest.records import Draft, Page, Raw, Reader, Reading, raw_bytes, split_file
from corpus_qa.model import Problem

TYPES = frozenset({"text/html", "application/xhtml+xml"})


def parse_mhtml(raw: Raw, reading: Reading, near: Iterable[str]) -> Iterator[Draft | Problem]:
    """Yield the article of the first page among the parts."""
    message = email.message_from_bytes(raw_bytes(raw), policy=email.policy.compat32)
    page = next((part for part in message.walk() if part.get_content_type() in TYPES), None)
    html = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(html, bytes):
        hint = "Save the page again."
        yield Problem(raw.source.name, "no HTML page is among the parts of the file", hint, lost=1)
        return
    url = message["Snapshot-Content-Location"] or page["Content-Location"]
    charset = page.get_content_charset()
    found = Page(html, str(url) if url else None, charset)
    yield from parse_html(raw._replace(data=found), reading, near)


READERS = (Reader("mhtml", (".mhtml", ".mht"), split_file, parse_mhtml),)
