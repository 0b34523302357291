"""What breaks on a cluster is done again, or told; nothing is lost or counted twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from spark_checks import check, fills_disk, raises
from spark_runs import articles, dataset, run_with

from corpus_qa.config import Options
from corpus_qa.errors import IncompleteError

pytestmark = [pytest.mark.spark, pytest.mark.usefixtures("spark")]


def test_a_check_that_raises_costs_one_article_and_is_told(tmp_path: Path) -> None:
    path = dataset(articles(60), tmp_path / "dataset", 1, 11)
    here = run_with(check(raises), path, tmp_path / "local")
    there = run_with(check(raises), path, tmp_path / "spark", Options(engine="spark"))
    assert there["verdict"] == "incomplete"
    assert "REEF001 crashed on 1 article, first on n00000007" in str(there["reasons"])
    for crashed in (*here.pop("crashes"), *there.pop("crashes")):
        assert "a shoal" in crashed["traceback"]
    assert there == here


def test_a_full_disk_ends_the_run_and_the_next_one_goes_on(tmp_path: Path, over: Path) -> None:
    path = dataset(articles(60), tmp_path / "dataset", 2, 11)
    run = tmp_path / "spark"
    over.unlink(missing_ok=True)
    with pytest.raises(IncompleteError, match=r"go on with it with --resume --run .*spark"):
        run_with(check(fills_disk), path, run, Options(engine="spark"))
    assert not run.exists()
    over.touch()
    there = run_with(check(fills_disk), path, run, Options(engine="spark", resume=True))
    assert there == run_with(check(fills_disk), path, tmp_path / "local")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["dataset", "local", "spark"]


def test_a_driver_that_is_started_again_does_no_stage_twice(
    tmp_path: Path, over: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over.touch()
    path = dataset(articles(60), tmp_path / "dataset", 2, 11)
    run = tmp_path / "spark"
    with monkeypatch.context() as patched:
        patched.setattr("corpus_qa.spark.relate.SparkRelating.write_findings", _ended)
        with pytest.raises(KeyboardInterrupt):
            run_with(check(fills_disk), path, run, Options(engine="spark"))
    with monkeypatch.context() as patched:
        patched.setattr("corpus_qa.spark.examine._write_part", _ended)
        patched.setattr("corpus_qa.spark.relate._words_part", _ended)
        patched.setattr("corpus_qa.spark.relate._verified", _ended)
        there = run_with(check(fills_disk), path, run, Options(engine="spark", resume=True))
    assert there == run_with(check(fills_disk), path, tmp_path / "local")


def _ended(*_: object) -> None:
    raise KeyboardInterrupt
