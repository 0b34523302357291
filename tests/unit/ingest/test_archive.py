"""The files in an archive are read as those in a folder, and harm nobody."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest
from inputs import (
    COMPRESSORS,
    PAGE,
    RECORDS,
    articles,
    as_csv,
    as_jsonl,
    as_parquet,
    convert_with_neighbour,
    run,
    write,
)

FILES = {
    "news/a.jsonl": as_jsonl(RECORDS),
    "news/b.csv.gz": COMPRESSORS[".gz"](as_csv(RECORDS)),
    "news/c.parquet": as_parquet(RECORDS),
    "pages/d.html": PAGE.encode(),
    "README.md": b"# News",
    "logo.png": b"\x89PNG",
    "__MACOSX/._a.jsonl": b"\0",
    "../../evil.txt": b"Read, but written nowhere.",
}


def as_zip(files: dict[str, bytes]) -> bytes:
    """Pack files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


def as_tar(files: dict[str, bytes]) -> bytes:
    """Pack files, and a link that leads out of the archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            packed.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("passwd.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        packed.addfile(link)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", as_zip(FILES)),
        ("a.tar", as_tar(FILES)),
        ("a.tar.zst", COMPRESSORS[".zst"](as_tar(FILES))),
        ("a.tgz", COMPRESSORS[".gz"](as_tar(FILES))),
        ("a.zip", as_zip({"inner.tar": as_tar(FILES)})),
    ],
)
@pytest.mark.parametrize("jobs", [1, 2])
def test_files_in_archives_are_read(tmp_path: Path, name: str, content: bytes, jobs: int) -> None:
    conversion = run(write(tmp_path / "in", {name: content}), tmp_path / "out", jobs=jobs)
    assert conversion.problems == ()
    rows = articles(conversion.dataset)
    assert len(rows) == 3 * len(RECORDS) + 2
    assert {row.source for row in rows} == {name}
    members = [json.loads(row.extra or "{}")["archive_member"] for row in rows]
    assert members[0].endswith("news/a.jsonl")
    assert rows[0].article_id == f"{name}/{members[0]}#1"
    assert rows[-2].title == "Lighthouse opens its doors"
    assert not (tmp_path.parent / "evil.txt").exists()


def test_what_in_an_archive_cannot_be_read_is_told(tmp_path: Path) -> None:
    deep = as_zip({"b.zip": as_zip({"c.zip": as_zip(FILES)})})
    files: dict[str, str | bytes] = {
        "a.zip": as_zip({"a.docx": b"PK", "b.jsonl": b"{", "c.csv": b"id,text\n"}),
        "b.zip": as_zip(FILES)[:-200],
        "c.zip": deep,
    }
    rows, conversion = convert_with_neighbour(tmp_path, files)
    assert rows == []
    reasons = [(problem.source, problem.reason) for problem in conversion.problems]
    assert ("a.zip", "unknown file type: a.docx in the archive could not be read") in reasons
    assert ("a.zip", "c.csv: holds no article") in reasons
    assert any(reason.startswith("b.jsonl line 1: invalid JSON") for _, reason in reasons)
    assert ("b.zip", "the archive is damaged (File is not a zip file)") in reasons
    assert ("c.zip", "b.zip: c.zip: is an archive in an archive in an archive") in reasons


def test_an_archive_that_unpacks_to_far_more_than_its_size_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus_qa.ingest.readers.archive.LARGE", 1000)
    bomb = as_zip({"a.txt": b"a" * 10_000_000})
    rows, conversion = convert_with_neighbour(tmp_path, {"a.zip": bomb})
    assert rows == []
    assert "unpacks to 10,000,000 bytes" in conversion.problems[0].reason


@pytest.mark.parametrize("name", [b"\xce.jsonl", b"\0.jsonl.."])
def test_a_name_that_is_empty_or_no_text_is_damage(tmp_path: Path, name: bytes) -> None:
    content = as_zip({"é.jsonl.": as_jsonl(RECORDS)}).replace(
        "é.jsonl.".encode(), name[:9].ljust(9)
    )
    _, conversion = convert_with_neighbour(tmp_path, {"a.zip": content})
    assert conversion.problems[0].reason.startswith("the archive is damaged")
