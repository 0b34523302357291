"""The rows that reports show: findings, pairs of related articles, metrics, quoted articles."""

from __future__ import annotations

from dataclasses import dataclass


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
