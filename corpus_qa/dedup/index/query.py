"""Look things up in an index: articles by key, and what it stores of them by number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.arrays import (
    nothing,
    numbers_of,
    numpy_array,
    rebase,
    schema_of,
    table_of,
    text_array,
    values_of,
)
from corpus_qa.dedup.compare import (
    MORE,
    Context,
    Kind,
    Likeness,
    Passage,
    Prepared,
    compare,
    kind_of,
    longest_passage,
    prepare,
    ratio,
)
from corpus_qa.dedup.index.segments import ANCHOR, FEW, KEY_SHIFT, LINE_SCHEMA, codes_of
from corpus_qa.dedup.index.store import Folder, Index, Segment, asked_again
from corpus_qa.dedup.shingles import Hashes, Ints
from corpus_qa.dedup.sketch import title_hashes

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
    asks, docs, kinds = map(np.concatenate, zip(NO_HITS, *found, strict=True))
    counts = np.bincount(asks, minlength=len(wanted))
    kept = counts[asks] <= HOT
    kept[np.unique(asks, return_index=True)[1]] = True  # articles are numbered in order of ids
    places = order[asks[kept]]
    few = kinds[kept] | numbers_of(keys.column("kind"))[places]
    rows = numbers_of(keys.column("row"))[places]
    return _enough(rows, docs[kept], few, len(np.unique(wanted[counts > HOT])))


# The number of the key that was asked for, the article that holds it, and the kind of key.
Hits = tuple[Ints, npt.NDArray[np.int32], npt.NDArray[np.int8]]
NO_HITS: Hits = (np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int8))


def _hits(file: pq.ParquetFile, groups: Sequence[int], wanted: Ints) -> Hits:
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
    doc, kind = (numbers_of(table.column(name))[places] for name in ("doc", "kind"))
    return asks, doc, kind


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


_HELD_SCHEMA = schema_of("article_id string?, site string?")
NO_SITES = Sites({}, nothing(_HELD_SCHEMA))


def read_sites(index: Index, own: pa.Table) -> Sites:
    """Return what an index knows of the sites of new articles (columns article_id and site)."""
    return asked_again(index, lambda current: _sites(current, own))


def _sites(index: Index, own: pa.Table) -> Sites:
    counts: Counter[str] = Counter()
    held = [nothing(_HELD_SCHEMA)]
    ids, sites = own.column("article_id"), pc.unique(own.column("site"))

    def read(file: pq.ParquetFile, groups: Sequence[int]) -> tuple[pa.Table, pa.StructArray]:
        indexed = file.read_row_groups(groups, _HELD_SCHEMA.names, use_threads=False)
        indexed = indexed.cast(_HELD_SCHEMA).filter(pc.is_in(indexed.column("site"), sites))
        same = indexed.filter(pc.is_in(indexed.column("article_id"), ids))
        return same, pc.value_counts(indexed.column("site"))

    for segment in index.segments:
        for same, by_site in _at_once(index.folder, segment.files["docs"], SCANNED_AT_A_TIME, read):
            held.append(same)
            counts.update({item["values"]: item["counts"] for item in by_site.to_pylist()})
    return Sites(counts, pa.concat_tables(held))


TITLE_SCHEMA = schema_of("site string?, title_hash int64?, article_id string?, source string?")


def read_titles(index: Index, sites: Sequence[str], hashes: pa.Array) -> pa.Table:
    """Return the articles of sites in the index whose titles have one of the hashes."""
    return asked_again(
        index, lambda current: _titles(current, text_array(sites, pa.string()), hashes)
    )


def _titles(index: Index, sites: pa.Array, hashes: pa.Array) -> pa.Table:
    def read(file: pq.ParquetFile, groups: Sequence[int]) -> pa.Table:
        names = ["site", "title", "article_id", "source"]
        indexed = file.read_row_groups(groups, names, use_threads=False)
        indexed = indexed.filter(pc.is_in(indexed.column("site").cast(pa.string()), sites))
        found = [nothing(TITLE_SCHEMA)]
        for batch in indexed.to_batches():
            columns = {name: batch.column(name) for name in names}
            hashes_of = title_hashes(rebase(batch.column("title")))
            found.append(table_of(columns | {"title_hash": hashes_of}, TITLE_SCHEMA))
        titled = pa.concat_tables(found)
        return titled.filter(pc.is_in(titled.column("title_hash"), hashes))

    parts = [nothing(TITLE_SCHEMA)]
    for segment in index.segments:
        parts += _at_once(index.folder, segment.files["docs"], SCANNED_AT_A_TIME, read)
    return pa.concat_tables(parts)


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


# The most articles of an index that are named to a new one.
MOST_MATCHES = 20

# Keys of new articles that are looked up at a time: 16 bytes each.
KEYS_AT_A_TIME = 4_000_000

# New articles kept at hand while they are compared.
AT_HAND = 4_096

_STORED = ("article_id", "source", "site", "url", "title", "published_at", "all_words")
STRENGTH = {kind: number for number, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class NewArticle:
    """A new article: ``words`` are the hashes of the words that comparisons keep."""

    article_id: str
    source: str
    site: str | None
    title: str | None
    all_words: int
    body: int
    words: Hashes


@dataclass(frozen=True, slots=True)
class Match:
    """An article of the index that the new article ``row`` is related to.

    ``passage`` is what both share, in numbers of words of the new article (a) and the indexed one
    (b), None where the whole texts are alike.
    """

    row: int
    article_id: str
    source: str
    site: str | None
    url: str | None
    title: str | None
    published_at: datetime | None
    all_words: int
    kind: Kind
    jaccard: float
    new_in_indexed: float
    indexed_in_new: float
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The matches of new articles, the strongest of each first, and the number of hot keys.

    ``own`` are the ids of new articles that the index holds, in this state or an earlier one:
    these are no duplicates.
    """

    matches: tuple[Match, ...]
    hot: int
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Found:
    """What one search has found so far: matches by row and indexed article, and own articles."""

    matches: dict[int, dict[str, Match]] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)


def query(
    index: Index,
    keys: pa.Table,
    article: Callable[[int], NewArticle],
) -> Answer:
    """Find what new articles repeat.

    Args:
        index: the index.
        keys: the keys of the new articles (``KEY_SCHEMA``).
        article: returns a new article by its row.
    """
    return asked_again(index, lambda current: _query(current, keys, article))


def _query(index: Index, keys: pa.Table, article: Callable[[int], NewArticle]) -> Answer:
    found, hot = _Found(), 0
    for segment in index.segments:
        for part in _portions(keys):
            met = meet(index.folder, segment, part)
            hot += met.hot
            _verify(index, segment, met, article, found)
    matches = [
        match
        for _, by_id in sorted(found.matches.items())
        for match in _strongest(by_id.values(), found.own | (index.gone or frozenset()))
    ]
    return Answer(tuple(matches), hot, frozenset(found.own))


def _strongest(matches: Iterable[Match], ignored: set[str]) -> list[Match]:
    """Return what counts of the matches of one article, the strongest first."""
    others = (match for match in matches if match.article_id not in ignored)
    return sorted(others, key=_rank)[:MOST_MATCHES]


def _portions(keys: pa.Table) -> Iterator[pa.Table]:
    """Cut the keys between articles."""
    if keys.num_rows <= KEYS_AT_A_TIME:
        yield keys
        return
    keys = keys.sort_by("row")
    rows, first = numbers_of(keys.column("row")), 0
    while first < len(rows):
        last = min(first + KEYS_AT_A_TIME, len(rows)) - 1
        end = int(np.searchsorted(rows, rows[last], side="right"))
        yield keys.slice(first, end - first)
        first = end


def _verify(
    index: Index,
    segment: Segment,
    met: Meetings,
    article: Callable[[int], NewArticle],
    found: _Found,
) -> None:
    """Compare the articles that met, in the order of the segment, and add to what was found."""
    if not len(met.rows):
        return
    order = np.lexsort((met.rows, met.docs))
    rows, docs = met.rows[order], met.docs[order]
    wanted, begins = np.unique(docs, return_index=True)
    ends = np.append(begins[1:], len(docs))

    @lru_cache(AT_HAND)
    def new(row: int) -> tuple[NewArticle, Prepared]:
        about = article(row)
        return about, prepare(codes_of(about.words))

    indexed = read_docs(index.folder, segment, wanted, [*_STORED, "body"])
    codes = read_codes(index.folder, segment, wanted)
    for about, words, begin, end in zip(indexed, codes, begins, ends, strict=True):
        prepared = prepare(words.astype(np.uint64))
        for row in rows[begin:end].tolist():
            new_article, own = new(row)
            match = _match(row, new_article, own, about, prepared)
            if match is None:
                continue
            if match.article_id == new_article.article_id and not index.exact:
                found.own.add(match.article_id)
            else:
                found.matches.setdefault(row, {}).setdefault(match.article_id, match)


def _match(
    row: int, new: NewArticle, own: Prepared, about: Mapping[str, Any], indexed: Prepared
) -> Match | None:
    """Return how a new article is related to an indexed one, None if it is not."""
    equal = new.body == about["body"]
    like = Likeness(1, 1.0, 1.0, 1.0, 1.0, 1) if equal else compare(own, indexed)
    kind = kind_of(like, _context(new, about))
    if equal:
        wrapped = ratio(new.all_words, about["all_words"]) >= MORE
        kind = Kind.CONTAINED if wrapped else Kind.EXACT
    if kind is None:
        return None
    partial = kind in {Kind.CONTAINED, Kind.OVERLAP}
    return Match(
        row=row,
        **{name: about[name] for name in _STORED},
        kind=kind,
        jaccard=like.jaccard,
        new_in_indexed=like.a_in_b,
        indexed_in_new=like.b_in_a,
        passage=longest_passage(own, indexed) if partial else None,
    )


def _context(new: NewArticle, about: Mapping[str, Any]) -> Context:
    titles = [(title or "").strip().lower() for title in (new.title, about["title"])]
    named, same = all(titles), titles[0] == titles[1]
    same_site = new.site is not None and new.site == about["site"]
    return Context(
        same_title=named and same,
        other_page=named and not same and same_site,
        a_words=new.all_words,
        b_words=about["all_words"],
    )


def _rank(match: Match) -> tuple[int, float, str]:
    """Order the matches of one article: the strongest first."""
    return STRENGTH[match.kind], -max(match.new_in_indexed, match.indexed_in_new), match.article_id
