"""Added articles that repeat old ones: told at the addition, whichever copy is the better one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from corpus_qa.dataset import Dataset
from corpus_qa.engine.findings import as_finding, findings_batch
from corpus_qa.engine.relations_evidence import CHECK_OF
from corpus_qa.engine.tables import Parts, connect
from corpus_qa.model import Check, Evidence, Severity
from corpus_qa.text.likeness import Kind

# Pairs of an added and an old article, the closest of each added one, unless it was told already.
# Where the old one is told to be another state of the same article, that is a note here too.
REPEATS_SQL = """
WITH pair AS (FROM read_parquet('{run}/duplicates.parquet') WHERE kind <> 'overlap' AND NOT known),
side AS (
  SELECT a AS mine, b AS other, kind FROM pair UNION ALL SELECT b, a, kind FROM pair
),
told AS (
  SELECT article_id, bool_and(severity = 'note') AS version
  FROM read_parquet('{work}/findings*.parquet') WHERE "check" IN ({checks}) GROUP BY ALL
)
SELECT m."row", s.kind, s.other, o.source, coalesce(t.version, FALSE)
FROM side s
JOIN read_parquet('{work}/signals.parquet') m ON m.article_id = s.mine
JOIN read_parquet('{work}/signals.parquet') o ON o.article_id = s.other
LEFT JOIN told t ON t.article_id = s.other
WHERE s.mine IN (FROM added) AND s.other NOT IN (FROM added)
  AND s.mine NOT IN (SELECT article_id FROM told)
QUALIFY row_number() OVER (
  PARTITION BY s.mine ORDER BY list_position(['exact', 'contained', 'near'], s.kind), s.other
) = 1
ORDER BY m."row"
"""
SAID = {
    Kind.EXACT: "The same text as",
    Kind.NEAR: "Nearly the same text as",
    Kind.CONTAINED: "One of the two texts holds the other:",
}


def write_repeats(
    work: Path,
    dataset: Dataset,
    added: frozenset[str],
    checks: Sequence[Check],
    memory: str,
) -> None:
    """Write a part with one finding for each added article that repeats an old one.

    ``work`` is the working folder in the folder of the run.
    """
    known = {check.id: check for check in checks}
    names = ", ".join(f"'{CHECK_OF[kind]}'" for kind in SAID)
    places = {"work": str(work).replace("'", "''"), "run": str(work.parent).replace("'", "''")}
    with connect(work, memory) as connection:
        connection.from_arrow(pa.table({"id": pa.array(sorted(added), pa.string())})).create(
            "added"
        )
        rows = connection.execute(REPEATS_SQL.format(checks=names, **places)).fetchall()
    told = {row: rest for row, *rest in rows}
    found = []
    for row, article in dataset.articles(told):
        kind, other, source, version = told[row]
        check = known.get(CHECK_OF[Kind(kind)])
        if check is not None:
            message = f"{SAID[Kind(kind)]} {other} ({source}), which is in the corpus already."
            severity = Severity.NOTE if version else None
            evidence = Evidence(check.id, message, severity=severity)
            found.append(as_finding(row, article, check, evidence))
    if found:
        with Parts(work) as parts:
            parts.write("findings-repeats", findings_batch(found, 0))
