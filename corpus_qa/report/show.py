"""Findings of a run in a terminal, and an article with its findings marked in its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console
from rich.text import Text

from corpus_qa.errors import UsageError
from corpus_qa.report.load import Finding
from corpus_qa.report.terminal import STYLES, console_of
from corpus_qa.report.wording import clip, mended, one_line, path_of
from corpus_qa.run.document import Document, read_document
from corpus_qa.run.tables import open_tables, read_sql
from corpus_qa.text.numbers import count

if TYPE_CHECKING:  # slow to import
    import duckdb

# Characters around a finding that are shown with it, and of the finding itself.
AROUND, WORDS = 60, 300
COLOURS = {
    "encoding": "magenta",
    "chrome": "blue",
    "date": "cyan",
    "translation": "bright_magenta",
    "content": "yellow",
    "duplicate": "green",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show: an article, or at most ``limit`` findings: of checks, of a site, or all."""

    article: str | None = None
    check: str | None = None
    site: str | None = None
    limit: int = 50


def _query(name: str) -> str:
    return read_sql("corpus_qa.report", "show")[name]


def show_run(folder: Path, wanted: Wanted, stream: TextIO) -> None:
    """Print what is wanted of a run, a page at a time in a terminal.

    Raises:
        UsageError: ``folder`` is not a run folder, or has no such article, check or site.
    """
    document = read_document(folder / "run.json")
    console = console_of(stream)
    with open_tables(folder) as db:
        if wanted.article is not None:
            texts = list(_article(db, document, wanted))
        else:
            texts = list(_findings(db, document, wanted))
    _print(console, texts, paged=stream.isatty())


def _print(console: Console, texts: Sequence[Text], *, paged: bool) -> None:
    if not paged:
        for text in texts:
            console.print(text)
        return
    with console.pager(styles=True):
        for text in texts:
            console.print(text)


def _findings(db: duckdb.DuckDBPyConnection, document: Document, wanted: Wanted) -> Iterator[Text]:
    asked = {"check": wanted.check, "site": wanted.site}
    ((total, articles),) = db.execute(_query("total"), asked).fetchall()
    if not total:
        raise UsageError(_nothing(document, wanted))
    findings = _read(db, asked | {"article": None, "limit": wanted.limit})
    where = f" of {wanted.site}" if wanted.site else ""
    what = f" of {wanted.check}" if wanted.check else ""
    yield Text(f"{count(total, 'finding')}{what} in {count(articles, 'article')}{where}.")
    texts = _texts(db, findings)
    for finding in findings:
        yield from _finding(finding, texts.get(finding.article_id, ""), document)
    if total > len(findings):
        more = count(total - len(findings), "more finding")
        yield Text(f"\n{more}: add --limit {total}, or name an article.", style="dim")


def _nothing(document: Document, wanted: Wanted) -> str:
    known = document.counts.checks
    if wanted.check and not any(
        check.startswith(wanted.check.upper()) or counted.name == wanted.check.lower()
        for check, counted in known.items()
    ):
        return f"The run has no check “{wanted.check}”. `corpus-qa explain` lists all checks."
    told = [f"--check {wanted.check}"] if wanted.check else []
    told += [f"--site {wanted.site}"] if wanted.site else []
    return f"The run has no findings{' with ' if told else ''}{' '.join(told)}."


def _read(db: duckdb.DuckDBPyConnection, asked: dict[str, Any]) -> list[Finding]:
    return [Finding(*row) for row in db.execute(_query("findings"), asked).fetchall()]


def _texts(db: duckdb.DuckDBPyConnection, findings: Sequence[Finding]) -> dict[str, str]:
    ids = list({finding.article_id for finding in findings})
    query = "SELECT article_id, text FROM quotes WHERE list_contains($ids, article_id)"
    return dict(db.execute(query, {"ids": ids}).fetchall())


def _finding(finding: Finding, text: str, document: Document) -> Iterator[Text]:
    head = Text("\n")
    head.append(finding.check, style=STYLES.get(finding.severity, ""))
    head.append(f" {finding.name.replace('-', ' ')}", style="bold")
    head.append("" if finding.status == "new" else f" ({finding.status})", style="dim")
    head.append(f"  {one_line(finding.message)}")
    yield head
    if finding.excerpt:
        yield _quote(finding, text)
    if finding.suggestion is not None:
        fix = one_line(clip(finding.suggestion, WORDS)) if finding.suggestion else "(remove)"
        yield Text(f"  → {fix}", style="green")
    path = path_of(finding.source or finding.article_id, document.input.paths)
    place = ":".join(str(part) for part in (path, finding.line, finding.column) if part)
    yield Text(f"  {one_line(place)} · {one_line(finding.article_id)}", style="dim")


def _quote(finding: Finding, text: str) -> Text:
    """Return the words of a finding with some of its line, marked."""
    words, start, end = finding.excerpt or "", finding.start or 0, finding.end or 0
    quote = Text("  ")
    here = finding.field == "text" and text[start:end] == words
    if here:
        quote.append(one_line(text[max(text.rfind("\n", 0, start) + 1, start - AROUND) : start]))
    quote.append(one_line(clip(words, WORDS)), style=f"reverse {COLOURS.get(finding.family, '')}")
    if here:
        quote.append(one_line(text[end : end + AROUND].split("\n", 1)[0]))
    return quote


def _article(db: duckdb.DuckDBPyConnection, document: Document, wanted: Wanted) -> Iterator[Text]:
    name = wanted.article or ""
    rows = db.execute(_query("article"), {"article": name}).fetchall()
    exact = [row for row in rows if name in {row[0], row[1]}] or rows
    if not exact:
        msg = f"The run has no article “{name}”: name its id, its source or its title."
        raise UsageError(msg)
    if len(exact) > 1 and exact[0][0] != name:
        ids = ", ".join(row[0] for row in exact[:5])
        msg = f"“{name}” can mean several articles: {ids}. Name one of them."
        raise UsageError(msg)
    article_id, source, site, language, date, title, byline, url, text = exact[0]
    asked = {"check": wanted.check, "site": None, "article": article_id, "limit": 10_000}
    findings = _read(db, asked)
    yield Text(one_line(title or article_id), style="bold")
    path = path_of(source, document.input.paths)
    facts = (byline, path, site, date or "no date", language, url)
    yield Text(one_line(" · ".join(fact for fact in facts if fact)), style="dim")
    yield Text()
    if text is None:
        yield Text(f"The run keeps no text of this article: see {one_line(path)}.", style="dim")
    else:
        yield _marked(text, findings)
    for number, finding in enumerate(findings, 1):
        head = Text(f"\n{number} ", style="bold")
        yield head
        yield from _finding(finding, text or "", document)
    if text is not None and (changed := mended(text, findings)) != text:
        size = len(text) - len(changed)
        yield Text(f"\nMended, the text would be {count(size)} characters shorter.", style="dim")


def _marked(text: str, findings: Sequence[Finding]) -> Text:
    """Return a text with every finding in the colour of its family, and its number behind it."""
    shown, last = Text(), 0
    numbered = [(f, n) for n, f in enumerate(findings, 1) if f.field == "text" and f.end]
    for finding, number in sorted(numbered, key=lambda pair: pair[0].start or 0):
        start, end = max(finding.start or 0, last), finding.end or 0
        shown.append(_lines(text[last:start]))
        style = f"reverse {COLOURS.get(finding.family, '')}"
        shown.append(_lines(text[start:end]), style=style)
        shown.append(f"[{number}]", style="bold")
        last = max(end, last)
    return shown.append(_lines(text[last:]))


def _lines(text: str) -> str:
    """Return a text whose lines stay, with every unprintable character spelled out."""
    return "\n".join(one_line(line) for line in text.split("\n"))
