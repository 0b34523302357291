"""Takes the picture of the sample report that the README shows: ``python tests/picture.py``."""

from __future__ import annotations

import shutil
import sys

from playwright.sync_api import sync_playwright
from sample_report import SAMPLE

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WIDTH, HEIGHT = 1240, 860


def main() -> None:
    """Open the report as a reader would, and keep what the first screen shows."""
    browser_path = next(filter(None, map(shutil.which, NAMES)), None)
    if browser_path is None:
        sys.exit(f"There is no browser here: install one of {', '.join(NAMES)}.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto((SAMPLE / "report.html").as_uri())
        page.wait_for_load_state("networkidle")
        page.screenshot(path=SAMPLE / "report.png")
        browser.close()


if __name__ == "__main__":
    main()
