"""The history of a corpus: one row a run, and a rate that creeps up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_runs import Shape, make_run

from corpus_qa.errors import UsageError
from corpus_qa.report.history import (
    CREEP,
    CREEP_RUNS,
    creeping,
    history_of,
    record_run,
    row_of,
    write_history,
)
from corpus_qa.report.load import Run, load_run
from corpus_qa.text.numbers import percent


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return load_run(make_run(tmp_path / "run", Shape(findings=20)))


def test_a_slow_creep_of_one_percent_a_run_is_told(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "history.parquet"
    row = row_of(run.document, run.metrics, "run")
    for number in range(6):
        table = record_run(file, row | {"chrome_rate": 0.1 + number / 100, "date_rate": 0.2})
    history = history_of(table)
    assert history is not None
    told = f"Chrome has risen over 6 runs, from {percent(0.1)} to {percent(0.15)}."
    assert history.remarks == (told,)


def test_runs_with_other_checks_or_paths_are_not_compared(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "history.parquet"
    other = replace(run.document, input=replace(run.document.input, paths=("elsewhere",)))
    counts = replace(run.document.counts, checks={})
    fewer = replace(run.document, counts=counts)
    for document in (other, fewer, run.document, run.document):
        table = record_run(file, row_of(document, run.metrics, "run"))
    history = history_of(table)
    assert history is not None
    assert len(history.started) == 2
    assert history.remarks == (
        "1 earlier run looked at other paths or ran other checks: not compared.",
    )


def test_a_single_run_has_no_history(tmp_path: Path, run: Run) -> None:
    row = row_of(run.document, run.metrics, "run")
    assert history_of(record_run(tmp_path / "history.parquet", row)) is None


def test_a_report_shows_the_history_of_its_folder(tmp_path: Path, run: Run) -> None:
    row = row_of(run.document, run.metrics, "run")
    for _ in range(3):
        write_history(tmp_path / "history.parquet", run.folder, row)
    history = load_run(run.folder).history
    assert history is not None
    assert len(history.started) == 3


def test_a_file_that_is_no_history_stays_as_it_is(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "history.parquet"
    file.write_text("a thesis")
    with pytest.raises(UsageError, match="move it away"):
        record_run(file, row_of(run.document, run.metrics, "run"))
    assert file.read_text() == "a thesis"


@given(st.lists(st.floats(0, 1), max_size=9))
def test_what_creeps_never_falls(rates: list[float]) -> None:
    run = list(creeping(rates))
    if run:
        assert run == sorted(run) == rates[-len(run) :]
        assert len(run) >= CREEP_RUNS
        assert run[-1] - run[0] >= CREEP


@pytest.mark.parametrize("rates", [(0.1, 0.1, 0.1, 0.1), (0.1, 0.1, 0.1, 0.2), (0.2, 0.1, 0.12)])
def test_neither_rest_nor_a_single_jump_is_a_creep(rates: tuple[float, ...]) -> None:
    assert creeping(rates) == ()
