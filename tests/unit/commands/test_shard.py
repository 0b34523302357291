"""A shard is there as a whole or not at all, and says what it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from inputs import write

import corpus_qa
from corpus_qa.commands.context import load_settings
from corpus_qa.commands.shard import Sharded, describe, validate_shard
from corpus_qa.config import Options
from corpus_qa.errors import UsageError
from corpus_qa.ingest.division import Shard


def shard(text: str, folder: Path, path: Path) -> Sharded:
    settings = load_settings(Options(jobs=1))
    return validate_shard([str(path)], Shard.parse(text), settings, folder)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    texts = {f"{name}.txt": f"The weir {name} was opened on Monday." for name in "abc"}
    return write(tmp_path / "articles", texts)


def test_a_shard_that_breaks_off_leaves_the_former_one_and_can_be_run_again(
    articles: Path, tmp_path: Path
) -> None:
    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    run = tmp_path / "part"
    for former in (False, True):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("corpus_qa.commands.shard.write_shard", break_off)
            with pytest.raises(KeyboardInterrupt):
                shard("1/2", run, articles)
        assert run.exists() == former
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
            ["articles", *(["part"] if former else [])]
        )
        shard("1/2", run, articles)
    assert sorted(path.name for path in run.iterdir()) == ["dataset", "examined", "shard.json"]


def test_a_shard_says_how_much_it_examined_and_what_it_could_not(
    articles: Path, tmp_path: Path
) -> None:
    write(articles, {"d.jsonl": '{"text": "The weir."}\n{'})
    told = [list(describe(shard(f"{n}/9", tmp_path / str(n), articles))) for n in range(1, 10)]
    assert "shard 1/9: 1 article examined in " in told[0][0]
    assert any("with 1 problem." in lines[0] for lines in told)
    assert any(": 0 articles examined in " in lines[0] for lines in told)
    assert told[0][1] == "It is judged when all 9 are merged: corpus-qa merge RUN..."


def test_the_shard_of_a_corpus_without_articles_has_none_and_tells_why(tmp_path: Path) -> None:
    write(tmp_path / "empty", {"picture.jpg": "x"})
    sharded = shard("2/2", tmp_path / "part", tmp_path / "empty")
    assert (sharded.document.articles, sharded.problems) == (0, 1)
    assert "no articles here" in sharded.document.problems[0].reason


def test_a_shard_is_not_for_spark(articles: Path, tmp_path: Path) -> None:
    settings = load_settings(Options(engine="spark"))
    with pytest.raises(UsageError, match="leave out --shard"):
        validate_shard([str(articles)], Shard(1, 2), settings, tmp_path / "part")


def test_a_shard_is_opened_in_python_as_what_it_is(articles: Path, tmp_path: Path) -> None:
    part = corpus_qa.validate(articles, shard="2/2", run=tmp_path / "part", jobs=1)
    assert (part.shard, part.folder) == ("2/2", tmp_path / "part")
    assert repr(part).startswith("<PartialRun 2/2: ")
    document = json.loads((part.folder / "shard.json").read_bytes())
    assert part.articles == document["articles"] > 0
    with pytest.raises(corpus_qa.CorpusQAError, match="is shard 2/2 of a run"):
        corpus_qa.load(part.folder)
