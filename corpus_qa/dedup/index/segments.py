"""Add articles to an index: one sorted, immutable segment for each addition."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from corpus_qa.dedup.index.articles import DOC_SCHEMA
from corpus_qa.dedup.index.store import DATA, Folder, Index, Segment, asked_again, commit, now

if TYPE_CHECKING:
    from hashlib import _Hash


# Lines that articles of a site hold: ``body`` is the hash of the article's longest line, since
# copies of one article count once, ``look`` the hash of its title. A line has a row for some of
# the bodies that hold it; the first has the number of ``articles``, the others 0.
LINE_SCHEMA = pa.schema(
    [
        pa.field("site", pa.string(), nullable=False),
        pa.field("hash", pa.int64(), nullable=False),
        pa.field("body", pa.int64(), nullable=False),
        pa.field("look", pa.int64(), nullable=False),
        pa.field("articles", pa.int64(), nullable=False),
    ]
)

# Keys are cut to 48 bits: sorted and delta-encoded they take three bytes.
KEY_SHIFT = 16

FRESH = """
CREATE TABLE fresh AS
SELECT d."row", ROW_NUMBER() OVER (ORDER BY d.article_id, d.body) - 1 AS number
FROM (
  SELECT article_id, body, MIN("row") AS "row" FROM new_docs GROUP BY article_id, body
) AS d
LEFT JOIN held h ON d.article_id = h.article_id AND d.body = h.body
WHERE h.article_id IS NULL
"""
DOCS = """
SELECT d.article_id, d.source, d.site, d.url, d.title, d.published_at, d.words, d.all_words, d.body
FROM new_docs d JOIN fresh f ON d."row" = f."row" ORDER BY f.number
"""
WORDS = 'SELECT d.codes FROM new_docs d JOIN fresh f ON d."row" = f."row" ORDER BY f.number'
KEYS = """
SELECT n.k >> 16 AS k, CAST(f.number AS INTEGER) AS doc, n.kind
FROM new_keys n JOIN fresh f ON n."row" = f."row" ORDER BY 1, 2, 3
"""
# Six bodies are enough to know that a line is boilerplate.
LINES = """
SELECT site, hash, body, look, CASE WHEN place = 1 THEN articles ELSE 0 END AS articles FROM (
  SELECT site, hash, body, look, SUM(articles) OVER (PARTITION BY site, hash) AS articles,
    ROW_NUMBER() OVER (PARTITION BY site, hash ORDER BY body) AS place
  FROM (
    SELECT site, hash, body, MIN(look) AS look, SUM(articles) AS articles
    FROM new_lines GROUP BY site, hash, body
  ) AS bodies
) AS placed WHERE place <= 6 ORDER BY site, hash, body
"""


@dataclass(frozen=True, slots=True)
class _Form:
    """How a data file is written: the query, the rows of a group, and encodings by column."""

    query: str
    group: int
    schema: pa.Schema
    encodings: Mapping[str, str]


_STORED = [field for field in DOC_SCHEMA if field.name not in {"row", "codes"}]
_KEYS = [("k", pa.int64()), ("doc", pa.int32()), ("kind", pa.int8())]
FORMS = {
    # A query reads some articles here and there: of small groups it reads little in vain.
    "docs": _Form(DOCS, 1_024, pa.schema(_STORED), {"body": "PLAIN"}),
    "words": _Form(WORDS, 256, pa.schema([DOC_SCHEMA.field("codes")]), {"codes": "PLAIN"}),
    "keys": _Form(KEYS, 1 << 20, pa.schema(_KEYS), {"k": "DELTA_BINARY_PACKED", "doc": "PLAIN"}),
    "lines": _Form(LINES, 1 << 18, LINE_SCHEMA, {"hash": "PLAIN", "body": "PLAIN"}),
}


def add(index: Index, connection: duckdb.DuckDBPyConnection, lines: str) -> Segment | None:
    """Add the articles in ``new_docs`` and ``new_keys`` to an index.

    Args:
        index: the index; articles that it holds with the same id and body are left out.
        connection: a DuckDB with these two tables or views (``DOC_SCHEMA``, ``KEY_SCHEMA``); what
            does not fit into its memory is sorted on disk.
        lines: a query for the lines (``LINE_SCHEMA``) of the articles whose rows are in the table
            ``fresh``, which are those that the index does not hold.

    Returns:
        The new segment, None if there was nothing new.
    """
    connection.from_arrow(asked_again(index, _held)).create("held")
    connection.execute(FRESH)
    connection.sql(lines).create_view("new_lines")
    # Two indexes that take turns at a place must not replace each other: each has its own name.
    salt = uuid.uuid4().hex if index.supersedes else ""
    return write_segment(index.folder, connection, index.supersedes, salt)


def write_segment(
    folder: Folder,
    connection: duckdb.DuckDBPyConnection,
    replaces: Sequence[str],
    salt: str = "",
) -> Segment | None:
    """Write the articles in ``fresh`` to data files, then commit them.

    The segment is named after its articles and ``salt``: what two compactions write counts once.
    """
    ((articles,),) = connection.sql("SELECT COUNT(*) FROM fresh").fetchall()
    if not articles:
        return None
    mark, identity = uuid.uuid4().hex[:12], hashlib.sha256(salt.encode())
    paths = {name: f"{DATA}/{name}-{mark}.parquet" for name in FORMS}
    rows = {}
    for name, form in FORMS.items():
        batches: Iterable[pa.RecordBatch] = connection.sql(form.query).to_arrow_reader(8_192)
        if name == "docs":
            batches = _identified(batches, identity)
        rows[name] = _write(folder, paths[name], form, batches)
    segment = Segment(
        name=identity.hexdigest()[:16],
        articles=articles,
        keys=rows["keys"],
        files=paths,
        bytes=sum(folder.size(path) for path in paths.values()),
        created_at=now(),
        replaces=tuple(replaces),
    )
    commit(folder, segment)
    return segment


def _identified(batches: Iterable[pa.RecordBatch], identity: _Hash) -> Iterator[pa.RecordBatch]:
    """Pass batches on; the segment is named after its articles."""
    for batch in batches:
        for article_id, body in zip(batch["article_id"], batch["body"], strict=True):
            identity.update(f"{article_id}\0{body}\n".encode())
        yield batch


def _write(folder: Folder, path: str, form: _Form, batches: Iterable[pa.RecordBatch]) -> int:
    """Write batches in groups of one size; return the number of rows."""
    rows, waiting = 0, form.schema.empty_table()
    plain = [name for name in form.schema.names if name not in form.encodings]
    with folder.writer(path, form.schema, plain, form.encodings) as writer:
        for batch in batches:
            rows += batch.num_rows
            waiting = pa.concat_tables([waiting, pa.table(batch).cast(form.schema)])
            whole = waiting.num_rows - waiting.num_rows % form.group
            if whole:
                writer.write_table(waiting.slice(0, whole), row_group_size=form.group)
                waiting = waiting.slice(whole)
        if waiting.num_rows:
            writer.write_table(waiting, row_group_size=form.group)
    return rows


def _held(index: Index) -> pa.Table:
    """Return the ids and bodies of the articles that the index holds."""
    columns = ["article_id", "body"]
    nothing = pa.schema([DOC_SCHEMA.field(name) for name in columns]).empty_table()
    tables = [
        index.folder.parquet(segment.files["docs"]).read(columns=columns).cast(nothing.schema)
        for segment in index.segments
    ]
    return pa.concat_tables([nothing, *tables])
