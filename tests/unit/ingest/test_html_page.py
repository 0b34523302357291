"""The date of a page is what its best witnesses say, and the page's statements are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial

import pytest
from growth import MOST_GROWTH, growth
from htmldate.utils import load_html

from corpus_qa.ingest.html_page import headline, page_date, read_page, statements, visible_text

BODY = "<p>The harbour board of Elmport put off its vote on the new pier for the third time.</p>"
URL = "https://elmport-courier.example/2025/03/14/pier"


def page(head: str = "", body: str = BODY) -> str:
    return f"<html><head><title>Pier</title>{head}</head><body><h1>Pier</h1>{body}</body></html>"


def meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


def json_ld(**values: str) -> str:
    pairs = ", ".join(f'"{name}": "{value}"' for name, value in values.items())
    return f'<script type="application/ld+json">{{{pairs}}}</script>'


def test_two_witnesses_that_agree_settle_the_date_to_the_minute() -> None:
    html = page(json_ld(datePublished="2025-03-14T10:32:00+01:00"), "2 July 2025")
    found = page_date(html, URL)
    assert found.moment == datetime(2025, 3, 14, 9, 32, tzinfo=UTC)
    assert found.source == "json-ld"
    assert [one.source for one in found.evidence] == ["json-ld", "url"]


@pytest.mark.parametrize(
    "head",
    [
        meta("article:published_time", "2025-03-14T10:32:00Z"),
        '<meta content="2025-03-14" name="dc.date.issued">',
        "<META NAME='pubdate' CONTENT='14 March 2025'>",
        json_ld(datePublished="2025-03-14"),
    ],
)
def test_one_statement_of_publication_is_enough(head: str) -> None:
    moment = page_date(page(head), None).moment
    assert moment is not None
    assert moment.date() == date(2025, 3, 14)


def test_publication_is_preferred_to_modification() -> None:
    head = json_ld(dateModified="2025-07-02") + meta("article:published_time", "2025-03-14")
    assert page_date(page(head), None).moment == datetime(2025, 3, 14, tzinfo=UTC)


def test_the_visible_byline_is_a_witness() -> None:
    body = f"<div>By Mara Quill</div><div>Published 14 March 2025, 10:32</div>{BODY}"
    assert page_date(page("", body), None)[:2] == (datetime(2025, 3, 14, tzinfo=UTC), "text")


@pytest.mark.parametrize("html", ["", "   ", "<p>", "no markup at all", "<html></html>"])
def test_a_page_without_a_date_has_none(html: str) -> None:
    assert page_date(html, None) == (None, None, ())


def test_dates_before_the_web_and_after_today_are_not_of_publication() -> None:
    head = meta("article:published_time", "1970-01-01") + json_ld(datePublished="2999-01-01")
    assert page_date(page(head), None)[:2] == (None, None)


def test_statements_tell_who_speaks_about_what() -> None:
    html = page(
        json_ld(datePublished="2025-03-14", dateModified="2025-07-02") + meta("date", "14.03.2025"),
        '<time datetime="2025-03-14" class="entry-date">Friday</time>'
        '<span itemprop="datePublished" content="2025-03-14">Friday</span>'
        "<time>14 March 2025</time>",
    )
    assert [(one.source, one.role) for one in statements(html)] == [
        ("json-ld", "published"),
        ("json-ld", "modified"),
        ("meta", "published"),
        ("time", "published"),
        ("time", "published"),
        ("time", ""),
    ]


def test_visible_text_has_a_line_per_block_and_nothing_that_is_hidden() -> None:
    html = page(
        body="<nav><ul><li>News</li><li>Sport</li></ul></nav><script>var x = '1 May 2020'</script>"
        "<!-- 2 May 2020 --><p>One\nline &#1; of <b>bold</b> text<br>Next</p>"
        "<style>p {}</style>tail"
    )
    tree = load_html(html)
    assert visible_text(tree) == "Pier\nNews\nSport\nOne line of bold text\nNext\ntail"


def test_the_tree_of_a_page_is_not_changed() -> None:
    tree = load_html(page(json_ld(datePublished="2025-03-14")))
    visible_text(tree)
    assert tree.find(".//script") is not None


def test_the_headline_is_that_of_social_networks_before_the_heading() -> None:
    html = page(meta("og:title", "Board &amp; pier: vote delayed"))
    assert headline(html, load_html(html)) == "Board & pier: vote delayed"
    assert headline(page(), load_html(page())) == "Pier"


@pytest.mark.parametrize(
    "attribute", [' a{n}="x"', " a{n}", 'a{n}="x"', " a{n}='>'", ' a{n}="<a b"', ' a{n}"']
)
def test_attributes_cost_linear_work(attribute: str) -> None:
    def work(size: int) -> Callable[[], object]:
        attributes = "".join(attribute.replace("{n}", str(n)) for n in range(size))
        html = f"<html><body><p {attributes}>The ferry sails.</p><p>Again.</p></body></html>"
        return partial(read_page, html, None)

    assert growth(work, 1000) < MOST_GROWTH


def test_an_element_with_many_attributes_keeps_its_words() -> None:
    attributes = " ".join(f'data-{n}="{n}"' for n in range(3000))
    fields, _ = read_page(f"<html><body><p {attributes}>The ferry sails.</p></body></html>", None)
    assert fields["text"] == "The ferry sails."


def test_a_page_that_is_no_tree_is_read_as_a_piece() -> None:
    assert read_page("The ferry sails.</p><!DOCTYPE", None)[0]["text"] == "The ferry sails."
