"""HTML pages: main text, title, byline, site name, date and declared language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus_qa.ingest.charset import decode
from corpus_qa.ingest.html_page import HEAD, read_page
from corpus_qa.ingest.readers.text import date_by_name
from corpus_qa.ingest.records import Draft, Page, Raw, Reader, Reading, raw_bytes, split_file
from corpus_qa.model import Problem

CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.\-]+)", re.IGNORECASE
)


def parse_html(raw: Raw, reading: Reading, _near: Iterable[str]) -> Iterator[Draft | Problem]:
    """Yield the article of a page. A page without any text is an article without any."""
    page = raw.data if isinstance(raw.data, Page) else Page(raw_bytes(raw))
    declared = CHARSET.search(page.html[:HEAD])
    names = [page.charset, declared[1].decode("ascii", "replace") if declared else None]
    html, encoding, errors = decode(page.html, names)
    said: dict[str, object] = {}
    known: dict[str, object] = {}
    if html.startswith(("---", "+++")):
        from corpus_qa.ingest.front_matter import read_head  # noqa: PLC0415 - few files have one

        if head := read_head(html, reading.overrides, expected=False):
            yield from head.problems(raw.source.name)
            known, said, html = head.fields, head.extra, html[head.end :]
            date_by_name(raw.source.name, known, said)
    fields, extra = read_page(html, page.url or str(known.get("url") or "") or None, known)
    fields, extra = fields | known, {**extra, **said, **dict(page.extra)}
    text = str(fields.pop("text", ""))
    # only those in the article count: the rest of the page is not in the dataset
    errors = min(errors, text.count("\N{REPLACEMENT CHARACTER}"))
    yield Draft(text, fields, extra, raw.number, raw.line, None, encoding, errors)


READERS = (Reader("html", (".html", ".htm", ".xhtml"), split_file, parse_html),)
