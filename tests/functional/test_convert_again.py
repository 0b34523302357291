"""A dataset follows its sources: what is new or changed is read, what is gone is dropped."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from inputs import RECORDS, articles, as_jsonl, run, write

from corpus_qa.dataset.manifest import load_manifest
from corpus_qa.dataset.store import Dataset
from corpus_qa.errors import InputError
from corpus_qa.model import columns_line


def texts(dataset: Dataset) -> dict[str, str]:
    """Return source -> its texts, joined."""
    found: dict[str, str] = {}
    for article in articles(dataset):
        found[article.source] = found.get(article.source, "") + article.text
    return found


def test_new_changed_and_gone_sources_are_followed(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {f"{n}.txt": f"The {n} story." for n in "acef"})
    run(source, tmp_path / "out")
    write(source, {"b.txt": "A new story.", "e.txt": "Another e.", "g.txt": "Last."})
    (source / "c.txt").unlink()
    again = run(source, tmp_path / "out")
    assert (again.converted, again.kept, again.dropped) == (3, 2, 1)
    assert texts(again.dataset) == {
        "a.txt": "The a story.",
        "b.txt": "A new story.",
        "e.txt": "Another e.",
        "f.txt": "The f story.",
        "g.txt": "Last.",
    }
    assert list(texts(again.dataset)) == ["a.txt", "b.txt", "e.txt", "f.txt", "g.txt"]


def test_a_file_that_was_only_touched_is_not_read_again(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.txt": "Words.", "b.txt": "More words."})
    run(source, tmp_path / "out")
    os.utime(source / "a.txt", (1, 1))
    again = run(source, tmp_path / "out")
    assert (again.converted, again.kept) == (0, 2)


def test_a_change_that_keeps_size_and_time_shows_soon_after_the_first_reading(
    tmp_path: Path,
) -> None:
    source = write(tmp_path / "in", {"a.txt": "Words A."})
    run(source, tmp_path / "out")
    before = (source / "a.txt").stat()
    write(source, {"a.txt": "Words B."})
    os.utime(source / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert texts(run(source, tmp_path / "out").dataset) == {"a.txt": "Words B."}


def test_fragments_of_unchanged_sources_stay_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("manifest", "convert"):
        monkeypatch.setattr(f"corpus_qa.dataset.{module}.TARGET", 50_000)
    monkeypatch.setattr("corpus_qa.dataset.manifest.GROUP", 5_000)
    names = [f"{n:02}.jsonl" for n in range(20)]
    files = {
        n: as_jsonl([{"id": f"{n}{i}", "text": f"{n} " * 500} for i in range(5)]) for n in names
    }
    source = write(tmp_path / "in", files)
    first = run(source, tmp_path / "out").dataset
    assert len(first.fragments) > 5
    write(source, {"07b.txt": "In between.", "99.txt": "At the end."})
    second = run(source, tmp_path / "out").dataset
    kept = {f.file for f in first.fragments} & {f.file for f in second.fragments}
    assert len(kept) >= len(first.fragments) - 2
    assert list(texts(second)) == sorted([*names, "07b.txt", "99.txt"])
    fresh = run(source, tmp_path / "fresh").dataset
    assert texts(fresh) == texts(second)
    assert [a.article_id for a in articles(fresh)] == [a.article_id for a in articles(second)]


def test_problems_of_sources_that_are_kept_are_told_again(tmp_path: Path) -> None:
    files = {"a.jsonl": as_jsonl(RECORDS) + b"{broken\n", "b.txt": "Words."}
    source = write(tmp_path / "in", files)
    first = run(source, tmp_path / "out")
    write(source, {"c.txt": "New."})
    second = run(source, tmp_path / "out")
    assert second.converted == 1
    assert len(first.problems) == 1
    assert second.problems == first.problems
    write(source, {"a.jsonl": as_jsonl(RECORDS)})
    assert run(source, tmp_path / "out").problems == ()


def test_other_options_read_everything_again(tmp_path: Path) -> None:
    record = {"text": "A teaser.", "story": "The story."}
    source = write(tmp_path / "in", {"a.jsonl": as_jsonl([record])})
    run(source, tmp_path / "out")
    again = run(source, tmp_path / "out", columns={"story": "text"})
    assert again.converted == 1
    assert texts(again.dataset) == {"a.jsonl": "The story."}


def test_what_was_replaced_is_swept(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.txt": "One."})
    run(source, tmp_path / "out")
    write(tmp_path / "out" / "data", {"left-by-a-crash.tmp": b"x", "part-old.parquet": b"x"})
    write(source, {"a.txt": "Two."})
    dataset = run(source, tmp_path / "out").dataset
    files = {path.name for path in (tmp_path / "out" / "data").iterdir()}
    assert files == {path.name for path in dataset.files}


def test_a_damaged_dataset_says_so_and_is_mended_by_the_next_conversion(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.txt": "One."})
    (fragment,) = run(source, tmp_path / "out").dataset.files
    content = fragment.read_bytes()
    fragment.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    Dataset.open(tmp_path / "out")
    with pytest.raises(InputError, match=r"changed or damaged.*corpus-qa convert"):
        Dataset.open(tmp_path / "out", verify=True)
    fragment.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        Dataset.open(tmp_path / "out")
    assert texts(run(source, tmp_path / "out").dataset) == {"a.txt": "One."}


def test_a_manifest_of_another_format_is_refused(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.txt": "One."})
    run(source, tmp_path / "out")
    manifest = tmp_path / "out" / "manifest.json"
    content = manifest.read_bytes()
    manifest.write_bytes(content.replace(b'"format": 1', b'"format": 99'))
    with pytest.raises(InputError, match="format 99"):
        Dataset.open(tmp_path / "out")
    manifest.write_bytes(content[:100])
    with pytest.raises(InputError, match="damaged"):
        Dataset.open(tmp_path / "out")
    with pytest.raises(InputError, match="is not a dataset"):
        Dataset.open(source)


def test_the_manifest_tells_what_each_fragment_was_made_from(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.txt": "One.", "b.txt": "Two."})
    run(source, tmp_path / "out")
    manifest = load_manifest(tmp_path / "out")
    (fragment,) = manifest.fragments
    assert fragment.rows == 2
    assert {name: len(digest) for name, digest in fragment.sources.items()} == {
        "a.txt": 64,
        "b.txt": 64,
    }
    assert manifest.sources["a.txt"].path == (source / "a.txt").as_posix()


def test_an_id_that_comes_a_second_time_is_told_apart_from_the_first(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.jsonl": as_jsonl([{"id": 7, "text": "One."}])})
    run(source, tmp_path / "out")
    twice = as_jsonl([{"id": "8", "text": "Two."}, {"id": "7", "text": "Three."}])
    write(source, {"b.jsonl": twice})
    (note,) = run(source, tmp_path / "out").repeated.notes()
    assert "“7” (a.jsonl line 1 and b.jsonl line 2)" in note.message
    dataset = Dataset.open(tmp_path / "out", verify=True)
    ids = [article.article_id for article in articles(dataset)]
    assert ids == ["7", "8", "7@b.jsonl#2"]


def test_what_fills_which_column_is_remembered(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.jsonl": as_jsonl(RECORDS), "b.jsonl": as_jsonl(RECORDS)})
    write(source, {"c.csv": "Text,Datum\nA story.,2025-02-03\n"})
    first = run(source, tmp_path / "out").dataset.manifest.columns()
    assert [(use.column, use.name, use.sources) for use in first] == [
        ("text", "body", 2),
        ("text", "Text", 1),
        ("title", "headline", 2),
        ("published_at", "datePublished", 2),
        ("published_at", "Datum", 1),
        ("url", "link", 2),
    ]
    os.utime(source / "a.jsonl", (1, 1))
    again = run(source, tmp_path / "out")
    assert (again.converted, again.dataset.manifest.columns()) == (0, first)
    assert columns_line(first).startswith("Columns: text <- body and 1 more, title <- headline,")
