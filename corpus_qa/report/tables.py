"""Bounded reads of the Parquet tables of a run folder."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from corpus_qa.model import (
    DUPLICATE_SCHEMA,
    FINDING_SCHEMA,
    KNOWN_SCHEMA,
    METRIC_SCHEMA,
    RELATED_SCHEMA,
    Family,
)
from corpus_qa.report.rows import Finding, Metric, Pair, Quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# The columns that reports read. A table that a run has not written counts as empty.
TABLES = {
    "findings": FINDING_SCHEMA,
    "duplicates": DUPLICATE_SCHEMA,
    "known": KNOWN_SCHEMA,
    "metrics": METRIC_SCHEMA,
    "related": RELATED_SCHEMA,
    "signals": pa.schema({"article_id": pa.string(), "source": pa.string(), "site": pa.string()}),
    "evidence": pa.schema(
        {
            "article_id": pa.string(),
            "source": pa.string(),
            "title": pa.string(),
            "byline": pa.string(),
            "text": pa.large_string(),
        }
    ),
}

# Of the findings that are shown, so many are chosen to represent all; the others complete articles.
CHOSEN_SHARE = 0.7

# More than any row number: what puts the findings of articles that cannot be quoted behind others.
UNQUOTED = 1 << 48

# First one finding of every check and severity, then one of every site, then in turn from every
# group of check, severity and site: five errors for two warnings for one note. Findings whose
# article can be quoted go before others.
# The smallest keys of each group are collected in one pass, so that memory is bounded whatever the
# number of findings.
CHOOSE_FINDINGS = """
with groups as (
    select f."check", f.severity, s.site,
        case f.severity when 'error' then 2 when 'warning' then 5 else 10 end as weight,
        min(f.file_row_number + if(e.article_id is null, $unquoted, 0), $wanted) as keys
    from findings f
    left join signals s using (article_id)
    left join evidence e using (article_id)
    group by all
),
firsts as (
    select *,
        row_number() over (partition by "check", severity order by keys[1]) = 1 as of_check,
        row_number() over (partition by site order by weight, keys[1]) = 1 as of_site
    from groups
),
placed as (
    select of_check, of_site, weight, unnest(keys) as key, generate_subscripts(keys, 1) as place
    from firsts
)
select key % $unquoted as row, row_number() over (
    order by not (place = 1 and of_check), not (place = 1 and of_site), place * weight, key
) as rank
from placed
order by rank limit $wanted
"""

# An article is best shown with all its findings: the room that is left goes first to the further
# findings of the articles that were chosen.
FILL_FINDINGS = """
insert into chosen
select f.file_row_number, null
from findings f
left join (
    select article_id, min(rank) as rank
    from chosen c join findings f on f.file_row_number = c.row group by article_id
) a using (article_id)
where f.file_row_number not in (select row from chosen)
order by a.rank nulls last, f.file_row_number limit ?
"""

READ_TOTALS = """
select article_id, count(*) from findings
where article_id in (
    select article_id from chosen c join findings f on f.file_row_number = c.row
)
group by article_id
"""

# The worst first; within a check first one finding of every article, the sites in turn, so that the
# first findings that a reader sees differ.
READ_FINDINGS = """
with told as (
    select f.*, s.source, s.site, c.row, r.other, r.source as other_source, r.line as other_line,
        coalesce(r.here, false) as other_here,
        list_position(['error', 'warning', 'note'], f.severity) as level,
        list_position(['new', 'known', 'waived'], f.status) as age,
        row_number() over (partition by f."check", f.article_id order by c.row) as again
    from chosen c
    join findings f on f.file_row_number = c.row
    left join signals s using (article_id)
    left join related r using (article_id, "check", fingerprint)
)
select article_id, "check", name, family, severity, field, start, "end", line, excerpt, message,
    suggestion, fingerprint, status, source, site, other, other_source, other_line, other_here
from told
order by level, "check", age, again,
    row_number() over (partition by "check", level, age, again, site order by row), site, row
"""

# The kinds in turn, the closest first, one pair of every cluster before a second of any.
READ_PAIRS = """
with placed as (
    select *, list_position(['exact', 'contained', 'near', 'overlap'], kind) as level,
        row_number() over (
            partition by kind, cluster, if(known, a, null) order by jaccard desc, a, b
        ) as again
    from duplicates
),
turns as (
    select *,
        row_number() over (
            partition by kind order by again, jaccard desc, a_in_b + b_in_a desc, a, b
        ) as turn
    from placed
),
shown as (select * from turns order by turn, level limit ?)
select d.a, d.b, d.kind, d.jaccard, d.a_in_b, d.b_in_a, d.cluster,
    a.source, if(d.known, k.source, b.source), d.known, k.title, k.url,
    strftime(make_timestamp(epoch_us(k.published_at)), '%Y-%m-%d')
from shown d
left join signals a on a.article_id = d.a
left join signals b on b.article_id = d.b
left join known k on d.known and k.article_id = d.b
order by d.turn, d.level
"""

# All numbers of the dataset and of the additions; of the sites and of the pairs of sites those with
# the highest rates, by the lower ends of the intervals, so that a site of three articles does not
# come first by chance.
READ_METRICS = """
with worst as (
    select key from metrics where scope = 'site' and list_contains($families, metric)
    group by key order by max(low) desc nulls last, key
    limit $sites
),
pairs as (
    select key from metrics where scope = 'site-pair' order by low desc nulls last, key limit $sites
)
select scope, key, metric, value, numerator, denominator, low, high
from metrics
where scope not in ('site', 'site-pair')
    or (scope = 'site' and key in (from worst))
    or (scope = 'site-pair' and key in (from pairs))
order by scope, key, metric
"""

READ_ARTICLES = """
select e.article_id, e.source, e.title, e.byline, e.text
from evidence e join wanted w using (article_id) order by w.place
"""


@contextmanager
def open_tables(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the tables of a run folder as views, with bounded memory; what does not fit spills."""
    with tempfile.TemporaryDirectory(prefix="corpus-qa-") as scratch:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": "1GB",
            "temp_directory": scratch,
            "autoinstall_known_extensions": "false",
        }
        with duckdb.connect(config=config) as db:
            for name, schema in TABLES.items():
                path = folder / f"{name}.parquet"
                if path.exists():
                    db.read_parquet(_literal(path), file_row_number=True).create_view(name)
                else:
                    number = pa.field("file_row_number", pa.int64())
                    db.register(name, schema.append(number).empty_table())
            yield db


def _literal(path: Path) -> str:
    """Return a path as a glob that matches nothing but this path."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in str(path))


def read_findings(db: duckdb.DuckDBPyConnection, limit: int) -> tuple[Finding, ...]:
    """Choose at most ``limit`` findings and return them, worst first."""
    chosen = int(limit * CHOSEN_SHARE)
    wanted = {"wanted": chosen, "unquoted": UNQUOTED}
    db.execute(f"create temp table chosen as {CHOOSE_FINDINGS}", wanted)
    db.execute(FILL_FINDINGS, [limit - chosen])
    return tuple(Finding(*row) for row in db.execute(READ_FINDINGS).fetchall())


def read_totals(db: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return how many findings each article has of which ``read_findings`` chose some."""
    return dict(db.execute(READ_TOTALS).fetchall())


def read_pairs(db: duckdb.DuckDBPyConnection, limit: int) -> tuple[Pair, ...]:
    """Return at most ``limit`` pairs, the closest first."""
    return tuple(Pair(*row) for row in db.execute(READ_PAIRS, [limit]).fetchall())


def read_metrics(db: duckdb.DuckDBPyConnection, sites: int) -> tuple[Metric, ...]:
    """Return the metrics of the dataset, of the additions, and of the worst ``sites``."""
    wanted = {"families": [f"{family}_rate" for family in Family], "sites": sites}
    return tuple(Metric(*row) for row in db.execute(READ_METRICS, wanted).fetchall())


def read_articles(
    db: duckdb.DuckDBPyConnection, ids: Sequence[str], characters: int
) -> dict[str, Quoted]:
    """Return the quoted articles among ``ids``, in that order, until ``characters`` are read."""
    wanted = pa.table({"article_id": list(ids), "place": range(len(ids))})
    db.register("wanted", wanted)
    articles: dict[str, Quoted] = {}
    cursor = db.execute(READ_ARTICLES)
    while characters > 0 and (row := cursor.fetchone()):
        articles[row[0]] = Quoted(*row)
        characters -= len(row[4])
    return articles
