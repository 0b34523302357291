"""The figures of a run in a terminal or as JSON: the corpus by date, length, language and site."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from rich.table import Table
from rich.text import Text

from corpus_qa.expectations.metrics import Metric
from corpus_qa.report.load import Run, load_run
from corpus_qa.report.shape import Bar
from corpus_qa.report.terminal import console_of
from corpus_qa.report.wording import FAMILIES, one_line, totals
from corpus_qa.text.numbers import count, percent

MOST_SITES = 12
# Eight heights of a bar.
BLOCKS = "▁▂▃▄▅▆▇█"
WIDTH = 24


def as_json(folder: Path) -> str:
    """Return the figures of a run as one JSON object.

    Raises:
        UsageError: ``folder`` is not a run folder.
    """
    run = load_run(folder, limit=1)
    figures = {
        "input": asdict(run.document.input),
        "shape": asdict(run.shape),
        "metrics": [asdict(metric) for metric in run.metrics],
        "duplicates": {"copies": run.copies, "passages": run.passages},
        "causes": [asdict(cause) for cause in run.causes],
    }
    return json.dumps(figures, ensure_ascii=False, indent=1) + "\n"


def print_stats(folder: Path, stream: TextIO) -> None:
    """Print the figures of a run.

    Raises:
        UsageError: ``folder`` is not a run folder.
    """
    console = console_of(stream)
    for part in _parts(load_run(folder, limit=1)):
        console.print(part)


def _parts(run: Run) -> Iterator[Text | Table]:
    document, shape = run.document, run.shape
    yield Text(f"{totals(document)} {count(document.input.characters, 'character')}.")
    yield from _rates(run.metrics)
    if shape.dates:
        first, last = shape.dates[0].name, shape.dates[-1].name
        yield Text(f"\nBy {shape.unit}, {first} to {last}", style="bold")
        yield Text(sparkline([bar.articles for bar in shape.dates]))
    if shape.undated:
        yield Text(f"{count(shape.undated, 'article has', 'articles have')} no date.")
    for remark in shape.remarks:
        yield Text(remark, style="yellow")
    for title, bars in (("Characters", shape.lengths), ("Language", shape.languages)):
        if bars:
            yield _bars(title, bars)
    yield from _sites(run.metrics)


def sparkline(values: Sequence[float]) -> str:
    """Return one bar for each value, a space for none."""
    top = max(values, default=0)
    return "".join(
        BLOCKS[min(int(value / top * len(BLOCKS)), len(BLOCKS) - 1)] if value else " "
        for value in values
    )


def _grid(*heads: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column(heads[0])
    for head in heads[1:]:
        table.add_column(head, justify="right")
    return table


def _rates(metrics: Sequence[Metric]) -> Iterator[Table]:
    table = _grid("\nFamily", "\nRate", "\n95 % interval", "\nArticles")
    for metric in metrics:
        if metric.scope == "dataset" and metric.metric in {f"{f}_rate" for f in FAMILIES}:
            interval = f"{percent(metric.low or 0.0)} to {percent(metric.high or 1.0)}"
            counted = f"{count(metric.numerator or 0)} of {count(metric.denominator or 0)}"
            family = metric.metric.removesuffix("_rate").capitalize()
            table.add_row(family, percent(metric.value), interval, counted)
    if table.row_count:
        yield table


def _bars(title: str, bars: Sequence[Bar]) -> Table:
    table = _grid(f"\n{title}", "\nArticles", "\nWith a defect")
    table.add_column("")
    top = max(bar.articles for bar in bars)
    for bar in bars:
        drawn = "█" * round(bar.articles / top * WIDTH) if top else ""
        rate = percent(bar.rate) if bar.articles else "–"
        table.add_row(one_line(bar.name), count(bar.articles), rate, drawn)
    return table


def _sites(metrics: Sequence[Metric]) -> Iterator[Table | Text]:
    flagged = [m for m in metrics if m.scope == "site" and m.metric == "flagged_rate"]
    flagged.sort(key=lambda m: (-(m.low or 0.0), m.key))
    if not flagged:
        return
    table = _grid("\nSite", "\nArticles", "\nWith a defect")
    for metric in flagged[:MOST_SITES]:
        articles = count(metric.denominator or 0)
        table.add_row(one_line(metric.key), articles, percent(metric.value))
    yield table
    if len(flagged) > MOST_SITES:
        more = count(len(flagged) - MOST_SITES, "more site")
        yield Text(f"{more} in the report.", style="dim")
