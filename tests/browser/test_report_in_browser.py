"""The report as people meet it: in a browser, offline, with hostile articles in it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from browsing import FAINT, assert_quiet, open_page
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.browser

# The first pair of the report with 2,000 articles.
PAIR = "#pair=a000000|a001999"


def test_five_thousand_findings_open_without_an_error_or_a_request(
    context: BrowserContext, report: Path
) -> None:
    page, heard = open_page(context, report)
    assert page.inner_text("h1").strip() == "Fail"
    assert page.locator(".row").count() > 10
    assert_quiet(page, heard, report)


def test_filters_narrow_the_list_and_clear_again(context: BrowserContext, report: Path) -> None:
    page, heard = open_page(context, report)
    groups = page.locator("[data-check]:visible")
    before = groups.count()
    page.select_option("[name=family]", "encoding")
    expect(page.locator("[name=tally]")).to_contain_text("of 5,000 findings match")
    assert 0 < groups.count() < before
    page.fill("[name=q]", "invisible character")
    expect(groups).to_have_count(1)
    page.fill("[name=q]", "no article says this")
    page.wait_for_selector("#none-match", state="visible")
    page.click("button[type=reset]")
    page.wait_for_selector("#none-match", state="hidden")
    assert groups.count() == before
    assert_quiet(page, heard, report)


def test_the_report_of_a_change_shows_what_is_new_and_the_rest_on_demand(
    context: BrowserContext, gated: Path
) -> None:
    page, heard = open_page(context, gated)
    expect(page.locator("[name=status]")).to_have_value("new")
    assert page.locator(".row").count() > 0
    assert page.locator(".row.is-known, .row.is-waived").count() == 0
    page.click("button[type=reset]")
    expect(page.locator("[name=status]")).to_have_value("")
    page.select_option("[name=status]", "waived")
    expect(page.locator(".row.is-waived").first).to_be_visible()
    assert_quiet(page, heard, gated)


def test_a_printed_report_has_no_controls(context: BrowserContext, gated: Path) -> None:
    page, _ = open_page(context, gated)
    page.emulate_media(media="print")
    for control in (".bar", "#filters", ".more", ".about"):
        for element in page.locator(control).all():
            assert element.is_hidden()
    assert page.locator(".row").first.is_visible()


def test_more_rows_come_on_demand(context: BrowserContext, report: Path) -> None:
    page, _ = open_page(context, report)
    group = page.locator("[data-check=CHR004]")
    before = group.locator(".row").count()
    group.locator(".more").click()
    assert group.locator(".row").count() == before + 20


def test_findings_can_be_grouped_by_article(context: BrowserContext, report: Path) -> None:
    page, _ = open_page(context, report)
    page.select_option("[name=grouping]", "article")
    page.wait_for_selector("#articles .row")
    page.locator("#articles .row a").first.click()
    page.wait_for_selector("#reader mark")


def test_a_cell_of_the_sites_leads_to_its_findings(context: BrowserContext, report: Path) -> None:
    page, _ = open_page(context, report)
    cell = page.locator(".heat tbody button").first
    family = cell.evaluate("e => e.parentElement.dataset.family")
    cell.click()
    expect(page.locator("[name=family]")).to_have_value(family)
    assert page.input_value("[name=site]") != ""
    assert page.locator(".row").count() > 0


def test_a_finding_leads_to_its_words_in_the_article_and_back(
    context: BrowserContext, report: Path
) -> None:
    page, heard = open_page(context, report)
    link = page.locator("[data-check=CHR004] .row a").first
    link.scroll_into_view_if_needed()
    left = page.evaluate("scrollY")
    link.click()
    mark = page.locator("#reader mark.current")
    assert mark.inner_text().startswith("We use cookies to improve your experience")
    assert page.locator("#overview").is_hidden()
    page.locator(".margin button").last.click()
    assert page.locator(".margin li.current").count() == 1
    page.click("text=Back to the report")
    page.wait_for_selector("#overview", state="visible")
    assert abs(page.evaluate("scrollY") - left) < 5
    assert_quiet(page, heard, report)


def test_every_article_and_every_pair_shows_hostile_words_as_words(
    context: BrowserContext, report: Path
) -> None:
    page, heard = open_page(context, report)
    elements = set()
    for number in range(60):
        page.evaluate(f"location.hash = '#article=a{number:06d}'")
        page.wait_for_selector("#reader h1")
        elements |= set(
            page.evaluate("[...document.querySelectorAll('#reader *')].map(e => e.tagName)")
        )
    for link in page.evaluate("[...document.querySelectorAll('.compare')].map((a) => a.hash)"):
        page.evaluate("(hash) => (location.hash = hash)", link)
        page.wait_for_selector("#reader .sides")
    addresses = page.evaluate("[...document.querySelectorAll('a')].map((a) => a.protocol)")
    assert set(addresses) <= {"file:", "https:", "http:"}
    assert not {"SCRIPT", "IMG", "IFRAME", "STYLE"} & elements
    assert_quiet(page, heard, report)


def test_hostile_words_are_shown_as_they_are(context: BrowserContext, report: Path) -> None:
    page, heard = open_page(context, report)
    page.select_option("[name=grouping]", "article")
    page.fill("[name=q]", "<script>window.pwned")
    page.wait_for_selector("#articles .row >> text=<script>window.pwned = 1</script>")
    page.locator("#articles .row a").first.click()
    assert "<script>window.pwned = 1</script>" in page.inner_text("#reader h1")
    assert_quiet(page, heard, report)


def test_steering_characters_are_spelled_out(context: BrowserContext, report: Path) -> None:
    page, _ = open_page(context, report)
    row = page.locator("[data-check=ENC005] .row mark").first
    assert row.inner_text() == "passU+200BwordU+202E"


def test_two_copies_are_compared_word_by_word(context: BrowserContext, report: Path) -> None:
    page, _ = open_page(context, report)
    contained = page.locator(".copy-row", has_text="contained").first
    contained.locator(".compare").click()
    page.wait_for_selector(".sides ins")
    page.locator(".side-head a").first.click()
    page.locator(".copy a").first.click()
    page.wait_for_selector(".sides ins")
    assert "Subscribe" in "".join(page.locator(".sides ins").all_inner_texts())
    assert page.locator(".sides .same").count() > 0


def test_the_word_diff_is_complete_and_the_shortest(context: BrowserContext, report: Path) -> None:
    page, _ = open_page(context, report)
    dice = random.Random(5)  # noqa: S311 - not for secrets
    texts = [[dice.choices("abc", k=dice.randint(0, 9)) for _ in range(2)] for _ in range(300)]
    answers = page.evaluate("pairs => pairs.map((pair) => diff(...pair))", texts)
    for (a, b), runs in zip(texts, answers, strict=True):
        assert [w for _, words, _ in runs for w in words] == a
        assert [w for _, _, words in runs for w in words] == b
        same = [(left, right) for equal, left, right in runs if equal]
        assert all(left == right for left, right in same)
        assert sum(len(left) for left, _ in same) == longest_common(a, b)


def longest_common(a: list[str], b: list[str]) -> int:
    """Return the length of the longest common subsequence."""
    row = [0] * (len(b) + 1)
    for x in a:
        last = row
        row = [0]
        for n, y in enumerate(b):
            row.append(last[n] + 1 if x == y else max(last[n + 1], row[n]))
    return row[-1]


def test_without_javascript_the_verdict_the_expectations_and_the_charts_remain(
    browser: Browser, report: Path
) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    assert page.locator("h1").inner_text().strip() == "Fail"
    assert page.locator("#rates svg.plot").count() >= 6
    assert page.locator("#corpus svg").count() > 0
    assert page.locator("#causes .cause").count() > 0
    assert page.locator("#findings .row mark").count() > 10
    assert page.locator("#filters").is_hidden()
    assert "Without JavaScript" in page.locator("#findings").inner_text()
    context.close()


@pytest.mark.parametrize("place", ["", "#article=a000000", PAIR])
@pytest.mark.parametrize("width", [390, 768, 1280])
def test_nothing_is_wider_than_the_screen(
    browser: Browser, report: Path, width: int, place: str
) -> None:
    context = browser.new_context(offline=True, viewport={"width": width, "height": 800})
    page, _ = open_page(context, report, place)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_the_report_of_a_change_is_not_wider_than_the_screen(
    browser: Browser, gated: Path, width: int
) -> None:
    context = browser.new_context(offline=True, viewport={"width": width, "height": 800})
    page, _ = open_page(context, gated)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_of_the_report_of_a_change_stands_out(
    browser: Browser, gated: Path, scheme: str
) -> None:
    context = browser.new_context(offline=True, color_scheme=scheme)  # type: ignore[arg-type]
    page, _ = open_page(context, gated)
    assert page.evaluate(FAINT) == []
    context.close()


@pytest.mark.parametrize("place", ["", "#article=a000000", PAIR])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_what_is_behind_it(
    browser: Browser, report: Path, scheme: str, place: str
) -> None:
    context = browser.new_context(offline=True, color_scheme=scheme)  # type: ignore[arg-type]
    page, _ = open_page(context, report, place)
    assert page.evaluate(FAINT) == []
    context.close()
