"""The run folder: made once, replaced as a whole, and never in place of something else."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from corpus_qa.errors import UsageError
from corpus_qa.run.folder import RunFolder, new_run_folder, path_from_here, replace_file, sha256_of

REPORTS = ("report.html",)


def test_a_run_leaves_its_files_and_no_working_folder(tmp_path: Path) -> None:
    with new_run_folder(tmp_path / "run", REPORTS) as folder:
        assert folder.work.is_dir()
        folder.document.write_text("{}", encoding="utf-8")
    assert [path.name for path in folder.path.iterdir()] == ["run.json"]


def test_a_run_that_leaves_nothing_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(LookupError), new_run_folder(tmp_path / "run", REPORTS):
        raise LookupError
    assert list(tmp_path.iterdir()) == []


def test_a_former_run_gives_way(tmp_path: Path) -> None:
    for name in ("run.json", "report.html", "related.parquet"):
        (tmp_path / name).write_text("former", encoding="utf-8")
    with new_run_folder(tmp_path, REPORTS) as folder:
        assert [path.name for path in folder.path.iterdir()] == [".work"]
        folder.findings.write_bytes(b"")


def test_a_folder_with_anything_else_is_kept(tmp_path: Path) -> None:
    (tmp_path / "article.md").write_text("Mine.", encoding="utf-8")
    with pytest.raises(UsageError, match=r"holds article\.md"), new_run_folder(tmp_path, REPORTS):
        pass
    assert (tmp_path / "article.md").read_text(encoding="utf-8") == "Mine."


def test_a_folder_that_cannot_be_made_is_reported_with_the_next_step(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    made = new_run_folder(tmp_path / "file" / "run", REPORTS)
    with pytest.raises(UsageError, match="choose another with --run"), made:
        pass


def test_every_file_of_a_run_is_known_as_its_own(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    names = {path.name for path in (folder.findings, folder.signals, folder.quotes, folder.work)}
    assert names <= folder.own_names


def test_a_path_is_shown_as_a_person_would_type_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert path_from_here(tmp_path / "a" / "b.json") == "a/b.json"
    assert path_from_here(Path("built-in")) == "built-in"
    assert path_from_here(tmp_path.parent / "c") == (tmp_path.parent / "c").as_posix()


def test_a_file_is_made_and_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    for data in (b"one", b"two"):
        replace_file(path, data)
        assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_replaced_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "run.json"
    path.write_bytes(b"one")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        replace_file(path, b"two")
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_known_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_bytes(b"words" * 100_000)
    assert sha256_of(path) == hashlib.sha256(b"words" * 100_000).hexdigest()
