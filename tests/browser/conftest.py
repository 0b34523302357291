"""A browser, reports in it, and what a page that is opened logs and asks for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from report_runs import Shape, make_run

from corpus_qa.report.compare import write_comparison
from corpus_qa.report.html import page as html
from corpus_qa.report.load import load_run

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ("--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, NAMES)), None)
        if found is None:
            pytest.fail(
                "No Chromium on PATH. Install one: apt-get install chromium, "
                "brew install --cask chromium, or choco install chromium."
            )
        started = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    scripts = ("english", "hostile", "arabic", "chinese")
    shape = Shape(findings=5_000, articles=2_000, sites=30, scripts=scripts, pairs=12)
    return written(make_run(folder, shape))


@pytest.fixture(scope="session")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run beside an earlier one of the same articles, which had fewer findings."""
    folder = tmp_path_factory.mktemp("compared")
    scripts = ("english", "hostile")
    run = make_run(folder / "later", Shape(findings=300, articles=120, pairs=8, scripts=scripts))
    make_run(folder / "earlier", Shape(findings=150, articles=120, pairs=8, scripts=scripts))
    write_comparison(folder / "earlier", run)
    return written(run)


@pytest.fixture(scope="session")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run in which an input could not be read."""
    return written(make_run(tmp_path_factory.mktemp("broken"), Shape(broken=True)))


def written(run: Path) -> Path:
    """Write the page of a run, and return it."""
    path = run / "report.html"
    path.write_text(html.render(load_run(run)), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="session")
def gated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shape = Shape(findings=200, articles=80, scripts=("english", "hostile"), gated=True)
    return written(make_run(tmp_path_factory.mktemp("gated"), shape))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(offline=True)
    yield made
    made.close()
