"""The run folder: made once, replaced as a whole, and never in place of something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_qa.errors import UsageError
from corpus_qa.run.folder import RunFolder, new_run_folder, path_from_here

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
