"""Which articles of a run go to quarantine, and why; no input is read here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq

from corpus_qa.model import Family, Outcome, Severity

LEVELS = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.NOTE: 0}
BY_CHECK = re.compile(r"([A-Z]{3,8}[0-9]{3})_rate")
FINDING_COLUMNS = ["article_id", "check", "family", "severity", "message", "status", "line"]
SIGNAL_COLUMNS = ["article_id", "site", "published_at", "decode_errors", "chrome_share"]
NO_SITE = "(no site)"


@dataclass(frozen=True, slots=True)
class Reason:
    """A finding for which an article is in quarantine."""

    check: str
    family: str
    severity: str
    message: str
    line: int | None


@dataclass
class Article:
    """An article of a run, as far as quarantine is concerned."""

    article_id: str
    site: str
    undated: bool
    undecoded: bool
    chrome_share: float
    reasons: list[Reason] = field(default_factory=list)

    def badness(self) -> tuple[int, int]:
        """Return how bad it is: its worst finding, and how many there are."""
        levels = [LEVELS[Severity(reason.severity)] for reason in self.reasons]
        return max(levels, default=0), len(levels)


def load_articles(run: Path) -> dict[str, Article]:
    """Read the articles of a run with what was found in them.

    Waived findings do not count, nor that an article is a duplicate if it is the copy to keep.
    """
    articles: dict[str, Article] = {}
    for row in _rows(run / "signals.parquet", SIGNAL_COLUMNS):
        articles[str(row["article_id"])] = Article(
            str(row["article_id"]),
            str(row["site"] or NO_SITE),
            row["published_at"] is None,
            bool(row["decode_errors"]),
            float(str(row["chrome_share"] or 0.0)),
        )
    pairs = list(_rows(run / "duplicates.parquet", ["keep", "known"]))
    kept = {row["keep"] for row in pairs if not row["known"]}
    for row in _rows(run / "findings.parquet", FINDING_COLUMNS):
        if row["status"] == "waived":
            continue
        if row["family"] == Family.DUPLICATE and row["article_id"] in kept:
            continue
        line = row["line"]
        reason = Reason(
            check=str(row["check"]),
            family=str(row["family"]),
            severity=str(row["severity"]),
            message=str(row["message"]),
            line=line if isinstance(line, int) else None,
        )
        articles[str(row["article_id"])].reasons.append(reason)
    return articles


def _rows(path: Path, columns: list[str]) -> Iterable[Mapping[str, object]]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(8192, columns=columns):
            yield from batch.to_pylist()


def by_finding(
    articles: Mapping[str, Article], severity: Severity, checks: tuple[str, ...]
) -> dict[str, list[Reason]]:
    """Return the articles with a finding that is so bad, and these findings."""
    least = LEVELS[severity]
    bad: dict[str, list[Reason]] = {}
    for article in articles.values():
        reasons = [
            reason
            for reason in article.reasons
            if LEVELS[Severity(reason.severity)] >= least
            and reason.check.startswith(checks or ("",))
        ]
        if reasons:
            bad[article.article_id] = reasons
    return bad


@dataclass
class Limit:
    """At most so large may the mean of a metric be over some articles; theirs add up to it."""

    at_most: float
    weights: dict[str, float]
    members: set[str]

    def total(self) -> float:
        """Return the sum of the metric over the articles that are left."""
        return sum(weight for one, weight in self.weights.items() if one in self.members)


def limits_of(results: Sequence[Outcome], articles: Mapping[str, Article]) -> list[Limit]:
    """Return the limits of failed expectations that removing articles can meet."""
    limits: list[Limit] = []
    by_site: dict[str, set[str]] = defaultdict(set)
    for article in articles.values():
        by_site[article.site].add(article.article_id)
    for result in results:
        if result.status != "fail" or result.at_most is None or result.metric is None:
            continue
        metric = result.metric.removesuffix("_low").removesuffix("_high")
        groups = [set(articles)]
        if result.scope == "site":
            groups = [by_site[one.key] for one in result.failing] or list(by_site.values())
        for members in groups:
            weights = {one: weight(articles[one], metric) for one in members}
            limits.append(
                Limit(result.at_most, {k: v for k, v in weights.items() if v > 0}, set(members))
            )
    return limits


def weight(article: Article, metric: str) -> float:  # noqa: PLR0911 - one line a metric
    """Return what an article adds to a metric: 1 or 0 for rates."""
    counted = [reason for reason in article.reasons if reason.severity != Severity.NOTE]
    if metric == "chrome_share":
        return article.chrome_share
    if metric == "missing_date_rate":
        return float(article.undated)
    if metric == "undecoded_rate":
        return float(article.undecoded)
    if found := BY_CHECK.fullmatch(metric):
        return float(any(reason.check == found[1] for reason in counted))
    if metric == "error_rate":
        return float(any(reason.severity == Severity.ERROR for reason in counted))
    family = metric.removesuffix("_rate").removesuffix("_error")
    if family in set(Family):
        errors = metric.endswith("_error_rate")
        return float(
            any(
                reason.family == family and (not errors or reason.severity == Severity.ERROR)
                for reason in counted
            )
        )
    if metric.startswith("repeats_"):
        return float(any(reason.family == Family.DUPLICATE for reason in counted))
    return float(bool(counted))


def fewest(limits: Sequence[Limit], articles: Mapping[str, Article]) -> list[str]:
    """Return few articles without which all limits are met, the worst first.

    The article that counts in most limits that are not met goes first, of equals the worst. At the
    end those go back that turn out not to be needed.
    """
    gone: list[str] = []
    while unmet := [limit for limit in limits if not _met(limit)]:
        scores: dict[str, float] = defaultdict(float)
        for limit in unmet:
            for one, value in limit.weights.items():
                if one in limit.members:
                    scores[one] += value
        if not scores:
            break
        needed = max(1, min(map(_least_needed, unmet)))
        ranked = sorted(
            scores, key=lambda one: (-scores[one], *(-n for n in articles[one].badness()), one)
        )
        for one in ranked[:needed]:
            _move(limits, one, out=True)
            gone.append(one)
    for one in reversed(gone[:]):
        _move(limits, one, out=False)
        if all(map(_met, limits)):
            gone.remove(one)
        else:
            _move(limits, one, out=True)
    return gone


def _met(limit: Limit) -> bool:
    return not limit.members or limit.total() <= limit.at_most * len(limit.members)


def _least_needed(limit: Limit) -> int:
    """Return how many articles at least have to go before a limit of a rate is met."""
    excess = limit.total() - limit.at_most * len(limit.members)
    return int(excess / max(1e-9, 1 - limit.at_most) / max(limit.weights.values()))


def _move(limits: Iterable[Limit], article: str, *, out: bool) -> None:
    for limit in limits:
        if out:
            limit.members.discard(article)
        elif article in limit.weights:
            limit.members.add(article)
