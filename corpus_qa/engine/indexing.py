"""Add the articles of a dataset to an index."""

from __future__ import annotations

from pathlib import Path

from corpus_qa.engine.known import learn_furniture, stage
from corpus_qa.engine.relations import Articles
from corpus_qa.engine.relations_sql import left_out, open_sketches, rows_of, statements
from corpus_qa.engine.tables import connect
from corpus_qa.engine.wordstore import kept_words
from corpus_qa.index import Index, add
from corpus_qa.index.folder import Segment


def index_articles(
    index: Index, sketches: Path, articles: Articles, *, spill: Path, memory: str = "512MB"
) -> Segment | None:
    """Add all articles that were sketched to an index, without their chrome and furniture.

    Args:
        index: the index.
        sketches: the folder with the tables of the sketches of all batches.
        articles: the dataset; ``doc`` in the sketches counts its rows.
        spill: an existing folder for what does not fit into memory.
        memory: DuckDB's limit.

    Returns:
        The new part of the index, None if it knew all articles.
    """
    with connect(spill, memory) as connection:
        open_sketches(connection, sketches)
        learn_furniture(connection, index)
        rows = rows_of(connection, "all_rows")
        if not len(rows):
            return None
        for _ in stage(
            connection, kept_words(articles.batches(), rows, left_out(connection)), spill
        ):
            pass
        for name in ("new_docs", "new_keys"):
            connection.read_parquet(str(spill / f"{name}.parquet")).create_view(name)
        return add(index, connection, statements("answers")["new_lines"])
