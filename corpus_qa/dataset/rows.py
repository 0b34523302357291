"""Drafts to article rows: what is the same for all formats is added here."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson
import pyarrow as pa

from corpus_qa.arrays import array_of, text_array
from corpus_qa.dataset.charset import scrub
from corpus_qa.model import ARTICLE_SCHEMA
from corpus_qa.text.language import detect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tldextract import TLDExtract

    from corpus_qa.dataset.raw import Draft

HASH_DIGITS = 32
"""Hexadecimal digits of the content hash: 128 bits tell 10^15 texts apart."""

HOST = re.compile(
    r"\s*(?:[a-z][a-z0-9+.\-]*:)?(?://)?(?:[^/?#@]*@)?([^/?#:\[\]\s]+)", re.IGNORECASE
)
"""The host of an address; ten times as fast as ``urlsplit``, which also parses all the rest."""

Row = tuple[object, ...]


def to_row(draft: Draft, source: str, ingested_at: datetime) -> Row:
    """Return the values of an article in the order of ``ARTICLE_SCHEMA``."""
    fields = draft.fields
    text = _utf8(draft.text)
    url = _text(fields.get("url"))
    identifier = _text(fields.get("article_id"))
    if identifier is None:
        identifier = f"{source}#{draft.number}" if draft.number else source
    return (
        identifier,
        source,
        draft.line,
        _text(fields.get("site")) or site_of(url),
        url,
        _text(fields.get("title")),
        _text(fields.get("byline")),
        fields.get("published_at"),
        fields.get("published_source"),
        detect(draft.text),
        text,
        draft.text_line,
        draft.encoding,
        draft.decode_errors,
        hashlib.sha256(text).hexdigest()[:HASH_DIGITS],
        ingested_at,
        _json(draft.extra) if draft.extra else None,
    )


def to_records(rows: Sequence[Row]) -> pa.RecordBatch:
    """Return rows as one record batch in ``ARTICLE_SCHEMA``."""
    columns = list(zip(*rows, strict=True)) or [()] * len(ARTICLE_SCHEMA)
    arrays = [
        _array(column, field.type) for column, field in zip(columns, ARTICLE_SCHEMA, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=ARTICLE_SCHEMA)


def site_of(url: str | None) -> str | None:
    """Return the registrable domain of an address (``www.bbc.co.uk/news`` -> ``bbc.co.uk``)."""
    host = HOST.match(url) if url else None
    return _registrable(host[1].lower()) if host else None


@lru_cache(maxsize=65536)
def _registrable(host: str) -> str | None:
    found = _extractor()(host)
    return found.top_domain_under_public_suffix or (host if "." in host else None)


@lru_cache(maxsize=1)
def _extractor() -> TLDExtract:
    from tldextract import TLDExtract  # noqa: PLC0415 - slow to import, and only needed for addresses

    # the private part of the list holds the hosters of blogs: each blog is a site of its own
    return TLDExtract(
        suffix_list_urls=(),
        cache_dir=None,
        fallback_to_snapshot=True,
        include_psl_private_domains=True,
    )


def _text(value: object) -> str | None:
    if value is None:
        return None
    return str(value).strip() or None


def _json(extra: object) -> str:
    try:
        return orjson.dumps(extra, default=_plain, option=orjson.OPT_NON_STR_KEYS).decode()
    except (orjson.JSONEncodeError, TypeError):  # an integer beyond 64 bits, a lone surrogate
        return orjson.dumps(scrub(repr(extra))[0]).decode()


def _plain(value: object) -> object:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    try:
        return array_of(values, kind)
    except UnicodeEncodeError:  # a lone surrogate that no reader expected
        return text_array([scrub(v)[0] if isinstance(v, str) else v for v in values], kind)


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        return scrub(text)[0].encode()
