"""The columns of the tables of a dataset and of a run folder."""

from __future__ import annotations

import pyarrow as pa

ARTICLE_SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("source_line", pa.int32()),
        pa.field("site", pa.string()),
        pa.field("url", pa.string()),
        pa.field("title", pa.string()),
        pa.field("byline", pa.string()),
        pa.field("published_at", pa.timestamp("us", tz="UTC")),
        pa.field("published_source", pa.string()),
        pa.field("language", pa.string()),
        pa.field("text", pa.large_string(), nullable=False),
        pa.field("text_line", pa.int32()),
        pa.field("encoding", pa.string(), nullable=False),
        pa.field("decode_errors", pa.int32(), nullable=False),
        pa.field("content_hash", pa.string(), nullable=False),
        pa.field("ingested_at", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("extra", pa.string()),
    ]
)

FINDING_SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("check", pa.string(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("family", pa.string(), nullable=False),
        pa.field("severity", pa.string(), nullable=False),
        pa.field("field", pa.string()),
        pa.field("start", pa.int64()),
        pa.field("end", pa.int64()),
        pa.field("line", pa.int64()),
        pa.field("excerpt", pa.string()),
        pa.field("message", pa.string(), nullable=False),
        pa.field("suggestion", pa.string()),
        pa.field("fingerprint", pa.string(), nullable=False),
        pa.field("status", pa.string(), nullable=False),
        # Where the span begins and ends, with ``line``: 1-based, in code points, the end exclusive;
        # null where lines of the text are no lines of the file.
        pa.field("column", pa.int64()),
        pa.field("end_line", pa.int64()),
        pa.field("end_column", pa.int64()),
        # The other article of a duplicate; null elsewhere. ``other_here``: its source is one of the
        # paths of the run, as opposed to those of an index.
        pa.field("other_id", pa.string()),
        pa.field("other_source", pa.string()),
        pa.field("other_line", pa.int64()),
        pa.field("other_here", pa.bool_()),
        # ``safe`` or ``unsafe``; null without a suggestion.
        pa.field("applicability", pa.string()),
    ]
)

DUPLICATE_SCHEMA = pa.schema(
    [
        pa.field("a", pa.string(), nullable=False),
        pa.field("b", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("jaccard", pa.float64(), nullable=False),
        pa.field("a_in_b", pa.float64(), nullable=False),
        pa.field("b_in_a", pa.float64(), nullable=False),
        pa.field("cluster", pa.int64()),
        pa.field("keep", pa.string()),
        pa.field("known", pa.bool_(), nullable=False),
    ]
)

# Articles of an index that articles of a run repeat: ``b`` in the pairs that are ``known``.
KNOWN_SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("site", pa.string()),
        pa.field("url", pa.string()),
        pa.field("title", pa.string()),
        pa.field("published_at", pa.timestamp("us", tz="UTC")),
    ]
)

METRIC_SCHEMA = pa.schema(
    [
        pa.field("scope", pa.string(), nullable=False),
        pa.field("key", pa.string(), nullable=False),
        pa.field("metric", pa.string(), nullable=False),
        pa.field("value", pa.float64(), nullable=False),
        pa.field("numerator", pa.int64()),
        pa.field("denominator", pa.int64()),
        pa.field("low", pa.float64()),
        pa.field("high", pa.float64()),
    ]
)
