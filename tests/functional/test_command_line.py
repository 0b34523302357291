"""The command line as users and CI meet it: exit codes, messages, and what is in a run folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import pyarrow.parquet as pq
import pytest
from command import corpus_qa

from corpus_qa.config import shipped
from corpus_qa.model import DUPLICATE_SCHEMA, FINDING_SCHEMA, KNOWN_SCHEMA, METRIC_SCHEMA

CLEAN = """The ferry to Sandholm leaves an hour later

The ferry between Ambleford and Sandholm will leave an hour later from Monday, it was announced.

“We listened to the commuters, and most of them start at nine,” said Ilse Varga of the harbour.

The first crossing now leaves at half past seven, and the last one returns at ten in the evening.
"""
SUITE = {
    "name": "own",
    "expectations": [
        {
            "type": "expect_column_values_to_be_between",
            "kwargs": {"column": "articles", "min_value": 1},
            "severity": "critical",
            "meta": {"rule": "some-articles"},
        }
    ],
}


def write(folder: Path, files_: Mapping[str, str]) -> Path:
    for name, text in files_.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def passed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the run folder of a corpus that passes."""
    folder = write(
        tmp_path_factory.mktemp("passing"),
        {"articles/ferry.txt": CLEAN, "own.json": json.dumps(SUITE)},
    )
    done = corpus_qa("validate", "articles", "--run", "run", "--suite", "own.json", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "PASS" in done.stdout
    return folder / "run"


def test_a_run_folder_holds_what_was_promised_and_no_working_files(passed: Path) -> None:
    assert sorted(path.name for path in passed.iterdir()) == [
        "duplicates.parquet",
        "findings.parquet",
        "junit.xml",
        "known.parquet",
        "metrics.parquet",
        "quotes.parquet",
        "report.html",
        "results.sarif",
        "run.json",
        "signals.parquet",
        "summary.md",
    ]


def test_the_tables_of_a_run_have_their_schemas(passed: Path) -> None:
    assert pq.read_schema(passed / "findings.parquet") == FINDING_SCHEMA
    assert pq.read_schema(passed / "duplicates.parquet") == DUPLICATE_SCHEMA
    assert pq.read_schema(passed / "known.parquet") == KNOWN_SCHEMA
    assert pq.read_schema(passed / "metrics.parquet") == METRIC_SCHEMA
    signals = pq.read_table(passed / "signals.parquet")
    assert signals.num_rows == 1
    assert signals.column_names[:6] == [
        "article_id",
        "source",
        "site",
        "language",
        "published_at",
        "published_source",
    ]


def test_run_json_conforms_to_its_schema(passed: Path) -> None:
    document = json.loads((passed / "run.json").read_text(encoding="utf-8"))
    schema = json.loads(shipped("run.schema.json").read_text())
    jsonschema.validate(document, schema)
    assert document["verdict"] == "pass"
    assert document["suite"]["evaluated"] == 1


def test_a_run_folder_may_be_written_again_but_no_other_folder(passed: Path) -> None:
    (passed.parent / "mine").mkdir(exist_ok=True)
    (passed.parent / "mine" / "thesis.txt").write_text("years of work")
    done = corpus_qa("validate", "articles", "--run", "mine", cwd=passed.parent)
    assert done.returncode == 2
    assert "mine holds thesis.txt" in done.stderr
    assert (passed.parent / "mine" / "thesis.txt").exists()


def test_a_report_is_rendered_again_without_the_articles(passed: Path) -> None:
    before = (passed / "report.html").read_bytes()
    (passed / "report.html").unlink()
    done = corpus_qa("report", passed, cwd=passed.parent)
    assert done.returncode == 0
    assert (passed / "report.html").read_bytes() == before


@pytest.mark.parametrize("output", ["json", "github", "gitlab", "sarif", "junit", "text"])
def test_every_form_can_be_printed(passed: Path, tmp_path: Path, output: str) -> None:
    done = corpus_qa("report", passed, "--format", output, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == ""


def test_quiet_says_nothing_and_the_exit_code_tells(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": CLEAN})
    done = corpus_qa(
        "validate", "a.txt", "--run", "run", "--quiet", "--suite", "strict", cwd=tmp_path
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


def test_no_expectation_is_incomplete(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": CLEAN, "own.json": json.dumps(SUITE | {"expectations": []})})
    done = corpus_qa("validate", "a.txt", "--run", "run", "--suite", "own.json", cwd=tmp_path)
    assert done.returncode == 3
    assert "No expectation was evaluated" in done.stdout


def test_an_unread_input_is_incomplete_and_its_neighbours_are_examined(tmp_path: Path) -> None:
    write(tmp_path, {"in/a.txt": CLEAN, "in/b.jsonl": '{"text": "ok then"}\n{"text": \n'})
    done = corpus_qa("validate", "in", "--run", "run", cwd=tmp_path)
    assert done.returncode == 3
    assert "b.jsonl" in done.stdout
    assert pq.read_table(tmp_path / "run" / "signals.parquet").num_rows == 2


def test_no_article_at_all_is_incomplete_and_tells_what_is_looked_for(tmp_path: Path) -> None:
    write(tmp_path, {"in/picture.png": "x"})
    done = corpus_qa("validate", "in", "--run", "run", cwd=tmp_path)
    assert done.returncode == 3
    told = done.stdout + done.stderr
    assert ".jsonl" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["validate", "a.txt", "--suite", "novel"], "There is no suite “novel”"),
        (["validate", "a.txt", "--config", "none.toml"], "none.toml: the configuration cannot"),
        (["validate", "a.txt", "--config", "bad.toml"], "did you mean “expect”?"),
        (["validate", "a.txt", "--suite", "unknown.json"], "unknown.json:"),
        (["validate"], "Missing"),
        (["explain", "ENC999"], "There is no check “ENC999”"),
        (["vaildate", "a.txt"], "vaildate"),
        (["report", "nowhere"], "nowhere"),
    ],
)
def test_a_mistake_of_the_user_is_exit_2_without_a_traceback(
    tmp_path: Path, arguments: list[str], told: str
) -> None:
    unknown = json.dumps(SUITE).replace("articles", "artcles")
    write(tmp_path, {"a.txt": CLEAN, "bad.toml": "[expct]\n", "unknown.json": unknown})
    done = corpus_qa(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_lint_prints_path_line_and_column(tmp_path: Path) -> None:
    body = CLEAN + "\nThey spoke about the 30 -day truce.\n"
    write(tmp_path, {"news/a.txt": body})
    done = corpus_qa("lint", "news/a.txt", cwd=tmp_path)
    assert done.returncode == 1
    line = next(line for line in done.stdout.splitlines() if "TRN002" in line)
    assert line.startswith("news/a.txt:9:22: TRN002 ")


def test_lint_of_a_clean_article_with_its_date_is_silent(tmp_path: Path) -> None:
    article = {"title": "The ferry", "text": CLEAN, "published": "2026-02-03T10:00:00Z"}
    write(tmp_path, {"a.jsonl": json.dumps(article)})
    done = corpus_qa("lint", "a.jsonl", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("command", ["lint", "explain"])
def test_what_is_used_while_typing_imports_no_slow_library(tmp_path: Path, command: str) -> None:
    write(tmp_path, {"ferry.txt": CLEAN})
    asked = {"lint": "ferry.txt", "explain": "mojibake"}[command]
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "corpus_qa.cli", command, asked],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "corpus_qa.checks" in imported
    slow = "pandas polars duckdb scipy trafilatura htmldate dateparser ftfy great_expectations"
    assert imported.isdisjoint(slow.split())


def test_a_row_that_breaks_the_contract_is_a_finding(tmp_path: Path) -> None:
    article = {"title": "The ferry " * 400, "text": CLEAN, "published": "2026-02-03T10:00:00Z"}
    write(tmp_path, {"a.jsonl": json.dumps(article)})
    corpus_qa("validate", "a.jsonl", "--run", "run", cwd=tmp_path)
    found = pq.read_table(tmp_path / "run" / "findings.parquet").to_pylist()
    assert [row["message"] for row in found if row["check"] == "CON090"] == [
        "The field title violates the schema: str_length(0, 2000)."
    ]


def test_explain_lists_all_checks_and_shows_a_page(tmp_path: Path) -> None:
    listed = corpus_qa("explain", cwd=tmp_path)
    assert {"ENC001", "CHR004", "DAT001", "TRN002", "CON090", "DUP001"} <= set(
        listed.stdout.split()
    )
    page = corpus_qa("explain", "TRN002", cwd=tmp_path)
    assert "Why it matters" in page.stdout


def test_one_job_and_two_jobs_give_the_same_findings(tmp_path: Path) -> None:
    lines = [
        json.dumps(
            {"id": str(number), "text": CLEAN + f"\nThe 30 -day truce, part {number}.\n" * 40}
        )
        for number in range(60)
    ]
    write(tmp_path, {"a.jsonl": "\n".join(lines)})
    for jobs in ("1", "2"):
        corpus_qa("validate", "a.jsonl", "--run", f"run{jobs}", "--jobs", jobs, cwd=tmp_path)
    one, two = (pq.read_table(tmp_path / f"run{jobs}" / "findings.parquet") for jobs in "12")
    assert one.num_rows > 0
    assert one.equals(two)


def test_output_never_breaks_on_a_terminal_that_is_no_utf8(tmp_path: Path) -> None:
    write(tmp_path, {"漢.txt": "Weir\n\nThe weir “Ślad” 漢字 was opened again.\n"})
    command = [sys.executable, "-m", "corpus_qa.cli", "convert", ".", "--out", "漢"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    lint = subprocess.run(
        [sys.executable, "-m", "corpus_qa.cli", "lint", "漢.txt"],
        cwd=tmp_path,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        timeout=120,
        check=False,
    )
    assert lint.returncode == 1
    assert b"?.txt:1:1: " in lint.stdout
