"""The duplicate index from the command line: made, added to, asked, and damaged in every way."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from command import corpus_qa

TIDES = (
    "The tide tables for the coming year went on sale at the harbour office on Tuesday, with a "
    "correction slip for March, when a leap second moved two of the lowest ebbs by a minute. "
    "“Nobody has run aground for a minute yet,” said the harbour master, Wilma Oduya, who keeps "
    "the tables of her three predecessors on the shelf behind her desk and lends them to pupils."
)
ORCHARD = (
    "Pear growers in the Lower Vale have agreed to leave the windfalls for the hedgehogs, after a "
    "count in autumn found fewer than forty of them between the railway and the river. The "
    "growers’ union will mark the trees, and the school of Brackley will count again in October."
)
ORGAN = (
    "The organ of St Bede’s has been silent since the flood, and the repair will cost more than "
    "the roof did. A tuner from Hallstadt spent four days inside it, found a nest, a pair of "
    "spectacles and a letter from 1911, and asked for a dry room of the size of a tennis court."
)
OPENING = (
    "Visitors who come for the market may wonder at the notices along the quay this week, which "
    "the council has put up in six languages and, for the first time, at the height of a child. "
)
OLD = [
    {
        "id": "tide-table",
        "title": "Tide tables on sale",
        "text": TIDES,
        "published": "2025-11-04",
        "url": "https://post.example/tides",
    },
    {
        "id": "windfalls",
        "title": "Windfalls for hedgehogs",
        "text": ORCHARD,
        "published": "2025-11-05",
        "url": "https://vale.example/windfalls",
    },
]


@dataclass(frozen=True)
class Run:
    """What a run against an index left behind."""

    code: int
    printed: str
    folder: Path

    def table(self, name: str) -> list[dict[str, Any]]:
        """Read a table of the run folder."""
        return pq.read_table(self.folder / f"{name}.parquet").to_pylist()

    def repeats(self) -> list[tuple[str, str, str]]:
        """Return the pairs with the index as (new, old, kind)."""
        return [(p["a"], p["b"], p["kind"]) for p in self.table("duplicates") if p["known"]]

    def document(self) -> dict[str, Any]:
        """Return ``run.json``."""
        read: dict[str, Any] = json.loads((self.folder / "run.json").read_text("utf-8"))
        return read


def write(path: Path, articles: Sequence[Mapping[str, str]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(article, ensure_ascii=False) for article in articles]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def validate(new: Sequence[Mapping[str, str]], place: Path, against: str = "index") -> Run:
    folder = place / "run"
    write(place / "new" / "added.jsonl", new)
    done = corpus_qa("validate", "new", "--against", against, "--run", folder, cwd=place)
    assert "Traceback" not in done.stderr
    return Run(done.returncode, done.stdout + done.stderr, folder)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Make a folder with an index of the old articles."""
    write(tmp_path / "old" / "tides.jsonl", OLD)
    done = corpus_qa("index", "build", "old", "--out", "index", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 articles added, 0 already in the index." in done.stdout
    return tmp_path


def test_a_new_article_learns_which_old_one_it_repeats_in_every_output(place: Path) -> None:
    new = [
        {"id": "again", "text": TIDES.replace("“", '"').replace("”", '"')},
        {"id": "longer", "text": f"{OPENING * 3}\n\n{ORCHARD}"},
        {"id": "other", "text": ORGAN},
    ]
    run = validate(new, place)
    assert run.code == 1
    assert run.repeats() == [
        ("again", "tide-table", "exact"),
        ("longer", "windfalls", "contained"),
    ]
    for name in ("report.html", "summary.md", "results.sarif", "junit.xml"):
        told = (run.folder / name).read_text(encoding="utf-8").replace("\\", "")
        for words in ("Tide tables on sale", "tides.jsonl"):
            assert words in told, name
    assert "The index already contains this text: tide-table" in run.printed
    (known,) = [row for row in run.table("known") if row["article_id"] == "windfalls"]
    assert known["url"] == "https://vale.example/windfalls"
    assert known["source"] == "tides.jsonl"


def test_both_containments_and_the_copied_passage_are_told(place: Path) -> None:
    run = validate([{"id": "longer", "text": f"{OPENING * 3}\n\n{ORCHARD}"}], place)
    (pair,) = run.table("duplicates")
    assert pair["b_in_a"] > 0.9 > pair["a_in_b"] > 0.2
    (finding,) = [row for row in run.table("findings") if row["check"] == "DUP003"]
    assert finding["excerpt"] == ORCHARD
    assert re.search(r"this text contains 100% of it\.$", finding["message"])


def test_articles_that_are_in_the_index_themselves_do_not_repeat_themselves(place: Path) -> None:
    changed = {**OLD[1], "text": ORCHARD.replace("October", "November")}
    run = validate([OLD[0], changed], place)
    assert run.repeats() == []
    assert "2 articles are already in the index (this or an earlier version)" in (
        run.folder / "summary.md"
    ).read_text("utf-8")


def test_records_without_ids_are_themselves_though_one_was_put_before_them(tmp_path: Path) -> None:
    old = [{"text": text} for text in (TIDES, ORCHARD)]
    write(tmp_path / "old" / "added.jsonl", old)
    corpus_qa("index", "build", "old", "--out", "index", cwd=tmp_path)
    assert validate([{"text": ORGAN}, *old], tmp_path).repeats() == []
    # Another file of that name that happens to hold one of the articles is not the same file.
    other = [{"text": OPENING}, {"text": ORGAN}, {"text": TIDES}]
    run = validate([*other, {"text": f"{ORGAN} {OPENING}"}], tmp_path)
    assert run.repeats() == [("added.jsonl#3", "added.jsonl#1", "exact")]


def test_an_id_that_two_corpora_share_does_not_hide_a_copy(place: Path) -> None:
    run = validate([{"id": "tide-table", "text": ORGAN}, {"id": "b", "text": TIDES}], place)
    assert run.repeats() == [("b", "tide-table", "exact")]


def test_what_is_added_is_known_and_what_is_known_is_not_added_again(place: Path) -> None:
    write(place / "more" / "more.jsonl", [*OLD, {"id": "organ", "text": ORGAN}])
    done = corpus_qa("index", "add", "more", "--to", "index", cwd=place)
    assert done.stdout.startswith("1 articles added, 2 already in the index.\n")
    assert validate([{"id": "x", "text": ORGAN}], place).repeats() == [("x", "organ", "exact")]
    told = corpus_qa("index", "compact", "index", cwd=place)
    assert "3 articles in 1 part" in told.stdout
    assert validate([{"id": "x", "text": ORGAN}], place).repeats() == [("x", "organ", "exact")]


def test_an_index_of_a_dataset_is_that_of_its_sources(place: Path) -> None:
    corpus_qa("convert", "old", "--out", "dataset", cwd=place)
    corpus_qa("index", "build", "dataset", "--out", "other", cwd=place)
    names = [
        [
            segment["name"]
            for segment in json.loads(
                corpus_qa("index", "info", index, "--format", "json", cwd=place).stdout
            )["segments"]
        ]
        for index in ("index", "other")
    ]
    assert names[0] == names[1]


def test_an_index_is_made_anew_only_if_that_is_asked_for(place: Path) -> None:
    again = ("index", "build", "old", "--out", "index")
    done = corpus_qa(*again, cwd=place)
    assert done.returncode == 2
    assert "index add" in done.stderr
    assert corpus_qa(*again, "--replace", cwd=place).returncode == 0
    (place / "old" / "thesis.txt").write_text("years of work", encoding="utf-8")
    mine = corpus_qa("index", "build", "old", "--out", "old", "--replace", cwd=place)
    assert mine.returncode == 3
    assert "is no index" in mine.stderr
    assert (place / "old" / "thesis.txt").exists()


def test_what_an_index_holds_is_told(place: Path) -> None:
    told = corpus_qa("index", "info", "index", cwd=place).stdout
    assert told.startswith("index: 2 articles in 1 part")
    assert "window: 32" in told


def test_the_index_of_the_configuration_is_asked(place: Path) -> None:
    (place / "corpus-qa.toml").write_text('[index]\nagainst = "index"\n', encoding="utf-8")
    write(place / "new" / "added.jsonl", [{"id": "x", "text": TIDES}])
    (place / "elsewhere").mkdir()
    corpus_qa(
        "validate", "../new", "--config", "../corpus-qa.toml", "--run", "r", cwd=place / "elsewhere"
    )
    assert Run(1, "", place / "elsewhere" / "r").repeats() == [("x", "tide-table", "exact")]


def break_parameters(index: Path) -> str:
    path = index / "index.json"
    made = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**made, "window": 16}), encoding="utf-8")
    return "window is 16 in the index and 32 here"


def break_description(index: Path) -> str:
    (index / "index.json").write_text('{"format": ', encoding="utf-8")
    return "index.json of the index cannot be read"


def lose_index(index: Path) -> str:
    index.rename(index.with_name("moved"))
    return "there is no index"


def lose_words(index: Path) -> str:
    next((index / "data").glob("words-*")).unlink()
    return "a file is missing"


def break_keys(index: Path) -> str:
    path = next((index / "data").glob("keys-*"))
    path.write_bytes(path.read_bytes()[:40])
    return "a file is damaged"


def break_commit(index: Path) -> str:
    next((index / "segments").glob("*.json")).write_text('{"name": "x"}', encoding="utf-8")
    return "a file in segments cannot be read"


DAMAGES = (break_parameters, break_description, lose_index, lose_words, break_keys, break_commit)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_an_index_that_cannot_be_asked_makes_the_run_incomplete_and_every_output_says_so(
    place: Path, damage: Any
) -> None:
    reason = damage(place / "index")
    # The copy within the run is found all the same.
    run = validate([{"id": "x", "text": TIDES}, {"id": "y", "text": TIDES}], place)
    assert run.code == 3
    assert [(p["a"], p["b"], p["known"]) for p in run.table("duplicates")] == [("x", "y", False)]
    document = run.document()
    assert document["verdict"] == "incomplete"
    (problem,) = document["problems"]
    assert problem["source"] == "index"
    assert reason in problem["reason"]
    assert "corpus-qa index build" in problem["hint"]
    printed = " ".join(run.printed.split())
    for told in (
        printed,
        *(
            (run.folder / name).read_text(encoding="utf-8").replace("\\", "")
            for name in ("report.html", "summary.md", "results.sarif", "junit.xml")
        ),
    ):
        assert "nothing was compared with the index" in told
        assert "corpus-qa index build" in told


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_index_is_not_added_to_and_can_be_made_anew(place: Path, damage: Any) -> None:
    damage(place / "index")
    write(place / "more" / "more.jsonl", [{"id": "organ", "text": ORGAN}])
    if damage not in (lose_words, break_keys):  # what is not read is not missed
        done = corpus_qa("index", "add", "more", "--to", "index", cwd=place)
        assert done.returncode == 3
        assert "corpus-qa index build" in done.stderr
    made = corpus_qa("index", "build", "old", "--out", "index", "--replace", cwd=place)
    assert made.returncode == 0
    assert validate([{"id": "x", "text": TIDES}], place).repeats() == [("x", "tide-table", "exact")]


def test_help_is_shown_at_once() -> None:
    script = (
        "import sys, corpus_qa.cli\n"
        "print([m for m in ('pyarrow', 'duckdb', 'numpy', 'polars') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
