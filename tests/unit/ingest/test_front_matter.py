"""Heads of texts: a line that cannot be read costs itself only, and a rule is no head."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from inputs import convert_with_neighbour

from corpus_qa.ingest.front_matter import read_head

BODY = "The kiln was lit at dawn, and by noon the first bricks were red. " * 3


@pytest.mark.parametrize(
    ("line", "column", "value"),
    [
        ("title: Kiln: lit again", "title", "Kiln: lit again"),
        ("title: The {{ page.kind }} was lit", "title", "The {{ page.kind }} was lit"),
        ("title: {{ page.title }}", "title", "{{ page.title }}"),
        ("author: @nell", "byline", "@nell"),
        ("title: `The kiln`", "title", "`The kiln`"),
        ("title: %raw", "title", "%raw"),
        ('title: "The kiln" is lit', "title", '"The kiln" is lit'),
        ("title: 'The kiln's fire'", "title", "The kiln's fire"),
        ('title: "The kiln', "title", "The kiln"),
    ],
)
def test_a_value_that_is_no_yaml_is_a_text(line: str, column: str, value: str) -> None:
    head = read_head(f"---\nlayout: post\n{line}\nurl: https://k.example.org/1\n---\n{BODY}", ())
    assert head is not None
    assert head.fields[column] == value
    assert head.fields["url"] == "https://k.example.org/1"
    assert head.lost == ()


def test_a_line_that_cannot_be_read_is_named_and_the_others_are_kept(tmp_path: Path) -> None:
    content = f"---\ntitle: The kiln\n  - ]broken\n}}: x\ndate: 2024-03-05\n---\n{BODY}"
    rows, conversion = convert_with_neighbour(tmp_path, {"a.md": content})
    assert (rows[0].title, rows[0].text) == ("The kiln", BODY)
    assert rows[0].published_at == datetime(2024, 3, 5, tzinfo=UTC)
    assert [problem.line for problem in conversion.problems]
    assert all("front matter" in problem.reason for problem in conversion.problems)
    assert all(problem.lost is None for problem in conversion.problems)


def test_a_line_without_a_colon_costs_itself_only() -> None:
    head = read_head(f"\n---\ntitle: The kiln\nno colon here\ndate: 2024-03-05\n...\n{BODY}", ())
    assert head is not None
    assert head.lost == ((4, "no colon here"),)
    assert head.fields["published_at"] == datetime(2024, 3, 5, tzinfo=UTC)


def test_tabs_before_a_list_do_no_harm() -> None:
    head = read_head(f"---\ntitle: The kiln\ntags:\n\t- brick\n\t- fire\n---\n{BODY}", ())
    assert head is not None
    assert head.fields["title"] == "The kiln"
    assert head.extra["tags"] == ["brick", "fire"]


def test_a_day_that_there_is_not_costs_the_date_only() -> None:
    head = read_head(f"---\ntitle: The kiln\ndate: 2024-02-31\n---\n{BODY}", ())
    assert head is not None
    assert head.fields["title"] == "The kiln"
    assert "published_at" not in head.fields
    assert head.extra["published_raw"] == "2024-02-31"


def test_a_line_of_toml_that_cannot_be_read_costs_itself_only() -> None:
    head = read_head(f'+++\ntitle = "The kiln"\nweight = x y\ndraft = false\n+++\n{BODY}', ())
    assert head is not None
    assert head.fields["title"] == "The kiln"
    assert head.lost == ((3, "weight = x y"),)
    assert head.extra["draft"] is False


def test_a_head_in_json(tmp_path: Path) -> None:
    content = '{\n  "title": "The kiln",\n  "date": "2024-03-05T06:00:00Z"\n}\n' + BODY
    rows, _ = convert_with_neighbour(tmp_path, {"a.md": content})
    assert (rows[0].title, rows[0].text, rows[0].text_line) == ("The kiln", BODY, 5)
    assert rows[0].published_at == datetime(2024, 3, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    "top",
    [
        "---\n\nOberau: The kiln was lit at dawn.\n\n---\n",
        f"---\n{BODY}\n---\n",
        f"---\nOberau: {BODY}\n---\n",
        "+++\n\nThe kiln was lit.\n\n+++\n",
        "{x} is the name of the kiln.\n",
    ],
)
def test_a_text_between_rules_is_text(tmp_path: Path, top: str) -> None:
    rows, conversion = convert_with_neighbour(tmp_path, {"a.md": top + BODY})
    assert conversion.problems == ()
    assert rows[0].text == top + BODY


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_heads_of_other_files(tmp_path: Path, name: str) -> None:
    body = f"<html><body><article><p>{BODY}</p></article></body></html>" if "html" in name else BODY
    head = (
        "---\nlayout: post\ntitle: The kiln\ndate: 2024-03-05\nurl: https://k.example.org/1\n---\n"
    )
    rows, _ = convert_with_neighbour(tmp_path, {name: head + body})
    (row,) = rows
    assert (row.title, row.url) == ("The kiln", "https://k.example.org/1")
    assert row.published_at == datetime(2024, 3, 5, tzinfo=UTC)
    assert "layout: post" not in row.text
    assert row.text.strip() == BODY.strip()


def test_a_text_file_with_rules_has_no_head(tmp_path: Path) -> None:
    content = f"---\nnote: x\n---\n{BODY}"
    rows, _ = convert_with_neighbour(tmp_path, {"a.txt": content})
    assert rows[0].text == content


def test_the_name_of_a_post_gives_its_date(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "_posts/2024-03-05-kiln.md": f"---\ntitle: The kiln\n---\n{BODY}",
        "_posts/2024-03-06-lock.md": f"---\ntitle: The lock\ndate: 2024-03-09\n---\n{BODY}",
    }
    rows, _ = convert_with_neighbour(tmp_path, files)
    days = {row.title: row.published_at for row in rows}
    assert days == {
        "The kiln": datetime(2024, 3, 5, tzinfo=UTC),
        "The lock": datetime(2024, 3, 9, tzinfo=UTC),
    }


def test_a_table_in_a_text_file_is_read_as_a_table(tmp_path: Path) -> None:
    content = f"id\ttitle\ttext\n1\tThe kiln\t{BODY}\n2\tThe lock\t{BODY}\n"
    rows, conversion = convert_with_neighbour(tmp_path, {"a.txt": content.encode("utf-16")})
    assert [(row.article_id, row.title, row.text) for row in rows] == [
        ("1", "The kiln", BODY),
        ("2", "The lock", BODY),
    ]
    assert conversion.problems == ()
