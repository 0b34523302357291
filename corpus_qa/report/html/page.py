"""The report for people: one offline page that opens with the verdict and ends with the details.

Nothing of an article is ever parsed as markup: the template escapes what it places, the script
places the rest with ``textContent``, and a content security policy lets nothing run but that one
script and nothing load at all.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import jinja2

from corpus_qa.model import Failing, Outcome, Reason, left_out_line
from corpus_qa.report import wording
from corpus_qa.report.html.payload import OPEN_PAIRS, pack
from corpus_qa.report.load import Metric, Pair, Run
from corpus_qa.report.wording import FAMILIES, FAMILY_MEANINGS, SEVERITIES
from corpus_qa.run.document import CheckCount, Document
from corpus_qa.text import numbers
from corpus_qa.text.numbers import amount, count, is_rate, percent

TEMPLATES = files("corpus_qa.report.html") / "templates"
PAGE_BYTES = 1_000_000
DATA_PLACE = "<!-- data -->"
STYLES = ("page.css", "findings.css", "reader.css")
SCRIPTS = ("data.js", "text.js", "findings.js", "reader.js", "pairs.js", "main.js")

# So many pairs of sites that share articles are listed.
SITE_PAIRS = 8
# A heat table has this many steps of colour; the first is no colour at all.
HEAT_STEPS = 8


def render(run: Run) -> str:
    """Return the page, if possible in ``PAGE_BYTES``."""
    style, script = _joined(STYLES), _joined(SCRIPTS)
    page = _template().render(
        view=view_of(run),
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    # Nothing after this place comes from an article, so the last mention is ours.
    before, after = page.rsplit(DATA_PLACE, 1)
    return before + pack(run, PAGE_BYTES - len(page.encode())) + after


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("corpus_qa.report.html"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "count": numbers.count,
        "percent": numbers.percent,
        "duration": numbers.duration,
        "reveal": wording.one_line,
    }
    environment.globals |= {
        "article_name": wording.article_name,
        "crashed_on": wording.crashed_on,
        "left_out_line": left_out_line,
        "headline": wording.headline,
        "totals": wording.totals,
        "describe_change": wording.describe_change,
        "measured": wording.measured,
        "result_of": wording.result_of,
    }
    return environment.get_template("report.html")


def _joined(names: tuple[str, ...]) -> str:
    return "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in names)


def _hash(text: str) -> str:
    """Return the hash by which a content security policy knows an inline element."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


@dataclass(frozen=True, slots=True)
class Gauge:
    """Observed values against their limits: positions from 0 to 100 along the drawing.

    One value with its interval where the expectation is about one number, else ``points``.
    """

    value: float | None
    low: float | None
    high: float | None
    at_least: float | None
    at_most: float | None
    points: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Culprit:
    """A key that breaks an expectation, with what it was counted from."""

    key: str
    value: str
    counted: str


@dataclass(frozen=True, slots=True)
class Judged:
    """An expectation with its drawing, or None where nothing can be drawn."""

    expectation: Outcome
    gauge: Gauge | None
    culprits: tuple[Culprit, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """The rate of a family; ``bar``, ``low`` and ``high`` from 0 to 100 on a common scale."""

    family: str
    value: float
    numerator: int | None
    denominator: int | None
    bar: float
    low: float | None
    high: float | None


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


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """The findings of one check; ``shown`` of them are in the page."""

    id: str
    count: CheckCount
    shown: int


@dataclass(frozen=True, slots=True)
class View:
    """Everything that the template places."""

    run: Run
    document: Document
    reasons: tuple[Reason, ...]
    judged: tuple[Judged, ...]
    rates: tuple[Rate, ...]
    sites: tuple[SiteRow, ...]
    groups: tuple[CheckGroup, ...]
    silent: tuple[CheckGroup, ...]
    left_out: Mapping[str, str]
    clusters: frozenset[int]
    shared: tuple[Metric, ...]
    families: tuple[str, ...]
    meanings: Mapping[str, str]
    open_pairs: int

    def title_of(self, article_id: str) -> str | None:
        """Return the title of an article of the run, if the run quotes it."""
        quoted = self.run.articles.get(article_id)
        return quoted.title if quoted else None


def view_of(run: Run) -> View:
    """Prepare the page of a run."""
    document = run.document
    groups = _groups(run)
    return View(
        run=run,
        document=document,
        reasons=tuple(wording.other_reasons(document)),
        judged=tuple(_judged(e, run.metrics) for e in sorted(document.expectations, key=_urgency)),
        rates=_rates(run.metrics),
        sites=_sites(run.metrics),
        groups=tuple(g for g in groups if g.count.findings),
        silent=tuple(g for g in groups if not g.count.findings),
        left_out=_left_out(document),
        clusters=_clusters(run.pairs),
        shared=tuple(m for m in _by_low(run.metrics) if m.scope == "site-pair")[:SITE_PAIRS],
        families=FAMILIES,
        meanings=FAMILY_MEANINGS,
        open_pairs=OPEN_PAIRS,
    )


def _left_out(document: Document) -> Mapping[str, str]:
    """Return which checks did not run, by the beginnings of their ids, with the reasons."""
    values = document.config.values
    ignored: Mapping[str, str] = values.get("checks", {}).get("ignore", {})
    return ignored


def _urgency(expectation: Outcome) -> tuple[int, int]:
    """Order what failed first, the severe before the mild."""
    return ("error", "fail", "pass").index(expectation.status), SEVERITIES.index(
        expectation.severity
    )


def _judged(e: Outcome, metrics: Iterable[Metric]) -> Judged:
    name = (e.metric or "").removesuffix("_low").removesuffix("_high")
    own = {m.key: m for m in metrics if m.scope == e.scope and m.metric == name}
    culprits = tuple(_culprit(e, failing, own.get(failing.key)) for failing in e.failing)
    points = () if e.observed is not None else [_bound(e, metric) for metric in own.values()]
    return Judged(e, _gauge(e, [p for p in points if p is not None]), culprits)


def _culprit(e: Outcome, failing: Failing, metric: Metric | None) -> Culprit:
    value = "" if failing.value is None else amount(e.metric, failing.value)
    if metric is None or metric.numerator is None or metric.denominator is None:
        return Culprit(failing.key, value, "")
    counted = f"{count(metric.numerator)} of {count(metric.denominator)}"
    return Culprit(failing.key, percent(metric.value), counted)


def _bound(e: Outcome, metric: Metric) -> float | None:
    """Return what the expectation judges of a metric: the rate, or a bound of its interval."""
    if (e.metric or "").endswith("_low"):
        return metric.low
    return metric.high if (e.metric or "").endswith("_high") else metric.value


def _gauge(e: Outcome, points: Sequence[float]) -> Gauge | None:
    """Scale an expectation so that the limit and the values both show, with air to the right."""
    values = [v for v in (e.observed, e.high, e.at_most, e.at_least, *points) if v is not None]
    top = max(values, default=0.0) * 1.25
    if (e.observed is None and not points) or top <= 0:
        return None
    top = min(top, 1.0) if is_rate(e.metric) else top

    def place(value: float | None) -> float | None:
        return None if value is None else round(min(max(value / top, 0.0), 1.0) * 100, 2)

    return Gauge(
        value=place(e.observed),
        low=place(e.low),
        high=place(e.high),
        at_least=place(e.at_least),
        at_most=place(e.at_most),
        points=tuple(place(point) or 0.0 for point in points),
    )


def _family_rates(metrics: Iterable[Metric], scope: str) -> list[tuple[str, Metric]]:
    """Return the rates of the families in a scope, as pairs of family and metric."""
    names = {f"{family}_rate": family for family in FAMILIES}
    return [(names[m.metric], m) for m in metrics if m.scope == scope and m.metric in names]


def _rates(metrics: Sequence[Metric]) -> tuple[Rate, ...]:
    found = dict(_family_rates(metrics, "dataset"))
    top = max((m.high or m.value for m in found.values()), default=0.0) or 1.0
    return tuple(
        Rate(
            family,
            m.value,
            m.numerator,
            m.denominator,
            bar=round(m.value / top * 100, 2),
            low=None if m.low is None else round(m.low / top * 100, 2),
            high=None if m.high is None else round(m.high / top * 100, 2),
        )
        for family in FAMILIES
        if (m := found.get(family))
    )


def _sites(metrics: Sequence[Metric]) -> tuple[SiteRow, ...]:
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


def _clusters(pairs: Iterable[Pair]) -> frozenset[int]:
    """Return the clusters of more than two articles; only these are worth a name."""
    sizes = Counter(pair.cluster for pair in pairs if pair.cluster is not None)
    return frozenset(cluster for cluster, size in sizes.items() if size > 1)


def _by_low(metrics: Iterable[Metric]) -> list[Metric]:
    """Order rates by the lower ends of their intervals, the highest first."""
    return sorted(metrics, key=lambda metric: (-(metric.low or 0.0), metric.key))


def _groups(run: Run) -> list[CheckGroup]:
    """Return all checks: the severe first, then by the number of findings."""
    shown: dict[str, int] = {}
    for finding in run.findings:
        shown[finding.check] = shown.get(finding.check, 0) + 1
    groups = [
        CheckGroup(check, count, shown.get(check, 0))
        for check, count in run.document.counts.checks.items()
    ]
    return sorted(
        groups, key=lambda g: (SEVERITIES.index(g.count.severity), -g.count.findings, g.id)
    )
