"""What all forms of input have in common: sites, ids, hashes, values that are no text."""

from __future__ import annotations

import copy
import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest
from inputs import as_jsonl, only_article, write

from corpus_qa.ingest.articles import parse_all, site_of, split_source, to_records, to_row
from corpus_qa.ingest.discover import find, source_of
from corpus_qa.ingest.records import Draft, Reading
from corpus_qa.model import ARTICLE_SCHEMA, Problem

PROSE = (
    "The ferry to the island sailed again on Monday, and the islanders who had waited for it at"
    " the harbour said that they were glad to see it, for there had been no mail in a week."
)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.harbour.example.co.uk/a?b#c", "example.co.uk"),
        ("http://user:secret@news.example.org:8080/x", "example.org"),
        ("//cdn.example.com/x", "example.com"),
        ("example.com/story", "example.com"),
        ("HTTPS://WWW.EXAMPLE.COM", "example.com"),
        ("https://brask.github.io/", "brask.github.io"),
        ("http://192.168.0.1/x", "192.168.0.1"),
        ("mailto", None),
        ("/only/a/path", None),
        ("", None),
        (None, None),
        ("http://[::1]/x", None),
    ],
)
def test_the_site_is_the_registrable_domain(url: str | None, site: str | None) -> None:
    assert site_of(url) == site


def test_a_given_site_is_kept_as_it_is(tmp_path: Path) -> None:
    record = {"text": "Words.", "domain": "Harbour Notes", "url": "https://x.example.org/1"}
    assert only_article(tmp_path, "a.jsonl", as_jsonl([record])).site == "Harbour Notes"


def test_values_of_other_types_become_text_or_extra(tmp_path: Path) -> None:
    record = {
        "id": 12,
        "text": ["First paragraph.", "Second one."],
        "authors": [{"@type": "Person", "name": "Nell Öry"}, "Tom Brask"],
        "title": {"rendered": "The wall"},
        "publisher": {"name": "Harbour Notes"},
        "lang": "en",
        "date": 1740000000,
        "big": 2**70,
        "nothing": None,
    }
    row = only_article(tmp_path, "a.jsonl", as_jsonl([record]))
    assert (row.article_id, row.byline, row.title) == ("12", "Nell Öry, Tom Brask", "The wall")
    assert row.text == "First paragraph.\nSecond one."
    assert row.published_at == datetime.fromtimestamp(1740000000, UTC)
    extra = json.loads(row.extra or "{}")
    assert extra["publisher"] == {"name": "Harbour Notes"}
    assert extra["declared_language"] == "en"
    assert extra["published_raw"] == 1740000000


def test_a_date_that_means_nothing_is_kept_as_it_was(tmp_path: Path) -> None:
    row = only_article(tmp_path, "a.jsonl", as_jsonl([{"text": "W.", "date": "some day"}]))
    assert (row.published_at, row.published_source) == (None, None)
    assert json.loads(row.extra or "{}") == {"published_raw": "some day"}


def test_a_second_column_for_the_same_thing_is_extra(tmp_path: Path) -> None:
    row = only_article(tmp_path, "a.jsonl", as_jsonl([{"content": "Teaser.", "text": "Story."}]))
    assert row.text == "Story."
    assert json.loads(row.extra or "{}") == {"content": "Teaser."}


def test_an_empty_text_is_an_article(tmp_path: Path) -> None:
    assert only_article(tmp_path, "a.jsonl", as_jsonl([{"title": "T", "text": None}])).text == ""


def draft(text: str) -> Draft:
    """Make a draft that says nothing but its text."""
    return Draft(text, {"title": "half \ud800"}, {"odd": "\udfff"}, 0, None, 1, "utf-8", 0)


def test_no_lone_surrogate_reaches_a_table() -> None:
    rows = [to_row(draft("whole \udc00"), "a.txt", datetime.now(UTC))]
    (row,) = to_records(rows).to_pylist()
    assert row["text"] == "whole \N{REPLACEMENT CHARACTER}"
    assert row["title"] == "half \N{REPLACEMENT CHARACTER}"


def test_the_content_hash_is_that_of_the_text(tmp_path: Path) -> None:
    row = only_article(tmp_path, "a.txt", "Wörter.")
    assert row.content_hash == hashlib.sha256("Wörter.".encode()).hexdigest()[:32]


def test_no_rows_are_a_batch_too() -> None:
    assert to_records([]).schema.equals(ARTICLE_SCHEMA)


def test_converting_does_not_import_what_it_does_not_need(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.txt": PROSE, "b.jsonl": as_jsonl([{"text": PROSE}])})
    script = (
        "import sys\nfrom corpus_qa.config import InputOptions\n"
        "from corpus_qa.dataset.convert import convert\n"
        "convert([sys.argv[1]], sys.argv[2], options=InputOptions())\n"
        "slow = 'pandas polars duckdb trafilatura htmldate dateparser warcio yaml tldextract '\n"
        "slow += 'py3langid charset_normalizer scipy great_expectations'\n"
        "print(sorted(set(slow.split()) & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(source), str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("name", ["split", "parse"])
def test_a_reader_that_exits_is_a_problem_of_its_file(name: str, tmp_path: Path) -> None:
    def leave(*_: object) -> NoReturn:
        raise SystemExit(0)

    (tmp_path / "a.txt").write_text("The ferry sails.", "utf-8")
    (source,) = find([tmp_path]).sources
    reader = copy.copy(source.reader)
    object.__setattr__(reader, name, leave)
    reading = Reading((), 1 << 20, datetime(2025, 5, 1, tzinfo=UTC))
    parsed = parse_all(list(split_source(replace(source, reader=reader), reading)), reading)
    assert parsed.records.num_rows == 0
    assert {problem.source for problem in parsed.problems} == {"a.txt"}
    assert "SystemExit" in parsed.problems[0].reason


def test_a_file_that_cannot_be_opened_is_one_problem(tmp_path: Path) -> None:
    source = source_of("a.md", tmp_path / "a.md")
    assert source is not None
    (problem,) = split_source(source, Reading((), 1000, datetime.now(UTC)))
    assert isinstance(problem, Problem)
    assert "cannot be read (No such file" in problem.reason
