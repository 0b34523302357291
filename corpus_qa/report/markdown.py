"""A summary for people who read: step summaries, comments, e-mail. At most 64 KB of Markdown.

Words of articles stand in code spans, where no Markdown, link or mention is recognised; messages
and names are escaped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus_qa.report.phrases import (
    FAMILIES,
    FAMILY_TITLES,
    clip,
    count,
    headline,
    measured,
    one_line,
    reasons_to_tell,
    standing,
    totals,
)
from corpus_qa.report.place import place_of
from corpus_qa.report.run import worst_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus_qa.model import Outcome
    from corpus_qa.report.document import Document
    from corpus_qa.report.rows import Finding
    from corpus_qa.report.run import Run

# A step summary may have 1 MB and a comment 65,536 characters; the smaller limit counts.
MOST_BYTES = 60_000
WORST, PROBLEMS, KEYS, EXCERPT = 25, 25, 5, 160
# What Markdown, GitHub and GitLab would read as markup in the middle of a line.
MARKUP = re.compile(r"([\\`*_{}\[\]<>&|~$#])|(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)


def write(run: Run) -> str:
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
    return escaped.replace("@", "@\N{WORD JOINER}")


def code(text: str) -> str:
    """Return ``text`` as a code span, whatever backticks it holds."""
    plain = one_line(text)
    if not plain.strip():
        return "`(blank)`"
    fence = "`" * (1 + max(map(len, re.findall("`+", plain)), default=0))
    return f"{fence} {plain} {fence}"


def _blocks(run: Run) -> Iterator[str]:
    document = run.document
    yield f"# corpus-qa: {document.verdict}"
    yield f"**{prose(headline(document))}** {prose(totals(document))}"
    yield from _reasons(document)
    yield from _not_examined(document)
    if broken := [e for e in document.expectations if e.status != "pass"]:
        yield "## Expectations that do not hold"
        yield "\n".join(_expectation(e) for e in broken)
    if worst := worst_findings(run, WORST):
        yield "## Worst findings"
        yield from (_finding(run, finding) for finding in worst)
    yield "## By family"
    yield _families(document)


def _reasons(document: Document) -> Iterator[str]:
    for reason in reasons_to_tell(document):
        follow = f" {prose(reason.next)}" if reason.next else ""
        yield f"- **{reason.severity}** {prose(reason.message)}{follow}"


def _not_examined(document: Document) -> Iterator[str]:
    if document.problems or document.crashes:
        yield "## Not looked at"
    for problem in document.problems[:PROBLEMS]:
        line = f" line {problem.line}" if problem.line else ""
        yield f"- {code(problem.source)}{line}: {prose(problem.reason)} {prose(problem.hint)}"
    for crash in document.crashes[:PROBLEMS]:
        yield f"- {prose(crash.check)} broke off on {code(crash.article_id)}: {code(crash.error)}"


def _expectation(e: Outcome) -> str:
    told = f"- **{standing(e)}** {prose(e.title)}: {prose(measured(e))}, expected {prose(e.limit)}"
    keys = [f"  - {code(failing.key)}" for failing in e.failing[:KEYS]]
    if len(e.failing) > KEYS:
        keys.append(f"  - and {count(len(e.failing) - KEYS)} more")
    return "\n".join([told, *keys])


def _finding(run: Run, finding: Finding) -> str:
    words = f"\n  {code(clip(one_line(finding.excerpt), EXCERPT))}" if finding.excerpt else ""
    where = code(str(place_of(run, finding)))
    name = f"**{prose(finding.check)} {prose(finding.name)}**"
    return f"- {name} {prose(finding.message)}{words}\n  {where}"


def _families(document: Document) -> str:
    rows = [
        "| Family | Findings | Articles | Errors | Warnings | Notes |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for family in FAMILIES:
        if counted := document.families.get(family):
            numbers = (
                counted.findings,
                counted.articles,
                counted.error,
                counted.warning,
                counted.note,
            )
            rows.append(f"| {FAMILY_TITLES[family]} | {' | '.join(map(count, numbers))} |")
    return "\n".join(rows)
