"""The summary: what comes first, and how large it may be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from report_runs import article, finding, write_run
from report_texts import DEFECTS

from corpus_qa.report import markdown
from corpus_qa.report.load import Run, load_run


def test_the_summary_begins_with_the_verdict_and_stays_small(run: Run) -> None:
    text = markdown.render(run)
    assert text.startswith(f"{markdown.MARKER}\n# ❌ corpus-qa: fail\n")
    causes, rates = text.index("## What explains it"), text.index("## Failed expectations")
    assert causes < rates < text.index("## Worst findings")


def test_the_summary_of_a_change_tells_only_what_is_new(tmp_path: Path) -> None:
    owners = [article(n, DEFECTS[0].words) for n in range(40)]
    rows = [
        finding(owner, DEFECTS[0], 0, status="new" if number < 30 else "known")
        for number, owner in enumerate(owners)
    ]
    change = {"base": "main", "commit": "abc", "files": 1, "removed": 0, "added": 32}
    statuses = {"new": 30, "known": 10, "waived": 0, "fixed": 2}
    told = {"command": "gate", "change": change, "statuses": statuses}
    text = markdown.render(load_run(write_run(tmp_path, owners, rows, changes=told)))
    assert "The change adds 32 articles. Findings: 30 new, 10 known, 0 waived, 2 fixed." in text
    assert text.count("**CHR005") == markdown.WORST
    assert all(owner["source"] not in text for owner in owners[30:])
    assert "5 more findings: ` corpus-qa show " in text


def test_a_pass_with_warnings_names_them_and_says_what_was_waived_and_what_to_do(
    tmp_path: Path,
) -> None:
    owner = article(0, DEFECTS[0].words)
    failed = {"rule": "r", "title": "Site chrome", "status": "fail", "severity": "warning"}
    waiver = {"check": "CHR005", "reason": "it *is* printed", "owner": "the desk"}
    waiver |= {"expires": "2099-12-31", "state": "used", "path": "old/**", "findings": 3}
    told = {"verdict": "pass", "waivers": [waiver], "reasons": []}
    folder = write_run(tmp_path, [owner], [finding(owner, DEFECTS[0], 0)], changes=told)
    run = load_run(folder)
    warned = [replace(e, **failed) for e in run.document.expectations[:1]]
    text = markdown.render(replace(run, document=replace(run.document, expectations=warned)))
    assert "**Passed with 1 warning: Site chrome.**" in text
    assert "- CHR005 for ` path old/** `: 3 findings, until 2099-12-31." in text
    assert "it \\*is\\* printed" in text
    assert "` corpus-qa validate " in text
    assert "` corpus-qa explain CHR005 `" in text
    assert '      check = "CHR005"' in text


def test_the_summary_of_endless_messages_stays_below_its_limit(tmp_path: Path) -> None:
    owner = article(0, DEFECTS[0].words)
    rows = [finding(owner, d, 0, message="é" * 20_000, excerpt="x") for d in DEFECTS]
    text = markdown.render(load_run(write_run(tmp_path, [owner], rows)))
    assert len(text.encode()) < 64_000
    assert text.endswith("The rest is in report.html.\n")
