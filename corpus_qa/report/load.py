"""A run folder, read for showing: bounded, whatever the size of the corpus."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from corpus_qa.errors import UsageError
from corpus_qa.model import (
    DUPLICATE_SCHEMA,
    FINDING_SCHEMA,
    KNOWN_SCHEMA,
    METRIC_SCHEMA,
    Family,
)
from corpus_qa.run.document import Document, read_document
from corpus_qa.run.tables import sql_path


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of ``findings.parquet``, with the source and the site of its article.

    Line and columns are those of the source; ``other_id`` is the article that a duplicate is about,
    and ``other_here`` says whether its source is one of the paths of the run.
    """

    article_id: str
    check: str
    name: str
    family: str
    severity: str
    field: str | None
    start: int | None
    end: int | None
    line: int | None
    excerpt: str | None
    message: str
    suggestion: str | None
    fingerprint: str
    status: str
    source: str | None
    site: str | None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    other_id: str | None = None
    other_source: str | None = None
    other_line: int | None = None
    other_here: bool | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of ``duplicates.parquet``, with the sources of both articles.

    ``known`` says that ``b`` is an article of the index, which gives its title, address and date.
    """

    a: str
    b: str
    kind: str
    jaccard: float
    a_in_b: float
    b_in_a: float
    cluster: int | None
    a_source: str | None
    b_source: str | None
    known: bool = False
    b_title: str | None = None
    b_url: str | None = None
    b_date: str | None = None

    @property
    def b_key(self) -> str:
        """A key for ``b`` that no article of the run has, even where one has the same id."""
        return f"\0{self.b}" if self.known else self.b


@dataclass(frozen=True, slots=True)
class Metric:
    """One row of ``metrics.parquet``."""

    scope: str
    key: str
    metric: str
    value: float
    numerator: int | None
    denominator: int | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Quoted:
    """An article whose text the reports may show."""

    article_id: str
    source: str
    title: str | None
    byline: str | None
    text: str

    def field(self, name: str | None) -> str:
        """Return the text of a field that a span can point into, empty for an unknown field."""
        match name:
            case "text":
                return self.text
            case "title":
                return self.title or ""
            case "byline":
                return self.byline or ""
        return ""


# The columns that reports read. A table that a run did not write counts as empty.
TABLES = {
    "findings": FINDING_SCHEMA,
    "duplicates": DUPLICATE_SCHEMA,
    "known": KNOWN_SCHEMA,
    "metrics": METRIC_SCHEMA,
    "signals": pa.schema({"article_id": pa.string(), "source": pa.string(), "site": pa.string()}),
    "quotes": pa.schema(
        {
            "article_id": pa.string(),
            "source": pa.string(),
            "title": pa.string(),
            "byline": pa.string(),
            "text": pa.large_string(),
        }
    ),
}

CREATE_VIEW = "CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}', file_row_number = TRUE)"

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
WITH groups AS (
    SELECT f."check", f.severity, s.site,
        CASE f.severity WHEN 'error' THEN 2 WHEN 'warning' THEN 5 ELSE 10 END AS weight,
        min(f.file_row_number + if(q.article_id IS NULL, $unquoted, 0), $wanted) AS keys
    FROM findings f
    LEFT JOIN signals s USING (article_id)
    LEFT JOIN quotes q USING (article_id)
    GROUP BY ALL
),
firsts AS (
    SELECT *,
        row_number() OVER (PARTITION BY "check", severity ORDER BY keys[1]) = 1 AS of_check,
        row_number() OVER (PARTITION BY site ORDER BY weight, keys[1]) = 1 AS of_site
    FROM groups
),
placed AS (
    SELECT of_check, of_site, weight, unnest(keys) AS key, generate_subscripts(keys, 1) AS place
    FROM firsts
)
SELECT key % $unquoted AS row, row_number() OVER (
    ORDER BY NOT (place = 1 AND of_check), NOT (place = 1 AND of_site), place * weight, key
) AS rank
FROM placed
ORDER BY rank LIMIT $wanted
"""

# An article is best shown with all its findings: the room that is left goes first to the further
# findings of the articles that were chosen.
FILL_FINDINGS = """
INSERT INTO chosen
SELECT f.file_row_number, NULL
FROM findings f
LEFT JOIN (
    SELECT article_id, min(rank) AS rank
    FROM chosen c JOIN findings f ON f.file_row_number = c.row GROUP BY article_id
) a USING (article_id)
WHERE f.file_row_number NOT IN (SELECT row FROM chosen)
ORDER BY a.rank NULLS LAST, f.file_row_number LIMIT ?
"""

READ_TOTALS = """
SELECT article_id, count(*) FROM findings
WHERE article_id IN (
    SELECT article_id FROM chosen c JOIN findings f ON f.file_row_number = c.row
)
GROUP BY article_id
"""

# The worst first; within a check first one finding of every article, the sites in turn, so that the
# first findings that a reader sees differ.
READ_FINDINGS = """
WITH shown AS (
    SELECT f.*, s.source, s.site, c.row,
        list_position(['error', 'warning', 'note'], f.severity) AS level,
        list_position(['new', 'known', 'waived'], f.status) AS age,
        row_number() OVER (PARTITION BY f."check", f.article_id ORDER BY c.row) AS again
    FROM chosen c
    JOIN findings f ON f.file_row_number = c.row
    LEFT JOIN signals s USING (article_id)
)
SELECT article_id, "check", name, family, severity, field, start, "end", line, excerpt, message,
    suggestion, fingerprint, status, source, site, "column", end_line, end_column,
    other_id, other_source, other_line, other_here
FROM shown
ORDER BY level, "check", age, again,
    row_number() OVER (PARTITION BY "check", level, age, again, site ORDER BY row), site, row
"""

# The kinds in turn, the closest first, one pair of every cluster before a second of any.
READ_PAIRS = """
WITH placed AS (
    SELECT *, list_position(['exact', 'contained', 'near', 'overlap'], kind) AS level,
        row_number() OVER (
            PARTITION BY kind, cluster, if(known, a, NULL) ORDER BY jaccard DESC, a, b
        ) AS again
    FROM duplicates
),
turns AS (
    SELECT *,
        row_number() OVER (
            PARTITION BY kind ORDER BY again, jaccard DESC, a_in_b + b_in_a DESC, a, b
        ) AS turn
    FROM placed
),
shown AS (SELECT * FROM turns ORDER BY turn, level LIMIT ?)
SELECT d.a, d.b, d.kind, d.jaccard, d.a_in_b, d.b_in_a, d.cluster,
    a.source, if(d.known, k.source, b.source), d.known, k.title, k.url,
    strftime(make_timestamp(epoch_us(k.published_at)), '%Y-%m-%d')
FROM shown d
LEFT JOIN signals a ON a.article_id = d.a
LEFT JOIN signals b ON b.article_id = d.b
LEFT JOIN known k ON d.known AND k.article_id = d.b
ORDER BY d.turn, d.level
"""

# All numbers of the dataset and of the additions; of the sites and of the pairs of sites those with
# the highest rates, by the lower ends of the intervals, so that a site of three articles does not
# come first by chance.
READ_METRICS = """
WITH worst AS (
    SELECT key FROM metrics WHERE scope = 'site' AND list_contains($families, metric)
    GROUP BY key ORDER BY max(low) DESC NULLS LAST, key
    LIMIT $sites
),
pairs AS (
    SELECT key FROM metrics WHERE scope = 'site-pair' ORDER BY low DESC NULLS LAST, key LIMIT $sites
)
SELECT scope, key, metric, value, numerator, denominator, low, high
FROM metrics
WHERE scope NOT IN ('site', 'site-pair')
    OR (scope = 'site' AND key IN (FROM worst))
    OR (scope = 'site-pair' AND key IN (FROM pairs))
ORDER BY scope, key, metric
"""

READ_ARTICLES = """
SELECT q.article_id, q.source, q.title, q.byline, q.text
FROM quotes q JOIN wanted w USING (article_id) ORDER BY w.place
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
                    db.execute(CREATE_VIEW.format(name=name, path=sql_path(path)))
                else:
                    number = pa.field("file_row_number", pa.int64())
                    db.register(name, schema.append(number).empty_table())
            yield db


def read_findings(db: duckdb.DuckDBPyConnection, limit: int) -> tuple[Finding, ...]:
    """Choose at most ``limit`` findings and return them, worst first."""
    chosen = int(limit * CHOSEN_SHARE)
    wanted = {"wanted": chosen, "unquoted": UNQUOTED}
    db.execute(f"CREATE TEMP TABLE chosen AS {CHOOSE_FINDINGS}", wanted)
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


FINDINGS = 5_000
PAIRS = 120
SITES = 40
# 16 million characters are about 4,000 articles of usual length, and little memory.
CHARACTERS = 16_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """What reports show: totals from ``document``, and rows chosen from the tables.

    ``findings`` are a limited number, worst first; every check, severity and site is among them as
    far as there is room. ``document.counts.findings`` is the true total. ``articles`` holds the
    quoted texts by article id: those of ``pairs``, then those of ``findings``, as far as the run
    kept them. ``totals`` are the true numbers of findings of the articles of ``findings``.
    """

    folder: Path
    document: Document
    findings: tuple[Finding, ...]
    pairs: tuple[Pair, ...]
    metrics: tuple[Metric, ...]
    articles: Mapping[str, Quoted]
    totals: Mapping[str, int]


def load_run(folder: Path, limit: int = FINDINGS) -> Run:
    """Read what reports show of the run in ``folder``, at most ``limit`` findings.

    Raises:
        UsageError: ``folder`` is not a run folder, or a part of it is missing or damaged.
    """
    document = read_document(folder / "run.json")
    if document.counts.findings and not (folder / "findings.parquet").exists():
        msg = (
            f"{folder} has no findings.parquet: it is a part of a run, and not enough for reports."
        )
        raise UsageError(msg)
    with open_tables(folder) as db:
        findings = read_findings(db, limit)
        totals = read_totals(db)
        pairs = read_pairs(db, PAIRS)
        metrics = read_metrics(db, SITES)
        related = [article_id for pair in pairs for article_id in (pair.a, pair.b_key)]
        ids = dict.fromkeys(related + [finding.article_id for finding in findings])
        articles = read_articles(db, list(ids), CHARACTERS)
    return Run(folder, document, findings, pairs, metrics, articles, totals)


def worst_findings(run: Run, wanted: int) -> list[Finding]:
    """Return the worst findings for a short list.

    New ones come before known and waived ones, and one of each check and of each article before a
    second of any. For a change only what its author has to fix is listed: no old finding, no note.
    """
    everything = run.document.change is None
    listed = [f for f in run.findings if everything or (f.status == "new" and f.severity != "note")]
    checks: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    ranked = []
    for place, finding in enumerate(sorted(listed, key=lambda f: f.status != "new")):
        ranked.append((checks[finding.check], articles[finding.article_id], place, finding))
        checks[finding.check] += 1
        articles[finding.article_id] += 1
    return [finding for *_, finding in sorted(ranked, key=lambda r: r[:3])[:wanted]]
