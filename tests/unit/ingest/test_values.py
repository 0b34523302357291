"""Of several fields the one is chosen whose value is what the column holds."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from inputs import as_csv, convert_with_neighbour

from corpus_qa.ingest.values import parse_date
from corpus_qa.model import Article, Problem

TEXT = (
    "The quay was swept on Monday. " + "Gulls watched from the roof of the old customs house. " * 8
)
DAY = datetime(2024, 3, 5, tzinfo=UTC)
SIX = datetime(2024, 3, 5, 6, tzinfo=UTC)


def read(tmp_path: Path, *records: dict[str, Any], **options: Any) -> list[Article]:
    rows, problems = read_all(tmp_path, *records, **options)
    assert problems == ()
    return rows


def read_all(
    tmp_path: Path, *records: dict[str, Any], **options: Any
) -> tuple[list[Article], tuple[Problem, ...]]:
    content = "\n".join(json.dumps(record) for record in records).encode()
    rows, conversion = convert_with_neighbour(tmp_path, {"a.jsonl": content}, **options)
    return rows, conversion.problems


@pytest.mark.parametrize(
    "record",
    [
        {"content": TEXT[:60] + "… [+200 chars]", "full_content": TEXT},
        {"text": TEXT[:120] + "...", "body": TEXT},
        {"text": "Unknown", "content": TEXT},
        {"article": 17, "story": TEXT},
        {"content": True, "body": TEXT},
        {"text": "", "content": TEXT},
        {"content": f"<div><p>{TEXT}</p></div>", "textContent": TEXT},
        {"text": {"ref": 1}, "body": TEXT},
        {"content": TEXT[:60] + "…", "content_html": f"<p>{TEXT}</p>"},
    ],
)
def test_the_fuller_text_wins(tmp_path: Path, record: dict[str, Any]) -> None:
    (row,) = read(tmp_path, record)
    assert row.text.strip() == TEXT.strip()


def test_a_longer_text_of_another_kind_does_not_win(tmp_path: Path) -> None:
    (row,) = read(tmp_path, {"text": TEXT, "document": "Another matter altogether. " * 60})
    assert row.text == TEXT


@pytest.mark.parametrize(
    "value", [17, True, {"ref": 17}, [1, 2], {"offset": 3, "parts": [{"length": 2}]}]
)
def test_a_text_that_is_none_is_a_problem_with_its_line(tmp_path: Path, value: object) -> None:
    rows, problems = read_all(tmp_path, {"text": TEXT}, {"title": "T", "body": value})
    assert [row.text for row in rows] == [TEXT]
    assert [(problem.line, problem.lost) for problem in problems] == [(2, 1)]
    assert "“body”" in problems[0].reason
    assert "[input.columns]" in problems[0].hint


def test_a_running_number_is_no_text(tmp_path: Path) -> None:
    rows, conversion = convert_with_neighbour(
        tmp_path, {"a.csv": as_csv([{"article": "1", "headline": "The quay"}])}
    )
    assert rows == []
    assert conversion.problems[0].line == 2


@pytest.mark.parametrize("value", ["", None, [], {}, {"en": None}])
def test_an_empty_text_is_an_article_without_text(tmp_path: Path, value: object) -> None:
    (row,) = read(tmp_path, {"title": "The quay", "text": value})
    assert row.text == ""


@pytest.mark.parametrize(
    "record",
    [
        {"published": True, "date": "2024-03-05"},
        {"published": "Unknown", "date": "2024-03-05"},
        {"published": 1, "date": "2024-03-05"},
        {"published_at": 0, "date": "2024-03-05"},
        {"published": "soon", "date_publish": "2024-03-05"},
        {"created": "2024-01-01", "publishing_date": "2024-03-05"},
        {"Datum": "05.03.2024"},
        {"Fecha de publicación": "5 de marzo de 2024"},
        {"发布时间": "2024年3月5日"},
        {"Дата публикации": "05.03.2024"},
        {"data": "2024-03-05"},
        {"dc:date": "2024-03-05"},
    ],
)
def test_a_date_that_can_be_read_wins(tmp_path: Path, record: dict[str, Any]) -> None:
    (row,) = read(tmp_path, {"text": TEXT, **record})
    assert row.published_at == DAY


def test_what_is_not_chosen_is_kept(tmp_path: Path) -> None:
    (row,) = read(tmp_path, {"text": TEXT, "published": True, "date": "2024-03-05", "data": "x y"})
    assert json.loads(row.extra or "") == {
        "published": True,
        "data": "x y",
        "published_raw": "2024-03-05",
    }


@pytest.mark.parametrize(
    "value",
    [
        1709618400,
        1709618400000,
        1709618400000000,
        1709618400000000000,
        "1709618400",
        "1709618400000",
        "1.7096184e9",
        "/Date(1709618400000)/",
        "/Date(1709618400000+0100)/",
        {"seconds": 1709618400, "nanoseconds": 0},
        {"_seconds": 1709618400},
        {"$date": "2024-03-05T06:00:00Z"},
        {"$date": {"$numberLong": "1709618400000"}},
        {"date": "2024-03-05 06:00:00.000000", "timezone": "UTC"},
        {"year": 2024, "month": 3, "day": 5, "hour": 6},
        [2024, 3, 5, 6, 0, 0, 1, 65, 0],
        "[2024, 3, 5, 6, 0]",
        "datetime.datetime(2024, 3, 5, 6, 0)",
        (
            "time.struct_time(tm_year=2024, tm_mon=3, tm_mday=5, tm_hour=6, tm_min=0, tm_sec=0, "
            "tm_wday=1, tm_yday=65, tm_isdst=0)"
        ),
        "05-MAR-2024 06.00.00.000000 AM",
        "Tue Mar 05 06:00:00 +0000 2024",
    ],
)
def test_a_moment_as_programs_write_it(value: object) -> None:
    assert parse_date(value) == SIX


@pytest.mark.parametrize("value", ["20240305.0", 20240305.0, [2024, 3, 5], ["2024-03-05"]])
def test_a_day_as_programs_write_it(value: object) -> None:
    assert parse_date(value) == DAY


@pytest.mark.parametrize("value", [True, False, {}, [], [1, 2, 3], {"a": "b"}, "/Date(x)/"])
def test_what_is_no_date(value: object) -> None:
    assert parse_date(value) is None


@pytest.mark.parametrize(
    "outer", ["meta", "metadata", "_source", "fields", "article", "attributes"]
)
def test_the_fields_of_an_object_that_describes_the_article(tmp_path: Path, outer: str) -> None:
    inner = {"url": "https://q.example.org/1", "title": "The quay", "date": "2024-03-05"}
    (row,) = read(tmp_path, {"text": TEXT, outer: inner})
    assert (row.url, row.title, row.published_at) == (inner["url"], "The quay", DAY)


def test_the_record_may_be_an_object_in_the_record(tmp_path: Path) -> None:
    inner = {"body": TEXT, "title": "The quay", "meta": {"url": "https://q.example.org/1"}}
    (row,) = read(tmp_path, {"_id": {"$oid": "65f0"}, "_index": "news", "wrapped": inner})
    assert (row.article_id, row.title, row.url) == ("65f0", "The quay", "https://q.example.org/1")
    assert TEXT not in (row.extra or "")
    assert "news" in (row.extra or "")


def test_an_author_is_not_the_article(tmp_path: Path) -> None:
    author = {"name": "Nell Öry", "url": "https://q.example.org/nell", "id": 3}
    (row,) = read(
        tmp_path, {"text": TEXT, "author": author, "publisher": {"name": "Q", "url": "x"}}
    )
    assert (row.byline, row.url, row.title) == ("Nell Öry", None, None)


def test_a_configuration_may_name_nested_fields_and_leave_columns_out(tmp_path: Path) -> None:
    record = {
        "id": 1,
        "text": "A teaser.",
        "payload": {"copy": {"full": TEXT}},
        "date": "2024-03-05",
    }
    columns = {"payload.copy.full": "text", "id": "none", "text": "none", "date": "none"}
    (row,) = read(tmp_path, record, columns=columns)
    assert (row.text, row.article_id, row.published_at) == (TEXT, "a.jsonl#1", None)
    assert json.loads(row.extra or "")["text"] == "A teaser."


@pytest.mark.parametrize(
    ("title", "text", "url"),
    [
        ("Titel", "Inhalt", "Link"),
        ("Titre", "Contenu", "Lien"),
        ("Título", "Cuerpo", "Enlace"),
        ("Manchete", "Conteúdo", "URL"),
        ("Titolo", "Testo", "URL"),
        ("Заголовок", "Текст", "Ссылка"),
        ("Başlık", "İçerik", "Bağlantı"),
        ("Tytuł", "Treść", "Adres URL"),
        ("标题", "内容", "链接"),
        ("タイトル", "本文", "URL"),
        ("제목", "본문", "링크"),
        ("og:title", "body_en", "canonical_url"),
    ],
)
def test_names_of_other_languages(tmp_path: Path, title: str, text: str, url: str) -> None:
    (row,) = read(tmp_path, {title: "The quay", text: TEXT, url: "https://q.example.org/1"})
    assert (row.title, row.text, row.url) == ("The quay", TEXT, "https://q.example.org/1")


def test_structs_and_double_columns_of_parquet(tmp_path: Path) -> None:
    struct = pa.table({"doc": [{"title": "The quay", "text": TEXT}], "date": ["2024-03-05"]})
    double = pa.Table.from_arrays(
        [pa.array([TEXT]), pa.array([None], pa.string()), pa.array([[{"type": "p", "text": "x"}]])],
        names=["text", "text", "blocks"],
    )
    files: dict[str, str | bytes] = {}
    for name, table in {"a.parquet": struct, "b.parquet": double}.items():
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink)
        files[name] = sink.getvalue().to_pybytes()
    rows, conversion = convert_with_neighbour(tmp_path, files)
    assert conversion.problems == ()
    assert [row.text for row in rows] == [TEXT, TEXT]
    assert (rows[0].title, rows[0].published_at) == ("The quay", DAY)


def test_double_columns_of_a_table(tmp_path: Path) -> None:
    content = f'text,title,text\n,"The\nquay","{TEXT}"\n"{TEXT}",The lock,\n'
    rows, conversion = convert_with_neighbour(tmp_path, {"a.csv": content})
    assert conversion.problems == ()
    assert [row.text for row in rows] == [TEXT, TEXT]
    assert [row.text_line for row in rows] == [3, 4]


@pytest.mark.parametrize(
    "written",
    [
        json.dumps({"blocks": [{"type": "paragraph", "data": {"text": TEXT.strip()}}]}),
        json.dumps([TEXT.strip()]),
        str([TEXT.strip()]),
    ],
)
def test_an_object_or_a_list_that_is_written_into_a_text_is_read(
    tmp_path: Path, written: str
) -> None:
    (row,) = read(tmp_path, {"title": "The quay", "content": written})
    assert row.text == TEXT.strip()


@pytest.mark.parametrize("text", ['["No," he said.]', "[sic] The tide.", '{"cut', "[1, 2]"])
def test_prose_in_brackets_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    (row,) = read(tmp_path, {"title": "The quay", "content": text})
    assert row.text == text
