"""Runs that several tests of reports look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from report_runs import Shape, make_run

from corpus_qa.report.load import Run, load_run


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the folder of a run that has everything."""
    shape = Shape(findings=2_000, articles=800, sites=30, pairs=12)
    return make_run(tmp_path_factory.mktemp("run"), shape)


@pytest.fixture(scope="session")
def run(folder: Path) -> Run:
    return load_run(folder)


@pytest.fixture(scope="session")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Make a run with inputs that could not be read and a check that crashed."""
    return load_run(make_run(tmp_path_factory.mktemp("broken"), Shape(broken=True)))


@pytest.fixture(scope="session")
def big(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Make a run with more findings than a report shows."""
    scripts = ("english", "arabic", "chinese")
    shape = Shape(findings=6_000, articles=3_000, sites=60, scripts=scripts, pairs=40)
    return load_run(make_run(tmp_path_factory.mktemp("big"), shape))
