"""Articles of every form become the same rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from inputs import (
    COMPRESSORS,
    RECORDS,
    articles,
    as_arrow,
    as_csv,
    as_jsonl,
    as_parquet,
    as_warc,
    only_article,
    run,
    write,
)

from corpus_qa.config import InputOptions
from corpus_qa.dataset.convert import convert
from corpus_qa.dataset.store import Dataset

WRITERS: Mapping[str, Callable[[Sequence[Mapping[str, Any]]], bytes]] = {
    "news.jsonl": as_jsonl,
    "news.ndjson": as_jsonl,
    "news.json": lambda records: json.dumps(records, indent=2).encode(),
    "wrapped.json": lambda records: json.dumps({"total": 3, "articles": records}).encode(),
    "lines.json": as_jsonl,
    "news.csv": as_csv,
    "semicolons.csv": lambda records: as_csv(records, ";"),
    "news.tsv": lambda records: as_csv(records, "\t"),
    "news.parquet": as_parquet,
    "news.arrow": as_arrow,
    "news.feather": as_arrow,
}

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8">
<title>Lighthouse opens its doors | Harbour Notes</title>
<meta name="author" content="Nell Öry"><meta property="og:site_name" content="Harbour Notes">
<meta property="article:published_time" content="2025-02-06T08:15:00+00:00"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article>
<h1>Lighthouse opens its doors</h1>
<p>For the first time in forty years visitors may climb the tower of the old lighthouse at Brask,
which the harbour trust has repaired with the help of two hundred volunteers from the villages.</p>
<p>“We had to carry every stone up by hand,” said the mason in charge of the work, who began as an
apprentice on the same stairs in the year in which the lamp was switched off for good.</p></article>
<footer>All rights reserved</footer></body></html>"""


@pytest.mark.parametrize("suffix", COMPRESSORS)
@pytest.mark.parametrize("name", WRITERS)
def test_every_table_of_articles_becomes_the_same_rows(
    tmp_path: Path, name: str, suffix: str
) -> None:
    content = COMPRESSORS[suffix](WRITERS[name](RECORDS))
    source = write(tmp_path / "in", {name + suffix: content})
    conversion = run(source, tmp_path / "out")
    assert conversion.problems == ()
    rows = articles(conversion.dataset)
    assert [row.article_id for row in rows] == [f"{name}{suffix}#{n}" for n in (1, 2, 3)]
    for row, record in zip(rows, RECORDS, strict=True):
        assert (row.text, row.title, row.url) == (
            record["body"],
            record["headline"],
            record["link"],
        )
        assert row.source == name + suffix
        assert row.site == "example.co.uk"
        assert row.published_source == "field"
        assert row.extra is not None
        assert json.loads(row.extra) == {
            "section": record["section"],
            "published_raw": record["datePublished"],
        }
        assert (row.encoding, row.decode_errors) == ("utf-8", 0)
    assert [row.published_at for row in rows] == [
        datetime(2025, 2, 3, 6, 30, tzinfo=UTC),
        datetime(2025, 2, 4, tzinfo=UTC),
        datetime(2025, 2, 5, 6, tzinfo=UTC),
    ]


def test_the_line_of_a_record_is_kept_where_a_file_has_lines(tmp_path: Path) -> None:
    files = {"a.jsonl": as_jsonl(RECORDS), "b.csv": as_csv(RECORDS)}
    files["c.json"] = json.dumps(RECORDS, indent=1).encode()
    dataset = run(write(tmp_path / "in", files), tmp_path / "out").dataset
    assert [row.source_line for row in articles(dataset)] == [1, 2, 3, 2, 5, 7, 2, 9, 16]


def test_a_text_that_spans_lines_of_a_csv_file_knows_where_it_begins(tmp_path: Path) -> None:
    content = 'title,text\n"two\nlines","body of\nthe article"\n'
    source = write(tmp_path / "in", {"a.csv": content})
    (row,) = articles(run(source, tmp_path / "out").dataset)
    assert (row.source_line, row.text_line) == (2, 3)


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


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_pages_of_a_web_archive_are_articles_and_its_images_are_not(
    tmp_path: Path, suffix: str
) -> None:
    pages = (
        ("one", "text/html; charset=ISO-8859-1", PAGE.replace("utf-8", "x").encode("cp1252")),
        ("logo.png", "image/png", b"\x89PNG"),
        ("two", "text/html", PAGE.encode()),
    )
    archive = as_warc([(f"https://www.harbournotes.example/{p}", kind, b) for p, kind, b in pages])
    source = write(tmp_path / "in", {f"crawl.warc{suffix}": COMPRESSORS[suffix](archive)})
    conversion = run(source, tmp_path / "out")
    assert conversion.problems == ()
    rows = articles(conversion.dataset)
    assert [row.url for row in rows] == [
        "https://www.harbournotes.example/one",
        "https://www.harbournotes.example/two",
    ]
    assert [row.encoding for row in rows] == ["cp1252", "utf-8"]
    assert rows[0].text == rows[1].text
    assert rows[0].byline == "Nell Öry"


def test_a_text_file_is_never_altered(tmp_path: Path) -> None:
    text = "\n  Storm closes school\r\n\r\nThe  school\tstays shut.  \n\n"
    row = only_article(tmp_path, "a.txt", text.encode())
    assert row.text == text
    assert (row.article_id, row.source, row.text_line) == ("a.txt", "a.txt", 1)


def test_columns_of_the_configuration_come_before_the_known_names(tmp_path: Path) -> None:
    record = {"text": "A teaser.", "Full Story": "The whole story.", "when": "2025-03-01"}
    row = only_article(
        tmp_path,
        "a.jsonl",
        as_jsonl([record]),
        columns={"full_story": "text", "when": "published_at"},
    )
    assert row.text == "The whole story."
    assert row.published_at == datetime(2025, 3, 1, tzinfo=UTC)


def test_workers_make_the_same_dataset(tmp_path: Path) -> None:
    text = "The harbour of Brask was quiet. " * 120
    records = [{"id": f"n{n}", "text": f"{text}{n}", "date": "2025-01-02"} for n in range(3300)]
    lines = as_jsonl(records).replace(b'"n77"', b'"n77').replace(b"n99", b"caf\xe9")
    source = write(tmp_path / "in", {"a.jsonl": lines, "b.html": PAGE})
    alone = run(source, tmp_path / "one")
    together = run(source, tmp_path / "two", jobs=2)
    assert len(lines) > 12_000_000  # or no worker would be started
    assert alone.problems == together.problems
    assert len(alone.problems) == 1
    tables = [
        pa.Table.from_batches([b.records for b in c.dataset.batches()]).drop(["ingested_at"])
        for c in (alone, together)
    ]
    assert tables[0].equals(tables[1])


def test_progress_adds_up_to_the_articles(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.jsonl": as_jsonl(RECORDS), "b.txt": "Words."})
    seen: list[int] = []
    convert([source], tmp_path / "out", options=InputOptions(), progress=seen.append)
    assert sum(seen) == 4


def test_nothing_is_read_that_the_dataset_has_already(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.jsonl": as_jsonl(RECORDS), "b.txt": "Words."})
    first = run(source, tmp_path / "out")
    second = run(source, tmp_path / "out")
    assert (first.converted, first.kept, first.dropped) == (2, 0, 0)
    assert (second.converted, second.kept, second.dropped) == (0, 2, 0)
    assert second.dataset.fragments == first.dataset.fragments
    assert Dataset.open(tmp_path / "out", verify=True).rows == 4
