"""No article is dropped because its source is gone for a moment: that takes ``--prune``."""

from __future__ import annotations

import gzip
import os
import shutil
from pathlib import Path

import pytest
from inputs import articles, as_jsonl, write

from corpus_qa.config import InputOptions
from corpus_qa.dataset.convert import Conversion, convert

RECORDS = [{"id": f"x{n}", "text": f"The ferry {n} sails again on Monday."} for n in range(50)]


def sync(source: Path, out: Path, *, prune: bool = False, **options: object) -> Conversion:
    return convert([source], out, options=InputOptions(**options), prune=prune)  # type: ignore[arg-type]


def ids(conversion: Conversion) -> list[str]:
    return [article.article_id for article in articles(conversion.dataset)]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    files = {"b.jsonl": as_jsonl(RECORDS), "a.txt": "The first story.", "c.txt": "The last story."}
    return write(tmp_path / "in", files)


def test_a_folder_that_is_empty_for_a_moment_loses_nothing(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    before = ids(sync(source, out))
    shutil.move(source, tmp_path / "away")
    for step in ("no folder", "empty folder", "still empty"):
        again = sync(source, out)
        assert ids(again) == before, step
        assert again.problems[0].reason.startswith("3 sources are gone (all there were; is a disk")
        assert "--prune" in again.problems[0].hint
        source.mkdir(exist_ok=True)
    source.rmdir()
    shutil.move(tmp_path / "away", source)
    back = sync(source, out)
    assert (ids(back), back.problems, back.dropped) == (before, (), 0)


def test_a_gone_source_is_dropped_when_asked(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    before = ids(sync(source, out))
    (source / "a.txt").unlink()
    kept = sync(source, out)
    assert ids(kept) == before
    assert (kept.converted, kept.kept, kept.dropped) == (0, 3, 0)
    (problem,) = kept.problems
    assert "1 source is gone: a.txt." in problem.reason
    pruned = sync(source, out, prune=True)
    assert ids(pruned) == [name for name in before if name != "a.txt"]
    assert (pruned.problems, pruned.dropped) == ((), 1)


def test_other_options_do_not_lose_what_is_gone(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    before = ids(sync(source, out))
    (source / "a.txt").unlink()
    write(source, {"d.txt": "A new story."})
    again = sync(source, out, max_record_bytes=1 << 20)
    assert ids(again) == [*before, "d.txt"]
    assert again.converted == 3


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(as_jsonl(RECORDS)[:1000], id="cut off"),
        pytest.param(b"[]", id="no records"),
    ],
)
def test_a_truncated_source_keeps_its_articles(
    content: bytes, source: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    before = ids(sync(source, out))
    write(source, {"b.jsonl": content})
    for _ in range(2):
        again = sync(source, out)
        assert ids(again) == before
        assert "b.jsonl" in [problem.source for problem in again.problems]
    assert len(ids(sync(source, out, prune=True))) < len(before)


def test_a_truncated_archive_keeps_its_articles(tmp_path: Path) -> None:
    packed = gzip.compress(as_jsonl(RECORDS))
    source = write(tmp_path / "in", {"b.jsonl.gz": packed})
    before = ids(sync(source, tmp_path / "out"))
    write(source, {"b.jsonl.gz": packed[: len(packed) // 2]})
    assert ids(sync(source, tmp_path / "out")) == before


def test_a_source_that_is_shorter_on_purpose_is_followed(source: Path, tmp_path: Path) -> None:
    sync(source, tmp_path / "out")
    write(source, {"b.jsonl": as_jsonl(RECORDS[:10]), "a.txt": "Short."})
    again = sync(source, tmp_path / "out")
    assert (len(ids(again)), again.problems) == (12, ())


def test_an_unreadable_source_keeps_its_articles(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    before = ids(sync(source, tmp_path / "out"))
    (source / "a.txt").write_text("Another story.", "utf-8")
    monkeypatch.setattr("corpus_qa.dataset.convert.sha256_of", refuse)
    again = sync(source, tmp_path / "out")
    assert ids(again) == before
    assert [problem.source for problem in again.problems] == ["a.txt", "b.jsonl", "c.txt"]
    assert all("cannot be read" in problem.reason for problem in again.problems)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no time of the last change of status")
def test_content_decides_not_size_and_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus_qa.dataset.convert.SURE", -(10**18))  # all is old
    source = write(tmp_path / "in", {"a.txt": "Words A.", "b.txt": "Words B."})
    sync(source, tmp_path / "out")
    before = (source / "a.txt").stat()
    (source / "a.txt").write_text("Words C.", "utf-8")
    os.utime(source / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    again = sync(source, tmp_path / "out")
    assert [article.text for article in articles(again.dataset)] == ["Words C.", "Words B."]
    assert (again.converted, again.kept) == (1, 1)
