"""A full disk leaves the former index as it was."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus_qa.commands.context import Options, load_settings
from corpus_qa.commands.index import Indexed, add, build, merge
from corpus_qa.dedup.index.store import Folder, open_index
from corpus_qa.errors import IncompleteError, UnusableIndexError


def build_of(folder: Path, names: Sequence[str], *more: str) -> Indexed:
    """Build an index of one article for each name, in place of the former one.

    ``more`` are other files to read.
    """
    records = [
        {"id": name, "text": f"{name} " + " ".join(f"{name}{n}" for n in range(80))}
        for name in names
    ]
    source = folder / "articles.jsonl"
    source.write_text("\n".join(map(json.dumps, records)), "utf-8")
    return build(
        [str(source), *more], str(folder / "index"), load_settings(Options()), replace=True
    )


def ids(folder: Path) -> list[str]:
    index = open_index(str(folder / "index"))
    tables = (index.folder.parquet(segment.files["docs"]).read() for segment in index.segments)
    return sorted(one for table in tables for one in table.column("article_id").to_pylist())


def files(folder: Path) -> int:
    return sum(path.is_file() for path in (folder / "index").rglob("*"))


@pytest.mark.parametrize("writer", ["writer", "write_json"])
def test_a_full_disk_leaves_the_former_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writer: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    build_of(tmp_path, ["ferry", "tide"])
    with monkeypatch.context() as patched:
        patched.setattr(Folder, writer, full)
        with pytest.raises(UnusableIndexError, match=r"No space left.*as it was\. Make room"):
            build_of(tmp_path, ["harbour"])
    assert ids(tmp_path) == ["ferry", "tide"]
    build_of(tmp_path, ["harbour"])
    assert ids(tmp_path) == ["harbour"]


def test_a_replaced_index_leaves_no_files(tmp_path: Path) -> None:
    build_of(tmp_path, ["ferry", "tide"])
    before = files(tmp_path)
    for names in (["harbour"], ["harbour"], ["ferry", "tide"]):
        build_of(tmp_path, names)
        assert ids(tmp_path) == names
        assert files(tmp_path) == before


def test_indexes_that_take_turns_do_not_replace_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(folder: Folder) -> None:
        """Delete nothing, as if the process had ended before."""

    monkeypatch.setattr("corpus_qa.commands.index.delete_replaced", killed)
    for names in (["ferry"], ["tide"], ["ferry"], ["tide"]):
        build_of(tmp_path, names)
        assert ids(tmp_path) == names


def test_an_index_is_not_replaced_by_what_could_be_read_of_its_articles(tmp_path: Path) -> None:
    build_of(tmp_path, ["ferry", "tide"])
    before = ids(tmp_path)
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{\n", "utf-8")
    with pytest.raises(IncompleteError, match="is as it was") as raised:
        build_of(tmp_path, ["ferry"], str(broken))
    assert "broken.jsonl" in str(raised.value)
    assert ids(tmp_path) == before


def test_compacting_an_index_that_was_compacted_and_replaced_before_loses_nothing(
    tmp_path: Path,
) -> None:
    place, settings = str(tmp_path / "index"), load_settings(Options())
    for _ in range(3):
        build_of(tmp_path, ["ferry"])
        other = tmp_path / "other"
        other.mkdir(exist_ok=True)
        build_of(other, ["tide"])
        add([str(other / "articles.jsonl")], place, settings)
        merge(place, settings)
        assert ids(tmp_path) == ["ferry", "tide"]
        assert len(open_index(place).segments) == 1
