"""What a text file says at its top becomes title, byline and date; the text stays as it is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from inputs import (
    only_article,
)

from corpus_qa.ingest.readers.text import is_title, read_stub

PARAGRAPH = (
    "The harbour master of Brask said on Monday that the new wall would stand before the winter, "
    "although the stone for it has yet to be cut."
)


@pytest.mark.parametrize(
    "line",
    [
        "Harbour wall to stand before the winter",
        "“It will hold”: the wall that Brask waited for",
        "Who pays for the wall at Brask?",
        "Wall delayed",
        "# Harbour wall to stand before the winter",
        "Brask waits and waits and waits...",
    ],
)
def test_a_headline_is_a_title(line: str) -> None:
    assert is_title(line, PARAGRAPH)


@pytest.mark.parametrize(
    ("line", "following"),
    [
        ("The wall will stand before the winter, said the harbour master.", PARAGRAPH),
        ("Harbour Notes", "Home"),
        ("  • Home", "  • News"),
        ("https://harbournotes.example/wall", PARAGRAPH),
        ("By Nell Öry", PARAGRAPH),
        (PARAGRAPH * 2, PARAGRAPH),
        ("Harbour wall to stand before the winter", ""),
        ("-", PARAGRAPH),
        ("Brask", PARAGRAPH),
        ("March 14, 2025", PARAGRAPH),
    ],
)
def test_sentences_menus_addresses_and_bylines_are_no_titles(line: str, following: str) -> None:
    assert not is_title(line.strip(), following)


@pytest.mark.parametrize(
    ("stub", "byline", "day"),
    [
        ("By Nell Öry\nMarch 14, 2025", "Nell Öry", 14),
        ("By Nell Öry and Tom van der Brask", "Nell Öry and Tom van der Brask", None),
        ("Published: 14 March 2025", None, 14),
        ("Updated on 2025-03-14", None, 14),
        ("Friday, March 14, 2025", None, 14),
        ("14.03.2025", None, 14),
        ("Autor: Jana Kolb\n14. März 2025", "Jana Kolb", 14),
        ("Score: 3-1", None, None),
        ("Room 14, 3rd floor", None, None),
        ("By the harbour, at night", None, None),
        ("BY NELL ÖRY", "NELL ÖRY", None),
    ],
)
def test_a_stub_states_byline_and_date(stub: str, byline: str | None, day: int | None) -> None:
    found = read_stub(f"Harbour wall to stand before the winter\n\n{stub}\n\n{PARAGRAPH}\n")
    assert found.get("byline") == byline
    expected = datetime(2025, 3, day, tzinfo=UTC) if day else None
    assert found.get("published_at") == expected
    assert found.get("published_source") == ("text" if day else None)


def test_a_date_in_front_of_the_first_sentence_is_found() -> None:
    assert read_stub(f" date 2025-03-14 {PARAGRAPH}")["published_at"] == datetime(
        2025, 3, 14, tzinfo=UTC
    )


def test_dates_and_names_in_the_story_itself_are_left_alone() -> None:
    story = f"{PARAGRAPH}\n\nBy Easter Monday\n\nMarch 14, 2025\n"
    assert read_stub(story) == {}


def test_an_empty_text_states_nothing() -> None:
    assert read_stub("") == read_stub("\n \n") == {}


def test_yaml_front_matter_fills_the_columns(tmp_path: Path) -> None:
    row = only_article(
        tmp_path,
        "a.md",
        "---\ntitle: The wall\ndate: 2025-03-14\nauthors: [Nell Öry, Tom Brask]\nlang: en\n"
        f"tags: [sea]\n---\n\n# A heading of its own\n\n{PARAGRAPH}\n",
    )
    assert (row.title, row.byline) == ("The wall", "Nell Öry, Tom Brask")
    assert row.published_at == datetime(2025, 3, 14, tzinfo=UTC)
    assert row.published_source == "field"
    assert row.text == f"\n# A heading of its own\n\n{PARAGRAPH}\n"
    assert row.text_line == 8
    assert row.extra == ('{"tags":["sea"],"declared_language":"en","published_raw":"2025-03-14"}')


def test_toml_front_matter_fills_the_columns(tmp_path: Path) -> None:
    content = f'+++\ntitle = "The wall"\ndate = 2025-03-14T08:00:00Z\n+++\n{PARAGRAPH}'
    row = only_article(tmp_path, "a.md", content)
    assert row.title == "The wall"
    assert row.published_at == datetime(2025, 3, 14, 8, tzinfo=UTC)
    assert row.text == PARAGRAPH


@pytest.mark.parametrize(
    "block", ["title: [broken", "just words", "- a\n- b", "a: !!python/none x"]
)
def test_front_matter_that_cannot_be_read_is_kept_aside(tmp_path: Path, block: str) -> None:
    row = only_article(tmp_path, "a.md", f"---\n{block}\n---\n{PARAGRAPH}")
    assert row.text == PARAGRAPH
    assert row.extra is not None
    assert "front_matter" in row.extra


def test_a_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    content = f"---\n\n{PARAGRAPH}\n"
    assert only_article(tmp_path, "a.md", content).text == content


def test_a_text_file_is_never_altered(tmp_path: Path) -> None:
    text = "\n  Storm closes school\r\n\r\nThe  school\tstays shut.  \n\n"
    row = only_article(tmp_path, "a.txt", text.encode())
    assert row.text == text
    assert (row.article_id, row.source, row.text_line) == ("a.txt", "a.txt", 1)


def test_the_modules_at_the_top_of_mdx_are_no_text(tmp_path: Path) -> None:
    content = (
        f"---\ntitle: The wall\n---\nimport Map from '../map'\nexport const x = 1\n\n{PARAGRAPH}"
    )
    row = only_article(tmp_path, "a.mdx", content)
    assert (row.title, row.text.strip()) == ("The wall", PARAGRAPH)
    assert row.text_line == 6
