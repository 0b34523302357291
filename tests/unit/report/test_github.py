"""Annotations of GitHub: their order, their number, and their escapes."""

from __future__ import annotations

import json
from pathlib import Path

from report_runs import article, finding, write_run
from report_texts import DEFECTS

from corpus_qa.report import github, gitlab
from corpus_qa.report.load import Run, load_run


def test_annotations_keep_to_ten_errors_and_ten_warnings_in_different_files(run: Run) -> None:
    lines = github.render(run).splitlines()
    for level in ("error", "warning"):
        own = [line for line in lines if line.startswith(f"::{level} ")]
        files = {line.split("file=")[1].split(",")[0] for line in own}
        assert len(own) == len(files) == github.MOST


def test_annotations_begin_with_what_could_not_be_read(broken: Run) -> None:
    first = github.render(broken).splitlines()[1]
    assert first == (
        "::error file=articles/post/2026-02.jsonl.gz,line=1841,title=Could not be read::"
        "The compressed data ends too early. Download the file again."
    )


def test_annotations_escape_what_commands_are_made_of() -> None:
    told = github.command("error", "50% ::x\r\ny", file="a,b:c", line=3, col=None)
    assert told == "::error file=a%2Cb%3Ac,line=3::50%25 ::x y"


def test_only_new_findings_are_annotated(tmp_path: Path) -> None:
    owner = article(0, DEFECTS[0].words)
    rows = [finding(owner, DEFECTS[0], 0, status=status) for status in ("known", "waived")]
    loaded = load_run(write_run(tmp_path, [owner], rows))
    assert "::warning" not in github.render(loaded)
    assert json.loads(gitlab.render(loaded)) == []
