"""A page gives its main text, and what it says of itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from inputs import (
    COMPRESSORS,
    PAGE,
    as_jsonl,
    convert_with_neighbour,
    only_article,
)


def test_a_page_with_hardly_any_text_is_an_article_with_hardly_any(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.html": "<html><body></body></html>",
        "b.html": "no page",
        "c.html": "<?xml version='1.0' encoding='utf-8'?><html><body><p>Words.</p></body></html>",
        "d.html": "<script>broken</script><p>Words.",
    }
    rows, conversion = convert_with_neighbour(tmp_path, files)
    assert [row.text for row in rows] == ["", "no page", "Words.", "Words."]
    assert conversion.problems == ()


@pytest.mark.parametrize("suffix", COMPRESSORS)
def test_a_page_gives_text_title_byline_site_and_date(tmp_path: Path, suffix: str) -> None:
    row = only_article(tmp_path, f"page.html{suffix}", COMPRESSORS[suffix](PAGE.encode()))
    assert row.text.startswith("For the first time") or row.text.startswith("Lighthouse opens")
    assert row.text.endswith("switched off for good.")
    assert "All rights" not in row.text
    assert "Home" not in row.text
    assert row.title == "Lighthouse opens its doors"
    assert row.byline == "Nell Öry"
    assert row.published_at is not None
    assert row.published_at.date().isoformat() == "2025-02-06"
    assert row.published_source in {"meta", "json-ld", "text"}
    assert row.language == "en"
    extra = json.loads(row.extra or "{}")
    assert extra["declared_language"] == "en-GB"
    assert extra["site_name"] == "Harbour Notes"
    assert extra["date_evidence"]


def test_an_html_column_is_read_like_a_page_and_loses_to_what_the_record_says(
    tmp_path: Path,
) -> None:
    record = {"id": "p1", "html": PAGE, "title": "Given title", "url": "https://a.example.org/1"}
    row = only_article(tmp_path, "a.jsonl", as_jsonl([record]))
    assert row.article_id == "p1"
    assert row.title == "Given title"
    assert row.site == "example.org"
    assert row.text.endswith("switched off for good.")
    assert row.published_at is not None


def test_the_address_that_an_extracted_page_names_is_its_own(tmp_path: Path) -> None:
    head = (
        '<meta name="author" content="Una"/><meta name="url" content="https://x.example/?a&amp;b"/>'
    )
    row = only_article(
        tmp_path, "a.html", f"<html><head>{head}</head><body><p>Low tide.</p></body>"
    )
    assert row.url == "https://x.example/?a&b"
