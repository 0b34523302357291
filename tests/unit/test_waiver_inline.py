"""Waivers in the front matter of Markdown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus_qa.config import InputOptions, Waiver
from corpus_qa.dataset.convert import convert
from corpus_qa.dataset.store import Dataset
from corpus_qa.gate.waivers import read_inline
from corpus_qa.model import Severity

TEXT = "\n---\n\nThe quarry road opens again on Monday, the council of Northmere said.\n"
ENTRY = (
    "{check: CHR017, reason: the correction belongs here, owner: Ilse Varga, expires: 2099-12-31}"
)
CHECKS = ("CHR017", "ENC001")


def dataset_of(folder: Path, waivers: str, name: str = "road.md") -> Dataset:
    (folder / "articles").mkdir()
    (folder / "articles/other.md").write_text("A text without a waiver.\n", encoding="utf-8")
    file = folder / "articles" / name
    file.write_text(f"---\ntitle: The road\ncorpus-qa: {waivers}{TEXT}", encoding="utf-8")
    return convert([folder / "articles"], folder / "dataset", options=InputOptions()).dataset


@pytest.mark.parametrize("waivers", [ENTRY, f"[{ENTRY}]", f"\n  - {ENTRY}"])
def test_an_article_waives_for_itself(tmp_path: Path, waivers: str) -> None:
    (waiver,), wrong = read_inline(dataset_of(tmp_path, waivers), CHECKS)
    expected = Waiver(
        "CHR017", "the correction belongs here", "Ilse Varga", date(2099, 12, 31), article="road.md"
    )
    assert waiver == expected
    assert wrong == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("CHR017", "XYZ001", "no check has such an id"),
        ("reason: the correction belongs here, ", "", "the key “reason” is missing"),
        ("2099-12-31", "never", "expires: expected a date"),
        ("owner", "ovner", "did you mean “owner”?"),
        (ENTRY, "please", "expected a table"),
    ],
)
def test_a_mistake_is_told_and_waives_nothing(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    waivers, (reason,) = read_inline(dataset_of(tmp_path, ENTRY.replace(old, new)), CHECKS)
    assert waivers == ()
    assert reason.severity is Severity.WARNING
    assert reason.message.startswith("road.md: ")
    assert told in reason.message


def test_an_article_cannot_waive_for_others(tmp_path: Path) -> None:
    entry = ENTRY.replace("{", "{path: '**', article: other.md, site: a.example, ")
    (waiver,), _ = read_inline(dataset_of(tmp_path, entry), CHECKS)
    assert waiver.article == "road.md"


def test_plain_text_carries_no_waivers(tmp_path: Path) -> None:
    assert read_inline(dataset_of(tmp_path, ENTRY, "road.txt"), CHECKS) == ((), ())
