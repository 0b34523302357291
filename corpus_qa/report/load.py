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
    RELATED_SCHEMA,
    Family,
)
from corpus_qa.run.document import Document, read_document


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of ``findings.parquet``, with the source and the site of its article.

    ``other`` is the other article that a duplicate is about, ``other_here`` tells whether its
    source is one of the paths of the run.
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
    other: str | None = None
    other_source: str | None = None
    other_line: int | None = None
    other_here: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of ``duplicates.parquet``, with the sources of both articles.

    ``known`` says that ``b`` is an article of the index: the rest tells what is known of it.
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
        """Under what the page knows ``b``: an article of the run may have the id of a known one."""
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


FINDINGS = 5_000
PAIRS = 120
SITES = 40
# 16 million characters are about 4,000 articles of usual length, and little memory.
CHARACTERS = 16_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """What the writers show: totals from ``document``, and rows chosen from the tables.

    ``findings`` are at most ``FINDINGS``, worst first; every check, severity and site is among
    them as far as there is room. ``document.counts.findings`` is the true total. ``articles`` holds
    the quoted texts by article id: those of ``pairs``, then those of ``findings``, as far as the
    run kept them. ``totals`` are the true numbers of findings of the articles of ``findings``.
    """

    folder: Path
    document: Document
    findings: tuple[Finding, ...]
    pairs: tuple[Pair, ...]
    metrics: tuple[Metric, ...]
    articles: Mapping[str, Quoted]
    totals: Mapping[str, int]


def load_run(folder: Path) -> Run:
    """Read what reports show of the run in ``folder``.

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
        findings = read_findings(db, FINDINGS)
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
    second of any. Of a change only what its author has to mend is told: no old finding, no note.
    """
    whole = run.document.change is None
    told = [f for f in run.findings if whole or (f.status == "new" and f.severity != "note")]
    checks: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    ranked = []
    for place, finding in enumerate(sorted(told, key=lambda f: f.status != "new")):
        ranked.append((checks[finding.check], articles[finding.article_id], place, finding))
        checks[finding.check] += 1
        articles[finding.article_id] += 1
    return [finding for *_, finding in sorted(ranked, key=lambda r: r[:3])[:wanted]]
