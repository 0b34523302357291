"""A run on Spark says what a run on one machine says, however the articles are cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from spark_runs import SAMPLE, articles, dataset, run

pytestmark = [pytest.mark.spark, pytest.mark.usefixtures("spark")]


def test_the_sample_has_the_same_findings_on_both(tmp_path: Path) -> None:
    here = run(SAMPLE, tmp_path / "local")
    there = run(SAMPLE, tmp_path / "spark", engine="spark")
    assert len(here["findings"]) > 100
    assert there == here


def test_copies_are_found_however_the_articles_are_cut(tmp_path: Path) -> None:
    rows = articles(300)
    here = run(dataset(rows, tmp_path / "whole", 1, 500), tmp_path / "local")
    cut = dataset(rows, tmp_path / "cut", 3, 23)
    there = run(cut, tmp_path / "spark", engine="spark")
    kinds = {pair["kind"] for pair in here["duplicates"]}
    assert kinds == {"exact", "near", "contained", "overlap"}
    assert {"DUP006", "CHR030"} <= {row["check"] for row in here["findings"]}
    assert there == here
