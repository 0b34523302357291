"""Look things up in an index: articles by key, and what is known of them by number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.arrays import nothing, numbers_of, numpy_array, text_array, values_of
from corpus_qa.index.folder import Folder, Index, Segment, asked_again
from corpus_qa.index.prepare import ANCHOR, FEW
from corpus_qa.index.segments import KEY_SHIFT, LINE_SCHEMA
from corpus_qa.text.shingles import Ints

Part = TypeVar("Part")

# A key that more articles hold is hot: only the first of them is met.
HOT = 48
# Groups of rows that are read at a time, by several threads: some megabytes.
GROUPS_AT_A_TIME = 32
# Groups of docs of which a thread reads some short columns at a time.
SCANNED_AT_A_TIME = 256


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
    asked = numbers_of(keys.column("k"))
    order = np.argsort(asked, kind="stable")
    wanted = asked[order] >> KEY_SHIFT
    path = segment.files["keys"]
    found = _at_once(folder, path, 1, lambda file, run: _hits(file, run, wanted))
    asks = np.concatenate([np.zeros(0, np.int64), *(hits.asks for hits in found)])
    docs = np.concatenate([np.zeros(0, np.int32), *(hits.docs for hits in found)])
    kinds = np.concatenate([np.zeros(0, np.int8), *(hits.kinds for hits in found)])
    counts = np.bincount(asks, minlength=len(wanted))
    kept = counts[asks] <= HOT
    kept[np.unique(asks, return_index=True)[1]] = True  # articles are numbered in order of ids
    places = order[asks[kept]]
    few = kinds[kept] | numbers_of(keys.column("kind"))[places]
    rows = numbers_of(keys.column("row"))[places]
    return _enough(rows, docs[kept], few, len(np.unique(wanted[counts > HOT])))


@dataclass(frozen=True, slots=True)
class _Hits:
    asks: Ints
    docs: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.int8]


def _hits(file: pq.ParquetFile, groups: Sequence[int], wanted: Ints) -> _Hits:
    """Search groups of sorted keys for sorted keys; at most ``HOT`` + 1 articles for each."""
    table = file.read_row_groups(groups, use_threads=False)
    keys = numbers_of(table.column("k"))
    low, high = np.searchsorted(wanted, [keys[0], keys[-1] + 1])
    first = np.searchsorted(keys, wanted[low:high])
    last = np.minimum(np.searchsorted(keys, wanted[low:high], side="right"), first + HOT + 1)
    counts = last - first
    asks = np.repeat(np.arange(low, high), counts)
    skipped = np.repeat(np.cumsum(counts) - counts, counts)
    places = np.repeat(first, counts) + np.arange(len(asks)) - skipped
    return _Hits(
        asks, numbers_of(table.column("doc"))[places], numbers_of(table.column("kind"))[places]
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


def read_docs(
    folder: Folder, segment: Segment, docs: Ints, columns: Sequence[str]
) -> Iterator[Mapping[str, Any]]:
    """Read columns of the docs of articles (sorted numbers, no repeats), in their order."""
    file = folder.parquet(segment.files["docs"])
    for part in _ahead(_parts(file, docs, columns)):
        for row in zip(*map(values_of, part.columns), strict=True):
            yield dict(zip(columns, row, strict=True))


def read_codes(folder: Folder, segment: Segment, docs: Ints) -> Iterator[npt.NDArray[np.uint8]]:
    """Read the words of articles (sorted numbers, no repeats), in their order."""
    file = folder.parquet(segment.files["words"])
    for part in _ahead(_parts(file, docs, ["codes"])):
        for codes in part.column("codes").to_pylist():
            yield np.frombuffer(codes, np.uint8)


def read_lines(index: Index, sites: Sequence[str]) -> pa.Table:
    """Return the lines of sites that the index knows (``LINE_SCHEMA``), segment by segment."""
    return asked_again(index, lambda current: pa.concat_tables(_lines(current, sites)))


def _lines(index: Index, sites: Sequence[str]) -> Iterator[pa.Table]:
    wanted = text_array(sites, pa.string())
    yield nothing(LINE_SCHEMA)
    for segment in index.segments:
        file = index.folder.parquet(segment.files["lines"])
        for group in range(file.num_row_groups):
            if _may_hold(file, group, sites):
                table = file.read_row_group(group).cast(LINE_SCHEMA)
                yield table.filter(pc.is_in(table.column("site"), wanted))


@dataclass(frozen=True, slots=True)
class Sites:
    """What an index knows of sites: how many articles of each, and which of those asked for.

    ``held`` names an article once for each state in which the index holds it.
    """

    articles: Mapping[str, int]
    held: pa.Table


_HELD_SCHEMA = pa.schema([("article_id", pa.string()), ("site", pa.string())])
NO_SITES = Sites({}, nothing(_HELD_SCHEMA))


def read_sites(index: Index, own: pa.Table) -> Sites:
    """Return what an index knows of the sites of new articles (columns article_id and site)."""
    return asked_again(index, lambda current: _sites(current, own))


def _sites(index: Index, own: pa.Table) -> Sites:
    counts: Counter[str] = Counter()
    held = [nothing(_HELD_SCHEMA)]
    ids, sites = own.column("article_id"), pc.unique(own.column("site"))

    def read(file: pq.ParquetFile, groups: Sequence[int]) -> tuple[pa.Table, pa.StructArray]:
        known = file.read_row_groups(groups, _HELD_SCHEMA.names, use_threads=False)
        known = known.cast(_HELD_SCHEMA).filter(pc.is_in(known.column("site"), sites))
        same = known.filter(pc.is_in(known.column("article_id"), ids))
        return same, pc.value_counts(known.column("site"))

    for segment in index.segments:
        for same, known in _at_once(index.folder, segment.files["docs"], SCANNED_AT_A_TIME, read):
            held.append(same)
            counts.update({item["values"]: item["counts"] for item in known.to_pylist()})
    return Sites(counts, pa.concat_tables(held))


def _may_hold(file: pq.ParquetFile, group: int, sites: Sequence[str]) -> bool:
    statistics = file.metadata.row_group(group).column(0).statistics
    if statistics is None or not statistics.has_min_max:
        return True
    return any(statistics.min <= site <= statistics.max for site in sites)


def _parts(file: pq.ParquetFile, rows: Ints, columns: Sequence[str]) -> Iterator[pa.Table]:
    """Read columns of rows (sorted numbers), some groups at a time."""
    sizes = np.array([file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)])
    starts = np.concatenate([[0], np.cumsum(sizes)])
    groups = np.searchsorted(starts, rows, side="right") - 1
    wanted = np.unique(groups)
    for first in range(0, len(wanted), GROUPS_AT_A_TIME):
        part = wanted[first : first + GROUPS_AT_A_TIME]
        mine = slice(*np.searchsorted(groups, [part[0], part[-1] + 1]))
        before = np.concatenate([[0], np.cumsum(sizes[part])])
        moved = before[np.searchsorted(part, groups[mine])] - starts[groups[mine]]
        table = file.read_row_groups(part.tolist(), list(columns))
        yield table.take(numpy_array(rows[mine] + moved))


def _ahead(parts: Iterator[Part]) -> Iterator[Part]:
    """Yield parts; each is read by a thread while the one before it is in use."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, parts, None)
        while (part := coming.result()) is not None:
            coming = pool.submit(next, parts, None)
            yield part


def _at_once(
    folder: Folder, path: str, size: int, read: Callable[[pq.ParquetFile, Sequence[int]], Part]
) -> list[Part]:
    """Read all groups of a file, ``size`` at a time, by as many threads as there are processors."""
    metadata = folder.parquet(path).metadata

    def read_from(first: int) -> Part:
        with folder.parquet(path, metadata) as file:
            return read(file, range(first, min(first + size, file.num_row_groups)))

    with ThreadPoolExecutor(pa.cpu_count()) as pool:
        return list(pool.map(read_from, range(0, metadata.num_row_groups, size)))
