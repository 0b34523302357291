"""Add articles to an index: one sorted, immutable segment for each addition."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa

from corpus_qa.arrays import batch_of, schema_of
from corpus_qa.dedup.index.store import (
    CODE_BITS,
    DATA,
    Folder,
    Index,
    Segment,
    asked_again,
    commit,
    now,
)
from corpus_qa.dedup.shingles import Hashes, Ints, Words, fold, shingles_of
from corpus_qa.dedup.sketch import SHORT, anchors, band_keys
from corpus_qa.run.tables import read_sql

if TYPE_CHECKING:
    from hashlib import _Hash


# What is stored of an article; ``codes`` holds its words, a byte each.
DOC_SCHEMA = schema_of(
    "row int64, article_id string, source string, site string?, url string?, title string?, "
    "published_at time?, words int32, all_words int32, body int64, codes large_binary"
)
# By which keys articles find each other; ``kind`` is a sum of ANCHOR, FEW and BODY.
KEY_SCHEMA = schema_of("row int64, k int64, kind int8")

# Kinds of keys: without any of these a key is a band.
ANCHOR = 1
FEW = 2  # of a short article: one anchor in common is enough
BODY = 4  # the hash of the whole text
# Lines that articles of a site hold: ``body`` is the hash of the article's longest line, since
# copies of one article count once, ``look`` the hash of its title. A line has a row for some of
# the bodies that hold it; the first has the number of ``articles``, the others 0.
LINE_SCHEMA = schema_of("site string, hash int64, body int64, look int64, articles int64")

# Keys are cut to 48 bits: sorted and delta-encoded they take three bytes.
KEY_SHIFT = 16


@dataclass(frozen=True, slots=True)
class _Form:
    """How a data file is written: the rows of a group, and encodings by column."""

    group: int
    schema: pa.Schema
    encodings: Mapping[str, str]


_KEYS = schema_of("k int64?, doc int32?, kind int8?")
_STORED = [field for field in DOC_SCHEMA if field.name not in {"row", "codes"}]
FORMS = {
    # A query reads some articles here and there: of small groups it reads little in vain.
    "docs": _Form(1_024, pa.schema(_STORED), {"body": "PLAIN"}),
    "words": _Form(256, pa.schema([DOC_SCHEMA.field("codes")]), {"codes": "PLAIN"}),
    "keys": _Form(1 << 20, _KEYS, {"k": "DELTA_BINARY_PACKED", "doc": "PLAIN"}),
    "lines": _Form(1 << 18, LINE_SCHEMA, {"hash": "PLAIN", "body": "PLAIN"}),
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
    find_fresh(connection)
    connection.sql(lines).create_view("new_lines")
    # Two indexes that take turns at a place must not replace each other: each has its own name.
    salt = uuid.uuid4().hex if index.supersedes else names_of(index)
    return write_segment(index.folder, connection, index.supersedes, salt)


def names_of(index: Index) -> str:
    """Return a text that stands for the segments of an index."""
    return ",".join(sorted(segment.name for segment in index.segments))


def find_fresh(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``fresh``: the rows of ``new_docs`` that are not in the table ``held``."""
    connection.execute(_queries()["fresh"])


def _queries() -> Mapping[str, str]:
    return read_sql("corpus_qa.dedup.index", "segments")


def write_segment(
    folder: Folder,
    connection: duckdb.DuckDBPyConnection,
    replaces: Sequence[str],
    salt: str,
) -> Segment | None:
    """Write the articles in ``fresh`` to data files, then commit them.

    The segment is named after its articles and ``salt``, which stands for the segments that it
    comes after. What two writers make of the same counts once. What is made of others has another
    name, even with the same articles: else a segment that had this name long ago, and was replaced,
    would take the new one with it.
    """
    ((articles,),) = connection.sql("SELECT COUNT(*) FROM fresh").fetchall()
    if not articles:
        return None
    mark, identity = uuid.uuid4().hex[:12], hashlib.sha256(salt.encode())
    paths = {name: f"{DATA}/{name}-{mark}.parquet" for name in FORMS}
    rows = {}
    for name, form in FORMS.items():
        batches: Iterable[pa.RecordBatch] = connection.sql(_queries()[name]).to_arrow_reader(8_192)
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


@dataclass(frozen=True, slots=True)
class Ready:
    """Articles that are ready to be added to an index, or looked up in it."""

    docs: pa.RecordBatch
    keys: pa.RecordBatch


def make_ready(about: Mapping[str, Any], words: Words, all_words: Ints, rows: Ints) -> Ready:
    """Make the rows of an index for some articles.

    Args:
        about: columns of ``DOC_SCHEMA`` from ``article_id`` to ``published_at``.
        words: their words, those left out that comparisons leave out.
        all_words: how many words each has with these.
        rows: their rows in the dataset.
    """
    bodies = fold(words.hashes, words.offsets).view(np.int64)
    docs = {
        **about,
        "row": rows,
        "words": np.diff(words.offsets),
        "all_words": all_words,
        "body": bodies,
        "codes": _packed(words),
    }
    shingles, offsets = shingles_of(words)
    bands, of_bands = band_keys(shingles, offsets)
    picked, of_picked = anchors(shingles, offsets)
    full = np.flatnonzero(bodies)
    few = np.where(np.diff(offsets) <= SHORT, FEW, 0)
    of_keys = np.concatenate([of_bands, of_picked, full])
    sizes = (len(bands), len(picked), len(full))
    keys = {
        "row": rows[of_keys],
        "k": np.concatenate([bands.view(np.int64), picked.view(np.int64), bodies[full]]),
        "kind": (few[of_keys] + np.repeat([0, ANCHOR, BODY], sizes)).astype(np.int8),
    }
    return Ready(batch_of(docs, DOC_SCHEMA), batch_of(keys, KEY_SCHEMA))


def codes_of(hashes: Hashes) -> Hashes:
    """Cut word hashes to the bits that an index stores."""
    return hashes >> np.uint64(64 - CODE_BITS)


def _packed(words: Words) -> pa.Array:
    """Return the words of each text as bytes."""
    codes = codes_of(words.hashes).astype(np.uint8)
    ends = pa.py_buffer(words.offsets.astype(np.int64))
    buffers = [None, ends, pa.py_buffer(codes)]
    return pa.Array.from_buffers(pa.large_binary(), len(words.offsets) - 1, buffers)
