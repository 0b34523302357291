"""The whole command over the sample corpus: what it must find, and where it must find nothing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from command import corpus_qa

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TESTS = Path(__file__).parents[1]
EXPECTED: Mapping[str, Any] = tomllib.loads(
    (TESTS / "sample_expected.toml").read_text(encoding="utf-8")
)
DAMAGED: Mapping[str, Mapping[str, Any]] = EXPECTED["damaged"]
SEVERE = {"error", "warning"}

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Run:
    """A finished run: its exit code, the names of its articles, and what it says of each.

    ``texts`` holds the texts that the reports quote.
    """

    code: int
    names: frozenset[str]
    findings: Mapping[str, Rows]
    texts: Mapping[str, str]
    pairs: Mapping[frozenset[str], str]


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Validate the sample corpus once for all tests."""
    folder = tmp_path_factory.mktemp("sample") / "run"
    done = corpus_qa("validate", TESTS / "sample", "--run", folder, "--quiet")
    assert done.returncode in {0, 1}, done.stderr
    name_of = article_names(read(folder / "signals.parquet"))
    findings: dict[str, Rows] = {name: [] for name in name_of.values()}
    for row in read(folder / "findings.parquet"):
        findings[name_of[row["article_id"]]].append(row)
    texts = {name_of[row["article_id"]]: row["text"] for row in read(folder / "quotes.parquet")}
    pairs = {
        frozenset((name_of[row["a"]], name_of[row["b"]])): row["kind"]
        for row in read(folder / "duplicates.parquet")
    }
    return Run(done.returncode, frozenset(name_of.values()), findings, texts, pairs)


def read(path: Path) -> Rows:
    """Read a table of the run folder."""
    return pq.read_table(path).to_pylist()


def article_names(signals: Rows) -> dict[str, str]:
    """Name each article as the expectations do: its source, with its id where it was given one."""
    names = {}
    for row in signals:
        source = row["source"].replace("\\", "/").split("tests/sample/")[-1]
        several = source.endswith((".jsonl", ".csv"))
        names[row["article_id"]] = f"{source}#{row['article_id']}" if several else source
    return names


def severe(findings: Sequence[Mapping[str, Any]], but: frozenset[str] = frozenset()) -> list[str]:
    """Tell the errors and warnings outside some families."""
    return [
        f"{finding['check']} {finding['excerpt'] or finding['message']}"
        for finding in findings
        if finding["severity"] in SEVERE and finding["family"] not in but
    ]


def says(finding: Mapping[str, Any], rule: Mapping[str, str], text: str) -> bool:
    """Whether a finding is of the family, and lies on the words in the text."""
    if finding["family"] != rule["family"]:
        return False
    if "text" not in rule:
        return True
    on_text = finding["field"] == "text" and finding["start"] is not None
    return on_text and any(
        finding["start"] < at + len(rule["text"]) and at < finding["end"]
        for at in places(text, rule["text"])
    )


def places(text: str, words: str) -> Iterator[int]:
    """Yield where the words stand in the text."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def known(reason: str | None) -> list[pytest.MarkDecorator]:
    """Expect what is not reached yet to fail, until it no longer does."""
    return [pytest.mark.xfail(strict=True, reason=reason)] if reason else []


def silent_families() -> list[Any]:
    """List the damaged articles, those marked in which a check still says too much."""
    return [
        pytest.param(name, id=name, marks=known(told.get("known_noise")))
        for name, told in DAMAGED.items()
    ]


def expected_findings() -> list[Any]:
    """List every finding that must be there as a parameter with a telling id."""
    return [
        pytest.param(
            name,
            rule,
            id=f"{name}-{rule['family']}-{rule.get('text', 'any')}",
            marks=known(rule.get("known_problem")),
        )
        for name, told in DAMAGED.items()
        for rule in told.get("must", ())
    ]


def test_the_run_sees_exactly_the_articles_that_are_described(run: Run) -> None:
    assert run.names == {*EXPECTED["clean"], *DAMAGED}


def test_a_corpus_with_this_much_damage_fails(run: Run) -> None:
    assert run.code == 1


@pytest.mark.parametrize("name", EXPECTED["clean"])
def test_a_clean_article_has_neither_error_nor_warning(run: Run, name: str) -> None:
    assert severe(run.findings[name]) == []


@pytest.mark.parametrize(("name", "rule"), expected_findings())
def test_a_damaged_article_shows_its_defect(run: Run, name: str, rule: dict[str, str]) -> None:
    text = run.texts.get(name, "")
    assert [finding for finding in run.findings[name] if says(finding, rule, text)]


@pytest.mark.parametrize("name", silent_families())
def test_a_damaged_article_has_no_other_error_or_warning(run: Run, name: str) -> None:
    told = DAMAGED[name]
    allowed = {rule["family"] for rule in told.get("must", ())} | set(told.get("may", ()))
    assert severe(run.findings[name], frozenset(allowed)) == []


@pytest.mark.parametrize("pair", EXPECTED["pairs"], ids=lambda pair: " + ".join(pair["articles"]))
def test_a_copy_is_paired_with_its_original(run: Run, pair: dict[str, Any]) -> None:
    assert run.pairs.get(frozenset(pair["articles"])) in pair["kinds"]


def test_articles_that_are_no_copies_are_not_paired(run: Run) -> None:
    expected = {frozenset(pair["articles"]) for pair in EXPECTED["pairs"]}
    assert set(run.pairs) - expected == set()
