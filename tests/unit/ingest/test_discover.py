"""Files are found in one order, whatever the paths are, and each has a name of its own."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from inputs import (
    articles,
    run,
    write,
)

from corpus_qa.dedup.index.store import create_index
from corpus_qa.ingest.discover import find, is_dataset


def test_folders_are_read_in_the_order_of_names_and_without_hidden_files(tmp_path: Path) -> None:
    source = write(
        tmp_path / "in",
        dict.fromkeys(("b/z.txt", "a.txt", "b/a.TXT", "c.md", "b-2/x.txt"), "Some words.")
        | dict.fromkeys((".git/a.txt", "b/.draft.txt"), "hidden"),
    )
    rows = articles(run(source, tmp_path / "out").dataset)
    assert [row.source for row in rows] == ["a.txt", "b-2/x.txt", "b/a.TXT", "b/z.txt", "c.md"]


def test_globs_excludes_and_several_roots_name_the_sources(tmp_path: Path) -> None:
    write(
        tmp_path,
        {f"{root}/{name}": root for root in ("x", "y") for name in ("a.txt", "d/b.txt", "n.txt")},
    )
    both = run([tmp_path / "x", tmp_path / "y"], tmp_path / "out1", exclude=("n.*",)).dataset
    assert [row.source for row in articles(both)] == [
        "x/a.txt",
        "x/d/b.txt",
        "y/a.txt",
        "y/d/b.txt",
    ]
    globbed = run([str(tmp_path / "x" / "**" / "*.txt")], tmp_path / "out2", exclude=("d",)).dataset
    assert [row.source for row in articles(globbed)] == ["a.txt", "n.txt"]


def test_a_dataset_and_a_run_inside_the_input_are_no_input(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.txt": "Words.", "reports/1/findings.parquet": b"PAR1"})
    document = '{\n "format": 1,\n "tool": {\n  "name": "corpus-qa",\n  "version": "1"\n }\n}'
    write(source, {"reports/1/run.json": document})
    for _ in range(2):
        conversion = run(source, source / "dataset")
        assert [row.source for row in articles(conversion.dataset)] == ["a.txt"]
        assert conversion.problems == ()
    assert is_dataset(source / "dataset")
    assert not is_dataset(source)


def test_an_unknown_type_is_told_when_it_is_named_and_in_a_folder(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.docx": b"PK", "b.txt": "Words.", "c.docx": b"PK"})
    (met,) = run(source, tmp_path / "out").problems
    assert met.reason == "unknown file type: 2 files of type .docx could not be read (also c.docx)"
    assert "exclude = ['*.docx']" in met.hint
    named = run([source / "a.docx", source / "b.txt"], tmp_path / "out2")
    assert [(p.source, "unknown file type" in p.reason) for p in named.problems] == [
        ("a.docx", True)
    ]
    assert ".parquet" in named.problems[0].hint
    assert named.dataset.rows == 1
    excluded = run(source, tmp_path / "out", exclude=("*.docx",))
    assert excluded.problems == ()
    assert [item.reason for item in excluded.left_out] == ["excluded by the configuration"] * 2


ARTICLE = '{"title": "Weir", "text": "The weir was opened again."}\n'
PAGE = "<!DOCTYPE html><html><body><p>The weir was opened again on Monday.</p></body></html>"


def test_every_file_is_read_a_problem_or_left_out_with_a_reason(tmp_path: Path) -> None:
    files = {
        "a.jl": ARTICLE,
        "b.jsonlines": ARTICLE,
        "c.bad.jsonl": ARTICLE,
        "d/part-00000": ARTICLE,
        "page/index.php?id=12": PAGE,
        "page/story": PAGE,
        "page/old.aspx": PAGE,
        "README.md": "# Weirs",
        "package.json": "{}",
        "LICENSE": "Use it.",
        "logo.png": b"\x89PNG",
        "site.css": "p {}",
        ".hidden/a.jsonl": ARTICLE,
        "notes.docx": b"PK",
        "empty.bin": b"",
        "Weir.html": PAGE,
        "Weir_files/ad.html": PAGE,
        "Weir_files/data.json": "[1, 2]",
        "Weir_files/app.js": ";",
    }
    junk = {
        ".git/config": "x",
        ".DS_Store": b"\0",
        "Thumbs.db": b"\0",
        "a.jl~": "x",
        "_SUCCESS": "",
    }
    found = find([write(tmp_path / "in", {**files, **junk})])
    read = [source.name for source in found.sources]
    assert read == sorted([*list(files)[:7], "Weir.html"])
    reasons = {item.path: item.reason for item in found.left_out}
    assert reasons == {
        "README.md": "about the collection",
        "package.json": "about the collection",
        "LICENSE": "about the collection",
        "logo.png": "no articles in files of this type",
        "site.css": "no articles in files of this type",
        ".hidden/": "hidden",
        "notes.docx": "unknown type",
        "empty.bin": "empty, and of unknown type",
        "Weir_files/ad.html": "saved with a page",
        "Weir_files/data.json": "saved with a page",
        "Weir_files/app.js": "no articles in files of this type",
    }
    assert [problem.source for problem in found.problems] == ["notes.docx"]


def test_a_folder_is_ours_by_what_we_write_and_not_by_names(tmp_path: Path) -> None:
    files = {
        "one/manifest.json": '{"name": "weirs"}',
        "one/data/a.jsonl": ARTICLE,
        "two/CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n",
        "two/b.jsonl": ARTICLE,
        "three/run.json": "{}",
        "three/findings.parquet": b"PAR1",
    }
    found = find([write(tmp_path / "in", files)])
    assert [source.name for source in found.sources] == [
        "one/data/a.jsonl",
        "three/findings.parquet",
        "two/b.jsonl",
    ]
    forged = {"one/manifest.json": '{"tool": "corpus-qa", "format": 1}'}
    assert len(find([write(tmp_path / "in", forged)]).sources) == 3


def test_a_table_or_lines_of_json_in_a_text_file_are_what_they_are(tmp_path: Path) -> None:
    table = "id\ttitle\ttext\n1\tWeir\tThe weir was opened.\n2\tMill\tThe mill stands still.\n"
    files = {
        "a.txt": table.encode("utf-16"),
        "b.txt": ARTICLE * 2,
        "c.txt": "Weir, mill, text\nThe weir was opened, the mill stands still, and that is all.\n",
    }
    found = find([write(tmp_path / "in", files)])
    assert [source.reader.name for source in found.sources] == ["csv", "jsonl", "text"]


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


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero.jsonl").symlink_to("/dev/zero")
    (tmp_path / "maps.txt").symlink_to("/proc/self/maps")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("[remote]\n\turl = https://key@host.example", "utf-8")
    (tmp_path / "config.txt").symlink_to(".git/config")
    (tmp_path / "article.txt").write_text("The ferry sails again.", "utf-8")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(tmp_path)  # the path of a socket must be short
        server.bind("socket.txt")
        os.chdir(here)
        found = find([tmp_path])
    assert [source.name for source in found.sources] == ["article.txt"]
    names = ["config.txt", "maps.txt", "pipe", "pipe.txt", "socket.txt", "zero.jsonl"]
    assert sorted(problem.source for problem in found.problems) == names
    (problem,) = find([tmp_path / "pipe.txt"]).problems
    assert problem.reason == "this is a pipe, a device or a socket, not a file"


def test_folders_of_partitions_are_columns(tmp_path: Path) -> None:
    lines = '{"text": "A weir.", "site": "own.example"}\n{"text": "A mill."}\n'
    files = {
        "site=x.example/date=2025-01-10/part-00000": lines,
        "year=2025/month=2/day=3/a.txt": "A lock at the river.",
        "site=__HIVE_DEFAULT_PARTITION__/b.txt": "A ford at the river.",
    }
    rows = articles(run(write(tmp_path / "in", files), tmp_path / "out").dataset)
    dates = [f"{row.published_at:%Y-%m-%d}" if row.published_at else None for row in rows]
    assert [row.site for row in rows] == [None, "own.example", "x.example", None]
    assert dates == [None, "2025-01-10", "2025-01-10", "2025-02-03"]


def test_an_index_of_ours_is_no_input(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.txt": "A weir.", "known/data/a.parquet": b"PAR1"})
    create_index(str(source / "known"))
    found = find([source])
    assert [item.name for item in found.sources] == ["a.txt"]
    assert [(item.path, item.reason) for item in found.left_out] == [
        ("known/", "written by corpus-qa")
    ]


@pytest.mark.parametrize("text", ['[{"text": "Low tide."}]', '{\n "text": "Low tide."\n}'])
def test_json_in_a_text_file_is_no_article(tmp_path: Path, text: str) -> None:
    (source,) = find([write(tmp_path, {"a.json.txt": text})]).sources
    assert source.reader.name == "json"


def test_a_text_in_brackets_is_one(tmp_path: Path) -> None:
    (source,) = find([write(tmp_path, {"a.txt": '["No," he said.]\n{a} "b": c'})]).sources
    assert source.reader.name == "text"
