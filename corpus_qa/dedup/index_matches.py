"""Compare a dataset with the articles of an index, and add it to one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.arrays import (
    nothing,
    numbers_of,
    numpy_array,
    schema_of,
    table_of,
    table_of_rows,
)
from corpus_qa.dedup.candidates import (
    AT_HAND,
    ROWS_AT_A_TIME,
    Articles,
    Kept,
    WordStore,
    kept_words,
    left_out,
    open_sketches,
    rows_of,
    run,
    statements,
    store_words,
)
from corpus_qa.dedup.compare import Kind
from corpus_qa.dedup.index.query import (
    NO_SITES,
    TITLE_SCHEMA,
    Answer,
    Match,
    NewArticle,
    query,
    read_lines,
    read_sites,
    read_titles,
)
from corpus_qa.dedup.index.segments import DOC_SCHEMA, KEY_SCHEMA, LINE_SCHEMA, add, make_ready
from corpus_qa.dedup.index.store import Index, Segment
from corpus_qa.dedup.messages import CHECK_OF, Row
from corpus_qa.dedup.sketch import SKETCH_SCHEMAS, sketch_tables
from corpus_qa.examine.batch import Plan
from corpus_qa.examine.run import examine_all
from corpus_qa.model import DUPLICATE_SCHEMA, KNOWN_SCHEMA, Batch, Crash, Evidence
from corpus_qa.run.tables import MEMORY, Parts, RowCursor, connect, open_parquet

SITE_SCHEMA = schema_of("articles int64?, site string?")


@dataclass(frozen=True, slots=True)
class IndexMatches:
    """How new articles are related to those of an index.

    ``pairs`` has ``DUPLICATE_SCHEMA``, the new article as ``a``; ``indexed`` the articles of the
    index in them (``KNOWN_SCHEMA``).
    """

    pairs: pa.Table
    indexed: pa.Table
    evidence: tuple[Row, ...]
    notices: tuple[str, ...]


NO_MATCHES = IndexMatches(nothing(DUPLICATE_SCHEMA), nothing(KNOWN_SCHEMA), (), ())


def find_boilerplate(connection: duckdb.DuckDBPyConnection, index: Index | None) -> None:
    """Find the lines that sites repeat, in the sketches and in what an index knows of them."""
    lines, about, titles = nothing(LINE_SCHEMA), NO_SITES, nothing(TITLE_SCHEMA)
    if index is not None:
        own = connection.sql(statements("answers")["own_sites"]).to_arrow_table()
        sites = pc.unique(own.column("site")).to_pylist()
        lines, about = read_lines(index, sites), read_sites(index, own)
        asked = connection.sql(statements("answers")["may_be_titles"]).to_arrow_table()
        titles = read_titles(index, sites, numpy_array(numbers_of(asked.column("hash"))))
    counts = {"site": list(about.articles), "articles": list(about.articles.values())}
    connection.from_arrow(lines).create("indexed_lines")
    connection.from_arrow(table_of(counts, SITE_SCHEMA)).create("indexed_sites")
    connection.from_arrow(about.held).distinct().create("own_indexed")
    connection.from_arrow(titles).create("indexed_titles")
    run(connection, "boilerplate")


def write_index_rows(
    connection: duckdb.DuckDBPyConnection, kept: Iterable[Kept], spill: Path
) -> Iterator[Kept]:
    """Pass the words of all articles on; write them to ``spill`` as an index takes them."""
    query = statements("answers")["to_index"]
    reader = connection.cursor().sql(query).to_arrow_reader(ROWS_AT_A_TIME)
    articles = RowCursor(reader, reader.schema)
    with Parts(spill, {"new_docs": DOC_SCHEMA, "new_keys": KEY_SCHEMA}) as parts:
        for part in kept:
            about = articles.before(part.rows[-1] + 1)
            columns = {name: about.column(name).combine_chunks() for name in KNOWN_SCHEMA.names}
            ready = make_ready(columns, part.words, part.all_words, part.rows)
            parts.write("new_docs", ready.docs)
            parts.write("new_keys", ready.keys)
            yield part


def compare_with(
    index: Index, connection: duckdb.DuckDBPyConnection, batches: Iterable[Batch], spill: Path
) -> tuple[WordStore, IndexMatches]:
    """Compare all articles with those of an index; return their words, too."""
    kept = kept_words(batches, rows_of(connection, "all_rows"), left_out(connection))
    store = store_words(write_index_rows(connection, kept, spill), spill)
    if not len(store.rows):
        return store, NO_MATCHES
    columns = ["article_id", "source", "site", "title", "all_words", "body"]
    about = pq.ParquetFile(spill / "new_docs.parquet").read(columns)

    @lru_cache(AT_HAND)
    def article(row: int) -> NewArticle:
        place = int(np.searchsorted(store.rows, row))
        (fields,) = about.slice(place, 1).to_pylist()
        return NewArticle(**fields, words=store.hashes(row))

    found = query(index, pq.ParquetFile(spill / "new_keys.parquet").read(), article)
    if index.gone is None:
        renumbered = _renumbered(found.matches, article, about.column("source"))
        matches = tuple(match for match in found.matches if match.article_id not in renumbered)
        found = replace(found, matches=matches, own=found.own | renumbered)
    return store, _matches(found, store, article, here=index.exact)


def _renumbered(
    matches: Iterable[Match], article: Callable[[int], NewArticle], sources: pa.ChunkedArray
) -> frozenset[str]:
    """Return the articles of the index that are new ones under another number of their file.

    Records without ids are numbered within their file: with one more above them, they have others.
    A file is taken for one that was read before if the index holds half of its articles.
    """
    moved: dict[str, set[str]] = {}
    for match in matches:
        source = f"{match.source}#"
        numbered = match.kind is Kind.EXACT and match.article_id.startswith(source)
        if numbered and article(match.row).article_id.startswith(source):
            moved.setdefault(match.source, set()).add(match.article_id)
    if not moved:
        return frozenset()
    sizes = {item["values"]: item["counts"] for item in pc.value_counts(sources).to_pylist()}
    again = (ids for source, ids in moved.items() if 2 * len(ids) >= sizes[source])
    return frozenset(article_id for ids in again for article_id in ids)


def _matches(
    found: Answer, store: WordStore, article: Callable[[int], NewArticle], *, here: bool
) -> IndexMatches:
    names = {row: article(row).article_id for row in {match.row for match in found.matches}}
    pairs = []
    for m in found.matches:
        keep = None if m.kind is Kind.OVERLAP else m.article_id
        shares = (m.jaccard, m.new_in_indexed, m.indexed_in_new)
        pairs.append((names[m.row], m.article_id, m.kind, *shares, None, keep, True))
    by_id = {match.article_id: match for match in found.matches}
    indexed = [[getattr(match, name) for name in KNOWN_SCHEMA.names] for match in by_id.values()]
    return IndexMatches(
        table_of_rows(pairs, DUPLICATE_SCHEMA),
        table_of_rows(indexed, KNOWN_SCHEMA),
        tuple(_evidence(match, store, here=here) for match in _strongest(found.matches)),
        tuple(_notices(found)),
    )


def _strongest(matches: Iterable[Match]) -> Iterator[Match]:
    """Yield the first, strongest, match of each article."""
    seen = set()
    for match in matches:
        if match.row not in seen:
            seen.add(match.row)
            yield match


def _evidence(match: Match, store: WordStore, *, here: bool) -> Row:
    title = f" “{match.title}”" if match.title else ""
    source = "" if match.article_id.startswith(match.source) else f" ({match.source})"
    other = f"{match.article_id}{title}{source}"
    found = Evidence(
        CHECK_OF[match.kind],
        _message(match, other, "corpus" if here else "index"),
        other_id=match.article_id,
        other_source=match.source,
        other_here=here,
    )
    part = match.kind is Kind.CONTAINED and match.new_in_indexed >= match.indexed_in_new
    if match.passage is None or part:
        return match.row, found
    start, end = store.span(match.row, match.passage.a_first, match.passage.a_last)
    return match.row, replace(found, field="text", start=start, end=end)


def _message(match: Match, other: str, where: str) -> str:
    shares = (
        f"It contains {match.new_in_indexed:.0%} of this text, and this text contains "
        f"{match.indexed_in_new:.0%} of it."
    )
    match match.kind:
        case Kind.EXACT:
            return f"The {where} already contains this text: {other}."
        case Kind.NEAR:
            return f"The {where} contains a near-duplicate: {other}. {shares}"
        case Kind.OVERLAP:
            return f"This passage also appears in an article of the {where}: {other}. {shares}"
        case Kind.CONTAINED if match.new_in_indexed >= match.indexed_in_new:
            return f"The {where} has an article that contains this text: {other}. {shares}"
        case _:
            return f"This text contains an article of the {where}: {other}. {shares}"


def _notices(found: Answer) -> Iterator[str]:
    if found.own:
        articles, are = ("article is", "is") if len(found.own) == 1 else ("articles are", "are")
        yield (
            f"{len(found.own):,} {articles} already in the index (this or an earlier version) and "
            f"{are} not counted as duplicates."
        )
    if found.hot:
        yield (
            f"{found.hot:,} passages occur in many articles of the index: articles that contain "
            "them were compared only with the first of these."
        )


def sketch_dataset(
    articles: Articles,
    plan: Plan,
    jobs: int,
    work: Path,
    progress: Callable[[int], None] = lambda done: None,  # noqa: ARG005 - tells nobody
) -> tuple[Crash, ...]:
    """Write the sketches of all articles to the folder ``work``, for ``index_articles``.

    Args:
        articles: the dataset.
        plan: the checks that find chrome, which sketches leave out.
        jobs: processes.
        work: an existing folder.
        progress: called with the number of articles done.

    Returns:
        What crashed.
    """
    crashes: list[Crash] = []
    done = 0
    with Parts(work, SKETCH_SCHEMAS) as parts:
        for examined in examine_all(articles.batches(), plan, sketch_tables, jobs):
            for name, rows in examined.sketch_tables():
                parts.write(name, rows)
            crashes.extend(examined.crashes)
            done += sum(result.articles for result in examined.results)
            progress(done)
    return tuple(crashes)


def index_articles(
    index: Index, sketches: Path, articles: Articles, *, spill: Path, memory: str = MEMORY
) -> Segment | None:
    """Add all articles that were sketched to an index, without their chrome and boilerplate.

    Args:
        index: the index.
        sketches: the folder with the tables of the sketches of all batches.
        articles: the dataset; ``doc`` in the sketches counts its rows.
        spill: an existing folder for what does not fit into memory.
        memory: DuckDB's limit.

    Returns:
        The new part of the index, None if it held all articles before.
    """
    with connect(spill, memory) as connection:
        open_sketches(connection, sketches)
        find_boilerplate(connection, index)
        rows = rows_of(connection, "all_rows")
        if not len(rows):
            return None
        for _ in write_index_rows(
            connection, kept_words(articles.batches(), rows, left_out(connection)), spill
        ):
            pass
        for name in ("new_docs", "new_keys"):
            open_parquet(connection, spill / f"{name}.parquet", name)
        return add(index, connection, statements("answers")["new_lines"])
