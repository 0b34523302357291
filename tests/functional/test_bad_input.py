"""What cannot be read is told with its name and place, and costs nothing but itself."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
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
    die_elsewhere,
    run,
    write,
)

from corpus_qa.dataset import Conversion
from corpus_qa.dataset.streams import BLOCK
from corpus_qa.errors import ConfigError, IncompleteError, InputError
from corpus_qa.model import Article, Problem

NEIGHBOUR = {"zz-neighbour.txt": "A neighbour that is read in any case."}
MANY = [{"id": f"m{n}", "text": f"Story {n * 7919 % 1000} of the harbour."} for n in range(5000)]


def convert_with_neighbour(
    tmp_path: Path, files: dict[str, str | bytes], **options: Any
) -> tuple[list[Article], Conversion]:
    """Convert files beside one that is fine; return the articles of the others."""
    conversion = run(write(tmp_path / "in", {**files, **NEIGHBOUR}), tmp_path / "out", **options)
    rows = articles(conversion.dataset)
    assert rows[-1].source == "zz-neighbour.txt"
    assert all(problem.hint and problem.source in files for problem in conversion.problems)
    return rows[:-1], conversion


@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".xz", ".zst"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.json"])
def test_of_a_compressed_file_that_breaks_off_the_beginning_is_kept(
    tmp_path: Path, name: str, suffix: str
) -> None:
    text = "".join(chr(97 + n * n * 31 % 26) for n in range(4000))
    records = [{"id": f"m{n}", "text": text[n % 999 :] + str(n)} for n in range(500)]
    content = {
        "a.jsonl": as_jsonl(records),
        "a.csv": as_csv(records),
        "a.json": json.dumps(records).encode(),
    }[name]
    packed = COMPRESSORS[suffix](content)
    rows, conversion = convert_with_neighbour(tmp_path, {name + suffix: packed[: len(packed) // 2]})
    # bzip2 and xz decompress in blocks of 900 kB and more
    assert (0 if suffix in {".bz2", ".xz"} else 50) <= len(rows) < 500
    assert all(row.text == records[place]["text"] for place, row in enumerate(rows))
    broken = [problem for problem in conversion.problems if "breaks off before" in problem.reason]
    assert [problem.byte for problem in broken] == [len(packed) // 2] or suffix == ".zst"
    assert conversion.problems
    assert len(conversion.problems) <= 2


def test_damaged_gzip_data_keeps_what_came_before(tmp_path: Path) -> None:
    packed = bytearray(COMPRESSORS[".gz"](as_jsonl(MANY)))
    packed[len(packed) // 2] ^= 0xFF
    rows, conversion = convert_with_neighbour(tmp_path, {"a.jsonl.gz": bytes(packed)})
    assert 100 < len(rows) < len(MANY)
    assert any("gz data" in problem.reason for problem in conversion.problems)


def test_a_text_that_breaks_off_is_kept_and_told(tmp_path: Path) -> None:
    packed = COMPRESSORS[".gz"](("A long story. " * 5000).encode())
    rows, conversion = convert_with_neighbour(tmp_path, {"a.txt.gz": packed[:-20]})
    assert rows[0].text.startswith("A long story.")
    assert len(conversion.problems) == 1


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


@pytest.mark.parametrize("content", [bytes(range(256)) * 8, b"text\0text", b"\x89PNG\r\n\x1a\n\0"])
def test_binary_data_is_no_text(tmp_path: Path, content: bytes) -> None:
    rows, conversion = convert_with_neighbour(tmp_path, {"a.txt": content})
    assert rows == []
    (problem,) = conversion.problems
    assert "binary" in problem.reason
    assert problem.byte == content.index(0)


def test_a_file_that_may_not_be_read_is_told_and_read_once_it_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *args: Any, **more: Any) -> BinaryIO:
        if path.name == "a.txt" and args == ("rb",):
            raise PermissionError(13, "Permission denied")
        return really(path, *args, **more)

    really: Any = Path.open
    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", refuse)
        rows, conversion = convert_with_neighbour(tmp_path, {"a.txt": "Words."})
    assert rows == []
    assert "Permission denied" in conversion.problems[0].reason
    again = run(tmp_path / "in", tmp_path / "out")
    assert [row.source for row in articles(again.dataset)] == ["a.txt", "zz-neighbour.txt"]
    assert again.problems == ()


def test_an_unknown_type_is_told_when_it_is_named_and_passed_over_in_a_folder(
    tmp_path: Path,
) -> None:
    source = write(tmp_path / "in", {"a.docx": b"PK", "b.txt": "Words."})
    assert run(source, tmp_path / "out").problems == ()
    named = run([source / "a.docx", source / "b.txt"], tmp_path / "out2")
    assert [(p.source, "not known" in p.reason) for p in named.problems] == [("a.docx", True)]
    assert ".parquet" in named.problems[0].hint
    assert named.dataset.rows == 1


def test_a_folder_without_articles_says_what_there_is_and_what_is_looked_for(
    tmp_path: Path,
) -> None:
    source = write(tmp_path / "in", {"a.docx": b"PK", "b.docx": b"PK", "c.pdf": b"%PDF"})
    conversion = run(source, tmp_path / "out")
    (problem,) = conversion.problems
    assert conversion.dataset.rows == 0
    assert "2 .docx" in problem.reason
    assert ".jsonl" in problem.hint


def test_a_path_or_pattern_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "Words."})
    paths = [tmp_path / "a.txt", tmp_path / "b.txt", str(tmp_path / "*.csv")]
    reasons = [problem.reason for problem in run(paths, tmp_path / "out").problems]
    assert reasons == ["no such file or folder", "nothing matches the pattern"]


@pytest.mark.parametrize(
    "name", ["a.txt", "a.jsonl", "a.json", "a.csv", "a.parquet", "a.arrow", "a.html", "a.warc"]
)
def test_an_empty_file_is_told(tmp_path: Path, name: str) -> None:
    rows, conversion = convert_with_neighbour(tmp_path, {name: b"", "b.txt.gz": b""})
    assert rows == []
    assert [(p.source, p.reason) for p in conversion.problems] == [
        (name, "the file is empty"),
        ("b.txt.gz", "the file is empty"),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b"[]"),
        ("a.csv", b"title,text\n"),
        ("a.jsonl", b"\n\n"),
        ("a.warc", as_warc([("https://x.example/i", "image/png", b"x")])),
        ("a.parquet", as_parquet(RECORDS[:1])),
    ],
)
def test_a_file_without_any_article_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    if name == "a.parquet":
        sink = pa.BufferOutputStream()
        pq.write_table(pq.read_table(pa.BufferReader(content)).slice(0, 0), sink)
        content = sink.getvalue().to_pybytes()
    rows, conversion = convert_with_neighbour(tmp_path, {name: content})
    assert rows == []
    assert [problem.reason for problem in conversion.problems] == ["the file holds no article"]


def test_links_in_a_circle_are_refused_and_others_followed(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a/b/c.txt": "Words."})
    elsewhere = write(tmp_path / "elsewhere", {"d.txt": "More words."})
    (source / "a" / "b" / "up").symlink_to(source)
    (source / "a" / "self.txt").symlink_to(source / "a" / "self.txt")
    (source / "a" / "nowhere.txt").symlink_to(source / "nothing")
    (source / "linked").symlink_to(elsewhere)
    conversion = run(source, tmp_path / "out")
    assert [row.source for row in articles(conversion.dataset)] == ["a/b/c.txt", "linked/d.txt"]
    assert {problem.source for problem in conversion.problems} == {
        "a/b/up",
        "a/self.txt",
        "a/nowhere.txt",
    }


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


def test_a_damaged_parquet_page_costs_its_row_group(tmp_path: Path) -> None:
    sink = pa.BufferOutputStream()
    table = pa.Table.from_pylist(MANY[:3000])
    pq.write_table(table, sink, row_group_size=1000, write_page_checksum=True)
    content = bytearray(sink.getvalue().to_pybytes())
    place = pq.read_metadata(pa.BufferReader(bytes(content))).row_group(1).column(1).file_offset
    place = (
        pq.read_metadata(pa.BufferReader(bytes(content))).row_group(1).column(1).data_page_offset
    )
    content[place : place + 60] = b"\xff" * 60
    rows, conversion = convert_with_neighbour(tmp_path, {"a.parquet": bytes(content)})
    assert [row.article_id for row in rows] == [
        record["id"] for record in MANY[:1000] + MANY[2000:3000]
    ]
    (problem,) = conversion.problems
    assert "row group 2" in problem.reason
    assert problem.lost == 1000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.parquet", as_parquet(RECORDS)[:-300]),
        ("a.parquet", b"PAR1" + b"x" * 900),
        ("a.parquet.gz", COMPRESSORS[".gz"](as_parquet(RECORDS))[:-200]),
        ("a.arrow", as_arrow(RECORDS)[:-500]),
        ("a.arrow", b"no arrow at all"),
        ("a.warc", b"WARC/1.0\r\nno header"),
        ("a.warc", b"something else\r\n"),
        ("a.json", b"null"),
        ("a.json", b'"only a string"'),
        ("a.json", b"{"),
    ],
)
def test_a_damaged_file_is_told_and_no_traceback_is_shown(
    tmp_path: Path, name: str, content: bytes
) -> None:
    rows, conversion = convert_with_neighbour(tmp_path, {name: content})
    assert rows == []
    assert conversion.problems
    assert "Traceback" not in repr(conversion.problems)


def test_a_parser_that_fails_costs_one_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(html: str, *_: Any, **__: Any) -> tuple[dict[str, object], dict[str, object]]:
        if "trap" in html:
            msg = "too deep"
            raise RecursionError(msg)
        return {"text": "Fine."}, {}

    monkeypatch.setattr("corpus_qa.dataset.readers.record.read_page", fail)
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


def test_a_file_that_changes_while_it_is_read_is_told_and_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_meanwhile(path: Path, *args: Any, **more: Any) -> BinaryIO:
        nonlocal opened
        if path.name == "a.txt" and args == ("rb",):
            opened += 1
            if opened == 2:
                os.utime(path, ns=(1, 1))
        return really(path, *args, **more)

    opened, really = 0, Path.open
    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", write_meanwhile)
        rows, conversion = convert_with_neighbour(tmp_path, {"a.txt": "Words."})
    assert len(rows) == 1
    assert "changed while" in conversion.problems[0].reason
    again = run(tmp_path / "in", tmp_path / "out")
    assert (again.converted, again.problems) == (1, ())


def test_an_override_that_names_no_column_is_a_configuration_error(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.txt": "Words."})
    with pytest.raises(ConfigError, match="“story” to “body”"):
        run(source, tmp_path / "out", columns={"story": "body"})


def test_a_line_larger_than_memory_is_never_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus_qa.dataset.streams.BLOCK", 1 << 16)
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


def test_an_archive_that_breaks_off_inside_a_page_is_told(tmp_path: Path) -> None:
    body = b"<p>" + b"The wall stands. " * 40 + b"</p>"
    archive = as_warc([(f"https://x.example/{n}", "text/html", body) for n in range(2)])
    rows, conversion = convert_with_neighbour(tmp_path, {"a.warc": archive[:-300]})
    assert len(rows) == 2
    assert [problem.reason for problem in conversion.problems] == [
        "the archive breaks off inside page 2"
    ]


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


def test_a_dataset_is_no_source_of_another(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.txt": "Words."})
    run(source, tmp_path / "out")
    conversion = run([source, tmp_path / "out"], tmp_path / "out2")
    assert conversion.dataset.rows == 1
    assert "not a source" in conversion.problems[0].reason


def test_a_name_that_is_no_utf8_is_shown_with_a_replacement(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"b.txt": "Words."})
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        (source / name).write_text("More words.", encoding="utf-8")
    except OSError:  # macOS and Windows keep no such names
        name = "caf\N{REPLACEMENT CHARACTER}.txt"
        (source / name).write_text("More words.", encoding="utf-8")
    conversion = run(source, tmp_path / "out")
    assert conversion.problems == ()
    assert [row.article_id for row in articles(conversion.dataset)] == [
        "b.txt",
        "caf\N{REPLACEMENT CHARACTER}.txt",
    ]


def test_a_folder_that_cannot_be_written_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.txt": "Words."})
    with pytest.raises(InputError, match=r"cannot be written.*--out"):
        run(source, source / "a.txt" / "out")


def test_a_worker_that_dies_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus_qa.dataset.build.parse_all", die_elsewhere)
    monkeypatch.setattr("corpus_qa.dataset.build.TASK", 100)
    source = write(tmp_path / "in", {"a.jsonl": as_jsonl(MANY)})
    with pytest.raises(IncompleteError, match="--jobs 1"):
        run(source, tmp_path / "out", jobs=2)


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
