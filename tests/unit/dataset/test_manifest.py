"""A manifest is read as it was written, and one process at a time writes a dataset."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from corpus_qa.dataset.manifest import (
    Fragment,
    Manifest,
    Origin,
    is_locked,
    load_manifest,
    locked,
    save_manifest,
)
from corpus_qa.errors import InputError
from corpus_qa.model import Problem

PROBLEM = Problem("a.txt", "cannot be read", "Look at it.", line=3, lost=1)
MANIFEST = Manifest(
    (Fragment("data/part-1.parquet", "12ab", 10, 1, 5, {"a.txt": "34cd"}, 1, "0.1.0"),),
    {"a.txt": Origin("in/a.txt", None, 5, 7, 9, (PROBLEM,)), "b.txt": Origin("b", "ef", 0, 0, 0)},
    "0123",
)


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    save_manifest(tmp_path, MANIFEST)
    assert load_manifest(tmp_path) == MANIFEST


def test_a_manifest_that_was_altered_is_told_where_that_matters(tmp_path: Path) -> None:
    save_manifest(tmp_path, MANIFEST)
    assert load_manifest(tmp_path, verify=True) == MANIFEST
    path = tmp_path / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b"12ab", b"12aB"))
    load_manifest(tmp_path)
    with pytest.raises(InputError, match="not as it was written"):
        load_manifest(tmp_path, verify=True)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1}', '{"format": 1, "sources": {}}'])
def test_a_damaged_manifest_names_the_way_out(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"is damaged \(.*\); delete the folder and run"):
        load_manifest(tmp_path)


def hold(folder: Path, held: Event) -> None:
    """Hold the lock of a dataset until the process is killed."""
    with locked(folder):
        held.set()
        Event.wait(multiprocessing.get_context("spawn").Event())


def test_the_lock_names_its_holder_and_ends_with_its_process(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    child = context.Process(target=hold, args=(tmp_path, held))
    child.start()
    assert held.wait(60)
    assert is_locked(tmp_path)
    with pytest.raises(InputError, match=rf"\(process {child.pid}\)"), locked(tmp_path):
        pass
    child.kill()
    child.join()
    assert not is_locked(tmp_path)
    with locked(tmp_path), pytest.raises(InputError, match=rf"\(process {os.getpid()}\)"):  # noqa: SIM117 - the inner one fails
        with locked(tmp_path):
            pass
