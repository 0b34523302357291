"""Opening a report in a browser, and what it logs and asks for meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

# Elements whose text is too faint against what is behind it (WCAG 2.2, 1.4.3: 4.5 to 1). Colours
# are painted on a canvas, which also understands those that CSS mixes.
FAINT = """() => {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (colors) => {
    context.clearRect(0, 0, 1, 1);
    for (const color of colors) {
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => rgb
    .map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const faint = [];
  for (const element of document.querySelectorAll("body *")) {
    const words = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!words || !element.checkVisibility() || element.closest("svg, select, script")) continue;
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      layers.unshift(getComputedStyle(e).backgroundColor);
    }
    const [a, b] = [paint(layers), paint([...layers, getComputedStyle(element).color])].map(light);
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const name = element.className || element.tagName;
    if (contrast < 4.5) faint.push(`${name}: ${contrast.toFixed(2)}`);
  }
  return [...new Set(faint)];
}"""


@dataclass
class Heard:
    """What a page logged and asked for."""

    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


def open_page(context: BrowserContext, report: Path, place: str = "") -> tuple[Page, Heard]:
    """Open the report offline and wait until its script is done."""
    page, heard = context.new_page(), Heard()
    page.on("console", lambda message: heard.messages.append(message.text))
    page.on("pageerror", lambda error: heard.messages.append(str(error)))
    page.on("request", lambda request: heard.requests.append(request.url))
    page.goto(report.as_uri() + place)
    page.wait_for_selector("html[data-ready]", state="attached")
    return page, heard


def assert_quiet(page: Page, heard: Heard, report: Path) -> None:
    """Assert that the page logged nothing, asked for nothing and ran nothing of an article."""
    assert heard.messages == []
    assert {url.split("#")[0] for url in heard.requests} == {report.as_uri()}
    assert page.evaluate("window.pwned") is None
