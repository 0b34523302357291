"""The report for people: one offline page that opens with the verdict and ends with the details.

Nothing of an article is ever parsed as markup: the template escapes what it places, the script
places the rest with ``textContent``, and a content security policy lets nothing run but that one
script and nothing load at all.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import jinja2

from corpus_qa.expectations.metrics import Metric
from corpus_qa.model import Reason, columns_line, left_out_line
from corpus_qa.report import clusters, wording
from corpus_qa.report.causes import explained
from corpus_qa.report.html.payload import pack
from corpus_qa.report.html.rates import HEAT_STEPS, Rates, SiteRow, rates_of, sites_of
from corpus_qa.report.load import Finding, Pair, Run
from corpus_qa.report.wording import FAMILIES, SEVERITIES
from corpus_qa.run.document import CheckCount, Document
from corpus_qa.text import numbers

TEMPLATES = files("corpus_qa.report.html") / "templates"
PAGE_BYTES = 1_000_000
DATA_PLACE = "<!-- data -->"
STYLES = ("page.css", "charts.css", "findings.css", "reader.css")
SCRIPTS = ("data.js", "text.js", "findings.js", "reader.js", "pairs.js", "sites.js", "main.js")

# So many pairs of sites that share articles are listed.
SITE_PAIRS = 8
# Findings of each check that the page shows without its script, and their words.
STATIC_ROWS, STATIC_WORDS, STATIC_AROUND = 3, 300, 60
# Clusters and shared passages that are not folded.
OPEN_CLUSTERS, OPEN_PASSAGES = 10, 5


def render(run: Run) -> str:
    """Return the page, if possible in ``PAGE_BYTES``."""
    style, script = _joined(STYLES), _joined(SCRIPTS)
    page = _template().render(
        view=view_of(run),
        fix_line=wording.fix_line(run),
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
        "typeset": wording.typeset,
        "in_code": wording.in_code,
    }
    environment.globals |= {
        "article_name": wording.article_name,
        "crashed_on": wording.crashed_on,
        "left_out_line": left_out_line,
        "columns_line": columns_line,
        "headline": wording.headline,
        "totals": wording.totals,
        "describe_change": wording.describe_change,
        "cause_title": wording.cause_title,
        "explained": explained,
        "told_duplicates": clusters.told,
    }
    return environment.get_template("report.html")


def _joined(names: tuple[str, ...]) -> str:
    return "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in names)


def _hash(text: str) -> str:
    """Return the hash by which a content security policy knows an inline element."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


@dataclass(frozen=True, slots=True)
class StaticRow:
    """A finding as the page shows it without its script: its words and some before and after."""

    before: str
    words: str
    after: str
    title: str
    message: str
    place: str


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """The findings of one check; ``shown`` of them are in the page, the first as ``rows``."""

    id: str
    count: CheckCount
    shown: int
    rows: tuple[StaticRow, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Everything that the template places."""

    run: Run
    document: Document
    reasons: tuple[Reason, ...]
    rates: Rates
    sites: tuple[SiteRow, ...]
    groups: tuple[CheckGroup, ...]
    silent: tuple[CheckGroup, ...]
    left_out: Mapping[str, str]
    passages: tuple[tuple[int, Pair], ...]
    compared: Mapping[tuple[str, str], int]
    shared: tuple[Metric, ...]
    families: tuple[str, ...]
    heat_steps: int
    open_clusters: int
    open_passages: int

    def title_of(self, article_id: str) -> str | None:
        """Return the title of an article of the run, if the run quotes it."""
        quoted = self.run.articles.get(article_id)
        return quoted.title if quoted else None

    def comparison(self, cluster: clusters.Cluster, key: str) -> int | None:
        """Return the number of the pair that compares a copy with the one to keep, or with any."""
        others = sorted(cluster.copies, key=lambda copy: not copy.kept)
        found = (self.compared.get((key, other.key)) for other in others if other.key != key)
        return next((number for number in found if number is not None), None)


def view_of(run: Run) -> View:
    """Prepare the page of a run."""
    document = run.document
    groups = _groups(run)
    passages = tuple((n, pair) for n, pair in enumerate(run.pairs) if pair.kind == "overlap")
    return View(
        run=run,
        document=document,
        reasons=tuple(wording.other_reasons(document)),
        rates=rates_of(run),
        sites=sites_of(run.metrics),
        groups=tuple(g for g in groups if g.count.findings),
        silent=tuple(g for g in groups if not g.count.findings),
        left_out=_left_out(document),
        passages=passages,
        compared=_compared(run.pairs),
        shared=tuple(m for m in _by_low(run.metrics) if m.scope == "site-pair")[:SITE_PAIRS],
        families=FAMILIES,
        heat_steps=HEAT_STEPS,
        open_clusters=OPEN_CLUSTERS,
        open_passages=OPEN_PASSAGES,
    )


def _compared(pairs: Sequence[Pair]) -> Mapping[tuple[str, str], int]:
    """Return the numbers of the pairs by the keys of their articles, in either order."""
    found: dict[tuple[str, str], int] = {}
    for number, pair in enumerate(pairs):
        found.setdefault((pair.a, pair.b_key), number)
        found.setdefault((pair.b_key, pair.a), number)
    return found


def _left_out(document: Document) -> Mapping[str, str]:
    """Return which checks did not run, by the beginnings of their ids, with the reasons."""
    values = document.config.values
    ignored: Mapping[str, str] = values.get("checks", {}).get("ignore", {})
    return ignored


def _by_low(metrics: Iterable[Metric]) -> list[Metric]:
    """Order rates by the lower ends of their intervals, the highest first."""
    return sorted(metrics, key=lambda metric: (-(metric.low or 0.0), metric.key))


def _groups(run: Run) -> list[CheckGroup]:
    """Return all checks: the severe first, then by the number of findings."""
    own: dict[str, list[Finding]] = defaultdict(list)
    for finding in run.findings:
        own[finding.check].append(finding)
    groups = [
        CheckGroup(
            check,
            count,
            len(own[check]),
            tuple(_static_row(run, finding) for finding in own[check][:STATIC_ROWS]),
        )
        for check, count in run.document.counts.checks.items()
    ]
    return sorted(
        groups, key=lambda g: (SEVERITIES.index(g.count.severity), -g.count.findings, g.id)
    )


def _static_row(run: Run, finding: Finding) -> StaticRow:
    quoted = run.articles.get(finding.article_id)
    text = quoted.field(finding.field) if quoted else ""
    words, start, end = finding.excerpt or "", finding.start or 0, finding.end or 0
    before = after = ""
    if words and text[start:end] == words:
        before, after = _around(text, start, end)
    return StaticRow(
        before,
        wording.clip(words, STATIC_WORDS),
        after,
        (quoted.title if quoted else None) or "The article as a whole",
        wording.clip(finding.message, STATIC_WORDS),
        wording.where(run, finding),
    )


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a span in its line, cut at words."""
    line = text.rfind("\n", 0, start) + 1
    before = text[max(line, start - STATIC_AROUND) : start]
    if start - STATIC_AROUND > line:
        before = f"… {before.partition(' ')[2]}"
    rest = text[end : end + STATIC_AROUND + 1].partition("\n")[0]
    after = rest[:STATIC_AROUND]
    return before, f"{after.rpartition(' ')[0]} …" if len(rest) > STATIC_AROUND else after
