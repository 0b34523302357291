"""The names that inputs give their columns are understood."""

from __future__ import annotations

from pathlib import Path

import pytest
from inputs import (
    RECORDS,
    as_csv,
    as_parquet,
    convert_with_neighbour,
    run,
    write,
)

from corpus_qa.errors import ConfigError
from corpus_qa.ingest.columns import check_overrides, map_columns, synonyms


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("body", "text"),
        ("maintext", "text"),
        ("articleBody", "text"),
        ("Full Text", "text"),
        ("datePublished", "published_at"),
        ("pub_date", "published_at"),
        ("Publication-Date", "published_at"),
        ("HEADLINE", "title"),
        ("source_domain", "site"),
        ("dc.creator", "byline"),
        ("@id", None),
        ("source", None),
        ("description", None),
    ],
)
def test_a_name_means_a_column_whatever_its_case_and_separators(
    name: str, column: str | None
) -> None:
    mapped = map_columns((name,))
    assert mapped.columns == ({column: (name,)} if column else {})
    assert mapped.others == (() if column else (name,))


def test_the_more_telling_name_comes_first_whatever_the_order() -> None:
    for names in (("content", "maintext", "text"), ("text", "content", "maintext")):
        assert map_columns(names).columns["text"] == ("text", "maintext", "content")


def test_an_override_comes_before_all_names() -> None:
    mapped = map_columns(("text", "teaser"), (("teaser", "text"),))
    assert mapped.columns["text"] == ("teaser", "text")


def test_no_name_means_two_columns() -> None:
    names = [name for known in synonyms().values() for name in known]
    assert len(names) == len(set(names))


def test_a_record_without_text_and_html_has_no_text() -> None:
    assert map_columns(tuple(RECORDS[0])).has_text
    assert map_columns(("raw_html",)).has_text
    assert not map_columns(("title", "date")).has_text


def test_an_override_must_name_a_column_that_there_is() -> None:
    check_overrides({"story": "text"})
    with pytest.raises(ConfigError, match="none of article_id, text, html"):
        check_overrides({"story": "bodytext"})


def test_a_table_without_a_text_column_is_told_once(tmp_path: Path) -> None:
    records = [{"headline": f"T{n}", "published": "2025-01-01"} for n in range(500)]
    files: dict[str, str | bytes] = {"a.csv": as_csv(records), "b.parquet": as_parquet(records)}
    rows, conversion = convert_with_neighbour(tmp_path, files)
    assert rows == []
    assert [problem.source for problem in conversion.problems] == ["a.csv", "b.parquet"]
    assert "headline, published" in conversion.problems[0].reason
    assert "[input.columns]" in conversion.problems[0].hint


def test_an_override_that_names_no_column_is_a_configuration_error(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.txt": "Words."})
    with pytest.raises(ConfigError, match="“story” to “body”"):
        run(source, tmp_path / "out", columns={"story": "body"})
