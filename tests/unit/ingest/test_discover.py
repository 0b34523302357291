"""Files are found in one order, whatever the paths are, and each has a name of its own."""

from __future__ import annotations

from pathlib import Path

from inputs import articles, run, write

from corpus_qa.dataset.manifest import is_dataset


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
