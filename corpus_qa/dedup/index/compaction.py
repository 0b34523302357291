"""Describe an index, merge its segments, and delete what does not count any more."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from corpus_qa.arrays import batch_of, numbers_of
from corpus_qa.dedup.index.segments import (
    DOC_SCHEMA,
    KEY_SCHEMA,
    KEY_SHIFT,
    LINE_SCHEMA,
    find_fresh,
    names_of,
    write_segment,
)
from corpus_qa.dedup.index.store import (
    COMMITS,
    DATA,
    Folder,
    Index,
    Segment,
    asked_again,
    delete_replaced,
    open_index,
    parameters,
    read_commits,
)
from corpus_qa.run.tables import Parts


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """An index in numbers; ``bytes`` counts its data files, ``leftovers`` those of dead writers."""

    place: str
    articles: int
    keys: int
    bytes: int
    segments: tuple[tuple[str, int, str], ...]
    parameters: dict[str, str | int]
    leftovers: int


def describe(index: Index) -> IndexInfo:
    """Describe an index; ``segments`` are (name, articles, time of commit), the oldest first."""
    segments = sorted(index.segments, key=lambda segment: (segment.created_at, segment.name))
    return IndexInfo(
        place=index.place,
        articles=index.articles,
        keys=sum(segment.keys for segment in segments),
        bytes=sum(segment.bytes for segment in segments),
        segments=tuple((part.name, part.articles, part.created_at) for part in segments),
        parameters=parameters(),
        leftovers=sum(1 for _ in leftovers(index.folder)),
    )


# Data files without a commit may belong to a writer at work; older ones belong to one that died.
ABANDONED_SECONDS = 24 * 3600


def compact(index: Index, connection: duckdb.DuckDBPyConnection, work: Path) -> Index:
    """Merge all segments into one, and delete the files that do not count any more.

    Readers and writers may be at work meanwhile; what they add stays a segment of its own.

    Args:
        index: the index.
        connection: an empty DuckDB; what does not fit into its memory is sorted on disk.
        work: an existing folder with room for the index.

    Raises:
        UnusableIndexError: A data file is missing for good, or damaged.
    """
    index = asked_again(index, partial(_stage, work=work))
    if len(index.segments) > 1:
        for name in ("docs", "keys", "lines"):
            connection.read_parquet(str(work / f"{name}.parquet")).create_view(f"new_{name}")
        nothing = pa.schema([DOC_SCHEMA.field("article_id"), DOC_SCHEMA.field("body")])
        connection.from_arrow(nothing.empty_table()).create("held")
        find_fresh(connection)
        replaced = [segment.name for segment in index.segments]
        write_segment(index.folder, connection, replaced, f"compacted {names_of(index)}")
    clean(index.folder)
    return open_index(index.place)


def clean(folder: Folder) -> None:
    """Delete replaced segments, and data files that were left by writers that died."""
    delete_replaced(folder)
    for path in leftovers(folder):
        folder.delete(path)


def leftovers(folder: Folder) -> Iterator[str]:
    """List the files of writers that died, which no commit names."""
    used = {path for segment in read_commits(folder) for path in segment.files.values()}
    for name in folder.names(DATA):
        if f"{DATA}/{name}" not in used and _age(folder, f"{DATA}/{name}") > ABANDONED_SECONDS:
            yield f"{DATA}/{name}"
    for name in folder.names(COMMITS):
        if not name.endswith(".json") and _age(folder, f"{COMMITS}/{name}") > ABANDONED_SECONDS:
            yield f"{COMMITS}/{name}"


def _age(folder: Folder, path: str) -> float:
    """Return how many seconds ago a file was written, 0 if it is gone."""
    changed = folder.filesystem.get_file_info(path).mtime_ns
    return time.time() - changed / 1e9 if changed else 0.0


def _stage(index: Index, work: Path) -> Index:
    """Copy the articles of all segments, if there are several, into three tables.

    Returns:
        The index, with the segments that were copied.

    Raises:
        FileNotFoundError: Another compaction has deleted a segment.
    """
    if len(index.segments) < 2:  # noqa: PLR2004 - nothing to merge
        return index
    first = 0
    with Parts(work, {"docs": DOC_SCHEMA, "keys": KEY_SCHEMA, "lines": LINE_SCHEMA}) as parts:
        for segment in index.segments:
            for docs in _docs(index.folder, segment, first):
                parts.write("docs", docs)
            for keys in _groups(index.folder, segment, "keys"):
                rows = numbers_of(keys.column("doc")).astype(np.int64) + first
                numbers = numbers_of(keys.column("k")) << KEY_SHIFT
                columns = {"row": rows, "k": numbers, "kind": numbers_of(keys.column("kind"))}
                parts.write("keys", batch_of(columns, KEY_SCHEMA))
            for lines in _groups(index.folder, segment, "lines"):
                parts.write("lines", lines.cast(LINE_SCHEMA))
            first += segment.articles
    return index


def _docs(folder: Folder, segment: Segment, first: int) -> Iterator[pa.RecordBatch]:
    """Read the docs of a segment together with their words."""
    words = folder.parquet(segment.files["words"]).iter_batches(512)
    docs = folder.parquet(segment.files["docs"]).iter_batches(512)
    for about, codes in zip(docs, words, strict=True):
        columns = {name: about.column(name) for name in about.schema.names}
        columns |= {"row": np.arange(about.num_rows) + first, "codes": codes.column("codes")}
        yield batch_of(columns, DOC_SCHEMA)
        first += about.num_rows


def _groups(folder: Folder, segment: Segment, name: str) -> Iterator[pa.RecordBatch]:
    file = folder.parquet(segment.files[name])
    for group in range(file.num_row_groups):
        yield from file.iter_batches(row_groups=[group])
