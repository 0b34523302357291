"""Files are replaced in one step, and known by their bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from corpus_qa.run.folder import replace_file, sha256_of


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
