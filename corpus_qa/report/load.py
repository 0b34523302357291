"""A run folder, read for showing: bounded, whatever the size of the corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.errors import UsageError
from corpus_qa.expectations.metrics import Metric
from corpus_qa.model import Batch, Family
from corpus_qa.report.causes import Cause, read_causes
from corpus_qa.report.clusters import Cluster, read_clusters
from corpus_qa.report.shape import Shape, read_shape
from corpus_qa.run.document import Document, read_document
from corpus_qa.run.folder import COMPARISON, HISTORY, RunFolder, path_from_here
from corpus_qa.run.tables import connect, fill, open_tables, read_sql, sql_path

if TYPE_CHECKING:
    from corpus_qa.report.compare import Comparison
    from corpus_qa.report.history import History


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of ``findings.parquet``, with the source and the site of its article.

    Line and columns are those of the source; ``other_id`` is the article that a duplicate is about,
    and ``other_here`` says whether its source is one of the paths of the run. ``fresh`` says that
    the run that this one is compared with did not have it; None without one.
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
    applicability: str | None = None
    fresh: bool | None = None

    @property
    def is_fixable(self) -> bool:
        """Whether the suggestion replaces the words: a date that is offered does not."""
        return self.suggestion is not None and self.start is not None and self.family != "date"


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
class Quoted:
    """An article whose text the reports may show."""

    article_id: str
    source: str
    title: str | None
    byline: str | None
    text: str
    url: str | None = None
    date: str | None = None
    language: str | None = None
    site: str | None = None

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


# Of the findings that are shown, so many are chosen to represent all; the others complete articles.
CHOSEN_SHARE = 0.7

# More than any row number: what puts the findings of articles that cannot be quoted behind others.
UNQUOTED = 1 << 48


def _query(name: str) -> str:
    return read_sql("corpus_qa.report", "load")[name]


def read_findings(db: duckdb.DuckDBPyConnection, limit: int) -> tuple[Finding, ...]:
    """Choose at most ``limit`` findings and return them, worst first."""
    chosen = int(limit * CHOSEN_SHARE)
    wanted = {"wanted": chosen, "unquoted": UNQUOTED}
    db.execute(f"CREATE TEMP TABLE chosen AS {_query('choose_findings')}", wanted)
    db.execute(_query("fill_findings"), [limit - chosen])
    return tuple(Finding(*row) for row in db.execute(_query("read_findings")).fetchall())


def read_fixable(db: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Count the findings with a safe repair, and those with one at all."""
    ((safe, every),) = db.execute(_query("read_fixable")).fetchall()
    return safe, every


def read_totals(db: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return how many findings each article has of which ``read_findings`` chose some."""
    return dict(db.execute(_query("read_totals")).fetchall())


def read_pairs(db: duckdb.DuckDBPyConnection, limit: int) -> tuple[Pair, ...]:
    """Return at most ``limit`` pairs, the closest first."""
    return tuple(Pair(*row) for row in db.execute(_query("read_pairs"), [limit]).fetchall())


def read_metrics(db: duckdb.DuckDBPyConnection, sites: int) -> tuple[Metric, ...]:
    """Return the metrics of the dataset, of the additions, and of the worst ``sites``."""
    wanted = {"families": [f"{family}_rate" for family in Family], "sites": sites}
    return tuple(Metric(*row) for row in db.execute(_query("read_metrics"), wanted).fetchall())


def read_articles(
    db: duckdb.DuckDBPyConnection, ids: Sequence[str], characters: int
) -> dict[str, Quoted]:
    """Return the quoted articles among ``ids``, in that order, until ``characters`` are read."""
    wanted = pa.table({"article_id": list(ids), "place": range(len(ids))})
    db.register("wanted", wanted)
    articles: dict[str, Quoted] = {}
    cursor = db.execute(_query("read_articles"))
    while characters > 0 and (row := cursor.fetchone()):
        articles[row[0]] = Quoted(*row)
        characters -= len(row[4])
    return articles


FINDINGS = 5_000
PAIRS = 120
SITES = 300
# 16 million characters are about 4,000 articles of usual length, and little memory.
CHARACTERS = 16_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """What reports show: totals from ``document``, and rows chosen from the tables.

    ``findings`` are a limited number, worst first; every check, severity and site is among them as
    far as there is room. ``document.counts.findings`` is the true total. ``articles`` holds the
    quoted texts by article id: those of ``pairs``, then those of ``findings``, as far as the run
    kept them. ``totals`` are the true numbers of findings of the articles of ``findings``.
    ``causes`` explain most of the ``grave`` findings: errors and warnings that nothing waives.
    """

    folder: Path
    document: Document
    findings: tuple[Finding, ...]
    pairs: tuple[Pair, ...]
    metrics: tuple[Metric, ...]
    articles: Mapping[str, Quoted]
    totals: Mapping[str, int]
    causes: tuple[Cause, ...]
    grave: int
    shape: Shape
    clusters: tuple[Cluster, ...]
    copies: int
    passages: int
    comparison: Comparison | None
    history: History | None
    fixable: tuple[int, int] = (0, 0)
    """How many findings have a safe repair, and how many a repair at all."""

    @property
    def name(self) -> str:
        """The run folder as a user here would type it."""
        return path_from_here(self.folder)


def load_run(folder: Path, limit: int = FINDINGS, final: Path | None = None) -> Run:
    """Read what reports show of the run in ``folder``, at most ``limit`` findings.

    ``final`` is where the folder will be when reports are read, if not where it is.

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
        fixable = read_fixable(db)
        causes, grave = read_causes(db, document, metrics, path_from_here(final or folder))
        shape = read_shape(db)
        clusters, copies, passages = read_clusters(db)
    return Run(
        folder=final or folder,
        document=document,
        findings=findings,
        pairs=pairs,
        metrics=metrics,
        articles=articles,
        totals=totals,
        causes=causes,
        grave=grave,
        shape=shape,
        clusters=clusters,
        copies=copies,
        passages=passages,
        comparison=_comparison(folder),
        history=_history(folder),
        fixable=fixable,
    )


def _comparison(folder: Path) -> Comparison | None:
    if not (folder / COMPARISON).exists():
        return None
    from corpus_qa.report.compare import read_comparison  # noqa: PLC0415 - most runs have none

    return read_comparison(folder)


def _history(folder: Path) -> History | None:
    if not (folder / HISTORY).exists():
        return None
    from corpus_qa.report.history import read_history  # noqa: PLC0415 - most runs have none

    return read_history(folder)


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


SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("byline", pa.string()),
        pa.field("text", pa.large_string(), nullable=False),
        pa.field("url", pa.string()),
    ]
)

# Bounds of what is kept: a report that quotes more is not read by anybody.
MAX_ARTICLES = 4_000
PER_CHECK = 100
MAX_PAIRS = 300
MAX_BYTES = 48 * 1024 * 1024
# One text must not take the room of all others.
MAX_TEXT_BYTES = 4 * 1024 * 1024


def write_quotes(
    folder: RunFolder, memory: str, batches: Iterable[Batch], limit: int = MAX_ARTICLES
) -> None:
    """Write the articles of the findings and duplicates that matter most, at most ``limit``."""
    values = {
        "run": sql_path(folder.path),
        "pairs": MAX_PAIRS,
        "per_check": PER_CHECK,
        "articles": limit,
    }
    query = fill(read_sql("corpus_qa.run", "quotes")["wanted"], values)
    with connect(folder.work, memory) as connection:
        wanted = pa.array([row[0] for row in connection.execute(query).fetchall()], pa.string())
    room = MAX_BYTES
    with pq.ParquetWriter(folder.quotes, SCHEMA, compression="zstd") as writer:
        for batch in batches if len(wanted) else ():
            chosen = _chosen(batch.records, wanted)
            if chosen.num_rows and chosen.nbytes <= room:
                room -= chosen.nbytes
                writer.write_batch(chosen)


def _chosen(records: pa.RecordBatch, wanted: pa.Array) -> pa.RecordBatch:
    asked = pc.is_in(records.column("article_id"), value_set=wanted)
    short = pc.less_equal(pc.binary_length(records.column("text")), MAX_TEXT_BYTES)
    chosen = records.filter(pc.and_(asked, short))
    return chosen.select(SCHEMA.names).cast(SCHEMA)
