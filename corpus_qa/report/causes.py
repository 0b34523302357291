"""What explains most of the findings, where they come from, since when, and what to do about them.

A cause is a family of findings, told by the checks that found most of it and by their sites. All
reports tell the same causes, in the same words and the same order.
"""

from __future__ import annotations

import json
import math
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus_qa.expectations.metrics import Metric
from corpus_qa.model import Outcome
from corpus_qa.run.document import Document
from corpus_qa.run.tables import read_sql
from corpus_qa.text.numbers import count, percent

if TYPE_CHECKING:  # slow to import
    import duckdb

# What is told: causes of a run, checks of a cause, sites of a check.
MOST_CAUSES, MOST_PARTS, MOST_SITES = 3, 3, 3
# The share of the findings from which a few sites have “nearly all” or “most” of them.
NEARLY_ALL, MOST = 0.9, 0.6
# Since when: so many articles on either side, so large a difference of the rates, and so many
# standard errors of it, tell a change from chance.
FEWEST, DIFFERENCE, ERRORS = 10, 0.2, 4.0

HOLDS = {
    "encoding": "damaged characters",
    "chrome": "site chrome in the text",
    "date": "no date, or a doubtful one",
    "translation": "traces of machine translation",
    "content": "empty, broken or foreign text",
    "duplicate": "the text of another article",
}


@dataclass(frozen=True, slots=True)
class Part:
    """The findings of one check within a cause.

    ``mendable`` of them have a safe repair; ``sites`` are the sites with most findings, None for
    articles without a site, and ``spread`` is the number of all its sites.
    """

    check: str
    name: str
    findings: int
    articles: int
    mendable: int
    sites: tuple[tuple[str | None, int], ...]
    spread: int

    @property
    def title(self) -> str:
        """The name of the check in words."""
        return self.name.replace("-", " ")

    def told(self) -> str:
        """Return how many findings, of what, and where."""
        where = self.where()
        return f"{count(self.findings)} × {self.title}{f', {where}' if where else ''}"

    def where(self) -> str:
        """Return which sites have them, in words; nothing where there are no sites."""
        named = [(site or "articles without a site", found) for site, found in self.sites]
        if self.spread == 1 and self.sites[0][0] is None:
            return ""
        if self.spread == len(named):
            return f"on {_listed([site for site, _ in named])}"
        for least, words in ((NEARLY_ALL, "nearly all"), (MOST, "most of them")):
            for some in range(1, len(named) + 1):
                if sum(found for _, found in named[:some]) >= least * self.findings:
                    return f"{words} on {_listed([site for site, _ in named[:some]])}"
        return f"on {count(self.spread, 'site')}, most on {named[0][0]}"


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do: in words, as a command or lines of configuration, and what it settles.

    ``settles`` is a number of findings, 0 where it is a look and no remedy.
    """

    words: str
    command: str
    settles: int


@dataclass(frozen=True, slots=True)
class Cause:
    """A family of findings that explains a part of them.

    ``rate`` is the share of the articles that have it; ``findings`` counts errors and warnings that
    nothing waives. ``first`` is what to do, ``others`` are ways to accept it.
    """

    family: str
    rate: Metric
    findings: int
    parts: tuple[Part, ...]
    more: int
    since: str
    fails: bool
    first: tuple[Action, ...]
    others: tuple[Action, ...]

    @property
    def headline(self) -> str:
        """What the cause is, in one sentence."""
        of = "added articles" if self.rate.scope == "additions" else "articles"
        counted = f"{count(self.rate.numerator or 0)} of {count(self.rate.denominator or 0)}"
        return f"{percent(self.rate.value)} of the {of} have {HOLDS[self.family]} ({counted})."

    @property
    def details(self) -> str:
        """What it consists of and where that is, in one sentence."""
        more = f"; {count(self.more, 'more check')}" if self.more else ""
        return f"{'; '.join(part.told() for part in self.parts)}{more}."


def _query(name: str) -> str:
    return read_sql("corpus_qa.report", "causes")[name]


def explained(causes: Sequence[Cause], findings: int) -> str:
    """Return how much the causes explain of all errors and warnings, in one sentence."""
    share = sum(cause.findings for cause in causes)
    if not causes or not findings:
        return ""
    subject = "This explains" if len(causes) == 1 else f"These {len(causes)} explain"
    of = count(findings, "error or warning", "errors and warnings")
    return f"{subject} {count(share)} of {of}; notes are not counted."


def read_causes(
    db: duckdb.DuckDBPyConnection, document: Document, metrics: Sequence[Metric], run: str
) -> tuple[tuple[Cause, ...], int]:
    """Return what explains most findings, and how many errors and warnings there are in all.

    Families that break an expectation come first, then those with most articles or findings.
    ``run`` is the run folder as a user would type it.
    """
    count_findings(db, ["new"] if document.change else ["new", "known"])
    parts = _parts(db)
    scope = "additions" if document.change else "dataset"
    rates = _rates(metrics, scope)
    failing = _failing(document.expectations)
    since = _since(db)
    families = [family for family in parts if family in rates]
    total = sum(part.findings for own in parts.values() for part in own)
    flagged = _flagged(metrics, scope) or max(
        [1, *(rate.numerator or 0 for rate in rates.values())]
    )

    def weight(family: str) -> float:
        """Return the larger share: of the articles, or of the findings."""
        found = sum(part.findings for part in parts[family])
        return max((rates[family].numerator or 0) / flagged, found / total)

    families.sort(key=lambda f: (-failing.get(f, 0), -weight(f), f))
    ((repairs,),) = db.execute(_query("repairs")).fetchall()
    causes = []
    for family in families[:MOST_CAUSES]:
        own = parts[family]
        causes.append(
            Cause(
                family,
                rates[family],
                findings=sum(part.findings for part in own),
                parts=tuple(own[:MOST_PARTS]),
                more=max(0, len(own) - MOST_PARTS),
                since=since.get(family, ""),
                fails=family in failing,
                first=tuple(_remedies(family, own, document, run, splits=bool(repairs))),
                others=tuple(_acceptances(family, own, document, rates[family], run)),
            )
        )
    return tuple(causes), total


def count_findings(db: duckdb.DuckDBPyConnection, statuses: Sequence[str]) -> None:
    """Make the table ``counted``: the errors and warnings with one of these statuses."""
    db.execute(_query("counted"), {"statuses": list(statuses)})


def _parts(db: duckdb.DuckDBPyConnection) -> dict[str, list[Part]]:
    sites: dict[str, list[tuple[str | None, int]]] = {}
    spread: dict[str, int] = {}
    for check, site, found, total in db.execute(_query("sites"), {"most": MOST_SITES}).fetchall():
        sites.setdefault(check, []).append((site, found))
        spread[check] = total
    parts: dict[str, list[Part]] = {}
    rows = db.execute(_query("parts")).fetchall()
    for family, check, name, findings, articles, mendable in rows:
        where = tuple(sites[check])
        part = Part(check, name, findings, articles, mendable, where, spread[check])
        parts.setdefault(family, []).append(part)
    return parts


def _rates(metrics: Sequence[Metric], scope: str) -> dict[str, Metric]:
    names = {f"{family}_rate": family for family in HOLDS}
    return {names[m.metric]: m for m in metrics if m.scope == scope and m.metric in names}


def _flagged(metrics: Sequence[Metric], scope: str) -> int:
    """Return how many articles have an error or a warning; 0 where nothing says it."""
    found = (m for m in metrics if (m.scope, m.metric) == (scope, "flagged_rate"))
    return next((m.numerator or 0 for m in found), 0)


def _failing(expectations: Sequence[Outcome]) -> dict[str, int]:
    """Return the families that break an expectation: 2 for an error, 1 for a warning."""
    failing: dict[str, int] = {}
    for e in expectations:
        if e.status == "fail" and e.family:
            level = 2 if e.severity == "error" else 1
            failing[e.family] = max(level, failing.get(e.family, 0))
    return failing


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _since(db: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return since when each family occurs, by the dates of the articles."""
    months: dict[str, list[tuple[str, int, int]]] = {}
    for family, *month in db.execute(_query("months")).fetchall():
        months.setdefault(family, []).append((month[0], month[1], month[2]))
    # An article without a date says nothing of when dates began to be missing.
    return {f: _told_since(series) for f, series in months.items() if f != "date"}


def _told_since(series: Sequence[tuple[str, int, int]]) -> str:
    found = change_of(series)
    if found is None:
        struck = [month for month, flagged, _ in series if flagged]
        span = struck[0] if struck[0] == struck[-1] else f"{struck[0]} to {struck[-1]}"
        return f"In articles of {span}."
    month, before, after = found
    if after > before:
        return f"Since {month}: {percent(after)} of the articles, {percent(before)} before."
    return f"Until {month}: {percent(before)} of the articles before, {percent(after)} since."


def change_of(series: Sequence[tuple[str, int, int]]) -> tuple[str, float, float] | None:
    """Return the month in which a rate changed most, with the rates before and since.

    None where no month tells it from chance: a two-proportion z statistic (pooled) of the articles
    before and since, the largest over all months.

    Args:
        series: Months in order, each with its flagged and all its articles.
    """
    flagged, total = sum(f for _, f, _ in series), sum(n for *_, n in series)
    best, found = ERRORS, None
    left = left_total = 0
    for month, own, articles in series:
        right, right_total = flagged - left, total - left_total
        if min(left_total, right_total) >= FEWEST:
            before, after = left / left_total, right / right_total
            pooled = flagged / total
            error = math.sqrt(pooled * (1 - pooled) * (1 / left_total + 1 / right_total))
            if error and abs(after - before) >= DIFFERENCE and abs(after - before) / error > best:
                best, found = abs(after - before) / error, (month, before, after)
        left, left_total = left + own, left_total + articles
    return found


PREFIXES = {
    "encoding": "ENC",
    "chrome": "CHR",
    "date": "DAT",
    "translation": "TRN",
    "content": "CON",
    "duplicate": "DUP",
}
# What no repair can settle: the articles are put apart.
QUARANTINED = frozenset({"translation", "content", "duplicate"})
LOOKS = {
    "encoding": "Read the source again with the right charset, where you can; see the examples",
    "chrome": "Extract these sites again without it, where you can; see the examples",
    "date": "See which articles have none",
    "translation": "Read the examples, and leave these articles out",
    "content": "Read the examples, and fetch these articles again or leave them out",
    "duplicate": "See the copies, and keep one of each cluster",
}


def _remedies(
    family: str, parts: Sequence[Part], document: Document, run: str, *, splits: bool
) -> Iterator[Action]:
    """Yield what to do about the findings of a family, the best first.

    ``splits`` says that the run can be split into clean articles and others.
    """
    paths = shlex.join(document.input.paths)
    if mendable := sum(part.mendable for part in parts):
        fix = f"corpus-qa fix {paths} --select {PREFIXES[family]} --out fixed"
        yield Action("Write copies with the safe repairs", fix, mendable)
    if splits and family in QUARANTINED:
        options = f"--select {PREFIXES[family]} --severity warning --out parts"
        split = f"corpus-qa split {shlex.quote(run)} {options}"
        total = sum(part.findings for part in parts)
        yield Action("Put these articles apart from the clean ones", split, total)
    if family == "date":
        words = "See which column is read as the date, and name the right one in [input.columns]"
        missing = sum(part.findings for part in parts if part.check == "DAT001")
        yield Action(words, f"corpus-qa columns {paths}", missing)
    prefix = parts[0].check if len(parts) == 1 else PREFIXES[family]
    yield Action(LOOKS[family], f"corpus-qa show {shlex.quote(run)} --check {prefix}", 0)


def _acceptances(
    family: str, parts: Sequence[Part], document: Document, rate: Metric, run: str
) -> Iterator[Action]:
    """Yield how to live with the findings of a family: waive, change the suite, accept all."""
    part = parts[0]
    site, found = next(((s, n) for s, n in part.sites if s is not None), (None, part.findings))
    where = f" on {site}" if site else ""
    yield Action(
        f"Waive {part.title}{where}, in corpus-qa.toml", waiver(part, site, document), found
    )
    broken = [e for e in document.expectations if e.status == "fail" and e.family == family]
    for rule in [e for e in broken if e.observed is not None and e.at_most is not None][:1]:
        line = f'"max_value": {math.ceil((rule.observed or rate.value) * 100) / 100:g}'
        yield Action(f"Tolerate it: in the suite, rule {rule.rule}", line, 0)
    total = sum(part.findings for part in parts)
    accept = f"corpus-qa baseline write {shlex.quote(run)}"
    yield Action("Accept today's state, so that only what gets worse fails", accept, total)


def waiver(part: Part, site: str | None, document: Document) -> str:
    """Return the lines of a waiver; it expires a year after the run."""
    year, rest = document.started_at[:4], document.started_at[4:8]
    # The first of the month: every month of every year has it.
    expires = f"{int(year) + 1 if year.isdigit() else year}{rest}01"
    lines = ["[[waivers]]", f'check = "{part.check}"']
    if site:
        lines.append(f"site = {_toml(site)}")
    return "\n".join(
        [*lines, 'reason = "why it belongs there"', 'owner = "who says so"', f"expires = {expires}"]
    )


def _toml(text: str) -> str:
    """Return a basic string of TOML."""
    return json.dumps(text, ensure_ascii=not text.isprintable())
