"""A run is split into what is clean and what is not, and the parts add up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus_qa.commands.context import Settings, settings_of
from corpus_qa.commands.split import Asked, SplitFormat, split
from corpus_qa.commands.validate import validate
from corpus_qa.config import CheckOptions, Config, EngineOptions
from corpus_qa.errors import IncompleteError, UsageError
from corpus_qa.model import Severity
from corpus_qa.repair.quarantine import Article, Limit, Reason, fewest

GOOD = "The keeper counted {} ships before breakfast, and wrote each of them down in his grey book."
BAD = "The cafÃ© on quay {} sold crÃ¨me brÃ»lÃ©e to the crew of every ship that came in that week."


@pytest.fixture(scope="module")
def settings() -> Settings:
    return settings_of(
        Config(checks=CheckOptions(select=("ENC", "DUP")), engine=EngineOptions(jobs=1))
    )


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Path:
    folder = tmp_path_factory.mktemp("split")
    lines = [
        {"key": n, "text": (BAD if n % 10 == 0 else GOOD).format(n) * 3, "date": "2025-01-10"}
        for n in range(60)
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "in").mkdir()
    (folder / "in" / "a.jsonl").write_text(text, "utf-8")
    (folder / "in" / "b.txt").write_text(f"{GOOD.format('no')}\n", "utf-8")
    return validate([str(folder / "in")], settings, folder / "run").folder


def lines_of(path: Path) -> list[dict[str, object]]:
    """Read JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_the_parts_add_up_and_have_the_columns_of_the_input(
    run: Path, settings: Settings, tmp_path: Path
) -> None:
    parted = split(run, tmp_path / "out", Asked(), settings)
    bad = lines_of(tmp_path / "out" / "quarantine" / "a.jsonl")
    clean = lines_of(tmp_path / "out" / "clean" / "a.jsonl")
    assert parted.counts["clean"] + parted.counts["quarantine"] == 61
    assert {line["key"] for line in bad} >= {0, 10, 20, 30, 40, 50}
    assert all(set(line) == {"key", "text", "date"} for line in (*bad, *clean))
    reasons = lines_of(tmp_path / "out" / "reasons.jsonl")
    assert {reason["check"] for reason in reasons} >= {"ENC001"}


def test_a_part_in_parquet_holds_the_same(run: Path, settings: Settings, tmp_path: Path) -> None:
    asked = Asked(Severity.WARNING, ("ENC",), form=SplitFormat.PARQUET)
    parted = split(run, tmp_path / "out", asked, settings)
    assert parted.counts == {"clean": 55, "quarantine": 6}
    names = sorted(p.name for p in (tmp_path / "out" / "clean").iterdir())
    assert names == ["a.jsonl.parquet", "articles.parquet"]


def test_what_is_left_until_the_suite_passes_passes_when_it_is_validated(
    run: Path, settings: Settings, tmp_path: Path
) -> None:
    parted = split(run, tmp_path / "out", Asked(until_pass=True), settings)
    assert not parted.failing
    again = validate([str(tmp_path / "out" / "clean")], settings, tmp_path / "again")
    assert again.decision.exit_code == 0


def test_articles_that_changed_since_the_run_are_refused(
    run: Path, settings: Settings, tmp_path: Path
) -> None:
    path = run.parent / "in" / "b.txt"
    before = path.read_text("utf-8")
    path.write_text("Something else stands here now.\n", "utf-8")
    try:
        with pytest.raises(IncompleteError, match="validate it again"):
            split(run, tmp_path / "out", Asked(), settings)
    finally:
        path.write_text(before, "utf-8")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_something_is_not_overwritten(
    run: Path, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="not an empty folder"):
        split(run, tmp_path, Asked(), settings)


def article(name: str, *severities: str) -> Article:
    """Make an article with findings."""
    reasons = [Reason("ENC001", "encoding", severity, "", None) for severity in severities]
    return Article(
        name, "a.example", undated=False, undecoded=False, chrome_share=0, reasons=reasons
    )


def test_no_more_articles_go_than_have_to_and_the_worst_go_first() -> None:
    articles = {
        str(n): article(str(n), *(["error"] if n < 3 else ["warning"] if n < 6 else []))
        for n in range(20)
    }
    limit = Limit(0.2, {str(n): 1.0 for n in range(6)}, set(articles))
    # 6 of 20 are bad; without 3 of them 3 of 17 are, which is less than a fifth
    assert sorted(fewest([limit], articles)) == ["0", "1", "2"]
