"""Results that are reused are those that examining again would give."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import duckdb
import pytest

from corpus_qa.checks import BUILTIN
from corpus_qa.commands.context import settings_of
from corpus_qa.commands.convert import cached_dataset
from corpus_qa.config import Config, InputOptions
from corpus_qa.dataset.convert import convert
from corpus_qa.dataset.manifest import Manifest, locked
from corpus_qa.dataset.store import Dataset
from corpus_qa.dedup.sketch import sketch_tables
from corpus_qa.examine.cache import AFTERWARDS, RESULTS, Cache
from corpus_qa.examine.run import Examination
from corpus_qa.expectations.schema import load_row_schema
from corpus_qa.model import Article, Check, Evidence, Family, Hit, Pattern, Severity
from corpus_qa.run.timing import Clock, silent

SETTINGS = settings_of(Config())
CHECKS = (
    *(check for check in BUILTIN if check.id in {"CHR004", "CON090", "ENC001"}),
    Check(
        "XYZ001",
        "bell",
        Family.CONTENT,
        Severity.NOTE,
        "A bell.",
        "Bells.",
        (Pattern("bell tower", "A bell tower."),),
    ),
)
TABLES = ("findings*", "signals", "bands", "lines", "docs", "chrome")


def write_articles(folder: Path, name: str, numbers: Sequence[int]) -> None:
    folder.mkdir(exist_ok=True)
    rows = [
        {
            "id": f"{name}-{n}",
            "title": f"Bells of Northmere, part {n}",
            "text": f"The bell tower of parish {name} {n} rang at noon.\nWe use cookies to improve "
            f"your experience. Accept all cookies\nThe ringers of {n} were cafÃ© owners.",
        }
        for n in numbers
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")


def dataset_of(folder: Path, out: Path) -> Dataset:
    return convert([folder], out, options=InputOptions()).dataset


@contextmanager
def examined(
    dataset: Dataset, work: Path, cache: Cache | None, checks: Sequence[Check] = CHECKS
) -> Iterator[Examination]:
    work.mkdir()
    schema = load_row_schema(None, checks)
    examination = Examination(checks, sketch_tables, schema, Clock(), cache)
    examination.run(dataset, work, 1, silent)
    yield examination


def tables(work: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all parts, in one order."""
    with duckdb.connect() as connection:
        return {
            name: connection.execute(
                f"SELECT * FROM read_parquet('{work}/{name}.parquet') ORDER BY ALL"  # noqa: S608
            ).fetchall()
            for name in TABLES
        }


@pytest.fixture
def corpus(tmp_path: Path) -> tuple[Dataset, Cache]:
    """Examine a corpus into a cache."""
    articles = tmp_path / "articles"
    write_articles(articles, "b", range(700))
    dataset = dataset_of(articles, tmp_path / "dataset")
    cache = Cache.at(tmp_path / "cache")
    with examined(dataset, tmp_path / "first", cache) as examination:
        assert (examination.examined, examination.reused) == (700, 0)
    return dataset, cache


def test_a_second_examination_of_the_same_reads_nothing_and_says_the_same(
    corpus: tuple[Dataset, Cache], tmp_path: Path
) -> None:
    dataset, cache = corpus
    with examined(dataset, tmp_path / "second", cache) as examination:
        assert (examination.examined, examination.reused) == (0, 700)
        (reason,) = examination.notes()
        assert "0 of 700 articles had to be examined" in reason.message
    assert tables(tmp_path / "second") == tables(tmp_path / "first")


def joined(folder: Path, *parts: Dataset) -> Dataset:
    """Make one dataset of several that lie in ``folder``."""
    fragments = [
        replace(fragment, file=f"{part.path.name}/{fragment.file}")
        for part in parts
        for fragment in part.fragments
    ]
    return Dataset(folder, Manifest(tuple(fragments)))


def test_rows_of_reused_fragments_are_counted_from_where_they_stand_now(
    corpus: tuple[Dataset, Cache], tmp_path: Path
) -> None:
    dataset, cache = corpus
    write_articles(tmp_path / "other", "a", range(5))
    other = dataset_of(tmp_path / "other", tmp_path / "dataset-of-other")
    both = joined(tmp_path, other, dataset)
    with examined(both, tmp_path / "second", cache) as examination:
        assert (examination.examined, examination.reused) == (5, 700)
    with examined(both, tmp_path / "third", None) as examination:
        assert (examination.examined, examination.reused) == (705, 0)
    assert tables(tmp_path / "second") == tables(tmp_path / "third")


def test_other_patterns_and_other_articles_are_examined_again(
    corpus: tuple[Dataset, Cache], tmp_path: Path
) -> None:
    dataset, cache = corpus
    *others, bell = CHECKS
    (pattern,) = bell.patterns
    changed = replace(bell, patterns=(replace(pattern, regex="bell (?:tower|founder)"),))
    with examined(dataset, tmp_path / "second", cache, [*others, changed]) as examination:
        assert examination.reused == 0
    with examined(dataset, tmp_path / "third", cache, others) as examination:
        assert examination.reused == 0
    write_articles(tmp_path / "articles", "b", range(699))
    dataset = dataset_of(tmp_path / "articles", tmp_path / "dataset")
    with examined(dataset, tmp_path / "fourth", cache) as examination:
        assert examination.reused == 0


@pytest.mark.parametrize("name", ["findings.parquet", "docs.parquet", "entry.json"])
@pytest.mark.parametrize("damage", ["flip", "cut", "delete"])
def test_a_damaged_entry_is_told_and_examined_again(
    corpus: tuple[Dataset, Cache], tmp_path: Path, name: str, damage: str
) -> None:
    dataset, cache = corpus
    (entry,) = (cache.folder / RESULTS).iterdir()
    file = entry / name
    content = file.read_bytes()
    match damage:
        case "flip":
            middle = len(content) // 2
            flipped = bytes([content[middle] ^ 0x55])
            file.write_bytes(content[:middle] + flipped + content[middle + 1 :])
        case "cut":
            file.write_bytes(content[: len(content) // 2])
        case "delete":
            file.unlink()
    with examined(dataset, tmp_path / "second", cache) as examination:
        assert (examination.examined, examination.reused) == (700, 0)
        (reason,) = examination.notes()
        assert "1 cache entry was damaged" in reason.message
    assert tables(tmp_path / "second") == tables(tmp_path / "first")
    with examined(dataset, tmp_path / "third", cache) as examination:
        assert (examination.examined, examination.reused) == (0, 700)


def raising(article: Article, hits: Sequence[Hit]) -> list[Evidence]:
    del hits
    message = article.article_id
    raise RuntimeError(message)


def test_results_depend_on_all_code_but_what_comes_after_them() -> None:
    package = Path(str(files("corpus_qa")))
    assert [name for name in AFTERWARDS if not (package / name).exists()] == []
    below = {"checks", "dedup", "examine", "expectations", "ingest", "model", "run", "text"}
    assert below.isdisjoint(AFTERWARDS)


def test_what_a_check_crashed_on_is_not_kept(tmp_path: Path) -> None:
    write_articles(tmp_path / "articles", "b", range(3))
    dataset = dataset_of(tmp_path / "articles", tmp_path / "dataset")
    cache = Cache.at(tmp_path / "cache")
    checks = (replace(CHECKS[-1], patterns=(), examine=raising),)
    for name in ("first", "second"):
        with examined(dataset, tmp_path / name, cache, checks) as examination:
            assert examination.reused == 0
            assert len(examination.crashes) == 3
    assert not list((cache.folder / RESULTS).iterdir())


def test_the_least_recently_used_entries_make_room(tmp_path: Path) -> None:
    cache = Cache.at(tmp_path)
    for age, name in enumerate(["new", "middle", "old"]):
        entry = tmp_path / RESULTS / name
        entry.mkdir()
        (entry / "x").write_bytes(bytes(1000))
        os.utime(entry, (1e9 - age, 1e9 - age))
    cache.prune(2500)
    assert {entry.name for entry in (tmp_path / RESULTS).iterdir()} == {"new", "middle"}


def test_a_dataset_that_another_process_writes_is_left_to_it(tmp_path: Path) -> None:
    cache = Cache.at(tmp_path)
    folder = cached_dataset(cache, "all", ["articles"], SETTINGS)
    assert folder is not None
    with locked(folder):
        assert cached_dataset(cache, "all", ["articles"], SETTINGS) is None
    assert cached_dataset(cache, "all", ["articles"], SETTINGS) == folder
    assert cached_dataset(cache, "all", ["others"], SETTINGS) != folder
    assert cached_dataset(None, "all", ["articles"], SETTINGS) is None


def test_articles_are_not_looked_for_in_a_cache(tmp_path: Path) -> None:
    write_articles(tmp_path, "b", range(3))
    cache = Cache.at(tmp_path / "cache")
    write_articles(cache.folder / RESULTS, "c", range(3))
    assert dataset_of(tmp_path, tmp_path / "dataset").rows == 3
