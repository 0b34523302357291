"""Takes the pictures of the sample report that the README shows (``poe picture``)."""

from __future__ import annotations

import shutil
import sys

from playwright.sync_api import sync_playwright
from sample_report import SAMPLE

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WIDTH, HEIGHT = 1100, 820
# The article of the sample that shows most.
ARTICLE = "Northern bakers to merge after three-year courtship"


def main() -> None:
    """Open the report as a reader would: its first screen, then an article with its findings."""
    browser_path = next(filter(None, map(shutil.which, NAMES)), None)
    if browser_path is None:
        sys.exit(f"There is no browser here: install one of {', '.join(NAMES)}.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto((SAMPLE / "report.html").as_uri())
        page.wait_for_selector("html[data-ready]", state="attached")
        page.screenshot(path=SAMPLE / "report.png")
        page.select_option("[name=grouping]", "article")
        page.get_by_role("link", name=ARTICLE).click()
        page.wait_for_selector("#reader:visible")
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=SAMPLE / "article.png")
        browser.close()


if __name__ == "__main__":
    main()
