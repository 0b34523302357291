"""The report files of a run, and one report on standard output."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pyarrow.parquet as pq
import pytest
from report_runs import write_run

from corpus_qa.config import shipped
from corpus_qa.errors import UsageError
from corpus_qa.report import github, gitlab, junit, markdown, sarif, terminal
from corpus_qa.report.load import load_run
from corpus_qa.report.output import print_report, write_reports
from corpus_qa.report.registry import formats, report_files


def schema(name: str) -> Any:
    text = shipped(name).read_text(encoding="utf-8")
    return json.loads(text)


def test_a_run_and_its_findings_follow_their_schemas(folder: Path) -> None:
    for name in ("run.schema.json", "finding.schema.json"):
        jsonschema.Draft202012Validator.check_schema(schema(name))
    document = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    jsonschema.validate(document, schema("run.schema.json"), jsonschema.Draft202012Validator)
    validator = jsonschema.Draft202012Validator(schema("finding.schema.json"))
    for row in pq.read_table(folder / "findings.parquet").to_pylist():
        validator.validate(row)


@pytest.mark.parametrize("key", ["verdict", "reasons", "counts", "problems"])
def test_the_schema_of_runs_refuses_a_run_without_its_parts(folder: Path, key: str) -> None:
    document = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    del document[key]
    validator = jsonschema.Draft202012Validator(schema("run.schema.json"))
    assert not validator.is_valid(document)


def test_every_report_file_is_written(folder: Path) -> None:
    write_reports(folder)
    assert report_files() == {"report.html", "summary.md", "results.sarif", "junit.xml"}
    for name in report_files():
        assert (folder / name).stat().st_size > 0
        assert b"\r" not in (folder / name).read_bytes()


@pytest.mark.parametrize("output", formats())
def test_every_format_can_be_printed(folder: Path, output: str) -> None:
    stream = io.StringIO()
    print_report(folder, output, stream)
    assert stream.getvalue().endswith("\n")


def test_an_unknown_format_is_refused_with_the_known_ones(folder: Path) -> None:
    with pytest.raises(UsageError, match="choose one of: text, json"):
        print_report(folder, "pdf", io.StringIO())


def test_what_broke_off_and_what_has_expired_is_told_in_every_output(tmp_path: Path) -> None:
    told = {"kind": "crash", "severity": "error", "message": "TRN009 crashed.", "next": "Tell us."}
    expired = {"kind": "waiver", "severity": "warning", "message": "It expired.", "next": None}
    unjudged = {"kind": "suite", "severity": "error", "message": "Nothing was judged.", "next": "x"}
    changes = {"verdict": "incomplete", "reasons": [told, expired, unjudged]}
    loaded = load_run(write_run(tmp_path, [], [], changes=changes))
    annotations = github.render(loaded)
    assert "::error title=corpus-qa%3A crash::TRN009 crashed. Tell us." in annotations
    assert "::warning title=corpus-qa%3A waiver::It expired." in annotations
    assert "::error title=corpus-qa%3A suite::Nothing was judged. x" in annotations
    (logged,) = json.loads(sarif.render(loaded))["runs"]
    notes = logged["invocations"][0]["toolExecutionNotifications"]
    assert [note["level"] for note in notes] == ["warning", "error"]
    root = ET.fromstring(junit.render(loaded))  # noqa: S314 - our own output
    assert [len(case.findall("error")) for case in root.findall("*[@name='run']/testcase")] == [
        0,
        1,
    ]
    issues = json.loads(gitlab.render(loaded))
    assert [(issue["check_name"], issue["severity"]) for issue in issues] == [
        ("crash", "blocker"),
        ("suite", "blocker"),
    ]
    assert "Nothing was judged." in markdown.render(loaded)
    assert "It expired." in terminal.render(loaded)
