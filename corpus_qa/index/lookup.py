"""Look things up in an index: articles by key, and what is known of them by number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.index.folder import Folder, Index, Segment, asked_again
from corpus_qa.index.prepare import ANCHOR, FEW
from corpus_qa.index.segments import KEY_SHIFT, LINE_SCHEMA
from corpus_qa.text.shingles import Ints

# A key that more articles hold is hot: only the first of them is met.
HOT = 48
# Groups of rows that are read at a time, by several threads: some megabytes.
GROUPS_AT_A_TIME = 32


@dataclass(frozen=True, slots=True)
class Meetings:
    """New articles (``rows``) and articles of a segment (``docs``) that may be copies.

    ``hot`` counts the keys that so many articles of the segment hold that only one was met.
    """

    rows: Ints
    docs: Ints
    hot: int


def meet(folder: Folder, segment: Segment, keys: pa.Table) -> Meetings:
    """Find the articles of a segment that share enough keys with new ones (``KEY_SCHEMA``).

    A body or a band in common is enough, and so are two anchors, or one where one of the two
    articles has few.
    """
    asked = keys.column("k").to_numpy()
    order = np.argsort(asked, kind="stable")
    wanted = asked[order] >> KEY_SHIFT
    groups = folder.parquet(segment.files["keys"]).num_row_groups
    with ThreadPoolExecutor() as pool:
        found = list(pool.map(lambda at: _hits(folder, segment, at, wanted), range(groups)))
    asks = np.concatenate([np.zeros(0, np.int64), *(hits.asks for hits in found)])
    docs = np.concatenate([np.zeros(0, np.int32), *(hits.docs for hits in found)])
    kinds = np.concatenate([np.zeros(0, np.int8), *(hits.kinds for hits in found)])
    counts = np.bincount(asks, minlength=len(wanted))
    kept = counts[asks] <= HOT
    kept[np.unique(asks, return_index=True)[1]] = True  # articles are numbered in order of ids
    places = order[asks[kept]]
    few = kinds[kept] | keys.column("kind").to_numpy()[places]
    rows = keys.column("row").to_numpy()[places]
    return _enough(rows, docs[kept], few, len(np.unique(wanted[counts > HOT])))


@dataclass(frozen=True, slots=True)
class _Hits:
    asks: Ints
    docs: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.int8]


def _hits(folder: Folder, segment: Segment, group: int, wanted: Ints) -> _Hits:
    """Search one group of sorted keys for sorted keys; at most ``HOT`` + 1 articles for each."""
    with folder.parquet(segment.files["keys"]) as file:
        table = file.read_row_group(group, use_threads=False)
    keys = table.column("k").to_numpy()
    low, high = np.searchsorted(wanted, [keys[0], keys[-1] + 1])
    first = np.searchsorted(keys, wanted[low:high])
    last = np.minimum(np.searchsorted(keys, wanted[low:high], side="right"), first + HOT + 1)
    counts = last - first
    asks = np.repeat(np.arange(low, high), counts)
    skipped = np.repeat(np.cumsum(counts) - counts, counts)
    places = np.repeat(first, counts) + np.arange(len(asks)) - skipped
    return _Hits(
        asks, table.column("doc").to_numpy()[places], table.column("kind").to_numpy()[places]
    )


def _enough(
    rows: Ints, docs: npt.NDArray[np.int32], kinds: npt.NDArray[np.int8], hot: int
) -> Meetings:
    """Count what each pair shares and keep those that share enough."""
    pairs, places = np.unique(rows << 32 | docs, return_inverse=True)
    anchor = (kinds & ANCHOR) > 0
    shared = np.bincount(places[anchor], minlength=len(pairs))
    alone = np.zeros(len(pairs), bool)
    alone[places[~anchor | ((kinds & FEW) > 0)]] = True
    pairs = pairs[alone | (shared > 1)]
    return Meetings(pairs >> 32, pairs & 0xFFFFFFFF, hot)


def read_docs(folder: Folder, segment: Segment, docs: Ints) -> pa.Table:
    """Read the rows of articles (sorted numbers, no repeats) from the docs of a segment."""
    return _read(folder.parquet(segment.files["docs"]), docs)


def read_codes(folder: Folder, segment: Segment, docs: Ints) -> Iterator[npt.NDArray[np.uint8]]:
    """Read the words of articles (sorted numbers, no repeats), in their order."""
    file = folder.parquet(segment.files["words"])
    for part in _parts(file, docs):
        for codes in part.column("codes").to_pylist():
            yield np.frombuffer(codes, np.uint8)


def read_lines(index: Index, sites: Sequence[str]) -> pa.Table:
    """Return the lines of sites that the index knows (``LINE_SCHEMA``), segment by segment."""
    return asked_again(index, lambda current: pa.concat_tables(_lines(current, sites)))


def _lines(index: Index, sites: Sequence[str]) -> Iterator[pa.Table]:
    wanted = pa.array(sites, pa.string())
    yield LINE_SCHEMA.empty_table()
    for segment in index.segments:
        file = index.folder.parquet(segment.files["lines"])
        for group in range(file.num_row_groups):
            if _may_hold(file, group, sites):
                table = file.read_row_group(group).cast(LINE_SCHEMA)
                yield table.filter(pc.is_in(table.column("site"), wanted))


@dataclass(frozen=True, slots=True)
class Sites:
    """What an index knows of sites: how many articles of each, and which of those asked for."""

    articles: Mapping[str, int]
    held: pa.Table


_HELD_SCHEMA = pa.schema([("article_id", pa.string()), ("site", pa.string())])
NO_SITES = Sites({}, _HELD_SCHEMA.empty_table())


def read_sites(index: Index, own: pa.Table) -> Sites:
    """Return what an index knows of the sites of new articles (columns article_id and site)."""
    return asked_again(index, lambda current: _sites(current, own))


def _sites(index: Index, own: pa.Table) -> Sites:
    counts: dict[str, int] = {}
    held = [_HELD_SCHEMA.empty_table()]
    ids, sites = own.column("article_id"), pc.unique(own.column("site"))
    for segment in index.segments:
        file = index.folder.parquet(segment.files["docs"])
        known = file.read(columns=["article_id", "site"]).cast(_HELD_SCHEMA)
        known = known.filter(pc.is_in(known.column("site"), sites))
        held.append(known.filter(pc.is_in(known.column("article_id"), ids)))
        for item in pc.value_counts(known.column("site")).to_pylist():
            counts[item["values"]] = counts.get(item["values"], 0) + item["counts"]
    both = pa.concat_tables(held)
    return Sites(counts, both.group_by(_HELD_SCHEMA.names).aggregate([]))


def _may_hold(file: pq.ParquetFile, group: int, sites: Sequence[str]) -> bool:
    statistics = file.metadata.row_group(group).column(0).statistics
    if statistics is None or not statistics.has_min_max:
        return True
    return any(statistics.min <= site <= statistics.max for site in sites)


def _read(file: pq.ParquetFile, rows: Ints) -> pa.Table:
    parts = list(_parts(file, rows))
    return pa.concat_tables([file.schema_arrow.empty_table(), *parts])


def _parts(file: pq.ParquetFile, rows: Ints) -> Iterator[pa.Table]:
    """Read rows (sorted numbers), some groups at a time."""
    sizes = np.array([file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)])
    starts = np.concatenate([[0], np.cumsum(sizes)])
    groups = np.searchsorted(starts, rows, side="right") - 1
    wanted = np.unique(groups)
    for first in range(0, len(wanted), GROUPS_AT_A_TIME):
        part = wanted[first : first + GROUPS_AT_A_TIME]
        mine = slice(*np.searchsorted(groups, [part[0], part[-1] + 1]))
        before = np.concatenate([[0], np.cumsum(sizes[part])])
        moved = before[np.searchsorted(part, groups[mine])] - starts[groups[mine]]
        yield file.read_row_groups(part.tolist()).take(pa.array(rows[mine] + moved))
