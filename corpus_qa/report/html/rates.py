"""Rates against their limits, all on one axis, and the rates of each site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus_qa.expectations.metrics import Metric
from corpus_qa.model import Failing, Outcome
from corpus_qa.report.load import Run
from corpus_qa.report.wording import (
    FAMILIES,
    FAMILY_MEANINGS,
    SEVERITIES,
    limit_of,
    measured,
    result_of,
    title_of,
)
from corpus_qa.text.numbers import amount, count, is_rate, percent

# Where an axis may end, so that its quarters are round numbers.
ENDS = (0.02, 0.04, 0.08, 0.12, 0.2, 0.4, 0.6, 0.8, 1.0)
QUARTERS = 4
# A heat table has this many steps of colour; the first is no colour at all.
HEAT_STEPS = 8


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place of an axis, in percent of its width."""

    place: float
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A rate on the axis: its value, interval and limits, in percent of the width."""

    value: float
    low: float | None
    high: float | None
    at_least: float | None
    at_most: float | None


@dataclass(frozen=True, slots=True)
class Culprit:
    """A key that breaks an expectation, with what it was counted from."""

    key: str
    value: str
    counted: str


@dataclass(frozen=True, slots=True)
class Row:
    """A rate or an expectation: what was observed, what was expected, how it came out.

    ``status`` is ``pass``, ``fail``, ``error`` or ``none`` for a rate that nothing judges.
    """

    title: str
    family: str | None
    meaning: str
    result: str
    status: str
    severity: str
    observed: str
    counted: str
    limit: str
    detail: str
    culprits: tuple[Culprit, ...]
    plot: Plot | None


@dataclass(frozen=True, slots=True)
class Rates:
    """All rows of a page on one axis: the families, other broken expectations, the rest."""

    ticks: tuple[Tick, ...]
    families: tuple[Row, ...]
    broken: tuple[Row, ...]
    held: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the heat table; ``step`` from 0 (nothing) to ``HEAT_STEPS - 1`` (all)."""

    family: str
    value: float | None
    numerator: int | None
    denominator: int | None
    step: int


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site of the heat table."""

    site: str
    articles: int | None
    cells: tuple[Cell, ...]
    worst: float


def rates_of(run: Run) -> Rates:
    """Place the rates of a run, or of what a change adds, and its expectations on one axis."""
    document = run.document
    scope = "additions" if document.change else "dataset"
    own = dict(_family_rates(run.metrics, scope))
    judged = {f: e for f in own if (e := _judging(document.expectations, f, scope))}
    others = [e for e in document.expectations if e not in judged.values()]
    others.sort(key=_urgency)
    broken = [e for e in others if e.status != "pass"]
    held = [e for e in others if e.status == "pass"]
    drawn = [e for e in (*judged.values(), *others) if _is_drawn(e)]
    end = _end(own.values(), drawn)
    return Rates(
        tuple(Tick(100 * n / QUARTERS, percent(end * n / QUARTERS)) for n in range(QUARTERS + 1)),
        tuple(
            _family_row(family, own[family], judged.get(family), end)
            for family in FAMILIES
            if family in own
        ),
        tuple(_row(run, e, end) for e in broken),
        tuple(_row(run, e, end) for e in held),
    )


def _judging(expectations: Iterable[Outcome], family: str, scope: str) -> Outcome | None:
    """Return the expectation about the rate of a family, the strictest if there are several."""
    names = {f"{family}_rate", f"{family}_rate_low", f"{family}_rate_high"}
    found = [e for e in expectations if e.scope == scope and e.metric in names]
    return min(found, key=_urgency, default=None)


def _urgency(expectation: Outcome) -> tuple[int, int]:
    """Order what failed first, the severe before the mild."""
    return ("error", "fail", "pass").index(expectation.status), SEVERITIES.index(
        expectation.severity
    )


def _is_drawn(e: Outcome) -> bool:
    return e.observed is not None and is_rate(e.metric)


def _end(metrics: Iterable[Metric], drawn: Iterable[Outcome]) -> float:
    values = [v for m in metrics for v in (m.value, m.high) if v is not None]
    values += [v for e in drawn for v in (e.observed, e.at_most) if v is not None]
    top = max(values, default=0.0)
    return next((end for end in ENDS if end >= top), 1.0)


def _plot(
    value: float, bounds: tuple[float | None, float | None], e: Outcome | None, end: float
) -> Plot:
    def place(number: float | None) -> float | None:
        return None if number is None else round(min(max(number / end, 0.0), 1.0) * 100, 2)

    low, high = bounds
    return Plot(
        place(value) or 0.0,
        place(low),
        place(high),
        place(e.at_least if e else None),
        place(e.at_most if e else None),
    )


def _family_row(family: str, metric: Metric, e: Outcome | None, end: float) -> Row:
    counted = f"{count(metric.numerator or 0)} of {count(metric.denominator or 0)}"
    return Row(
        title=family.capitalize(),
        family=family,
        meaning=FAMILY_MEANINGS[family],
        result=result_of(e) if e else "",
        status=e.status if e else "none",
        severity=str(e.severity) if e else "note",
        observed=percent(metric.value),
        counted=counted,
        limit=limit_of(e) if e else "",
        detail=(e.detail or "") if e else "",
        culprits=(),
        plot=_plot(metric.value, (metric.low, metric.high), e, end),
    )


def _row(run: Run, e: Outcome, end: float) -> Row:
    name = (e.metric or "").removesuffix("_low").removesuffix("_high")
    own = {m.key: m for m in run.metrics if m.scope == e.scope and m.metric == name}
    counted = own.get("all")
    return Row(
        title=title_of(e, run.document),
        family=e.family,
        meaning="",
        result=result_of(e),
        status=e.status,
        severity=str(e.severity),
        observed=measured(e),
        counted=_counted(counted),
        limit=limit_of(e),
        detail=e.detail or "",
        culprits=tuple(_culprit(e, failing, own.get(failing.key)) for failing in e.failing),
        plot=_plot(e.observed or 0.0, (e.low, e.high), e, end) if _is_drawn(e) else None,
    )


def _counted(metric: Metric | None) -> str:
    if metric is None or metric.numerator is None or metric.denominator is None:
        return ""
    return f"{count(metric.numerator)} of {count(metric.denominator)}"


def _culprit(e: Outcome, failing: Failing, metric: Metric | None) -> Culprit:
    value = "" if failing.value is None else amount(e.metric, failing.value)
    counted = _counted(metric)
    return Culprit(failing.key, percent(metric.value) if metric and counted else value, counted)


def _family_rates(metrics: Iterable[Metric], scope: str) -> Iterator[tuple[str, Metric]]:
    """Yield the rates of the families in a scope, as pairs of family and metric."""
    names = {f"{family}_rate": family for family in FAMILIES}
    for metric in metrics:
        if metric.scope == scope and metric.metric in names:
            yield names[metric.metric], metric


def sites_of(metrics: Sequence[Metric]) -> tuple[SiteRow, ...]:
    """Return the rates of each site, the worst first."""
    by_site: dict[str, dict[str, Metric]] = {}
    for family, metric in _family_rates(metrics, "site"):
        by_site.setdefault(metric.key, {})[family] = metric
    rows = (
        SiteRow(
            site,
            max((m.denominator or 0 for m in found.values()), default=None),
            tuple(_cell(family, found.get(family)) for family in FAMILIES),
            # The lower end of the interval: three bad articles of three are not the worst site.
            max((m.low or 0.0 for m in found.values()), default=0.0),
        )
        for site, found in by_site.items()
    )
    return tuple(sorted(rows, key=lambda row: (-row.worst, row.site)))


def _cell(family: str, metric: Metric | None) -> Cell:
    if metric is None:
        return Cell(family, None, None, None, 0)
    # The square root shows differences among the low rates, where limits usually are.
    step = round(metric.value**0.5 * (HEAT_STEPS - 1)) or int(metric.value > 0)
    return Cell(family, metric.value, metric.numerator, metric.denominator, step)
