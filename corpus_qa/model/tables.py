"""The columns of the tables of a dataset and of a run folder."""

from __future__ import annotations

from corpus_qa.arrays import schema_of

ARTICLE_SCHEMA = schema_of(
    "article_id string, source string, source_line int32?, site string?, url string?, "
    "title string?, byline string?, published_at time?, published_source string?, "
    "language string?, text large_string, text_line int32?, encoding string, "
    "decode_errors int32, content_hash string, ingested_at time, extra string?"
)

FINDING_SCHEMA = schema_of(
    "article_id string, check string, name string, family string, severity string, "
    "field string?, start int64?, end int64?, line int64?, excerpt string?, message string, "
    "suggestion string?, fingerprint string, status string, "
    # Where the span begins and ends, with ``line``: 1-based, in code points, the end exclusive;
    # null where lines of the text are no lines of the file.
    "column int64?, end_line int64?, end_column int64?, "
    # The other article of a duplicate; null elsewhere. ``other_here``: its source is one of the
    # paths of the run, as opposed to those of an index.
    "other_id string?, other_source string?, other_line int64?, other_here bool?, "
    # ``safe`` or ``unsafe``; null without a suggestion.
    "applicability string?"
)

DUPLICATE_SCHEMA = schema_of(
    "a string, b string, kind string, jaccard float64, a_in_b float64, b_in_a float64, "
    "cluster int64?, keep string?, known bool"
)

# Articles of an index that articles of a run repeat: ``b`` in the pairs that are ``known``.
KNOWN_SCHEMA = schema_of(
    "article_id string, source string, site string?, url string?, title string?, published_at time?"
)

METRIC_SCHEMA = schema_of(
    "scope string, key string, metric string, value float64, numerator int64?, "
    "denominator int64?, low float64?, high float64?"
)
