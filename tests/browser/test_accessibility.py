"""axe-core finds nothing wrong with the report, in either colour scheme."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from browsing import open_page

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

RULES = '{ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }'


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", ["", "#article=a000000", "#pair=a000000|a000119"])
def test_axe_finds_no_violation(browser: Browser, compared: Path, scheme: str, place: str) -> None:
    violations = axe(browser, compared, scheme, place)
    assert violations == []


def test_axe_finds_no_violation_in_the_report_of_a_change(browser: Browser, gated: Path) -> None:
    assert axe(browser, gated, "light", "") == []


def axe(browser: Browser, report: Path, scheme: str, place: str) -> list[str]:
    """Return what axe-core says of a page, with everything unfolded."""
    # The policy of the page lets nothing run but its own script, so it is off for the test.
    context = browser.new_context(offline=True, bypass_csp=True, color_scheme=scheme)  # type: ignore[arg-type]
    page, _ = open_page(context, report, place)
    page.evaluate("document.querySelectorAll('details').forEach((e) => (e.open = true))")
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run(document, {RULES}).then((r) => r.violations)")
    context.close()
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]
