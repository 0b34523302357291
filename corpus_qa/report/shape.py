"""The shape of a corpus: its articles by date, length, language and site, and where they fail.

Everything is counted in the tables of a run and stays small, whatever the size of the corpus.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus_qa.run.tables import read_sql
from corpus_qa.text.numbers import count, percent

if TYPE_CHECKING:  # slow to import
    import duckdb

# Drawn bars: months as long as there are so many, else years. The dates that are drawn are those
# between two quantiles; the others are told in words, so that one wrong year does not stretch all.
MOST_MONTHS, MOST_YEARS = 120, 80
MARGIN = 0.01
# Months; what lies further from the others is no end of a series but a wrong date.
YEAR = 12
# One day with this share of at least so many dates is no coincidence of news.
SPIKE, SPIKE_ARTICLES = 0.05, 5
# A gap is told where the months around it have so many articles on average.
GAP_MEAN, MOST_GAPS = 3.0, 3
# Characters from which the bars of lengths begin.
EDGES = (0, 100, 250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
LANGUAGES, SITES, SITE_ARTICLES = 10, 8, 12


@dataclass(frozen=True, slots=True)
class Bar:
    """So many articles, of which ``flagged`` have an error or a warning."""

    name: str
    articles: int
    flagged: int

    @property
    def rate(self) -> float:
        """The share of articles with an error or a warning."""
        return self.flagged / self.articles if self.articles else 0.0


@dataclass(frozen=True, slots=True)
class SiteMonths:
    """The bars of one site, in the same periods as those of all articles."""

    site: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """The articles by date, length and language.

    ``dates`` are consecutive months or years (``unit``), ``remarks`` what is odd about them, in
    words; ``undated`` articles have no date.
    """

    unit: str
    dates: tuple[Bar, ...]
    undated: int
    remarks: tuple[str, ...]
    lengths: tuple[Bar, ...]
    languages: tuple[Bar, ...]
    sites: tuple[SiteMonths, ...]


def _query(name: str) -> str:
    return read_sql("corpus_qa.report", "shape")[name]


def read_shape(db: duckdb.DuckDBPyConnection) -> Shape:
    """Count the shape of the corpus; the table ``counted`` says which findings count."""

    def rows(name: str, **values: object) -> list[tuple[str, int, int]]:
        return db.execute(_query(name), values or None).fetchall()

    months = [Bar(*row) for row in rows("months")]
    dated = [bar for bar in months if bar.name is not None]
    undated = sum(bar.articles for bar in months if bar.name is None)
    unit, bars = periods(dated)
    days = db.execute(_query("days")).fetchall()
    total = sum(bar.articles for bar in dated)
    lengths = {int(row[0]): row[1:] for row in rows("lengths", edges=list(EDGES))}
    languages = [Bar(*row) for row in rows("languages")]
    return Shape(
        unit=unit,
        dates=bars,
        undated=undated,
        remarks=(*_outside(dated, bars, unit), *_spikes(days, total), *_gaps(bars, unit)),
        lengths=tuple(_lengths(lengths)),
        languages=tuple(_with_others(languages, LANGUAGES)),
        sites=tuple(_site_months(db, bars)),
    )


def periods(months: Sequence[Bar]) -> tuple[str, tuple[Bar, ...]]:
    """Return consecutive bars over the usual dates, and whether they are months or years.

    ``months`` are those with articles, named ``2025-03``, in order.
    """
    if not months:
        return "month", ()
    usual = _usual(months)
    named = list(_months_between(usual[0].name, usual[-1].name, MOST_MONTHS + 1))
    if len(named) <= MOST_MONTHS:
        return "month", _filled(named, months)
    first, last = int(usual[0].name[:4]), int(usual[-1].name[:4])
    years = [f"{year:04}" for year in range(max(first, last - MOST_YEARS + 1), last + 1)]
    return "year", _filled(years, months)


def _usual(months: Sequence[Bar]) -> Sequence[Bar]:
    """Leave out first and last dates that stand alone, as many as ``MARGIN`` allows."""
    most = max(MARGIN * sum(bar.articles for bar in months), 1)
    left, right = 0, len(months)
    for step, end in ((1, 0), (-1, len(months) - 1)):
        away, at = 0.0, end
        while 0 <= at + step < len(months):
            away += months[at].articles
            if away > most:
                break
            if abs(_number(months[at + step].name) - _number(months[at].name)) > YEAR:
                left, right = (at + 1, right) if step > 0 else (left, at)
            at += step
    return months[left:right] or months


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])


def _months_between(first: str, last: str, most: int) -> Iterator[str]:
    start, stop = _number(first) - 1, _number(last)
    for number in range(start, min(stop, start + most)):
        yield f"{number // 12:04}-{number % 12 + 1:02}"


def _filled(names: Sequence[str], months: Sequence[Bar]) -> tuple[Bar, ...]:
    size = len(names[0]) if names else 0
    counts = {name: [0, 0] for name in names}
    for bar in months:
        if (name := bar.name[:size]) in counts:
            counts[name][0] += bar.articles
            counts[name][1] += bar.flagged
    return tuple(Bar(name, *pair) for name, pair in counts.items())


def _outside(months: Sequence[Bar], bars: Sequence[Bar], unit: str) -> Iterator[str]:
    """Tell of dates that are not drawn."""
    size = 7 if unit == "month" else 4
    for side, outside in (
        ("before", [m for m in months if bars and m.name[:size] < bars[0].name]),
        ("after", [m for m in months if bars and m.name[:size] > bars[-1].name]),
    ):
        if outside:
            found = count(sum(m.articles for m in outside), "article")
            edge = bars[0].name if side == "before" else bars[-1].name
            span = outside[0].name + (f" to {outside[-1].name}" if len(outside) > 1 else "")
            verb = "is" if found == "1 article" else "are"
            yield f"{found} {verb} dated {side} {edge} ({span}), and not drawn."


def _spikes(days: Sequence[tuple[str, int]], total: int) -> Iterator[str]:
    for day, articles in days:
        if articles >= SPIKE_ARTICLES and articles >= SPIKE * total:
            counted = f"{count(articles)} of {count(total)}"
            yield f"{percent(articles / total)} of all dates are {day} ({counted})."


def _gaps(bars: Sequence[Bar], unit: str) -> Iterator[str]:
    """Tell of the longest periods without an article between others."""
    if sum(bar.articles for bar in bars) < GAP_MEAN * len(bars):
        return
    full = [place for place, bar in enumerate(bars) if bar.articles]
    gaps = [(after - before - 1, before, after) for before, after in pairwise(full)]
    for size, before, after in sorted(gaps, key=lambda gap: -gap[0])[:MOST_GAPS]:
        if size:
            yield (
                f"Nothing between {bars[before].name} and {bars[after].name}: "
                f"{count(size, unit)} without an article."
            )


def _lengths(counted: Mapping[int, tuple[int, int]]) -> Iterator[Bar]:
    if not counted:
        return
    for place in range(min(counted), max(counted) + 1):
        name = f"from {count(EDGES[place])}"
        if place + 1 < len(EDGES):
            name = f"{count(EDGES[place])} to {count(EDGES[place + 1] - 1)}"
        yield Bar(name, *counted.get(place, (0, 0)))


def _with_others(bars: Sequence[Bar], most: int) -> Iterator[Bar]:
    yield from bars[:most]
    if others := bars[most:]:
        name = f"{len(others)} more"
        yield Bar(name, sum(b.articles for b in others), sum(b.flagged for b in others))


def _site_months(db: duckdb.DuckDBPyConnection, bars: Sequence[Bar]) -> Iterator[SiteMonths]:
    months: dict[str, list[Bar]] = {}
    wanted = {"fewest": SITE_ARTICLES, "sites": SITES}
    for site, *bar in db.execute(_query("site_months"), wanted).fetchall():
        months.setdefault(site, []).append(Bar(*bar))
    names = [bar.name for bar in bars]
    if len(months) > 1 and len(names) > 1:
        for site in sorted(months, key=lambda s: (-sum(b.articles for b in months[s]), s)):
            yield SiteMonths(site, _filled(names, months[site]))
