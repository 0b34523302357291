"""A corpus that is examined in shards and merged gives what one run gives; nothing less passes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from benchmark_articles import scraped
from command import corpus_qa

import corpus_qa as library
from corpus_qa.errors import UsageError

SAMPLE = Path(__file__).parents[1] / "sample"
TABLES = ("findings", "signals", "duplicates", "known", "metrics", "quotes")
# What of run.json tells of the run and not of the articles.
OWN = frozenset({"started_at", "seconds", "timings", "cache"})
EPOCH = {"SOURCE_DATE_EPOCH": "1764500000"}


def run(*arguments: str | Path, cwd: Path, code: int | None = 0) -> str:
    """Run a command at a stated time; return what it prints."""
    import os  # noqa: PLC0415

    done = corpus_qa(*arguments, cwd=cwd, environment={**os.environ, **EPOCH})
    assert code is None or done.returncode == code, done.stderr
    return done.stdout + done.stderr


@dataclass(frozen=True)
class Corpus:
    """A folder with ``articles`` and ``whole``, a run of them."""

    folder: Path

    def shards(
        self, of: int, *options: str | Path, name: str = "parts", path: str = "articles"
    ) -> list[Path]:
        """Examine all shards, and return their folders."""
        folders = [Path(name) / str(number) for number in range(1, of + 1)]
        for number, folder in enumerate(folders, 1):
            shard = ("--shard", f"{number}/{of}", "--run", folder, "--jobs", "1")
            run("validate", path, *shard, *options, cwd=self.folder)
        return folders


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Write a corpus in which shards have to do with each other, and validate it as a whole."""
    folder = tmp_path_factory.mktemp("shards")
    shutil.copytree(SAMPLE, folder / "articles" / "sample")
    made = [dict(article) for article in scraped(240)]
    # Copies far from each other, ids that come again, and a line that a site repeats.
    for number in (11, 57, 90):
        made[200 + number % 40] |= {"text": made[number]["text"], "id": made[number]["id"]}
    for article in made[::7]:
        article["text"] += "\n\nThe Harbour Bulletin is printed on the old quay every Thursday."
    # What is no part of an article makes the file large enough to be divided.
    lines = [json.dumps({**article, "layout": "x" * 30_000}) for article in made]
    (folder / "articles" / "made.jsonl").write_text("\n".join([*lines, "{"]), encoding="utf-8")
    run("validate", "articles", "--run", "whole", "--jobs", "1", cwd=folder, code=3)
    return Corpus(folder)


@pytest.fixture(scope="module")
def parts(corpus: Corpus) -> list[Path]:
    """Three shards of the corpus."""
    return corpus.shards(3)


def content(folder: Path) -> Iterator[tuple[str, Any]]:
    """Yield all that a run says of its articles."""
    for name in TABLES:
        yield name, pq.read_table(folder / f"{name}.parquet").to_pylist()
    document: Mapping[str, Any] = json.loads((folder / "run.json").read_bytes())
    yield from ((name, value) for name, value in document.items() if name not in OWN)


def assert_same(run_folder: Path, whole: Path) -> None:
    found, expected = dict(content(run_folder)), dict(content(whole))
    for name, value in expected.items():
        assert found[name] == value, name
    assert found.keys() == expected.keys()


def test_a_merged_run_is_the_run_of_the_whole_corpus(corpus: Corpus, parts: list[Path]) -> None:
    folders = [parts[2], parts[0], parts[1]]
    run("merge", *folders, "--run", "merged", "--jobs", "1", cwd=corpus.folder, code=3)
    assert_same(corpus.folder / "merged", corpus.folder / "whole")
    whole = dict(content(corpus.folder / "whole"))
    assert any(reason["kind"] == "ids" for reason in whole["reasons"])
    assert whole["counts"]["duplicates"]["clusters"] > 3
    assert whole["problems"]
    documents = [(corpus.folder / folder / "shard.json").read_bytes() for folder in folders]
    assert sum(json.loads(document)["articles"] > 40 for document in documents) > 1


def test_the_shards_of_a_dataset_are_the_dataset(corpus: Corpus) -> None:
    run("convert", "articles", "--out", "dataset", "--quiet", cwd=corpus.folder, code=3)
    folders = corpus.shards(2, name="of-dataset", path="dataset")
    run("merge", *folders, "--run", "merged-dataset", "--jobs", "1", cwd=corpus.folder, code=3)
    found = dict(content(corpus.folder / "merged-dataset"))
    expected = dict(content(corpus.folder / "whole"))
    for name in (*TABLES, "counts", "expectations", "problems", "columns", "reasons"):
        assert found[name] == expected[name], name


def refused(*folders: Path | str) -> str:
    """Merge what is no whole, and return what is said of it."""
    with pytest.raises(UsageError) as caught:
        library.merge(folders)
    return str(caught.value)


def copied(part: Path, name: str, **values: Any) -> Path:
    """Copy a partial run, with other values in its ``shard.json``."""
    copy = shutil.copytree(part, part.parent / name)
    document = json.loads((copy / "shard.json").read_bytes())
    (copy / "shard.json").write_text(json.dumps({**document, **values}), encoding="utf-8")
    return copy


def test_what_is_not_each_shard_of_one_run_once_is_refused_by_name(
    corpus: Corpus, parts: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(corpus.folder)
    one, two, three = parts
    again = "corpus-qa validate articles --shard 2/3"
    assert refused(one, three) == f"shard 2/3 missing: run {again} --run RUN, then merge all."
    twice = copied(two, "twice")
    assert "are both shard 2/3: name one" in refused(one, two, three, twice)
    assert "parts/2" in refused(one, two, three, twice)
    other = copied(three, "other", of=4)
    assert "parts/other is shard 3/4, but the others are of 3" in refused(one, two, other)
    assert "whole is a whole run, and no shard" in refused(one, two, "whole")
    assert "articles is no shard" in refused(one, two, "articles")
    assert "no shard: it has no shard.json" in refused(one, two, "nowhere")
    assert "Name the partial runs" in refused()
    later = copied(two, "later", format=99)
    assert "of format 99" in refused(one, later, three)
    (later / "shard.json").write_bytes(b"{")
    assert "is damaged" in refused(one, later, three)
    (twice / "examined" / "signals.parquet").write_bytes(b"PAR1")
    assert "parts/twice (shard 2/3) is damaged: signals.parquet" in refused(one, twice, three)
    for name in twice.glob("examined/*"):
        shutil.copy(two / "examined" / name.name, name)
    next(twice.glob("dataset/data/*")).write_bytes(b"PAR1")
    assert "parts/twice (shard 2/3) is damaged" in refused(one, twice, three)


@pytest.mark.parametrize(
    ("name", "next_step"),
    [
        ("input", "the files changed in between"),
        ("configuration", "same options"),
        ("suite", "same options"),
        ("baseline", "same options"),
        ("version", "same version of corpus-qa, Python and the libraries"),
    ],
)
def test_a_foreign_shard_is_refused_with_what_differs(
    corpus: Corpus,
    parts: list[Path],
    name: str,
    next_step: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(corpus.folder)
    one, two, three = parts
    document = json.loads((two / "shard.json").read_bytes())
    foreign = copied(two, f"foreign-{name}", identity={**document["identity"], name: "0"})
    told = refused(one, foreign, three)
    assert f"parts/foreign-{name} (shard 2/3) has another {name} than the other shards" in told
    assert next_step in told


def test_options_of_the_merge_that_are_not_those_of_the_shards_are_refused(
    corpus: Corpus, parts: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(corpus.folder)
    with pytest.raises(UsageError, match="another suite than this merge"):
        library.merge(parts, suite="strict")


@pytest.mark.parametrize(
    "command",
    [
        ("report", "parts/1"),
        ("show", "parts/1"),
        ("stats", "parts/1"),
        ("compare", "whole", "parts/1"),
        ("compare", "parts/1", "whole"),
        ("split", "parts/1", "--out", "out"),
        ("fix", "--from", "parts/1", "--diff"),
        ("baseline", "write", "parts/1"),
        ("validate", "parts/1/dataset"),
        ("validate", "articles", "--compare", "parts/1", "--run", "never"),
    ],
)
@pytest.mark.usefixtures("parts")
def test_a_partial_run_is_never_taken_for_a_whole_one(
    corpus: Corpus, command: tuple[str, ...]
) -> None:
    told = run(*command, cwd=corpus.folder, code=2)
    assert "parts/1 is shard 1/3 of a run, and has no verdict" in told
    assert "corpus-qa merge" in told


@pytest.mark.usefixtures("parts")
def test_a_partial_run_is_no_source_of_articles(corpus: Corpus) -> None:
    told = run("validate", "parts/1", "--run", "never", cwd=corpus.folder, code=3)
    assert "a dataset or run folder of corpus-qa, not a source" in " ".join(told.split())


def test_shards_go_on_from_their_cache(corpus: Corpus) -> None:
    corpus.shards(2, "--cache", "cache", name="cached")
    folders = corpus.shards(2, "--cache", "cache", name="cached")
    for folder in folders:
        document = json.loads((corpus.folder / folder / "shard.json").read_bytes())
        (note,) = document["notes"]
        assert note["message"].startswith(f"0 of {document['articles']} articles had to be")
