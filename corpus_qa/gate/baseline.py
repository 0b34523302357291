"""The baseline: which findings and which rates were accepted, so that a run can tell what is new.

Findings are named by their words and the content of their article, so that a baseline survives
articles that are moved, renamed, re-ordered or re-wrapped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cattrs

from corpus_qa.checks import catalogue
from corpus_qa.config import ReadFile
from corpus_qa.errors import ConfigError, IncompleteError
from corpus_qa.expectations.metrics import Metric, rate_columns
from corpus_qa.model import Crash, Outcome, Severity
from corpus_qa.text.numbers import CLOSE, percent

FORMAT = 1
# What the rates count that are not of a family.
MEANINGS: Mapping[str, str] = {
    "flagged_rate": "articles with a defect",
    "error_rate": "articles with an error",
    "missing_date_rate": "articles without a date",
    "undecoded_rate": "articles whose bytes could not be decoded",
    "repeats_within_rate": "articles that repeat another one",
    "repeats_corpus_rate": "articles that the corpus had before",
}
NEXT = "Create it with `corpus-qa baseline write RUN`, or remove it from the configuration."


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was accepted.

    Attributes:
        articles: How many articles the accepted run had.
        findings: Check id -> fingerprint -> how often it was accepted.
        rates: Metric of the dataset -> its rate, 0 to 1.
        regressions: Why it was ever accepted that a rate got worse, the last reason last.
    """

    articles: int
    findings: Mapping[str, Mapping[str, int]]
    rates: Mapping[str, float]
    regressions: tuple[str, ...] = field(default=())

    @property
    def fingerprints(self) -> Mapping[str, int]:
        """Fingerprint -> how often it was accepted."""
        return {name: n for found in self.findings.values() for name, n in found.items()}

    def to_json(self) -> str:
        """Return the content of the file: a finding a line, in order, so that it merges well."""
        content = {
            "format": FORMAT,
            "articles": self.articles,
            "regressions": list(self.regressions),
            "rates": {name: round(rate, 6) for name, rate in self.rates.items()},
            "findings": self.findings,
        }
        return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def read_baseline(path: Path, read: ReadFile = Path.read_bytes) -> Baseline:
    """Read a baseline.

    Raises:
        IncompleteError: It is not there: what is new cannot be told.
        ConfigError: It is no baseline.
    """
    try:
        content: dict[str, Any] = json.loads(read(path))
        if content["format"] != FORMAT:
            msg = f"{path} has format {content['format']}; this version reads format {FORMAT}."
            raise ConfigError(msg)
        return cattrs.Converter(detailed_validation=False).structure(content, Baseline)
    except OSError as error:
        msg = f"The baseline {path} cannot be read ({error.strerror}). {NEXT}"
        raise IncompleteError(msg) from error
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        ArithmeticError,
        RecursionError,
    ) as error:
        msg = f"{path} is not a baseline ({type(error).__name__}: {error}). {NEXT}"
        raise ConfigError(msg) from error


def worse_rates(old: Baseline, new: Baseline) -> list[str]:
    """Say which rates of the new baseline are higher than those of the old one."""
    return [
        f"{describe_rate(name)}: {name} {percent(old.rates[name], CLOSE)} -> {percent(rate, CLOSE)}"
        for name, rate in sorted(new.rates.items())
        if name in old.rates and round(rate, 6) > round(old.rates[name], 6)
    ]


def describe_rate(name: str) -> str:
    """Say what a rate counts: ``chrome_rate`` counts articles with chrome defects."""
    family = name.removesuffix("_rate")
    if family.endswith("_error"):
        return f"articles with {family.removesuffix('_error')} errors"
    check = catalogue().get(family)
    if check is not None:
        return f"articles with the defect {check.id} {check.name}"
    return MEANINGS.get(name, f"articles with {family} defects")


@dataclass(frozen=True, slots=True)
class BaseFindings:
    """What the articles had that a change takes away.

    Attributes:
        articles: How many they are.
        findings: Fingerprint -> how often it was there. Copies are not looked for.
        counts: Rate of the dataset -> how many of them it counts.
        crashes: What broke off, so that findings of theirs are not known.
        followers: The ids of articles of the change that go on from one of them.
    """

    articles: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    crashes: tuple[Crash, ...] = ()
    followers: frozenset[str] = frozenset()

    def hold(
        self, baseline: Baseline | None, metrics: Sequence[Metric], tolerance: float
    ) -> list[Outcome]:
        """Judge the whole corpus after a change, whose additions have these metrics."""
        if baseline is None:
            return []
        own = {metric.metric: metric for metric in metrics if metric.scope == "dataset"}
        added = {name: own[name].numerator or 0 for name in rate_columns() if name in own}
        articles = max(baseline.articles - self.articles, 0)
        articles += int(own["articles"].value) if own else 0
        rates = {}
        for name, rate in baseline.rates.items():
            kept = max(rate * baseline.articles - self.counts.get(name, 0), 0)
            rates[name] = min((kept + added.get(name, 0)) / max(articles, 1), 1.0)
        return hold_to_baseline(rates, articles, baseline, tolerance)


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
        title=f"Whole corpus, no more than accepted: {describe_rate(name)}",
        expectation="baseline",
        scope="dataset",
        metric=name,
        severity=Severity.ERROR,
        family=None,
        limit=f"at most {percent(most, CLOSE)}",
        status="fail" if rate > most + 1e-9 else "pass",
        observed=rate,
        at_most=most,
        detail=f"{percent(accepted)} was accepted",
    )
