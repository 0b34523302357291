"""Which articles of changed files are additions, and how the whole is held to its baseline."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpus_qa.commands.change import read_change
from corpus_qa.commands.context import settings_of
from corpus_qa.config import Config
from corpus_qa.dataset.convert import convert
from corpus_qa.gate.baseline import Baseline, hold_to_baseline
from corpus_qa.gate.diff import find_followers
from corpus_qa.gate.git import changes_since

Rows = Sequence[Mapping[str, str]]


def rows_of(*names: str) -> Rows:
    return [
        {"id": name, "title": name.title(), "text": f"The {name} opens.\nIt does."}
        for name in names
    ]


def as_jsonl(rows: Rows) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def as_json(rows: Rows) -> bytes:
    return json.dumps(list(rows)).encode()


def as_csv(rows: Rows) -> bytes:
    lines = [f'{row["id"]},{row["title"]},"{row["text"]}"' for row in rows]
    return "\n".join(["id,title,text", *lines, ""]).encode()


def as_parquet(rows: Rows) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows]), sink)
    written: bytes = sink.getvalue().to_pybytes()
    return written


FORMS = {"x.jsonl": as_jsonl, "x.json": as_json, "x.csv": as_csv, "x.parquet": as_parquet}


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Ilse", "-c", "user.email=ilse@northmere.example")
    command = ["git", *who, "-c", "init.defaultBranch=main", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def difference(
    folder: Path, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> tuple[set[str], set[str]]:
    """Return what a change of some files adds and takes away; another file stays as it is."""
    repository = folder / "corpus"
    repository.mkdir()
    git(repository, "init", "-q")
    (repository / "same.jsonl").write_bytes(as_jsonl(rows_of("museum")))
    for name, content in before.items():
        (repository / name).write_bytes(content)
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "State")
    for name in before:
        (repository / name).unlink()
    for name, content in after.items():
        (repository / name).write_bytes(content)
    changes = changes_since("main", repository)
    run = SimpleNamespace(settings=settings_of(Config()), cache=None, work=folder / "work")
    changed = read_change(changes, (str(repository),), run, all_articles=True)
    added, removed = (
        {article.article_id for batch in side.batches() for article in batch.articles}
        for side in (changed.added, changed.removed)
    )
    assert changed.gone == removed
    return added, removed


def additions(folder: Path, name: str, before: bytes, after: bytes) -> set[str]:
    """Return the additions of a change of one file."""
    return difference(folder, {name: before}, {name: after})[0]


@pytest.mark.parametrize("name", FORMS)
def test_added_and_altered_records_are_additions_in_every_form(tmp_path: Path, name: str) -> None:
    form = FORMS[name]
    altered = {**rows_of("lido")[0], "title": "The lido"}
    before = form(rows_of("ferry", "lido", "quarry"))
    after = form([*rows_of("tower", "ferry"), altered, *rows_of("quarry", "zoo")])
    assert additions(tmp_path, name, before, after) == {"tower", "lido", "zoo"}


@pytest.mark.parametrize("name", FORMS)
def test_removed_records_add_nothing(tmp_path: Path, name: str) -> None:
    form = FORMS[name]
    before, after = form(rows_of("ferry", "lido", "quarry")), form(rows_of("ferry", "quarry"))
    assert additions(tmp_path, name, before, after) == set()


def test_a_later_line_of_a_record_makes_it_an_addition(tmp_path: Path) -> None:
    before = as_csv(rows_of("ferry", "lido", "quarry"))
    after = before.replace(b"The lido opens.\nIt does.", b"The lido opens.\nIt does not.")
    assert additions(tmp_path, "x.csv", before, after) == {"lido"}


def test_another_header_alone_adds_nothing(tmp_path: Path) -> None:
    before = as_csv(rows_of("ferry", "lido"))
    after = before.replace(b"id,title,text", b"id,headline,body")
    assert additions(tmp_path, "x.csv", before, after) == set()


def test_rows_in_another_order_add_nothing_but_a_second_copy_does(tmp_path: Path) -> None:
    before = as_parquet(rows_of("ferry", "lido"))
    copy = {**rows_of("lido")[0], "id": "again"}
    after = as_parquet([*rows_of("lido", "ferry"), copy])
    assert additions(tmp_path, "x.parquet", before, after) == {"again"}


def test_an_altered_article_is_taken_away_and_added(tmp_path: Path) -> None:
    before, (lido,) = rows_of("ferry", "lido"), rows_of("lido")
    after = [before[0], {**lido, "text": "The lido closes."}]
    sides = difference(tmp_path, {"x.jsonl": as_jsonl(before)}, {"x.jsonl": as_jsonl(after)})
    assert sides == ({"lido"}, {"lido"})


def followers(folder: Path, before: Rows, after: Rows) -> frozenset[str]:
    sides = []
    for name, rows in (("before", before), ("after", after)):
        (folder / f"{name}.jsonl").write_bytes(as_jsonl(rows))
        paths, options = [str(folder / f"{name}.jsonl")], Config().input
        sides.append(convert(paths, folder / name, options=options, jobs=1).dataset)
    return find_followers(sides[1], sides[0])


def test_an_article_goes_on_from_one_that_said_half_of_it_and_not_from_one_of_its_url(
    tmp_path: Path,
) -> None:
    old = "The ferry to Sandholm leaves an hour later from Monday, the harbour master said."
    new = "A tower of glass is built beside the quarry, and nobody was asked about its height."
    about = {"title": "The ferry", "url": "https://a.example/1"}
    before = [{**about, "id": "ferry", "text": old}]
    after = [
        {**about, "id": "shorter", "text": old.replace("an hour later ", "")},
        {**about, "id": "ferry", "text": f"{old} Nobody minds."},
        {**about, "id": "other", "text": new},
        {**about, "id": "longer", "text": f"{old} {new} {new[::-1]}"},
        {"id": "alone", "title": "Elsewhere", "text": old},
    ]
    assert followers(tmp_path, before, after) == {"shorter", "ferry"}


def test_an_article_in_a_script_without_spaces_goes_on_from_its_former_self(
    tmp_path: Path,
) -> None:
    text = "渡し船は月曜日から一時間遅れて出航すると港長が発表した。住民は驚かなかった。"
    before = [{"id": "a", "title": "渡し船", "text": text}]
    after = [{"id": "a", "title": "渡し船", "text": text.replace("月曜日", "火曜日")}]
    assert followers(tmp_path, before, after) == {"a"}


def test_an_article_that_moves_to_another_file_is_neither(tmp_path: Path) -> None:
    before = {"a.jsonl": as_jsonl(rows_of("ferry", "lido")), "b.csv": as_csv(rows_of("zoo"))}
    after = {"a.jsonl": as_jsonl(rows_of("ferry")), "c.jsonl": as_jsonl(rows_of("zoo", "lido"))}
    assert difference(tmp_path, before, after) == (set(), set())


def test_of_two_equal_records_the_one_on_the_added_line_is_new(tmp_path: Path) -> None:
    line = json.dumps({"title": "Lido", "text": "The lido opens."}).encode() + b"\n"
    other = json.dumps({"title": "Ferry", "text": "The ferry leaves."}).encode() + b"\n"
    before, after = {"x.jsonl": other + line}, {"x.jsonl": line + other + line}
    assert difference(tmp_path, before, after) == ({"x.jsonl#1"}, set())


def test_files_that_no_article_is_in_do_not_matter(tmp_path: Path) -> None:
    before = {"x.jsonl": as_jsonl(rows_of("ferry")), "y.bin": b"1", ".z.jsonl": b"{}"}
    after = {"x.jsonl": as_jsonl(rows_of("ferry")), "y.bin": b"2"}
    assert difference(tmp_path, before, after) == (set(), set())


def test_a_rate_may_exceed_its_baseline_by_the_tolerance_or_by_one_article() -> None:
    baseline = Baseline(100, {}, {"chrome_rate": 0.1, "date_rate": 0.1})
    rates = {"chrome_rate": 0.104, "date_rate": 0.106, "other_rate": 1.0}
    large = hold_to_baseline(rates, 100_000, baseline, 0.005)
    assert [(o.rule, o.status) for o in large] == [
        ("whole-chrome-rate", "pass"),
        ("whole-date-rate", "fail"),
    ]
    assert [o.status for o in hold_to_baseline(rates, 50, baseline, 0.005)] == ["pass", "pass"]
