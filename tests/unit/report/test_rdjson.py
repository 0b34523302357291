"""Suggested changes in reviewdog's form, and as comments of a review."""

from __future__ import annotations

import json
from dataclasses import replace

from corpus_qa.report import suggestions
from corpus_qa.report.load import Quoted, Run
from corpus_qa.report.rdjson import render


def test_a_suggestion_replaces_the_words_by_their_bytes_in_the_line(run: Run) -> None:
    text = "Title of it\nÄ cafÃ© on the quay\n"
    start = text.index("cafÃ©")
    finding = replace(
        run.findings[0],
        article_id="cafe.txt",
        source="cafe.txt",
        family="encoding",
        status="new",
        field="text",
        start=start,
        end=start + 5,
        line=2,
        column=3,
        end_line=2,
        end_column=8,
        excerpt="cafÃ©",
        suggestion="café",
    )
    quoted = Quoted("cafe.txt", "cafe.txt", None, None, text)
    shown = replace(run, findings=(finding,), articles={"cafe.txt": quoted})
    (said,) = json.loads(render(shown))["diagnostics"]
    line = text.split("\n")[1].encode()
    ends = said["suggestions"][0]["range"]
    first, last = ends["start"]["column"] - 1, ends["end"]["column"] - 1
    assert line[first:last].decode() == "cafÃ©"
    assert (ends["start"]["line"], said["suggestions"][0]["text"]) == (2, "café")
    safe = replace(finding, applicability="safe", fingerprint="0a1b")
    (comment,) = map(json.loads, suggestions.render(replace(shown, findings=(safe,))).splitlines())
    assert (comment["path"], comment["line"], comment["side"]) == ("articles/cafe.txt", 2, "RIGHT")
    assert comment["body"].startswith("<!-- corpus-qa: 0a1b -->\n")
    assert comment["body"].endswith("\n```suggestion\nÄ café on the quay\n```")
    assert not suggestions.render(shown).strip()
    dated = replace(finding, family="date", suggestion="2025-01-10")
    (said,) = json.loads(render(replace(shown, findings=(dated,))))["diagnostics"]
    assert "suggestions" not in said
