"""What a run, findings and an article look like in a notebook: escaped and self-contained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from html import escape
from itertools import islice
from pathlib import Path
from typing import Any

from corpus_qa.api.stretches import Stretch
from corpus_qa.report.load import Finding
from corpus_qa.report.wording import FAMILIES, headline, measured, result_of
from corpus_qa.run.document import Document

# Rows that are shown, and characters of a cell and of a text.
ROWS, CELL, TEXT = 50, 160, 20_000

# Readable on light and on dark backgrounds: a notebook decides on those.
COLORS = {
    "pass": "#2e8b57",
    "fail": "#c0392b",
    "incomplete": "#b7791f",
    "error": "#c0392b",
    "warning": "#b7791f",
    "note": "#4a7ab5",
}

STYLE = "font-family:system-ui,sans-serif;font-size:14px;line-height:1.5"
CELL_STYLE = "text-align:left;vertical-align:top;padding:2px 12px 2px 0"


def run_card(document: Document, report: Path) -> str:
    """Return the verdict of a run, the expectations that failed, and the rates of the families."""
    counts = document.counts
    head = (
        f"{_badge(document.verdict)} <b>{escape(headline(document))}</b> {counts.findings:,}"
        f" findings in {counts.articles_with_findings:,} of {document.input.articles:,} articles."
    )
    failed = [one for one in document.expectations if one.status != "pass"]
    rows = ((result_of(one), one.title, measured(one), one.limit) for one in failed)
    rates = (
        (family, f"{found.articles:,} articles", f"{found.findings:,} findings")
        for family in FAMILIES
        if (found := counts.families.get(family)) is not None
    )
    place = f"<div>Report: <code>{escape(str(report))}</code></div>"
    tables = _table(("", "Failed", "Observed", "Expected"), rows) if failed else ""
    return _box(f"<div>{head}</div>{tables}{_table(('Family', '', ''), rates)}{place}")


def findings_table(findings: Sequence[Finding]) -> str:
    """Return findings as a table: check, message, the words, and what they should read."""
    rows = (
        (_badge(one.severity), one.check, one.message, one.excerpt, one.suggestion, _place(one))
        for one in islice(findings, ROWS)
    )
    head = ("", "Check", "Message", "Words", "Suggestion", "Place")
    return _box(_table(head, rows, marked_up=1) + _more(len(findings)))


def plain_table(rows: Sequence[Any]) -> str:
    """Return any rows as a table."""
    first = [row if isinstance(row, dict) else asdict(row) for row in islice(rows, ROWS)]
    head = tuple(first[0]) if first else ()
    return _box(_table(head, (row.values() for row in first)) + _more(len(rows)))


def marked_article(title: Iterable[Stretch], text: Iterable[Stretch]) -> str:
    """Return an article, with what was found marked in its title and its text."""
    room, parts = TEXT, []
    for part in text:
        parts.append(_stretch(part._replace(text=part.text[:room])))
        room -= len(part.text)
        if room <= 0:
            parts.append("…")
            break
    body = f'<div style="white-space:pre-wrap;max-width:50em">{"".join(parts)}</div>'
    return _box(f"<h4>{''.join(map(_stretch, title))}</h4>{body}")


def _stretch(part: Stretch) -> str:
    text = escape(part.text)
    if not part.findings:
        return text
    worst = part.findings[0]
    title = escape("; ".join(f"{one.check}: {one.message}" for one in part.findings), quote=True)
    color = COLORS[worst.severity]
    style = f"background:{color}40;color:inherit;border-bottom:2px solid {color}"
    return f'<mark style="{style}" title="{title}">{text}</mark>'


def _place(finding: Finding) -> str:
    return f"{finding.source or finding.article_id}:{finding.line or 1}"


def _badge(word: str) -> str:
    style = f"background:{COLORS[word]};color:#fff;border-radius:3px;padding:1px 6px"
    return f'<span style="{style}">{word}</span>'


def _table(head: Sequence[str], rows: Iterable[Iterable[object]], marked_up: int = 0) -> str:
    """Return a table; the first ``marked_up`` cells of a row are HTML already."""
    top = "".join(f'<th style="{CELL_STYLE}">{escape(name)}</th>' for name in head)
    body = "".join(f"<tr>{''.join(_cells(row, marked_up))}</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _cells(row: Iterable[object], marked_up: int) -> Iterator[str]:
    for place, value in enumerate(row):
        shown = "" if value is None else str(value)
        if place >= marked_up:
            shown = escape(shown if len(shown) <= CELL else f"{shown[:CELL]}…")
        yield f'<td style="{CELL_STYLE}">{shown}</td>'


def _more(count: int) -> str:
    return f"<div>… and {count - ROWS:,} more.</div>" if count > ROWS else ""


def _box(content: str) -> str:
    return f'<div style="{STYLE}">{content}</div>'
