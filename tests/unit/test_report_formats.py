"""The reports for machines and terminals: each follows its format and its limits."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import jsonschema
import pyarrow.parquet as pq
import pytest
from report_runs import Shape, article, finding, make_run, write_run
from report_texts import DEFECTS

from corpus_qa.config import shipped
from corpus_qa.errors import UsageError
from corpus_qa.model import ENGINE, Crash
from corpus_qa.report.load import load_run
from corpus_qa.report.registry import (
    FORMATS,
    github,
    gitlab,
    junit,
    markdown,
    render,
    sarif,
    terminal,
    write_all,
)
from corpus_qa.report.registry import json as json_

if TYPE_CHECKING:
    from pathlib import Path

    from corpus_qa.report.load import Run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shape = Shape(findings=2_000, articles=800, sites=30, pairs=12)
    return make_run(tmp_path_factory.mktemp("run"), shape)


@pytest.fixture(scope="module")
def run(folder: Path) -> Run:
    return load_run(folder)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return load_run(make_run(tmp_path_factory.mktemp("broken"), Shape(broken=True)))


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
    write_all(folder)
    for name in ("report.html", "summary.md", "results.sarif", "junit.xml"):
        assert (folder / name).stat().st_size > 0
        assert b"\r" not in (folder / name).read_bytes()


@pytest.mark.parametrize("output", FORMATS)
def test_every_format_can_be_printed(folder: Path, output: str) -> None:
    stream = io.StringIO()
    render(folder, output, stream)
    assert stream.getvalue().endswith("\n")


def test_an_unknown_format_is_refused_with_the_known_ones(folder: Path) -> None:
    with pytest.raises(UsageError, match="known: text, json"):
        render(folder, "pdf", io.StringIO())


def test_sarif_names_its_rules_and_places(run: Run) -> None:
    log = json.loads(sarif.write(run))
    assert log["version"] == "2.1.0"
    (logged,) = log["runs"]
    rules = logged["tool"]["driver"]["rules"]
    assert all(rule["help"]["text"].count("Why it matters") for rule in rules)
    assert len(logged["results"]) == len(run.findings)
    for result, told in zip(logged["results"], run.findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == told.check
        assert result["level"] == told.severity
        assert result["partialFingerprints"] == {"corpusQaFingerprint/v1": told.fingerprint}
        assert ("suppressions" in result) == (told.status != "new")
        region = result["locations"][0]["physicalLocation"].get("region")
        assert (region is None) == (told.line is None)


def test_sarif_columns_quote_the_line(tmp_path: Path) -> None:
    defect = DEFECTS[0]
    text = f"\U0001f600 first.\nThen {defect.words} \U0001f600."
    start = text.index(defect.words)
    owner = article(1, text, source="news/a b#1.txt")
    loaded = load_run(write_run(tmp_path, [owner], [finding(owner, defect, start)]))
    (logged,) = json.loads(sarif.write(loaded))["runs"]
    place = logged["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "articles/news/a%20b%231.txt"
    region = place["region"]
    line = text.split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == defect.words


def test_sarif_tells_what_was_not_looked_at(broken: Run) -> None:
    (logged,) = json.loads(sarif.write(broken))["runs"]
    (invocation,) = logged["invocations"]
    assert invocation["executionSuccessful"] is False
    assert len(invocation["toolExecutionNotifications"]) == 4


def test_junit_fails_exactly_for_expectations_of_severity_error(run: Run) -> None:
    root = ET.fromstring(junit.write(run))  # noqa: S314 - our own output
    failed = {case.get("name") for case in root.iter("testcase") if case.findall("failure")}
    expected = {
        f"{e.rule}: {e.title}"
        for e in run.document.expectations
        if e.status == "fail" and e.severity == "error"
    }
    assert failed == expected
    assert expected
    assert sum(int(suite.get("failures", "0")) for suite in root) == len(expected)


def test_junit_has_a_case_for_every_check_and_every_expectation(run: Run) -> None:
    root = ET.fromstring(junit.write(run))  # noqa: S314 - our own output
    cases = list(root.iter("testcase"))
    assert len(cases) == len(run.document.checks) + len(run.document.expectations)


def test_junit_tells_inputs_and_crashes_as_errors(broken: Run) -> None:
    root = ET.fromstring(junit.write(broken))  # noqa: S314 - our own output
    errors = [case.get("classname") for case in root.iter("testcase") if case.findall("error")]
    assert errors.count("corpus-qa.input") == 2
    assert errors.count("corpus-qa.check") == 1


def test_junit_tells_a_crash_that_is_of_no_check(broken: Run) -> None:
    crash = Crash(ENGINE, "a1", "ValueError: x", "", "a1.txt", "the corpus as it was")
    lost = replace(broken, document=replace(broken.document, crashes=(crash,)))
    root = ET.fromstring(junit.write(lost))  # noqa: S314 - our own output
    (error,) = root.findall("testsuite[@name='run']/testcase[@name='engine a1']/error")
    assert error.get("message") == "a1.txt · a1 in the corpus as it was: ValueError: x"
    assert error.text == "Report the crash, or fix or remove the article."


def test_annotations_keep_to_ten_errors_and_ten_warnings_in_different_files(run: Run) -> None:
    lines = github.write(run).splitlines()
    for level in ("error", "warning"):
        own = [line for line in lines if line.startswith(f"::{level} ")]
        files = {line.split("file=")[1].split(",")[0] for line in own}
        assert len(own) == len(files) == github.MOST


def test_annotations_begin_with_what_could_not_be_read(broken: Run) -> None:
    first = github.write(broken).splitlines()[1]
    assert first == (
        "::error file=articles/post/2026-02.jsonl.gz,line=1841,title=Could not be read::"
        "The compressed data ends too early. Download the file again."
    )


def test_what_broke_off_and_what_has_expired_is_told_in_every_output(tmp_path: Path) -> None:
    told = {"kind": "crash", "severity": "error", "message": "TRN009 crashed.", "next": "Tell us."}
    expired = {"kind": "waiver", "severity": "warning", "message": "It expired.", "next": None}
    unjudged = {"kind": "suite", "severity": "error", "message": "Nothing was judged.", "next": "x"}
    changes = {"verdict": "incomplete", "reasons": [told, expired, unjudged]}
    loaded = load_run(write_run(tmp_path, [], [], changes=changes))
    annotations = github.write(loaded)
    assert "::error title=corpus-qa%3A crash::TRN009 crashed. Tell us." in annotations
    assert "::warning title=corpus-qa%3A waiver::It expired." in annotations
    assert "::error title=corpus-qa%3A suite::Nothing was judged. x" in annotations
    (logged,) = json.loads(sarif.write(loaded))["runs"]
    notes = logged["invocations"][0]["toolExecutionNotifications"]
    assert [note["level"] for note in notes] == ["warning", "error"]
    root = ET.fromstring(junit.write(loaded))  # noqa: S314 - our own output
    assert [len(case.findall("error")) for case in root.findall("*[@name='run']/testcase")] == [
        0,
        1,
    ]
    issues = json.loads(gitlab.write(loaded))
    assert [(issue["check_name"], issue["severity"]) for issue in issues] == [
        ("crash", "blocker"),
        ("suite", "blocker"),
    ]
    assert "Nothing was judged." in markdown.write(loaded)
    assert "It expired." in terminal.write(loaded)


def test_annotations_escape_what_commands_are_made_of() -> None:
    told = github.command("error", "50% ::x\r\ny", file="a,b:c", line=3, col=None)
    assert told == "::error file=a%2Cb%3Ac,line=3::50%25 ::x y"


def test_only_new_findings_are_annotated(tmp_path: Path) -> None:
    owner = article(0, DEFECTS[0].words)
    rows = [finding(owner, DEFECTS[0], 0, status=status) for status in ("known", "waived")]
    loaded = load_run(write_run(tmp_path, [owner], rows))
    assert "::warning" not in github.write(loaded)
    assert json.loads(gitlab.write(loaded)) == []


def test_code_quality_issues_have_what_gitlab_asks_for(run: Run) -> None:
    issues = json.loads(gitlab.write(run))
    assert issues
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["lines"]["begin"] >= 1
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def test_json_is_the_document_with_its_findings(run: Run) -> None:
    told = json.loads(json_.write(run))
    assert len(told.pop("findings")) == len(run.findings)
    assert told == run.document.raw


def test_the_summary_begins_with_the_verdict_and_stays_small(run: Run) -> None:
    text = markdown.write(run)
    assert text.startswith(f"{markdown.MARKER}\n# ❌ corpus-qa: fail\n")
    assert text.index("Articles with encoding damage") < text.index("Worst findings")


def test_the_summary_of_a_change_tells_only_what_is_new(tmp_path: Path) -> None:
    owners = [article(n, DEFECTS[0].words) for n in range(40)]
    rows = [
        finding(owner, DEFECTS[0], 0, status="new" if number < 30 else "known")
        for number, owner in enumerate(owners)
    ]
    change = {"base": "main", "commit": "abc", "files": 1, "removed": 0, "added": 32}
    statuses = {"new": 30, "known": 10, "waived": 0, "fixed": 2}
    told = {"command": "gate", "change": change, "statuses": statuses}
    text = markdown.write(load_run(write_run(tmp_path, owners, rows, changes=told)))
    assert "The change adds 32 articles. Findings: 30 new, 10 known, 0 waived, 2 fixed." in text
    assert text.count("CHR005") == markdown.WORST
    assert all(owner["source"] not in text for owner in owners[30:])
    assert "5 more findings in the report." in text


def test_the_summary_of_endless_messages_stays_below_its_limit(tmp_path: Path) -> None:
    owner = article(0, DEFECTS[0].words)
    rows = [finding(owner, d, 0, message="é" * 20_000, excerpt="x") for d in DEFECTS]
    text = markdown.write(load_run(write_run(tmp_path, [owner], rows)))
    assert len(text.encode()) < 64_000
    assert text.endswith("The rest is in report.html.\n")


def test_the_terminal_shows_the_verdict_what_fails_and_the_report(run: Run) -> None:
    text = terminal.write(run)
    assert text.startswith("FAIL  ")
    assert re.search(r"^fails +Articles with encoding damage", text, re.MULTILINE)
    assert str(run.folder / "report.html") in text
    assert "\x1b" not in text


def test_the_terminal_has_colours_when_asked(run: Run) -> None:
    assert "\x1b[1;31mFAIL" in terminal.write(run, color=True)


def test_the_terminal_keeps_to_its_width(run: Run) -> None:
    lines = terminal.write(run, width=60).splitlines()
    assert max(len(line) for line in lines if "report.html" not in line) <= 60


def test_the_terminal_tells_what_was_not_looked_at(broken: Run) -> None:
    text = terminal.write(broken)
    assert text.startswith("INCOMPLETE  ")
    assert "The compressed data ends too early." in text
    assert "TRN009 on a000004" in text
