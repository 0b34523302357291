"""Records that cannot be read are told by line and cost the rest of their file nothing."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from inputs import (
    RECORDS,
    articles,
    as_csv,
    as_jsonl,
    as_parquet,
    convert_with_neighbour,
    run,
)

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
    assert "not a JSON object" in conversion.problems[1].reason


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
            "Please report this with the record; the other records were read.",
            line=2,
            lost=1,
        ),
    )


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
