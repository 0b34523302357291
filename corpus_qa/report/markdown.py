"""A summary for people who read: step summaries, comments, e-mail. At most 64 KB of Markdown.

It begins with a comment that Markdown does not show, so that whoever posts it to a pull request
finds the earlier post and replaces it.

Words of articles stand in code spans, where no Markdown, link or mention is recognised; messages
and names are escaped.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence

from corpus_qa.model import Outcome, left_out_line
from corpus_qa.report.load import Finding, Metric, Run, worst_findings
from corpus_qa.report.wording import (
    FAMILIES,
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
from corpus_qa.text.numbers import count

# The first line: by it a comment is found again.
MARKER = "<!-- corpus-qa -->"

# A step summary may have 1 MB and a comment 65,536 characters; the smaller limit counts.
MOST_BYTES = 60_000
SIGNS = {"pass": "✅", "fail": "❌", "incomplete": "⚠️"}
WORST, PROBLEMS, KEYS, EXCERPT = 25, 25, 5, 160
# What Markdown, GitHub and GitLab would read as markup in the middle of a line.
MARKUP = re.compile(r"([\\`*_{}\[\]<>&|~$#])|(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
# What GitHub and GitLab link after Markdown is done, so that no escape helps: mentions, issues.
REFERENCE = re.compile(r"@|[#!&~%$](?=\d)|\bGH-(?=\d)", re.IGNORECASE)


def render(run: Run) -> str:
    """Return the summary, the verdict first."""
    kept, size = [], 0
    for block in _blocks(run):
        size += len(block.encode()) + 2
        if size > MOST_BYTES:
            kept.append("The rest is in report.html.")
            break
        kept.append(block)
    return "\n\n".join(kept) + "\n"


def prose(text: str) -> str:
    """Escape ``text`` so that Markdown shows it as it is, on one line, and nobody is mentioned."""
    # Two spaces at the end of a line would break it.
    escaped = MARKUP.sub(r"\\\g<0>", one_line(text).strip())
    return REFERENCE.sub("\\g<0>\N{WORD JOINER}", escaped)


def code(text: str) -> str:
    """Return ``text`` as a code span, whatever backticks it holds."""
    plain = one_line(text)
    if not plain.strip():
        return "`(blank)`"
    fence = "`" * (1 + max(map(len, re.findall("`+", plain)), default=0))
    return f"{fence} {plain} {fence}"


def _blocks(run: Run) -> Iterator[str]:
    document = run.document
    yield f"{MARKER}\n# {SIGNS.get(document.verdict, '')} corpus-qa: {document.verdict}"
    change = describe_change(document)
    yield f"**{prose(headline(document))}** {prose(change or totals(document))}"
    yield from _fixable(run)
    yield from _reasons(document)
    yield from _not_examined(document)
    if left_out := left_out_line(document.left_out):
        yield prose(left_out)
    if broken := [e for e in document.expectations if e.status != "pass"]:
        yield "## Failed expectations"
        yield _table(broken, run.metrics)
    if worst := worst_findings(run, WORST):
        yield "## New findings" if change else "## Worst findings"
        yield from (_finding(run, finding) for finding in worst)
        yield from _others(document, len(worst))
    if document.counts.findings and not change:
        yield "## By family"
        yield _families(document)


def _reasons(document: Document) -> Iterator[str]:
    for reason in other_reasons(document):
        follow = f" {prose(reason.next)}" if reason.next else ""
        yield f"- **{reason.severity}** {prose(reason.message)}{follow}"


def _fixable(run: Run) -> Iterator[str]:
    """Say how many findings can be fixed at home, and how."""
    safe, every = run.fixable
    if safe and run.document.input.paths:
        paths = " ".join(map(shlex.quote, run.document.input.paths))
        command = code(f"corpus-qa fix {paths} --in-place")
        more = f" {every - safe} more with `--unsafe`." if every > safe else ""
        yield f"{count(safe, 'finding')} can be fixed safely: {command}.{more}"


def _not_examined(document: Document) -> Iterator[str]:
    if document.problems or document.crashes:
        yield "## Not examined"
    for problem in document.problems[:PROBLEMS]:
        line = f" line {problem.line}" if problem.line else ""
        yield f"- {code(problem.source)}{line}: {prose(problem.reason)} {prose(problem.hint)}"
    for crash in document.crashes[:PROBLEMS]:
        where = code(crashed_on(crash))
        yield f"- {prose(crash.check)} crashed on {where}: {code(crash.error)} {prose(crash.hint)}"


def _table(expectations: Sequence[Outcome], metrics: Sequence[Metric]) -> str:
    rows = ["| | Expectation | Observed | Expected |", "|---|---|--:|---|"]
    for e in expectations:
        observed = prose(measured(e, metrics))
        cells = (result_of(e), prose(e.title) + _keys(e), observed, prose(e.limit))
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _keys(e: Outcome) -> str:
    """Name the sites or articles that break an expectation, in a cell of a table."""
    if not e.failing:
        return ""
    # Within a table even a code span ends at a bar.
    named = [code(failing.key.replace("|", "\N{BROKEN BAR}")) for failing in e.failing[:KEYS]]
    if len(e.failing) > KEYS:
        named.append(f"and {count(len(e.failing) - KEYS)} more")
    return f": {', '.join(named)}"


def _others(document: Document, shown: int) -> Iterator[str]:
    """Say how many findings are not in the list."""
    total = document.statuses.get("new", 0) if document.change else document.counts.findings
    if total > shown:
        verb = "is" if total - shown == 1 else "are"
        yield f"{count(total - shown, 'more finding')} {verb} in the report."


def _finding(run: Run, finding: Finding) -> str:
    words = f"\n  {code(clip(one_line(finding.excerpt), EXCERPT))}" if finding.excerpt else ""
    where = code(str(place_of(run, finding)))
    name = f"**{prose(finding.check)} {prose(finding.name)}**"
    known = "" if finding.status == "new" else f" ({finding.status})"
    return f"- {name} {prose(finding.message)}{known}{words}\n  {where}"


def _families(document: Document) -> str:
    rows = [
        "| Family | Findings | Articles | Errors | Warnings | Notes |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for family in FAMILIES:
        if counted := document.counts.families.get(family):
            numbers = (
                counted.findings,
                counted.articles,
                counted.error,
                counted.warning,
                counted.note,
            )
            rows.append(f"| {family.capitalize()} | {' | '.join(map(count, numbers))} |")
    return "\n".join(rows)
