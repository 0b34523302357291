"""What a reader wants to know, each found within two interactions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browsing import open_page
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.browser


def test_which_site_is_worst(context: BrowserContext, compared: Path) -> None:
    page, _ = open_page(context, compared)
    page.click("nav >> text=Sites")
    worst = page.locator("#site-table tbody tr").first
    expect(worst).to_be_in_viewport()
    assert worst.get_attribute("data-site")


def test_since_when(context: BrowserContext, compared: Path) -> None:
    page, _ = open_page(context, compared)
    assert "In articles of 2026-01" in page.inner_text("#causes")
    page.click("nav >> text=Changes")
    expect(page.locator("#changes .lead-in")).to_be_in_viewport()


def test_what_do_i_do_first(context: BrowserContext, compared: Path) -> None:
    page, _ = open_page(context, compared)
    first = page.locator("#causes .cause").first
    assert first.locator(".command pre").first.inner_text().startswith("corpus-qa ")
    first.locator(".command button").first.click()
    expect(first.locator(".command button").first).to_have_text("Copied")


def test_show_me_one_example(context: BrowserContext, compared: Path) -> None:
    page, _ = open_page(context, compared)
    part = page.locator("#causes .consists a").first
    check = part.get_attribute("href") or ""
    part.click()
    row = page.locator(f"{check} .row").first
    expect(row).to_be_in_viewport()
    row.locator("a").first.click()
    expect(page.locator("#reader .margin li.current")).to_be_visible()


def test_is_this_pair_really_the_same(context: BrowserContext, compared: Path) -> None:
    page, _ = open_page(context, compared)
    page.click("nav >> text=Duplicates")
    page.locator(".cluster .compare").first.click()
    expect(page.locator("#reader h1")).to_contain_text("text")
    assert "of the first is in the second" in page.inner_text(".reader-head")


def test_a_shared_passage_is_marked_on_both_sides(context: BrowserContext, compared: Path) -> None:
    page, _ = open_page(context, compared)
    page.locator("#passages .compare").first.click()
    left, right = (page.locator(f".sides .{side} mark") for side in ("left", "right"))
    assert left.count() == right.count() > 0
    assert left.first.inner_text().split()[:6] == right.first.inner_text().split()[:6]


def test_is_this_new(context: BrowserContext, compared: Path) -> None:
    page, _ = open_page(context, compared)
    page.select_option("[name=since]", "new in this run")
    expect(page.locator("output[name=tally]")).to_contain_text("match")
    assert "new in this run" in page.locator("#groups .row").first.inner_text()


def test_fix_it(context: BrowserContext, compared: Path) -> None:
    page, _ = open_page(context, compared, "#check=CHR004")
    page.locator("#CHR004 .row a").first.click()
    words = page.locator("#reader mark.current").inner_text()
    page.click("text=Mended")
    assert page.locator(".prose ins").count() > 0
    assert words.rstrip("0123456789 ") not in page.inner_text(".prose")


def test_send_this_view(context: BrowserContext, compared: Path) -> None:
    page, _ = open_page(context, compared)
    page.select_option("[name=family]", "encoding")
    expect(page).to_have_url(re.compile("#family=encoding"))
    page.locator("#groups .row a").first.click()
    page.wait_for_selector("#reader h1")
    sent = page.url
    other, _ = open_page(context, compared, sent[sent.index("#") :])
    assert other.inner_text("#reader h1") == page.inner_text("#reader h1")
    assert other.input_value("[name=family]") == "encoding"
    assert "that match the filters" in other.inner_text(".reader-bar")


def test_what_was_not_read(context: BrowserContext, broken: Path) -> None:
    page, _ = open_page(context, broken)
    assert "The compressed data ends too early." in page.inner_text("#not-examined")
    assert "2 inputs not read in full" in page.inner_text("#corpus .read")


def test_may_i_merge(context: BrowserContext, gated: Path) -> None:
    page, _ = open_page(context, gated)
    assert page.inner_text("h1").strip() == "Fail"
    assert "The change adds 25 articles." in page.inner_text("#verdict")
    page.locator("#groups .row a").first.click()
    expect(page.locator("#reader")).to_be_visible()


def test_next_stays_within_the_filter_and_a_reload_keeps_it(
    context: BrowserContext, compared: Path
) -> None:
    page, _ = open_page(context, compared, "#family=encoding")
    page.locator("#groups .row a").first.click()
    for _ in range(3):
        page.keyboard.press("j")
        expect(page.locator("#reader .current mark, #reader li.current").first).to_be_visible()
        assert page.locator("#reader li.current.fam-encoding").count() == 1
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.locator("#reader li.current.fam-encoding").count() == 1
    page.keyboard.press("Escape")
    expect(page.locator("#overview")).to_be_visible()
    assert page.input_value("[name=family]") == "encoding"
    page.keyboard.press("/")
    expect(page.locator("[name=q]")).to_be_focused()


def test_a_tally_counts_what_the_filter_leaves(context: BrowserContext, compared: Path) -> None:
    page, _ = open_page(context, compared, "#status=known")
    for group in page.locator("[data-check]:visible").all():
        told = group.locator(".tally").inner_text()
        assert "match" in told
        assert int(told.split(" ")[0]) >= group.locator(".row").count() > 0


def test_a_link_to_something_gone_says_so(context: BrowserContext, compared: Path) -> None:
    page, _ = open_page(context, compared, "#finding=0000000000000000")
    expect(page.locator("#gone")).to_be_visible()


def test_sites_are_sorted_and_searched(context: BrowserContext, compared: Path) -> None:
    page, _ = open_page(context, compared)
    page.click("#site-table thead >> text=Articles")
    sizes = [
        int(e) for e in page.locator("td.articles").evaluate_all("a => a.map(e => e.dataset.value)")
    ]
    assert sizes == sorted(sizes, reverse=True)
    name = page.locator("#site-table tbody tr").last.get_attribute("data-site") or ""
    page.fill("#site-search", name)
    expect(page.locator("#site-table tbody tr:visible")).to_have_count(1)
