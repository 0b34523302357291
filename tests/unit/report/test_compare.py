"""Two runs beside each other: a site that breaks, and runs that cannot be compared."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from report_runs import BANNER, HYPHEN, Shape, article, finding, make_run, write_run
from report_texts import DEFECTS

from corpus_qa.errors import UsageError
from corpus_qa.report.compare import compare_runs, write_comparison
from corpus_qa.report.load import load_run
from corpus_qa.report.wording import comparison_lines

MISSING = next(d for d in DEFECTS if d.check == "DAT001")


def corpus(*, broken: str = "") -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return articles of two sites, of which one has no dates if it is ``broken``."""
    articles = []
    for n in range(40):
        site = ("a.example", "b.example")[n % 2]
        gone = site == broken and n >= 4
        date = None if gone else datetime(2026, 5, 1 + n // 20, tzinfo=UTC)
        articles.append(article(n, "words", site=site, published_at=date))
    rows = [
        finding(a, MISSING, 0, severity="warning") for a in articles if a["published_at"] is None
    ]
    return articles, rows


def test_a_site_that_breaks_is_named_with_its_last_date(tmp_path: Path) -> None:
    earlier = write_run(tmp_path / "earlier", *corpus())
    later = write_run(tmp_path / "later", *corpus(broken="a.example"))
    found = compare_runs(earlier, later)
    (change,) = found.worse
    assert (change.key, change.family, change.arrow) == ("a.example", "date", "↑")
    assert "90\N{NARROW NO-BREAK SPACE}% of the articles have no date" in change.told()
    assert "Its last date is 2026-05-01." in change.told()
    assert (found.new, found.gone, found.persisting) == (18, 0, 0)
    assert compare_runs(later, earlier).better[0].key == "a.example"


def test_a_run_beside_itself_has_not_changed(tmp_path: Path) -> None:
    run = make_run(tmp_path, Shape(findings=60))
    found = compare_runs(run, run)
    assert (found.new, found.gone, found.persisting) == (0, 0, 60)
    assert {change.arrow for change in found.rates} == {"="}
    assert {found.worse, found.better, found.remarks} == {()}


def test_a_run_with_other_checks_is_said_and_not_compared(tmp_path: Path) -> None:
    owner = article(0, f"{BANNER.words} {HYPHEN.words}")
    rows = [finding(owner, BANNER, 0), finding(owner, HYPHEN, len(BANNER.words) + 1)]
    earlier = write_run(tmp_path / "earlier", [owner], [])
    later = write_run(tmp_path / "later", [owner], rows)
    document = json.loads((earlier / "run.json").read_text())
    del document["counts"]["checks"][BANNER.check]
    (earlier / "run.json").write_text(json.dumps(document))
    found = compare_runs(earlier, later)
    assert found.only_later == (BANNER.check,)
    assert found.new == 1
    assert BANNER.family not in {change.family for change in found.rates}
    lines = [line for _, line in comparison_lines(found)]
    assert f"Only the later run ran {BANNER.check}: not compared." in lines


def test_runs_without_a_common_check_are_refused(tmp_path: Path) -> None:
    earlier, later = (make_run(tmp_path / name) for name in ("earlier", "later"))
    document = json.loads((earlier / "run.json").read_text())
    document["counts"]["checks"] = {}
    (earlier / "run.json").write_text(json.dumps(document))
    with pytest.raises(UsageError, match="no check in common"):
        compare_runs(earlier, later)


def test_a_report_shows_what_is_new_since_the_earlier_run(tmp_path: Path) -> None:
    owner = article(0, f"{BANNER.words} {HYPHEN.words}")
    rows = [finding(owner, BANNER, 0), finding(owner, HYPHEN, len(BANNER.words) + 1)]
    earlier = write_run(tmp_path / "earlier", [owner], rows[:1])
    later = write_run(tmp_path / "later", [owner], rows)
    assert {f.fresh for f in load_run(later).findings} == {None}
    write_comparison(earlier, later)
    run = load_run(later)
    assert {f.check: f.fresh for f in run.findings} == {BANNER.check: False, HYPHEN.check: True}
    assert run.comparison == compare_runs(earlier, later)


def test_a_damaged_comparison_is_said(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    (run / "comparison.json").write_text("{}")
    with pytest.raises(UsageError, match="is damaged"):
        load_run(run)
