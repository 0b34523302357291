"""Review comments that suggest changes on the lines of a pull request, one JSON object a line.

The form: https://docs.github.com/en/rest/pulls/comments. Only safe repairs of new findings, only
where lines of the text are lines of the file, and one for each line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from corpus_qa.report.load import Finding, Run
from corpus_qa.report.markdown import prose
from corpus_qa.report.wording import from_top, place_of

# More would bury what people say.
MOST = 10


def render(run: Run) -> str:
    """Return the comments, the worst findings first."""
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in _comments(run)) + "\n"


def _comments(run: Run) -> Iterator[dict[str, Any]]:
    taken: set[tuple[str, int]] = set()
    for finding in run.findings:
        comment = _comment(run, finding) if _is_safe(finding) else None
        if comment is None or len(taken) >= MOST:
            continue
        first = comment.get("start_line", comment["line"])
        lines = {(comment["path"], line) for line in range(first, comment["line"] + 1)}
        if taken.isdisjoint(lines):
            taken |= lines
            yield comment


def _is_safe(finding: Finding) -> bool:
    return finding.is_fixable and finding.applicability == "safe" and finding.status == "new"


def _comment(run: Run, finding: Finding) -> dict[str, Any] | None:
    place, quoted = place_of(run, finding), run.articles.get(finding.article_id)
    if quoted is None or None in (place.column, place.line, place.end_line):
        return None
    start, end, text = finding.start or 0, finding.end or 0, quoted.text
    if finding.field != "text" or text[start:end] != finding.excerpt:
        return None
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    new = f"{text[first:start]}{finding.suggestion}{text[end:last]}"
    return {
        "body": _body(finding, new),
        "path": from_top(run, place.path),
        "line": place.end_line,
        "side": "RIGHT",
        **({"start_line": place.line} if place.line != place.end_line else {}),
    }


def _body(finding: Finding, new: str) -> str:
    """Return a comment, with a mark by which it is known when the gate runs again."""
    fence = "`" * (3 + max(map(len, re.findall("`+", new)), default=0))
    lines = f"{new}\n" if new.strip() else ""
    mark = f"<!-- corpus-qa: {finding.fingerprint} -->"
    told = f"**{prose(finding.check)}** {prose(finding.message)}"
    return f"{mark}\n{told}\n\n{fence}suggestion\n{lines}{fence}"
