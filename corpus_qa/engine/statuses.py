"""Which findings are new: others were accepted before, are waived, or not of this change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from corpus_qa.arrays import table_of, table_of_rows
from corpus_qa.config import Waiver
from corpus_qa.text.globs import glob_expression

# Equal words in equal articles have one fingerprint: as many of them are known as were accepted.
SETTLED_SQL = """
CREATE TEMP VIEW settled AS
SELECT f.* EXCLUDE (copy, excused) REPLACE (
  CASE
    WHEN f.excused THEN 'waived'
    WHEN f.copy <= coalesce(a.times, 0) THEN 'known'
    ELSE 'new'
  END AS status
)
FROM (
  SELECT *, row_number() OVER (PARTITION BY fingerprint, excused ORDER BY "row", "start") AS copy
  FROM (
    SELECT g.*, EXISTS (
      FROM excused e WHERE e.article_id = g.article_id AND starts_with(g."check", e."check")
    ) AS excused
    FROM read_parquet('{work}/findings*.parquet') g
  )
) f
LEFT JOIN accepted a USING (fingerprint)
"""
EXCUSED_SQL = """
CREATE TEMP TABLE excused AS
SELECT w.number, w."check", s.article_id
FROM read_parquet('{work}/signals.parquet') s JOIN waiver w ON
  coalesce(w.article = s.article_id, TRUE) AND
  (w.site IS NULL OR w.site = coalesce(s.site, '')) AND
  (w.path IS NULL OR regexp_matches(s.source, w.path))
"""
USES_SQL = """
SELECT e.number, count(*) FROM excused e
JOIN read_parquet('{work}/findings*.parquet') f
  ON e.article_id = f.article_id AND starts_with(f."check", e."check")
GROUP BY ALL
"""
STATUSES_SQL = "SELECT status, count(*) FROM settled GROUP BY ALL"
FIXED_SQL = """
SELECT coalesce(sum(greatest(a.times - coalesce(f.times, 0), 0)), 0)
FROM looked_for a LEFT JOIN (
  SELECT fingerprint, count(*) AS times FROM settled GROUP BY ALL
) f USING (fingerprint)
"""

WAIVER_SCHEMA = pa.schema(
    [
        ("number", pa.int64()),
        ("check", pa.string()),
        ("article", pa.string()),
        ("site", pa.string()),
        ("path", pa.string()),
    ]
)
TIMES_SCHEMA = pa.schema([("fingerprint", pa.string()), ("times", pa.int64())])


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was accepted before a run.

    Attributes:
        findings: Fingerprint -> how often it was accepted.
        waivers: Those that hold today.
        removed: Fingerprint -> how often it was in the articles that a change takes away. What of
            it is in the articles of the run was there before; the rest is fixed. None: the run has
            all articles, and what is not in it is fixed.
    """

    findings: Mapping[str, int] = field(default_factory=dict)
    waivers: Sequence[Waiver] = ()
    removed: Mapping[str, int] | None = None

    @property
    def known(self) -> Mapping[str, int]:
        """Fingerprint -> how often it may be found without being new."""
        removed = self.removed or {}
        return {
            name: max(self.findings.get(name, 0), removed.get(name, 0))
            for name in self.findings.keys() | removed.keys()
        }

    @property
    def elsewhere(self) -> int:
        """How many accepted findings are in articles that the run does not look at."""
        if self.removed is None:
            return 0
        times = self.findings.items()
        return sum(max(number - self.removed.get(name, 0), 0) for name, number in times)


@dataclass(frozen=True, slots=True)
class Settled:
    """How many findings have each status, how many accepted ones are gone, and the use of waivers.

    ``uses`` holds, in the order of ``Accepted.waivers``, how many findings each of them covers.
    """

    new: int
    known: int
    waived: int
    fixed: int
    uses: tuple[int, ...]


def settle(connection: duckdb.DuckDBPyConnection, work: Path, accepted: Accepted) -> Settled:
    """Make the view ``settled``: the findings of the parts in ``work``, each with its status."""
    parts = str(work).replace("'", "''")
    connection.from_arrow(_waivers(accepted.waivers)).create("waiver")
    connection.from_arrow(_times(accepted.known)).create("accepted")
    sought = accepted.findings if accepted.removed is None else accepted.removed
    connection.from_arrow(_times(sought)).create("looked_for")
    connection.execute(EXCUSED_SQL.format(work=parts))
    connection.execute(SETTLED_SQL.format(work=parts))
    uses = dict(connection.execute(USES_SQL.format(work=parts)).fetchall())
    counts = dict(connection.execute(STATUSES_SQL).fetchall())
    ((fixed,),) = connection.execute(FIXED_SQL).fetchall()
    return Settled(
        new=counts.get("new", 0),
        known=counts.get("known", 0) + accepted.elsewhere,
        waived=counts.get("waived", 0),
        fixed=int(fixed),
        uses=tuple(uses.get(number, 0) for number in range(len(accepted.waivers))),
    )


def _waivers(waivers: Sequence[Waiver]) -> pa.Table:
    paths = [glob_expression(waiver.path) if waiver.path else None for waiver in waivers]
    columns = {
        "number": range(len(waivers)),
        "check": [waiver.check for waiver in waivers],
        "article": [waiver.article or None for waiver in waivers],
        "site": [waiver.site or None for waiver in waivers],
        "path": paths,
    }
    return table_of(columns, WAIVER_SCHEMA)


def _times(findings: Mapping[str, int]) -> pa.Table:
    return table_of_rows(findings.items(), TIMES_SCHEMA)
