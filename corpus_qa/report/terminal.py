"""The verdict for a terminal: what failed, the worst findings, and where the report is."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from corpus_qa.model import Outcome, Reason, columns_line, left_out_line
from corpus_qa.report.load import Finding, Metric, Run, worst_findings
from corpus_qa.report.wording import (
    clip,
    crashed_on,
    describe_change,
    headline,
    measured,
    one_line,
    other_reasons,
    place_of,
    result_of,
    totals,
)
from corpus_qa.run.document import Document
from corpus_qa.text.numbers import count, duration

WORST, PROBLEMS, KEYS = 8, 5, 3
STYLES = {
    "pass": "bold green",
    "fail": "bold red",
    "incomplete": "bold yellow",
    "error": "red",
    "warning": "yellow",
    "note": "dim",
}


def render(run: Run, *, width: int = 100, color: bool = False) -> str:
    """Return the compact verdict, ``width`` columns wide, with ANSI colours if ``color``."""
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        highlight=False,
        legacy_windows=False,
        record=False,
    )
    with console.capture() as capture:
        for part in _parts(run):
            console.print(part)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())


def _parts(run: Run) -> list[RenderableType]:
    document = run.document
    parts: list[RenderableType] = [_verdict(document)]
    parts += [_problem(p.source, p.reason, p.hint) for p in document.problems[:PROBLEMS]]
    parts += [
        _problem(f"{c.check} on {crashed_on(c)}", c.error, c.hint)
        for c in document.crashes[:PROBLEMS]
    ]
    parts += [_reason(reason) for reason in other_reasons(document)[:PROBLEMS]]
    for line in filter(None, (left_out_line(document.left_out), columns_line(document.columns))):
        parts += [Text(f"\n{one_line(line)}", style="dim")]
    if broken := [e for e in document.expectations if e.status != "pass"]:
        parts += ["", _expectations(broken, run.metrics)]
    if worst := worst_findings(run, WORST):
        parts += ["", _findings(run, worst)]
    parts += ["", Text(f"Report  {run.folder / 'report.html'}", no_wrap=True, overflow="ignore")]
    return parts


def _verdict(document: Document) -> Text:
    text = Text(document.verdict.upper(), style=STYLES.get(document.verdict, ""))
    found = describe_change(document) or totals(document)
    text.append(f"  {headline(document)} {found}", style="default")
    return text.append(f" {duration(document.seconds)}", style="dim")


def _problem(where: str, reason: str, hint: str) -> Text:
    text = Text(f"\n{one_line(where)}", style="bold")
    text.append(f"\n  {one_line(reason)}", style="red not bold")
    return text.append(f"\n  {one_line(hint)}", style="dim not bold")


def _reason(reason: Reason) -> Text:
    text = Text(f"\n{reason.severity}  ", style=STYLES[reason.severity])
    follow = f" {one_line(reason.next)}" if reason.next else ""
    return text.append(f"{one_line(reason.message)}{follow}", style="default not dim")


def _expectations(expectations: Sequence[Outcome], metrics: Sequence[Metric]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    for ratio in (4, 1, 2):
        table.add_column(ratio=ratio, overflow="fold")
    for e in expectations:
        title = Text(one_line(e.title))
        keys = ", ".join(one_line(f.key) for f in e.failing[:KEYS])
        more = f" and {count(len(e.failing) - KEYS)} more" if len(e.failing) > KEYS else ""
        title.append(f"\n{keys}{more}" if keys else "", style="dim")
        result = Text(result_of(e), style=STYLES.get(e.severity, ""))
        observed = Text(measured(e, metrics), justify="right")
        table.add_row(result, title, observed, Text(one_line(e.limit or "")))
    return table


def _findings(run: Run, findings: Sequence[Finding]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for f in findings:
        text = Text(one_line(f.message))
        text.append("" if f.status == "new" else f" ({f.status})", style="dim")
        if f.excerpt:
            text.append(f"\n{clip(one_line(f.excerpt), 70)}", style="italic")
        text.append(f"\n{one_line(str(place_of(run, f)))}", style="dim")
        table.add_row(Text(f"{f.check}", style=STYLES.get(f.severity, "")), text)
    return table
