"""Records that cannot be read are told by line and cost the rest of their file nothing."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from inputs import (
    MANY,
    RECORDS,
    articles,
    as_csv,
    as_jsonl,
    as_parquet,
    as_warc,
    convert_with_neighbour,
    run,
    write,
)

from corpus_qa.errors import ConfigError
from corpus_qa.ingest.streams import BLOCK
from corpus_qa.model import Problem


def test_an_invalid_line_costs_itself_only(tmp_path: Path) -> None:
    lines = as_jsonl(RECORDS).splitlines(keepends=True)
    lines.insert(1, b'{"text": "no end"\n')
    lines.insert(3, b"[1, 2]\n\n")
    rows, conversion = convert_with_neighbour(tmp_path, {"a.jsonl": b"".join(lines)})
    assert [row.article_id for row in rows] == ["a.jsonl#1", "a.jsonl#3", "a.jsonl#5"]
    assert [(p.line, p.lost) for p in conversion.problems] == [(2, 1), (4, 1)]
    assert "invalid JSON" in conversion.problems[0].reason
    assert "no object" in conversion.problems[1].reason


def test_a_json_list_with_a_broken_record_keeps_the_others(tmp_path: Path) -> None:
    content = '[\n{"id": "1", "text": "A"},\n{"id": "2", "text": },\n17,\n{"id": "3", "text": "C"}'
    rows, conversion = convert_with_neighbour(tmp_path, {"a.json": content})
    assert [row.article_id for row in rows] == ["1", "3"]
    assert [problem.line for problem in conversion.problems] == [3, 4, 5]


def test_a_json_text_that_breaks_off_inside_a_record_names_its_line(tmp_path: Path) -> None:
    content = json.dumps(RECORDS, indent=1)[:-120]
    rows, conversion = convert_with_neighbour(tmp_path, {"a.json": content})
    assert len(rows) == 2
    assert [(p.line, p.lost) for p in conversion.problems] == [(16, 1)]
    assert "breaks off" in conversion.problems[0].reason


def test_half_a_surrogate_pair_becomes_a_replacement_character(tmp_path: Path) -> None:
    content = b'{"id": "1", "text": "half \\ud83d of a pair", "\\ud800": "\\udc00"}\n'
    rows, conversion = convert_with_neighbour(tmp_path, {"a.jsonl": content})
    assert conversion.problems == ()
    assert rows[0].text == "half \N{REPLACEMENT CHARACTER} of a pair"
    assert rows[0].decode_errors == 3


def test_bytes_that_are_no_utf8_are_counted(tmp_path: Path) -> None:
    text = "Ein schöner Tag für die Fähre über die große Förde, sagte Frau Öhler. " * 3
    damaged = text.encode().replace("größe".encode(), b"")
    damaged = damaged[:5] + b"\xff" + damaged[5:]
    rows, conversion = convert_with_neighbour(tmp_path, {"a.txt": damaged})
    assert conversion.problems == ()
    assert (rows[0].encoding, rows[0].decode_errors) == ("utf-8", 1)
    assert rows[0].text.count("\N{REPLACEMENT CHARACTER}") == 1


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv"])
def test_a_record_that_is_too_long_is_passed_over(tmp_path: Path, name: str) -> None:
    records = [{"id": str(n), "text": "long " * (9000 if n == 1 else 10)} for n in range(3)]
    content = {
        "a.jsonl": as_jsonl(records),
        "a.json": json.dumps(records, indent=1).encode(),
        "a.csv": as_csv(records),
    }[name]
    rows, conversion = convert_with_neighbour(tmp_path, {name: content}, max_record_bytes=2000)
    assert [row.article_id for row in rows] == ["0", "2"]
    (problem,) = conversion.problems
    assert "longer than 2,000 bytes" in problem.reason
    assert (problem.line, problem.lost) == ({"a.jsonl": 2, "a.json": 6, "a.csv": 3}[name], 1)


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.parquet"])
def test_an_article_that_is_too_long_is_passed_over(tmp_path: Path, name: str) -> None:
    record = {"text": "long " * 9000}
    content = as_parquet([record]) if name == "a.parquet" else record["text"].encode()
    rows, conversion = convert_with_neighbour(tmp_path, {name: content}, max_record_bytes=2000)
    assert rows == []
    assert "longer than 2,000 bytes" in conversion.problems[0].reason


def test_an_envelope_may_be_longer_than_a_record(tmp_path: Path) -> None:
    content = json.dumps({"meta": {"from": ["x"]}, "articles": MANY[:200]}, indent=1)
    rows, conversion = convert_with_neighbour(tmp_path, {"a.json": content}, max_record_bytes=2000)
    assert [row.article_id for row in rows] == [record["id"] for record in MANY[:200]]
    assert conversion.problems == ()


def test_rows_with_wrong_columns_are_told_by_line(tmp_path: Path) -> None:
    content = 'id,title,text\n1,One,"A, quoted."\n2,Two,B, not quoted.\n3,Three\n4,Four,Last.,,\n'
    rows, conversion = convert_with_neighbour(tmp_path, {"a.csv": content})
    assert [row.article_id for row in rows] == ["1", "4"]
    assert [(p.line, p.reason) for p in conversion.problems] == [
        (3, "the row has 4 columns, the header has 3"),
        (4, "the row has 2 columns, the header has 3"),
    ]


def test_a_quote_that_is_never_closed_costs_its_own_row(tmp_path: Path) -> None:
    content = 'id,text\n1,A 5" pipe.\n2,"Two\n3,Three.\n4,Four.\n'
    rows, conversion = convert_with_neighbour(tmp_path, {"a.csv": content})
    assert [row.article_id for row in rows] == ["1", "3", "4"]
    assert [problem.line for problem in conversion.problems] == [3]
    assert rows[0].text == 'A 5" pipe.'


def test_a_table_without_a_text_column_is_told_once(tmp_path: Path) -> None:
    records = [{"headline": f"T{n}", "published": "2025-01-01"} for n in range(500)]
    files: dict[str, str | bytes] = {"a.csv": as_csv(records), "b.parquet": as_parquet(records)}
    rows, conversion = convert_with_neighbour(tmp_path, files)
    assert rows == []
    assert [problem.source for problem in conversion.problems] == ["a.csv", "b.parquet"]
    assert "headline, published" in conversion.problems[0].reason
    assert "[input.columns]" in conversion.problems[0].hint


def test_many_problems_of_one_file_are_counted(tmp_path: Path) -> None:
    content = as_jsonl([{"id": n, "summary": "No text."} for n in range(500)]) + as_jsonl(RECORDS)
    rows, conversion = convert_with_neighbour(tmp_path, {"a.jsonl": content})
    assert len(rows) == 3
    assert len(conversion.problems) == 21
    assert sum(problem.lost or 0 for problem in conversion.problems) == 500
    assert conversion.problems[-1].reason == "480 more records could not be read"


def test_a_parser_that_fails_costs_one_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(html: str, *_: Any, **__: Any) -> tuple[dict[str, object], dict[str, object]]:
        if "trap" in html:
            msg = "too deep"
            raise RecursionError(msg)
        return {"text": "Fine."}, {}

    monkeypatch.setattr("corpus_qa.ingest.fields.read_page", fail)
    records = [{"id": str(n), "html": "<p>trap" if n == 1 else "<p>x"} for n in range(3)]
    rows, conversion = convert_with_neighbour(tmp_path, {"a.jsonl": as_jsonl(records)})
    assert [row.article_id for row in rows] == ["0", "2"]
    assert conversion.problems == (
        Problem(
            "a.jsonl",
            "the record could not be read (RecursionError: too deep)",
            "Please report this with the record; the others of the file were read.",
            line=2,
            lost=1,
        ),
    )


def test_an_override_that_names_no_column_is_a_configuration_error(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.txt": "Words."})
    with pytest.raises(ConfigError, match="“story” to “body”"):
        run(source, tmp_path / "out", columns={"story": "body"})


def test_a_line_larger_than_memory_is_never_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus_qa.ingest.streams.BLOCK", 1 << 16)
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"id": "1", "text": "')
        file.truncate(300_000_000)  # zeros, which cost no disk
        file.seek(0, os.SEEK_END)
        file.write(b'"}\n{"id": "2", "text": "Fine."}\n')
    before = peak_memory()
    conversion = run(path, tmp_path / "out", max_record_bytes=1 << 20)
    assert [row.article_id for row in articles(conversion.dataset)] == ["2"]
    assert [problem.line for problem in conversion.problems] == [1]
    assert peak_memory() - before < 100 * BLOCK


def peak_memory() -> int:
    """Return the most memory that this process ever held, in bytes; 0 where nobody counts."""
    if sys.platform == "win32":
        return 0
    import resource  # noqa: PLC0415 - not there on Windows

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def test_a_page_that_nothing_here_unpacks_is_told(tmp_path: Path) -> None:
    archive = as_warc([("https://x.example/1", "text/html\r\nContent-Encoding: br", b"\x8b\x02")])
    rows, conversion = convert_with_neighbour(tmp_path, {"a.warc": archive})
    assert rows == []
    assert [problem.reason for problem in conversion.problems] == ["page 1 is packed as br"]


def test_lines_that_end_with_carriage_returns_alone_are_told(tmp_path: Path) -> None:
    rows, conversion = convert_with_neighbour(tmp_path, {"a.csv": b"id,text\r1,One.\r2,Two.\r"})
    assert rows == []
    assert "carriage returns" in conversion.problems[0].reason


def test_json_of_brackets_only_ends_before_the_memory_does(tmp_path: Path) -> None:
    rows, conversion = convert_with_neighbour(tmp_path, {"a.json": b"[" * 100_000})
    assert rows == []
    assert "nested more than" in conversion.problems[0].reason


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
