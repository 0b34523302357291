"""HTML pages: main text, title, byline, site name, date and declared language."""

from __future__ import annotations

import re
from collections.abc import Container

from corpus_qa.ingest.charset import decode
from corpus_qa.ingest.html_page import page_date
from corpus_qa.ingest.records import Draft, Page, Raw, raw_bytes

HEAD = 4096
"""Bytes in which a page says its charset and language; browsers look at the first 1,024."""

CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.\-]+)", re.IGNORECASE
)
LANGUAGE = re.compile(
    r"<html\b[^>]{0,500}?\slang\s*=\s*[\"']?([a-z]{2,3}(?:[-_]\w{2,8})*)", re.IGNORECASE
)


def read_html(raw: Raw) -> Draft:
    """Return the article of a page. A page without any text is an article without any."""
    page = raw.data if isinstance(raw.data, Page) else Page(raw_bytes(raw))
    declared = CHARSET.search(page.html[:HEAD])
    names = [page.charset, declared[1].decode("ascii", "replace") if declared else None]
    html, encoding, errors = decode(page.html, names)
    fields, extra = read_page(html, page.url)
    text = str(fields.pop("text", ""))
    return Draft(
        text=text,
        fields=fields,
        extra={**extra, **dict(page.extra)},
        number=raw.number,
        line=raw.line,
        text_line=None,
        encoding=encoding,
        # only those in the article count: the rest of the page is not in the dataset
        decode_errors=min(errors, text.count("\N{REPLACEMENT CHARACTER}")),
    )


def read_page(
    html: str, url: str | None, known: Container[str] = ()
) -> tuple[dict[str, object], dict[str, object]]:
    """Return the article columns that a page fills, and what else it says.

    Args:
        html: The page.
        url: Its address, if known.
        known: Columns that are known already, so that they need not be looked for.
    """
    fields, extra = _extract(html, url, with_text="text" not in known)
    if declared := LANGUAGE.search(html[:HEAD]):
        extra["declared_language"] = declared[1]
    if "published_at" not in known:
        found = page_date(html, str(fields.get("url") or "") or None)
        fields |= {"published_at": found.moment, "published_source": found.source}
        if found.evidence:
            extra["date_evidence"] = [
                {"source": one.source, "role": one.role, "value": one.value}
                for one in found.evidence
            ]
    return {name: value for name, value in fields.items() if value}, extra


def _extract(
    html: str, url: str | None, *, with_text: bool
) -> tuple[dict[str, object], dict[str, object]]:
    """Ask trafilatura; where it finds no main text, all visible text is taken."""
    from trafilatura import bare_extraction, html2txt  # noqa: PLC0415 - slow to import
    from trafilatura.metadata import extract_metadata  # noqa: PLC0415 - slow to import
    from trafilatura.utils import load_html  # noqa: PLC0415 - slow to import

    tree = load_html(html)
    if tree is None:  # a file without any element
        return {"text": html.strip()}, {}
    meta = extract_metadata(tree, default_url=url, extensive=False)
    fields: dict[str, object] = {
        "title": meta.title,
        "byline": meta.author,
        "url": url or meta.url,
    }
    if with_text:
        found = bare_extraction(tree, url=url, fast=True, include_comments=False)
        fields["text"] = getattr(found, "text", None) or html2txt(tree)
    return fields, {"site_name": meta.sitename} if meta.sitename else {}
