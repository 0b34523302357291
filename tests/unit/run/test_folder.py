"""The run folder: made once, replaced as a whole, and never in place of something else."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from corpus_qa.errors import UsageError
from corpus_qa.run.folder import (
    STALE,
    RunFolder,
    new_run_folder,
    path_from_here,
    replace_file,
    sha256_of,
)

REPORTS = ("report.html",)


def test_a_run_leaves_its_files_and_no_working_folder(tmp_path: Path) -> None:
    with new_run_folder(tmp_path / "run", REPORTS) as folder:
        assert folder.work.is_dir()
        folder.document.write_text("{}", encoding="utf-8")
    assert folder.final == tmp_path / "run"
    assert [path.name for path in folder.final.iterdir()] == ["run.json"]
    assert list(tmp_path.iterdir()) == [folder.final]


def test_a_run_that_leaves_nothing_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(LookupError), new_run_folder(tmp_path / "run", REPORTS):
        raise LookupError
    assert list(tmp_path.iterdir()) == []


def former_run(tmp_path: Path) -> Path:
    former = tmp_path / "run"
    former.mkdir()
    for name in ("run.json", "report.html", "related.parquet"):
        (former / name).write_text("former", encoding="utf-8")
    return former


def refuse(*_: object) -> bool:
    return False


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_former_run_gives_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, can_exchange: bool
) -> None:
    former = former_run(tmp_path)
    if not can_exchange:
        monkeypatch.setattr("corpus_qa.run.folder._exchanged", refuse)
    with new_run_folder(former, REPORTS) as folder:
        assert [path.name for path in folder.path.iterdir()] == [".work"]
        assert (former / "run.json").read_text("utf-8") == "former"
        folder.findings.write_bytes(b"")
    assert [path.name for path in former.iterdir()] == ["findings.parquet"]
    assert list(tmp_path.iterdir()) == [former]


def test_a_folder_that_cannot_be_moved_is_filled_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(path: Path, target: Path) -> None:
        raise OSError(16, "Device or resource busy", str(path), None, str(target))

    former = former_run(tmp_path)
    monkeypatch.setattr("corpus_qa.run.folder._exchanged", refuse)
    monkeypatch.setattr(Path, "rename", busy)
    with new_run_folder(former, REPORTS) as folder:
        folder.document.write_text("new", "utf-8")
    assert [path.read_text("utf-8") for path in former.iterdir()] == ["new"]
    assert list(tmp_path.iterdir()) == [former]


@pytest.mark.parametrize("error", [LookupError, KeyboardInterrupt, SystemExit])
def test_a_run_that_breaks_off_leaves_the_former_one(
    tmp_path: Path, error: type[BaseException]
) -> None:
    former = former_run(tmp_path)
    with pytest.raises(error), new_run_folder(former, REPORTS):
        raise error
    assert (former / "run.json").read_text("utf-8") == "former"
    assert list(tmp_path.iterdir()) == [former]


def test_a_full_disk_leaves_the_former_run_and_says_what_to_do(tmp_path: Path) -> None:
    former = former_run(tmp_path)
    run = new_run_folder(former, REPORTS)
    with pytest.raises(UsageError, match=r"No space left.*as it was. Make room"), run:
        raise OSError(28, "No space left on device")
    assert (former / "run.json").read_text("utf-8") == "former"


def test_a_link_leads_to_the_new_run(tmp_path: Path) -> None:
    former = former_run(tmp_path)
    (tmp_path / "latest").symlink_to(former)
    with new_run_folder(tmp_path / "latest", REPORTS) as folder:
        folder.document.write_text("new", "utf-8")
    assert (former / "run.json").read_text("utf-8") == "new"
    assert (tmp_path / "latest").is_symlink()


def test_what_a_killed_run_left_is_deleted_later(tmp_path: Path) -> None:
    for name, age in ((".run-17", 2 * STALE), (".run-18", 0), (".run-new", 2 * STALE)):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    with new_run_folder(tmp_path / "run", REPORTS) as folder:
        folder.document.write_text("new", "utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".run-18", ".run-new", "run"]


def test_a_folder_with_anything_else_is_kept(tmp_path: Path) -> None:
    (tmp_path / "article.md").write_text("Mine.", encoding="utf-8")
    with pytest.raises(UsageError, match=r"holds article\.md"), new_run_folder(tmp_path, REPORTS):
        pass
    assert (tmp_path / "article.md").read_text(encoding="utf-8") == "Mine."


def test_a_report_that_was_killed_is_not_in_the_way(tmp_path: Path) -> None:
    (tmp_path / f".{min(REPORTS)}").write_text("half", encoding="utf-8")
    with new_run_folder(tmp_path, REPORTS) as folder:
        folder.document.write_text("new", "utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


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
