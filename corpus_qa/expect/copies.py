"""Metrics of copies: what repeats what, within a run, against what was there, between sites."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

# The checks that say that an article repeats another.
COPY_CHECKS = ("DUP001", "DUP002", "DUP003")

# An article repeats within a run if another copy of it is proposed to be kept, and the corpus if a
# copy is an article of the index.
REPEATS_SQL = """
CREATE OR REPLACE TEMP TABLE repeats AS
SELECT mine AS article_id, bool_or(NOT known AND mine <> keep) AS within, bool_or(known) AS corpus
FROM (
  SELECT a AS mine, known, keep, kind FROM read_parquet('{run}/duplicates.parquet')
  UNION ALL
  SELECT b, known, keep, kind FROM read_parquet('{run}/duplicates.parquet') WHERE NOT known
)
WHERE kind <> 'overlap' GROUP BY mine
"""

# Of two sites that share articles: how many articles of the smaller one stand on the other, too.
SITE_PAIRS_SQL = """
WITH total AS (
  SELECT site, count(*) AS articles FROM read_parquet('{run}/signals.parquet')
  WHERE site IS NOT NULL GROUP BY site
),
across AS (
  SELECT d.a, d.b, x.site AS x, y.site AS y
  FROM read_parquet('{run}/duplicates.parquet') d
  JOIN read_parquet('{run}/signals.parquet') x ON x.article_id = d.a
  JOIN read_parquet('{run}/signals.parquet') y ON y.article_id = d.b
  WHERE d.kind <> 'overlap' AND NOT d.known AND x.site <> y.site
),
both_ways AS (
  SELECT a AS article_id, x AS own, y AS other FROM across
  UNION ALL SELECT b, y, x FROM across
)
SELECT least(own, other) || ' + ' || greatest(own, other) AS key,
  count(DISTINCT article_id) AS shared, t.articles
FROM both_ways
JOIN total t ON t.site = own
JOIN total u ON u.site = other
WHERE (t.articles, own) < (u.articles, other)
GROUP BY ALL ORDER BY key
"""


def load_repeats(run: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``repeats``: which articles repeat another of the run, or one of the index."""
    connection.execute(REPEATS_SQL.format(run=_quoted(run)))


def shared_between_sites(
    run: Path, connection: duckdb.DuckDBPyConnection
) -> Iterator[tuple[str, int, int]]:
    """Yield two sites, the articles of the smaller one that the other has too, and all of it."""
    yield from connection.execute(SITE_PAIRS_SQL.format(run=_quoted(run))).fetchall()


def _quoted(run: Path) -> str:
    return str(run).replace("'", "''")
