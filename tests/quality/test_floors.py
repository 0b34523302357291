"""Detection is guarded like correctness: no figure falls below its floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import batch_of
from quality.floors import Record, below, load_floors, raised, reached, save_floors, table
from quality.labelled import labelled
from quality.measure import Tally, measure
from quality.mutations import clean_articles
from quality.published import figures, published

from corpus_qa.checks import BUILTIN
from corpus_qa.examine.batch import Plan, examine_batch
from corpus_qa.model import Check, Family

if TYPE_CHECKING:
    from pathlib import Path

FLOORS = load_floors().floors
LANGUAGE = {Family.TRANSLATION, Family.CONTENT}
ENOUGH = 60
MADE = "damage/"
# Clean articles in which the damage that a check looks for found a place, at least.
ENOUGH_MADE = 6


def is_schema(check: Check) -> bool:
    """Whether a check looks at the columns of an article, not at its words."""
    return check.family is Family.CONTENT and not (check.patterns or check.examiner)


@pytest.fixture(scope="session")
def tallies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Tally]:
    """Examine the labelled corpus once."""
    return measure(tmp_path_factory.mktemp("copies"))


@pytest.mark.parametrize("key", FLOORS)
def test_no_figure_is_below_its_floor(key: str, tallies: dict[str, Tally]) -> None:
    assert below(reached(tallies), {key: FLOORS[key]}) == []


def test_every_family_has_a_floor(
    tallies: dict[str, Tally], capsys: pytest.CaptureFixture[str]
) -> None:
    families = {str(family) for family in Family}
    with capsys.disabled():
        shown = {name: tally for name, tally in tallies.items() if name in families or MADE in name}
        print(f"\n{table(shown)}")  # noqa: T201 - the figures
    assert families <= FLOORS.keys()


@pytest.mark.parametrize(
    "check", [check.id for check in BUILTIN if check.family in LANGUAGE and not is_schema(check)]
)
def test_every_check_of_language_has_a_floor_for_damage_made_on_purpose(
    check: str, tallies: dict[str, Tally]
) -> None:
    made = tallies[f"{MADE}{check}"]
    assert len(made.hit) + len(made.missed) >= ENOUGH_MADE
    assert FLOORS[f"{MADE}{check}"]["recall"] > 0


def test_the_articles_are_silent_before_they_are_damaged() -> None:
    articles = [{"language": "en", **article} for article in clean_articles()]
    found = examine_batch(batch_of(articles), Plan(BUILTIN)).findings.to_pylist()
    assert [row["check"] for row in found if row["family"] in LANGUAGE] == []


@pytest.mark.parametrize("family", Family)
def test_every_family_has_damaged_samples_enough(family: Family, tallies: dict[str, Tally]) -> None:
    assert len(tallies[family].hit) + len(tallies[family].missed) >= ENOUGH


@pytest.mark.parametrize("family", [family for family in Family if family != Family.DUPLICATE])
def test_every_family_has_clean_samples_enough(family: Family) -> None:
    assert sum(family in sample.silent for sample in labelled()) >= ENOUGH


def test_the_names_of_the_samples_are_unique_and_their_texts_are_damaged() -> None:
    samples = labelled()
    clean = {sample.article["text"] for sample in samples if sample.silent and sample.article}
    hurt = [sample for sample in samples if sample.damaged not in {None, Family.DATE}]
    assert len({sample.name for sample in samples}) == len(samples)
    assert [sample.name for sample in hurt if sample.article["text"] in clean] == []


def test_a_figure_below_its_floor_is_told_and_raising_never_lowers() -> None:
    measured, floors = {"encoding": {"recall": 0.8}}, {"encoding": {"recall": 0.9}}
    assert below(measured, floors) == ["encoding: recall 0.8 is below its floor 0.9"]
    assert raised(measured, floors) == floors
    assert raised({"encoding": {"recall": 0.95}}, floors) == {"encoding": {"recall": 0.95}}


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    record = Record({"encoding/mojibake": {"recall": 0.9}}, ('the "old" corpus was too easy',))
    save_floors(record, tmp_path / "floors.toml")
    assert load_floors(tmp_path / "floors.toml") == record


def test_explain_shows_the_figures_that_are_measured_today(tallies: dict[str, Tally]) -> None:
    assert published() == figures(tallies), "publish them again: poe measured"
