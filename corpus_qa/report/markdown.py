"""A summary for people who read: step summaries, comments, e-mail. At most 64 KB of Markdown.

It begins with a comment that Markdown does not show, so that whoever posts it to a pull request
finds the earlier post and replaces it.

Words of articles stand in code spans, where no Markdown, link or mention is recognised; messages
and names are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus_qa.expectations.metrics import Metric
from corpus_qa.model import Outcome, left_out_line
from corpus_qa.report.causes import Action, explained
from corpus_qa.report.load import Finding, Run, worst_findings
from corpus_qa.report.wording import (
    FAMILIES,
    cause_title,
    clip,
    command_of,
    comparison_lines,
    crashed_on,
    describe_change,
    fix_line,
    headline,
    measured,
    more_findings,
    one_line,
    other_reasons,
    result_of,
    title_of,
    totals,
    waiver_of,
    where,
)
from corpus_qa.run.document import Document, WaiverUse
from corpus_qa.text.numbers import count

# The first line: by it a comment is found again.
MARKER = "<!-- corpus-qa -->"

# A step summary may have 1 MB and a comment 65,536 characters; the smaller limit counts.
MOST_BYTES = 60_000
BLANK = "(blank)"
SIGNS = {"pass": "✅", "fail": "❌", "incomplete": "⚠️"}
WORST, PROBLEMS, KEYS, EXCERPT = 25, 25, 5, 160
# So many findings stand above the fold; and the most waivers and rates that are listed.
UNFOLDED, WAIVERS, RATES = 10, 25, 8
# What Markdown, GitHub and GitLab would read as markup in the middle of a line.
MARKUP = re.compile(r"([\\`*_{}\[\]<>&|~$#])|(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
# What would begin a list, a heading or a line across the page at the start of a paragraph.
BLOCK = re.compile(r"^(\d{0,9})([-+=.)])(?=[-+=\s]|$)")
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
    escaped = BLOCK.sub(r"\1\\\2", MARKUP.sub(r"\\\g<0>", one_line(text).strip()))
    return REFERENCE.sub("\\g<0>\N{WORD JOINER}", escaped)


def code(text: str) -> str:
    """Return ``text`` as a code span, whatever backticks it holds."""
    plain = one_line(text)
    if not plain.strip():
        return f"`{BLANK}`"
    fence = "`" * (1 + max(map(len, re.findall("`+", plain)), default=0))
    return f"{fence} {plain} {fence}"


def _blocks(run: Run) -> Iterator[str]:
    document = run.document
    yield f"{MARKER}\n# {SIGNS.get(document.verdict, '')} corpus-qa: {document.verdict}"
    change = describe_change(document)
    yield f"**{prose(headline(document))}** {prose(change or totals(document))}"
    yield from _rates(document)
    yield from _fixable(run)
    yield from _reasons(document)
    yield from _not_examined(document)
    yield from _changes(run)
    yield from _causes(run)
    if broken := [e for e in document.expectations if e.status != "pass"]:
        yield "## Failed expectations"
        yield _table(document, broken, run.metrics)
    if worst := worst_findings(run, WORST):
        yield "## New findings" if change else "## Worst findings"
        yield from (_finding(run, finding) for finding in worst[:UNFOLDED])
        if folded := worst[UNFOLDED:]:
            listed = (_finding(run, finding) for finding in folded)
            yield _details(f"{len(folded)} more", "\n".join(listed))
        if more := more_findings(run, len(worst)):
            told, _, command = more.partition(": ")
            yield f"{told}: {code(command)}"
    if document.counts.findings and not change:
        yield _details("By family", _families(document))
    if used := [waiver for waiver in document.waivers if waiver.findings]:
        yield _details(f"Waivers used: {len(used)}", "\n".join(map(_waiver, used[:WAIVERS])))
    if left_out := left_out_line(document.left_out):
        yield _details("Left out", prose(left_out))
    yield _details("What to do next", _next_steps(run, worst))


def _details(title: str, body: str) -> str:
    """Fold a part of the summary. The blank lines are needed: within is Markdown again."""
    return f"<details><summary>{title}</summary>\n\n{body}\n\n</details>"


def _rates(document: Document) -> Iterator[str]:
    """Say which rates of the whole corpus a change raises or lowers, as against the baseline."""
    held = [e for e in document.expectations if e.expectation == "baseline"]
    moved = [
        f"{e.metric} {measured(e)}, {e.detail}"
        for e in held
        if not (e.detail or "").startswith(measured(e))
    ]
    if moved:
        more = f" and {len(moved) - RATES} more" if len(moved) > RATES else ""
        yield prose(f"Rates of the whole corpus: {'; '.join(moved[:RATES])}{more}.")


def _waiver(waiver: WaiverUse) -> str:
    what = f"{prose(waiver.check)} for {code(waiver.scope)}: {count(waiver.findings, 'finding')}"
    return f"- {what}, until {waiver.expires}. {prose(waiver.reason)} ({prose(waiver.owner)})"


def _next_steps(run: Run, worst: Sequence[Finding]) -> str:
    """Return the commands that reproduce a run, explain and fix a finding, and waive it."""
    steps = [f"- Reproduce it: {code(command_of(run.document))}"]
    if worst:
        first = worst[0]
        steps.append(f"- Read what it means: {code(f'corpus-qa explain {first.check}')}")
        steps.append(f"- Fix it at {code(where(run, first))}, then run this again.")
        steps.append("- Or waive it, in a change of its own, by this in the configuration:")
        steps.append("\n".join(f"      {one_line(line)}" for line in waiver_of(first)))
    return "\n\n".join(steps)


def _changes(run: Run) -> Iterator[str]:
    """Tell what changed since the run that this one is compared with, and over all runs."""
    if run.comparison:
        (_, first), *others = comparison_lines(run.comparison)
        yield "## What changed"
        yield prose(first)
        yield "\n".join(f"- {prose(line) or BLANK}" for _, line in others)
    if run.history and run.history.remarks:
        yield "\n".join(f"- {prose(remark) or BLANK}" for remark in run.history.remarks)


def _causes(run: Run) -> Iterator[str]:
    if run.causes:
        yield f"## {cause_title(run.document)}"
        yield explained(run.causes, run.grave)
    for number, cause in enumerate(run.causes, 1):
        since = f" {cause.since}" if cause.since else ""
        yield f"{number}. **{prose(cause.headline)}** {prose(cause.details)}{since}"
        yield "\n".join(f"   - {_action(action)}" for action in cause.first)


def _action(action: Action) -> str:
    settles = f" (settles {count(action.settles)})" if action.settles else ""
    return f"{prose(action.words)}{settles}: {code(action.command)}"


def _reasons(document: Document) -> Iterator[str]:
    for reason in other_reasons(document):
        follow = f" {prose(reason.next)}" if reason.next else ""
        yield f"- **{reason.severity}** {prose(reason.message)}{follow}"


def _fixable(run: Run) -> Iterator[str]:
    """Say how many findings can be fixed at home, and how."""
    if told := fix_line(run):
        before, command, _ = told.split("`")
        yield f"{prose(before)}{code(command)}"


def _not_examined(document: Document) -> Iterator[str]:
    if document.problems or document.crashes:
        yield "## Not examined"
    for problem in document.problems[:PROBLEMS]:
        line = f" line {problem.line}" if problem.line else ""
        yield f"- {code(problem.source)}{line}: {prose(problem.reason)} {prose(problem.hint)}"
    for crash in document.crashes[:PROBLEMS]:
        where = code(crashed_on(crash))
        yield f"- {prose(crash.check)} crashed on {where}: {code(crash.error)} {prose(crash.hint)}"


def _table(document: Document, expectations: Sequence[Outcome], metrics: Sequence[Metric]) -> str:
    rows = ["| | Expectation | Observed | Expected |", "|---|---|--:|---|"]
    for e in expectations:
        observed = prose(measured(e, metrics))
        cells = (result_of(e), prose(title_of(e, document)) + _keys(e), observed, prose(e.limit))
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


def _finding(run: Run, finding: Finding) -> str:
    words = f"\n  {code(clip(one_line(finding.excerpt), EXCERPT))}" if finding.excerpt else ""
    place = code(where(run, finding))
    name = f"**{prose(finding.check)} {prose(finding.name)}**"
    known = "" if finding.status == "new" else f" ({finding.status})"
    return f"- {name} {prose(finding.message)}{known}{words}\n  {place}"


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
