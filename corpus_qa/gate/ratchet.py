"""The whole corpus after a change: its rates may not get worse than those of the baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus_qa.expectations.metrics import Metric, rate_columns
from corpus_qa.gate.baseline import Baseline
from corpus_qa.model import Crash, Outcome, Severity
from corpus_qa.text.numbers import CLOSE, percent

# What the rates count that are not of a family.
MEANINGS: Mapping[str, str] = {
    "flagged_rate": "articles with a defect",
    "error_rate": "articles with an error",
    "missing_date_rate": "articles without a date",
    "undecoded_rate": "articles whose bytes could not be decoded",
}


@dataclass(frozen=True, slots=True)
class BaseFindings:
    """What the articles had that a change takes away.

    Attributes:
        articles: How many they are.
        findings: Fingerprint -> how often it was there. Copies are not looked for.
        counts: Rate of the dataset -> how many of them it counts.
        crashes: What broke off, so that findings of theirs are not known.
    """

    articles: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    crashes: tuple[Crash, ...] = ()

    def hold(
        self, baseline: Baseline | None, metrics: Sequence[Metric], tolerance: float
    ) -> list[Outcome]:
        """Judge the whole corpus after a change, whose additions have these metrics."""
        if baseline is None:
            return []
        own = {metric.metric: metric for metric in metrics if metric.scope == "dataset"}
        counted = {name: own[name].numerator or 0 for name in rate_columns() if name in own}
        articles = int(own["articles"].value) if own else 0
        rates, total = rates_after(baseline, counted, self.counts, (articles, self.articles))
        return hold_to_baseline(rates, total, baseline, tolerance)


def rates_after(
    baseline: Baseline,
    added: Mapping[str, int],
    removed: Mapping[str, int],
    articles: tuple[int, int],
) -> tuple[dict[str, float], int]:
    """Return the rates of the accepted corpus after a change, and its number of articles.

    Args:
        baseline: What was accepted.
        added: Rate -> how many of the added articles it counts.
        removed: The same of the articles that the change takes away.
        articles: How many are added, and how many are taken away.
    """
    total = max(baseline.articles - articles[1], 0) + articles[0]
    counts = {
        name: max(rate * baseline.articles - removed.get(name, 0), 0) + added.get(name, 0)
        for name, rate in baseline.rates.items()
    }
    return {name: min(count / max(total, 1), 1.0) for name, count in counts.items()}, total


def hold_to_baseline(
    rates: Mapping[str, float], articles: int, baseline: Baseline, tolerance: float
) -> list[Outcome]:
    """Judge each rate of the whole corpus that the baseline knows.

    A rate may exceed the accepted one by ``tolerance``, and by one of the ``articles`` in any case:
    in a small corpus one article is more than a tolerance.
    """
    allowance = max(tolerance, 1 / max(articles, 1))
    return [
        _outcome(name, rate, baseline.rates[name], allowance)
        for name, rate in rates.items()
        if name in baseline.rates
    ]


def _outcome(name: str, rate: float, accepted: float, allowance: float) -> Outcome:
    most = min(1.0, accepted + allowance)
    return Outcome(
        rule=f"whole-{name.replace('_', '-')}",
        title=f"Whole corpus, no more than accepted: {_meaning(name)}",
        expectation="baseline",
        scope="dataset",
        metric=name,
        severity=Severity.ERROR,
        family=None,
        limit=f"at most {percent(most, CLOSE)}",
        status="fail" if rate > most + 1e-9 else "pass",
        observed=rate,
        at_most=most,
    )


def _meaning(name: str) -> str:
    """Return what a rate counts: ``chrome_rate`` counts articles with chrome defects."""
    family = name.removesuffix("_rate")
    if family.endswith("_error"):
        return f"articles with {family.removesuffix('_error')} errors"
    return MEANINGS.get(name, f"articles with {family} defects")
