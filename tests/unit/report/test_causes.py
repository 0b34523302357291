"""Causes: what explains most findings, where, since when, and what to do."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from report_runs import BANNER, Shape, article, finding, make_run, write_run
from report_texts import DEFECTS

from corpus_qa.report.causes import Part, change_of, explained
from corpus_qa.report.load import load_run


def test_causes_explain_the_errors_and_warnings_that_nothing_waives(tmp_path: Path) -> None:
    run = load_run(make_run(tmp_path, Shape(findings=200, articles=80)))
    counted = [f for f in run.findings if f.severity != "note" and f.status != "waived"]
    assert run.grave == len(counted)
    for cause in run.causes:
        assert cause.findings == sum(f.family == cause.family for f in counted)
    assert explained(run.causes, run.grave).startswith("These 3 explain ")


def test_causes_that_break_an_expectation_come_first(tmp_path: Path) -> None:
    run = load_run(make_run(tmp_path, Shape(findings=200, articles=80)))
    broken = {e.family for e in run.document.expectations if e.status == "fail"}
    fails = [cause.fails for cause in run.causes]
    assert fails == sorted(fails, reverse=True)
    assert {cause.family for cause in run.causes if cause.fails} <= broken


def test_the_causes_of_a_change_are_its_new_findings(tmp_path: Path) -> None:
    owners = [article(n, BANNER.words) for n in range(4)]
    statuses = ("new", "new", "known", "waived")
    rows = [finding(o, BANNER, 0, status=s) for o, s in zip(owners, statuses, strict=True)]
    change = {"base": "main", "commit": "abc", "files": 1, "removed": 0, "added": 4}
    run = load_run(write_run(tmp_path, owners, rows, changes={"change": change}))
    assert run.grave == 2


A, B, C = "a.example", "b.example", "c.example"


@pytest.mark.parametrize(
    ("findings", "sites", "spread", "told"),
    [
        (9, [(A, 9)], 1, "on a.example"),
        (9, [(A, 6), (None, 3)], 2, "on a.example and articles without a site"),
        (9, [(None, 9)], 1, ""),
        (100, [(A, 60), (B, 32), (C, 1)], 9, "nearly all on a.example and b.example"),
        (100, [(A, 64), (B, 9), (C, 9)], 9, "most of them on a.example"),
        (100, [(A, 10), (B, 9), (C, 9)], 40, "on 40 sites, most on a.example"),
    ],
)
def test_sites_are_named_as_far_as_they_explain_anything(
    findings: int, sites: list[tuple[str | None, int]], spread: int, told: str
) -> None:
    part = Part("CHR013", "media-placeholder", findings, findings, 0, tuple(sites), spread)
    assert part.where() == told


def test_a_rate_that_jumps_is_dated() -> None:
    series = [(f"2025-{m:02}", 0 if m < 5 else 9, 10) for m in range(1, 10)]
    assert change_of(series) == ("2025-05", 0.0, 0.9)


def test_a_rate_that_wavers_is_not_dated() -> None:
    assert change_of([(f"2025-{m:02}", 4 + m % 2, 10) for m in range(1, 10)]) is None


def test_a_few_articles_prove_no_change() -> None:
    assert change_of([("2025-01", 0, 3), ("2025-02", 3, 3)]) is None


def test_what_to_waive_is_valid_configuration(tmp_path: Path) -> None:
    owner = article(0, BANNER.words, site='a"b\\c.example')
    run = load_run(write_run(tmp_path, [owner], [finding(owner, BANNER, 0)]))
    (waiver, *_) = run.causes[0].others
    (parsed,) = tomllib.loads(waiver.command)["waivers"]
    assert (parsed["check"], parsed["site"]) == (BANNER.check, 'a"b\\c.example')
    assert parsed["expires"].year > int(run.document.started_at[:4])
    assert waiver.settles == 1


def test_a_missing_date_is_looked_for_in_the_columns(tmp_path: Path) -> None:
    defect = next(d for d in DEFECTS if d.check == "DAT001")
    owner = article(0, "words", published_at=None)
    run = load_run(write_run(tmp_path, [owner], [finding(owner, defect, 0, severity="warning")]))
    assert run.causes[0].first[0].command.startswith("corpus-qa columns ")


def test_what_can_be_repaired_safely_is_to_be_fixed_first(tmp_path: Path) -> None:
    owners = [article(n, BANNER.words) for n in range(3)]
    folder = write_run(tmp_path, owners, [finding(owner, BANNER, 0) for owner in owners])
    assert "fix" not in load_run(folder).causes[0].first[0].command
    table = pq.read_table(folder / "findings.parquet")
    if "applicability" in table.column_names:
        table = table.drop_columns("applicability")
    told = pa.array(["safe", "unsafe", "safe"])
    pq.write_table(table.append_column("applicability", told), folder / "findings.parquet")
    first = load_run(folder).causes[0].first[0]
    assert first.command.startswith("corpus-qa fix ")
    assert first.settles == 2
