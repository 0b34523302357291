"""Duplicates as clusters: the copies of one text in the order of time, and which one to keep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from corpus_qa.run.tables import read_sql
from corpus_qa.text.numbers import count

if TYPE_CHECKING:  # slow to import
    import duckdb

# Clusters that are shown, and copies of each.
MOST_CLUSTERS, MOST_COPIES = 60, 12

# Notices of the agencies whose stories many sites carry, in a byline or a dateline.
_AGENCY = re.compile(
    r"\((AP|AFP|Reuters|dpa|UPI|EFE|ANSA|Xinhua|PA|CP)\)"
    r"|\b(Associated Press|Agence France-Presse|Reuters)\b"
)


@dataclass(frozen=True, slots=True)
class Copy:
    """One article of a cluster; ``known`` ones are in the index.

    ``held`` is the share of the text of another copy that it holds, as far as they were compared.
    """

    article_id: str
    source: str | None
    site: str | None
    date: str | None
    title: str | None
    url: str | None
    held: float
    kind: str
    kept: bool
    known: bool

    @property
    def key(self) -> str:
        """A key that tells an article of the index from one of the run with the same id."""
        return f"\0{self.article_id}" if self.known else self.article_id


@dataclass(frozen=True, slots=True)
class Cluster:
    """Copies of one text, the earliest first, at most ``MOST_COPIES`` of ``size``.

    ``reason`` says why the copy is kept that is; ``agency`` is named where a notice says that it is
    a story of a news agency.
    """

    size: int
    copies: tuple[Copy, ...]
    reason: str
    agency: str

    @property
    def title(self) -> str:
        """The title of the copy to keep, or of any."""
        ordered = sorted(self.copies, key=lambda copy: not copy.kept)
        return next((copy.title for copy in ordered if copy.title), ordered[0].article_id)

    @property
    def story(self) -> str:
        """Who had the text first and who later, in one sentence; nothing for a single site."""
        sites = list(dict.fromkeys(copy.site for copy in self.copies if copy.site))
        if len(sites) < 2:  # noqa: PLR2004 - it takes two
            return ""
        first = self.copies[0]
        others = [site for site in sites if site != first.site]
        dates = [copy.date or "" for copy in self.copies]
        if not first.site or "" in dates or dates.count(dates[0]) > 1:
            return f"On {', '.join(sites[:-1])} and {sites[-1]}."
        return f"First on {first.site}, then on {', '.join(others)}."


def _query(name: str) -> str:
    return read_sql("corpus_qa.report", "clusters")[name]


def read_clusters(db: duckdb.DuckDBPyConnection) -> tuple[tuple[Cluster, ...], int, int]:
    """Return the largest clusters, and how many pairs of copies and shared passages there are."""
    wanted = {"most": MOST_CLUSTERS, "copies": MOST_COPIES}
    rows = db.execute(_query("clusters"), wanted).fetchall()
    clusters = tuple(_cluster(list(own)) for _, own in groupby(rows, key=lambda row: str(row[0])))
    ((copies, passages),) = db.execute(_query("totals")).fetchall()
    return clusters, copies, passages


def _cluster(rows: Sequence[tuple[Any, ...]]) -> Cluster:
    (_, size, *_), *_ = rows
    reasons = (reason for _, _, reason, *_ in rows if reason)
    agencies = (agency for _, _, _, notice, *_ in rows for agency in _agencies(notice))
    copies = tuple(Copy(*copy) for _, _, _, _, *copy in rows)
    return Cluster(size, copies, next(reasons, ""), next(agencies, ""))


def _agencies(text: str) -> Iterator[str]:
    for match in _AGENCY.finditer(text):
        yield match[1] or match[2]


def told(copies: int, passages: int, clusters: int) -> str:
    """Return how many copies and shared passages there are: two things, in one sentence."""
    within = f" in {count(clusters, 'cluster')}" if clusters else ""
    shared = count(passages, "pair of articles shares", "pairs of articles share")
    return f"{count(copies, 'pair of copies', 'pairs of copies')}{within}; {shared} a passage."
