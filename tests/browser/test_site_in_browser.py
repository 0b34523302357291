"""The documentation as readers meet it: from a disk, offline, wide and narrow, light and dark."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import corpus_qa

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
PAGES = (
    "index",
    "start/python",
    "how-to/pull-requests",
    "reference/commands",
    "reference/python",
    "checks/index",
    "checks/CHR004",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    search = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
    subprocess.run(
        [sys.executable, str(ROOT / ".github/docs/build.py"), str(folder / "docs")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(search)},
        check=True,
    )
    return folder / "docs/site"


@pytest.fixture
def heard() -> list[str]:
    """What pages logged, and what they asked for that is not on the disk."""
    return []


@pytest.fixture(params=[(size, scheme) for size in SIZES for scheme in ("light", "dark")], ids=str)
def page(request: pytest.FixtureRequest, browser: Browser, heard: list[str]) -> Iterator[Page]:
    size, scheme = request.param
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, offline=True
    )
    yield opened(context.new_page(), heard)
    context.close()


def opened(page: Page, heard: list[str]) -> Page:
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(("file:", "data:")) else heard.append(asked.url),
    )
    return page


def test_pages_load_nothing_from_elsewhere_and_fit_the_screen(
    page: Page, site: Path, heard: list[str]
) -> None:
    for name in PAGES:
        page.goto((site / f"{name}.html").as_uri())
        expect(page.locator("h1").first).to_be_visible()
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, name
    assert heard == []


def test_the_search_finds_a_check_without_a_server(
    browser: Browser, site: Path, heard: list[str]
) -> None:
    context = browser.new_context(offline=True)
    page = opened(context.new_page(), heard)
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("Control+k")
    page.get_by_role("textbox", name="Search").or_(page.get_by_placeholder("Search")).last.fill(
        "mojibake"
    )
    expect(page.get_by_role("option").filter(has_text="ENC001").first).to_be_visible()
    assert heard == []
    context.close()


def test_a_notebook_shows_an_article_with_its_words_marked(
    browser: Browser, tmp_path: Path, heard: list[str]
) -> None:
    text = "<script>document.title = 'run'</script>\n\nThe cafÃ© opens at noon, said Ilse Varga."
    marked = corpus_qa.Checker().mark({"title": "Noon", "text": text, "date": "2025-01-02"})
    path = tmp_path / "cell.html"
    path.write_text(f"<meta charset=utf-8><title>cell</title>{marked._repr_html_()}", "utf-8")
    context = browser.new_context(offline=True)
    page = opened(context.new_page(), heard)
    page.goto(path.as_uri())
    expect(page.locator("mark", has_text="cafÃ©")).to_be_visible()
    assert page.title() == "cell"
    assert heard == []
    context.close()
