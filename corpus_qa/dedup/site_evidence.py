"""What all articles of a site tell together, of dates and language, which none tells alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from string import Template

import duckdb
import pyarrow.parquet as pq

from corpus_qa.dedup.messages import EVIDENCE_SCHEMA
from corpus_qa.model import Check

ROWS_AT_A_TIME = 65_536

_NAMED = re.compile(r"^-- :(\w+)\n", re.MULTILINE)
_STATEMENTS = ("site_dates.sql", "site_language.sql")

LIMITS = {
    # So many articles of a site with one moment, and so large a share of its dated articles, were
    # stamped by a machine.
    "one_moment": 5,
    "one_moment_share": 0.5,
    # So many articles of a site, all of one day, deserve a look.
    "one_day": 20,
    # So many dates prove the order of day and month on a site, if at most this share contradicts.
    "order_proofs": 3,
    "order_doubts": 0.1,
    # A text with fewer of its letters in Latin is in another script.
    "latin_text": 0.5,
    # So many articles make a site one in Latin letters, if at most this share has others.
    "latin_site": 20,
    "latin_site_others": 0.02,
    # Of sentences that people write one in 70 has a word of its writer's own; of those of engines
    # that leave words untranslated one in 11.
    "foreign_site": 50,
    "foreign_site_share": 0.05,
}

NEEDED = {
    "DAT010": frozenset[str](),
    "DAT011": frozenset({"day_order"}),
    "TRN016": frozenset({"foreign_words"}),
    "TRN018": frozenset({"latin_share"}),
}
"""Check -> the signals without which it cannot be answered."""


def write_site_evidence(
    connection: duckdb.DuckDBPyConnection, signals: Path, checks: Iterable[Check], path: Path
) -> bool:
    """Write the evidence of the checks that compare the articles of a site.

    Args:
        connection: where the queries run.
        signals: the signals of all articles, with their rows.
        checks: the checks that run.
        path: the file to write, for ``relation_findings``.

    Returns:
        Whether there is anything to be said.
    """
    known = set(pq.read_schema(signals).names)
    asked = [check.id for check in checks if check.id in NEEDED and NEEDED[check.id] <= known]
    if not asked:
        return False
    connection.read_parquet(str(signals)).create_view("signals")
    rows = 0
    with pq.ParquetWriter(path, EVIDENCE_SCHEMA) as writer:
        for batch in connection.sql(_query(asked)).to_arrow_reader(ROWS_AT_A_TIME):
            writer.write_batch(batch.cast(EVIDENCE_SCHEMA))
            rows += batch.num_rows
    return rows > 0


def _query(asked: Sequence[str]) -> str:
    folder = files("corpus_qa.dedup") / "sql"
    named: dict[str, str] = {}
    for name in _STATEMENTS:
        text = Template((folder / name).read_text(encoding="utf-8")).substitute(LIMITS)
        _, *parts = _NAMED.split(text)
        named |= zip(parts[::2], parts[1::2], strict=True)
    both = "\nUNION ALL\n".join(f"({named[check]})" for check in asked)
    return f'{both}\nORDER BY "row", "check"'
