"""Annotations on the lines of a pull request: workflow commands of GitHub Actions.

GitHub shows ten errors and ten warnings of each step and drops the rest, so these are chosen:
what could not be read first, then new findings, one in each file before a second in any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from corpus_qa.report.load import Finding, Run
from corpus_qa.report.wording import (
    describe_change,
    from_top,
    headline,
    one_line,
    path_of,
    place_of,
    reasons_except,
    totals,
    with_next_step,
)

MOST = 10


def render(run: Run) -> str:
    """Return one workflow command a line."""
    document = run.document
    title = f"corpus-qa: {document.verdict}"
    summary = f"{headline(document)} {describe_change(document) or totals(document)}"
    lines = [command("notice", summary, title=title)]
    errors = [*_problems(run), *_reasons(run, "error"), *_annotations(run, "error")]
    warnings = [*_reasons(run, "warning"), *_annotations(run, "warning")]
    return "\n".join([*lines, *errors[:MOST], *warnings[:MOST]]) + "\n"


def command(name: str, message: str, **properties: str | int | None) -> str:
    """Return a workflow command; a property that is None is left out."""
    given = [f"{k}={_property(str(v))}" for k, v in properties.items() if v is not None]
    return f"::{name} {','.join(given)}::{_data(message)}"


def _problems(run: Run) -> Iterator[str]:
    for problem in run.document.problems:
        path = from_top(run, path_of(problem.source, run.document.input.paths))
        message = f"{problem.reason} {problem.hint}"
        yield command("error", message, file=path, line=problem.line, title="Could not be read")


def _reasons(run: Run, severity: str) -> Iterator[str]:
    """Annotate what belongs to no file: checks that crashed, waivers that have expired."""
    for reason in reasons_except(run.document, "problem", "expectation"):
        if reason.severity == severity:
            yield command(severity, with_next_step(reason), title=f"corpus-qa: {reason.kind}")


def _annotations(run: Run, severity: str) -> Iterator[str]:
    new = (f for f in run.findings if f.severity == severity and f.status == "new")
    for finding in _by_turns(new):
        place = place_of(run, finding)
        yield command(
            severity,
            finding.message,
            file=from_top(run, place.path),
            line=place.line,
            endLine=place.end_line,
            col=place.column,
            endColumn=place.end_column,
            title=f"{finding.check} {finding.name}",
        )


def _by_turns(findings: Iterable[Finding]) -> list[Finding]:
    """Order findings so that every file has one before any file has two."""
    seen: Counter[str] = Counter()
    ranked = []
    for place, finding in enumerate(findings):
        source = finding.source or finding.article_id
        ranked.append((seen[source], place, finding))
        seen[source] += 1
    return [finding for *_, finding in sorted(ranked, key=lambda r: r[:2])]


def _data(text: str) -> str:
    return one_line(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
