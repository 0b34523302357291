"""The verdict for a terminal: what failed, the worst findings, and where the report is."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rich.console import Console, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from corpus_qa.expectations.metrics import Metric
from corpus_qa.model import Outcome, Reason, columns_line, left_out_line
from corpus_qa.report.causes import explained
from corpus_qa.report.load import Finding, Run, worst_findings
from corpus_qa.report.wording import (
    cause_title,
    clip,
    comparison_lines,
    crashed_on,
    describe_change,
    headline,
    measured,
    more_findings,
    one_line,
    other_reasons,
    place_of,
    result_of,
    title_of,
    totals,
    where,
)
from corpus_qa.run.document import Document
from corpus_qa.text.numbers import count, duration

if TYPE_CHECKING:
    from corpus_qa.report.compare import Comparison

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


STYLES_OF_CHANGES = {
    "headline": "bold",
    "remark": "dim",
    "rate": "",
    "worse": "red",
    "better": "green",
    "check": "",
}


def console_of(stream: TextIO) -> Console:
    """Return a console that writes to ``stream``, in colours where it is a terminal."""
    width = shutil.get_terminal_size().columns if stream.isatty() else 100
    return Console(file=stream, width=width, highlight=False, soft_wrap=False)


def print_comparison(comparison: Comparison, stream: TextIO) -> None:
    """Print what changed from one run to another."""
    console = console_of(stream)
    for text in _comparison(comparison):
        console.print(text)


def _comparison(comparison: Comparison) -> Iterator[Text]:
    for kind, line in comparison_lines(comparison):
        yield Text(one_line(line), style=STYLES_OF_CHANGES[kind])


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
    if run.comparison:
        parts += ["", *_comparison(run.comparison)]
    for remark in run.history.remarks if run.history else ():
        parts.append(Text(one_line(remark), style="yellow"))
    if run.causes:
        parts += ["", *_causes(run)]
    if broken := [e for e in document.expectations if e.status != "pass"]:
        parts += ["", _expectations(document, broken, run.metrics)]
    if worst := worst_findings(run, WORST):
        parts += ["", _findings(run, worst)]
    if more := more_findings(run, len(worst)):
        parts.append(Text(more, style="dim", no_wrap=True, overflow="ignore"))
    report = run.folder / "report.html"
    text = Text(f"Report  {report}", no_wrap=True, overflow="ignore")
    parts += ["", _linked(text, str(report))]
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


def _causes(run: Run) -> Iterator[Text]:
    """Yield what explains most findings, and for each what to do."""
    yield Text(f"{cause_title(run.document)}. {explained(run.causes, run.grave)}")
    for number, cause in enumerate(run.causes, 1):
        text = Text(f"{number}. {cause.headline} ", style="bold")
        text.append(one_line(cause.details), style="not bold")
        text.append(f" {cause.since}".rstrip(), style="dim not bold")
        yield text
        for action in cause.first:
            settles = f" (settles {count(action.settles)})" if action.settles else ""
            yield Text(f"   {one_line(action.words)}{settles}:", style="dim")
            yield Text(f"   {one_line(action.command)}", no_wrap=True, overflow="ignore")


def _linked(text: Text, path: str) -> Text:
    """Make a text lead to a file, in terminals that can follow links."""
    if "://" not in path and Path(path).exists():
        text.stylize(Style(link=Path(path).absolute().as_uri()))
    return text


def _expectations(
    document: Document, expectations: Sequence[Outcome], metrics: Sequence[Metric]
) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    for ratio in (4, 1, 2):
        table.add_column(ratio=ratio, overflow="fold")
    for e in expectations:
        title = Text(one_line(title_of(e, document)))
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
        place = Text(one_line(where(run, f)), style="dim")
        text.append("\n").append_text(_linked(place, place_of(run, f).path))
        table.add_row(Text(f"{f.check}", style=STYLES.get(f.severity, "")), text)
    return table
