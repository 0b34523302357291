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

from corpus_qa.dataset.manifest import is_dataset
from corpus_qa.ingest.discover import find


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
    write(source, {"reports/1/run.json": "{}"})
    for _ in range(2):
        conversion = run(source, source / "dataset")
        assert [row.source for row in articles(conversion.dataset)] == ["a.txt"]
        assert conversion.problems == ()
    assert is_dataset(source / "dataset")
    assert not is_dataset(source)


def test_an_unknown_type_is_told_when_it_is_named_and_passed_over_in_a_folder(
    tmp_path: Path,
) -> None:
    source = write(tmp_path / "in", {"a.docx": b"PK", "b.txt": "Words."})
    assert run(source, tmp_path / "out").problems == ()
    named = run([source / "a.docx", source / "b.txt"], tmp_path / "out2")
    assert [(p.source, "unknown file type" in p.reason) for p in named.problems] == [
        ("a.docx", True)
    ]
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
