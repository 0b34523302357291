"""Ids that several articles have are told apart, never refused."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from inputs import articles, as_jsonl, run, write

from corpus_qa.dataset.unique import _twice_large, repeated_ids


def ids(folder: Path, files: dict[str, str | bytes]) -> list[str]:
    """Return the ids that the articles of files get."""
    conversion = run(write(folder / "in", files), folder / "out")
    assert conversion.problems == ()
    return [article.article_id for article in articles(conversion.dataset)]


def test_ids_are_compared_on_disk_as_in_memory(tmp_path: Path) -> None:
    def file(name: str, ids: list[str]) -> Path:
        pq.write_table(pa.table({"article_id": ids}), tmp_path / name)
        return tmp_path / name

    files = [file("a", ["x", "y"]), file("b", ["z", "y", "x"])]
    assert _twice_large(files, tmp_path) == {"x", "y"}
    assert _twice_large(files[:1], tmp_path) == set()
    assert repeated_ids(files[:1], 2, tmp_path) == repeated_ids([], 0, tmp_path) == set()
    assert repeated_ids(files, 5, tmp_path) == {"x", "y"}


def test_the_second_article_with_an_id_is_told_apart_by_source_and_row(tmp_path: Path) -> None:
    rows = "".join(f"{n},The weir number {n} was opened again.\n" for n in (1, 2))
    files = dict.fromkeys(("a.csv", "b.csv"), f"id,text\n{rows}")
    source = write(tmp_path / "in", files)
    conversion = run(source, tmp_path / "out")
    assert [article.article_id for article in articles(conversion.dataset)] == [
        "1",
        "2",
        "1@b.csv#1",
        "2@b.csv#2",
    ]
    (note,) = conversion.repeated.notes()
    assert "2 ids are not unique: 4 articles share them, for example “1”" in note.message
    assert "(a.csv line 2 and b.csv line 2)" in note.message


def test_what_was_told_apart_does_not_depend_on_former_conversions(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"{name}.csv": "id,text\n1,A weir.\n" for name in "ab"}
    assert ids(tmp_path, files) == ["1", "1@b.csv#1"]
    again = run(tmp_path / "in", tmp_path / "out")
    assert (again.kept, again.repeated.ids) == (2, 1)
    (tmp_path / "in" / "a.csv").unlink()
    assert ids(tmp_path, {}) == ["1"]
    assert run(tmp_path / "in", tmp_path / "out").repeated.ids == 0


def test_a_constant_column_of_ids_gives_way_to_a_unique_one(tmp_path: Path) -> None:
    records = [{"id": "crawl", "uuid": f"u{n}", "text": f"Weir {n}."} for n in range(3)]
    assert ids(tmp_path, {"a.jsonl": as_jsonl(records)}) == ["u0", "u1", "u2"]


def test_ids_that_say_nothing_are_told_apart(tmp_path: Path) -> None:
    records = [{"id": "nan", "text": f"Weir {n}."} for n in range(2)]
    lines = as_jsonl([*records, {"id": "", "text": "Mill."}]).decode()
    assert json.loads(lines.splitlines()[2])["id"] == ""
    assert ids(tmp_path, {"a.jsonl": lines}) == ["nan", "nan@a.jsonl#2", "a.jsonl#3"]
