"""Reading a run folder: bounded, representative, and clear about what is wrong with it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from report_runs import Shape, article, finding, make_run, write_run
from report_texts import DEFECTS

from corpus_qa.errors import UsageError
from corpus_qa.report.load import load_run, worst_findings


def test_a_small_run_is_read_whole(tmp_path: Path) -> None:
    run = load_run(make_run(tmp_path, Shape(findings=40, pairs=4)))
    assert len(run.findings) == run.document.counts.findings == 40
    assert len(run.pairs) == 4
    assert {f.article_id for f in run.findings} <= set(run.articles)
    for f in run.findings:
        if f.start is not None:
            assert run.articles[f.article_id].text[f.start : f.end] == f.excerpt


def test_of_too_many_findings_every_check_severity_and_site_is_shown(tmp_path: Path) -> None:
    folder = make_run(tmp_path, Shape(findings=1_200, articles=400, sites=20, pairs=0))
    run = load_run(folder, limit=500)
    rows = pq.read_table(folder / "findings.parquet").to_pylist()
    assert len(run.findings) == 500
    assert run.document.counts.findings == 1_200
    assert {f.check for f in run.findings} == {row["check"] for row in rows}
    assert {(f.check, f.severity) for f in run.findings} == {
        (row["check"], row["severity"]) for row in rows
    }
    signals = pq.read_table(folder / "signals.parquet").to_pylist()
    site_of = {row["article_id"]: row["site"] for row in signals}
    assert {f.site for f in run.findings} == {site_of[row["article_id"]] for row in rows}


def test_errors_get_more_room_than_notes(tmp_path: Path) -> None:
    owner = article(0, f"{DEFECTS[0].words} " * 400)
    step = len(DEFECTS[0].words) + 1
    rows = [
        finding(owner, DEFECTS[0], n * step, severity=severity)
        for severity in ("error", "note")
        for n in range(400)
    ]
    run = load_run(write_run(tmp_path, [owner], rows), limit=500)
    shown = Counter(f.severity for f in run.findings)
    assert shown == {"error": 400, "note": 100}
    assert [f.severity for f in run.findings[:400]] == ["error"] * 400


def test_articles_are_completed_and_what_is_missing_is_counted(tmp_path: Path) -> None:
    folder = make_run(tmp_path, Shape(findings=1_200, articles=400))
    run = load_run(folder, limit=500)
    rows = pq.read_table(folder / "findings.parquet").to_pylist()
    totals = Counter(row["article_id"] for row in rows)
    shown = Counter(f.article_id for f in run.findings)
    assert dict(run.totals) == {article_id: totals[article_id] for article_id in shown}
    assert sum(shown[a] == totals[a] for a in shown) > len(shown) / 4


def test_the_choice_of_findings_is_the_same_every_time(tmp_path: Path) -> None:
    folder = make_run(tmp_path, Shape(findings=800, articles=200, sites=20))
    assert load_run(folder, limit=500).findings == load_run(folder, limit=500).findings


def test_the_first_findings_of_a_check_are_new_and_of_different_articles(tmp_path: Path) -> None:
    owners = [article(n, f"{DEFECTS[0].words} {DEFECTS[0].words}") for n in range(3)]
    rows = [
        finding(owner, DEFECTS[0], start, status="waived" if owner is owners[0] else "new")
        for owner in owners
        for start in (0, len(DEFECTS[0].words) + 1)
    ]
    run = load_run(write_run(tmp_path, owners, rows))
    told = [(f.status, f.article_id) for f in run.findings]
    assert told[:2] == [("new", "a000001"), ("new", "a000002")]
    assert told[-1][0] == "waived"


def test_worst_findings_take_every_check_before_any_check_twice(tmp_path: Path) -> None:
    run = load_run(make_run(tmp_path, Shape(findings=300, articles=100)))
    new = {f.check for f in run.findings if f.status == "new"}
    assert {f.check for f in worst_findings(run, len(new))} == new


def test_tables_that_were_not_written_count_as_empty(tmp_path: Path) -> None:
    write_run(tmp_path, [], [])
    for table in tmp_path.glob("*.parquet"):
        table.unlink()
    run = load_run(tmp_path)
    assert (run.findings, run.pairs, run.metrics, dict(run.articles)) == ((), (), (), {})


def test_a_run_whose_findings_are_gone_is_not_shown_as_a_clean_one(tmp_path: Path) -> None:
    make_run(tmp_path)
    (tmp_path / "findings.parquet").unlink()
    with pytest.raises(UsageError, match=r"no findings\.parquet"):
        load_run(tmp_path)


def test_a_folder_name_that_looks_like_a_glob_is_taken_literally(tmp_path: Path) -> None:
    make_run(tmp_path / "run1", Shape(findings=9))
    run = load_run(make_run(tmp_path / "run[1]'s", Shape(findings=7)))
    assert len(run.findings) == 7


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "is not a run folder"),
        (b"{", "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
        (b"\xff\xfe\xff", "cannot be read"),
        (b"[]", "has format None"),
        (b'{"format": 1}', "has format 1.* Run corpus-qa validate again"),
        (b'{"format": 2}', "does not follow schemas/run.schema.json"),
        (b'{"format": 3}', "has format 3"),
    ],
)
def test_a_folder_that_is_no_run_is_refused_with_a_reason(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / "run.json").write_bytes(content)
    with pytest.raises(UsageError, match=words):
        load_run(tmp_path)


def test_a_run_may_hold_what_this_version_does_not_know(tmp_path: Path) -> None:
    make_run(tmp_path)
    path = tmp_path / "run.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    raw["expectations"][0]["later"] = raw["later"] = 1
    path.write_text(json.dumps(raw), encoding="utf-8")
    assert load_run(tmp_path).document.expectations


def test_lone_surrogates_of_file_names_are_replaced(tmp_path: Path) -> None:
    make_run(tmp_path)
    path = tmp_path / "run.json"
    text = path.read_text(encoding="utf-8").replace('"articles"\n', '"bad\\udcff"\n', 1)
    path.write_text(text, encoding="utf-8")
    assert load_run(tmp_path).document.input.paths == ("bad\N{REPLACEMENT CHARACTER}",)
