"""HTML pages: main text, title, byline, site, date and declared language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus_qa.dataset.charset import decode
from corpus_qa.dataset.html_date import publication_date
from corpus_qa.dataset.raw import Draft, Page

if TYPE_CHECKING:
    from corpus_qa.dataset.raw import Raw

DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.\-]+)", re.IGNORECASE
)
LANGUAGE = re.compile(
    r"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z]{2,3}(?:[-_]\w{2,8})*)", re.IGNORECASE
)
HEAD = 4096
"""Bytes in which a page must declare its charset and language (browsers look at 1024)."""


def read_html(raw: Raw) -> Draft:
    """Return the article of a page."""
    match raw.data:
        case Page() as page:
            pass
        case bytes() as html:
            page = Page(html)
        case other:
            raise TypeError(other)
    declared = DECLARED.search(page.html[:HEAD])
    names = [page.charset, declared[1].decode("ascii", "replace") if declared else None]
    text, encoding, errors = decode(page.html, names)
    fields, extra = read_page(text, page.url, dated=False)
    body = fields.pop("text", "")
    return Draft(
        text=str(body),
        fields=fields,
        extra=extra,
        number=raw.number,
        line=raw.line,
        text_line=None,
        encoding=encoding,
        decode_errors=min(errors, str(body).count("\N{REPLACEMENT CHARACTER}")),
    )


def read_page(
    html: str, url: str | None, *, dated: bool
) -> tuple[dict[str, object], dict[str, object]]:
    """Return the article columns that a page fills, and what else it says.

    Args:
        html: The page.
        url: Its address, if known.
        dated: Whether the date is known already, so that it need not be looked for.
    """
    from trafilatura import bare_extraction, html2txt  # noqa: PLC0415 - slow to import
    from trafilatura.metadata import extract_metadata  # noqa: PLC0415
    from trafilatura.utils import load_html  # noqa: PLC0415

    tree = load_html(html)
    fields: dict[str, object] = {}
    extra: dict[str, object] = {}
    if tree is not None:
        meta = extract_metadata(tree, default_url=url)
        fields |= {"title": meta.title, "byline": meta.author, "url": url or meta.url}
        if meta.sitename:
            extra["site_name"] = meta.sitename
        body = bare_extraction(tree, url=url, fast=True, include_comments=False)
        fields["text"] = body.text if body is not None else html2txt(html)
    if declared := LANGUAGE.search(html[:HEAD]):
        extra["declared_language"] = declared[1]
    if not dated:
        when, source = publication_date(html, str(fields.get("url") or "") or None)
        if when is not None:
            fields |= {"published_at": when, "published_source": source}
            extra["date_evidence"] = [{"source": source, "value": when.isoformat()}]
    return {name: value for name, value in fields.items() if value}, extra
