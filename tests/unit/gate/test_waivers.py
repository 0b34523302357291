"""Waivers: each says what, where, why, who and until when, and none outlives its use."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus_qa.config import Config, InputOptions, Waiver, load_config
from corpus_qa.dataset.convert import convert
from corpus_qa.dataset.store import Dataset
from corpus_qa.errors import ConfigError
from corpus_qa.gate.acceptance import holding, read_inline, reasons, refuse_wrong, waiver_uses
from corpus_qa.model import Severity

TODAY = date(2026, 3, 1)
HOLDS = Waiver("CHR004", "they are quoted", "the desk", TODAY, path="archive/**")
EXPIRED = Waiver("ENC", "a broken feed", "Ilse", date(2026, 2, 28), site="northmere.example")
COMPLETE = """
[[waivers]]
check = "CHR004"
path = "archive/**"
reason = "they are quoted"
owner = "the desk"
expires = 2026-03-01
"""


def config_of(folder: Path, text: str) -> Config:
    path = folder / "corpus-qa.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def test_a_waiver_is_read_and_shown_as_plain_data(tmp_path: Path) -> None:
    config = config_of(tmp_path, COMPLETE)
    assert config.waivers == (HOLDS,)
    assert config.values()["waivers"][0]["expires"] == "2026-03-01"
    assert config.fingerprint() != Config().fingerprint()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2026-03-01", '"soon"', "waivers: 1. expires: expected a date such as"),
        ("2026-03-01", "2026-03-01T10:00:00Z", "expected a date"),
        ('owner = "the desk"\n', "", "waivers: 1. the key “owner” is missing or empty"),
        ('"they are quoted"', '""', "the key “reason” is missing or empty"),
        ("owner", "ovner", "unknown key “ovner”; did you mean “owner”?"),
        ("[[waivers]]", "[waivers]", "expected a list of tables"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(ConfigError) as error:
        config_of(tmp_path, COMPLETE.replace(old, new))
    assert told in str(error.value)


def test_a_waiver_must_name_a_check_and_where_it_holds() -> None:
    refuse_wrong([HOLDS, EXPIRED], ["CHR004", "ENC001"])
    with pytest.raises(ConfigError, match="2 names “ENC”"):
        refuse_wrong([HOLDS, EXPIRED], ["CHR004"])
    with pytest.raises(ConfigError, match="no path, article or site"):
        refuse_wrong([Waiver("CHR004", "x", "y", TODAY)], ["CHR004"])


def test_a_waiver_holds_on_its_last_day() -> None:
    assert holding([HOLDS, EXPIRED], TODAY) == (HOLDS,)


def test_expired_and_unused_waivers_are_warnings() -> None:
    told = reasons([HOLDS, EXPIRED], [HOLDS], [0])
    assert [reason.message for reason in told] == [
        "The waiver of ENC for site northmere.example expired on 2026-02-28.",
        "The waiver of CHR004 for path archive/** covers no finding.",
    ]
    assert {reason.severity for reason in told} == {Severity.WARNING}
    assert reasons([HOLDS], [HOLDS], [3]) == []


def test_every_waiver_is_listed_with_its_state() -> None:
    states = [entry.state for entry in waiver_uses([HOLDS, EXPIRED], [HOLDS], [2])]
    assert states == ["used", "expired"]
    assert waiver_uses([HOLDS], [HOLDS], [0])[0].state == "unused"


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
