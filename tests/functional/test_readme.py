"""The README says what is true today."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from readme_sections import PART, SECTIONS, renewed
from sample_report import PRINTED, SAMPLE
from typer.main import get_command

from corpus_qa.cli import app
from corpus_qa.config import Config, Waiver, load_config
from corpus_qa.expectations.suite import built_in_suites

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_every_command_is_in_the_table_and_every_row_is_a_command() -> None:
    rows = set(re.findall(r"^\| `corpus-qa (\w+)", README, re.MULTILINE))
    assert rows == set(get_command(app).commands)


def test_the_configuration_that_is_shown_is_valid(tmp_path: Path) -> None:
    (text,) = blocks("toml")
    path = tmp_path / "corpus-qa.toml"
    path.write_text(text, encoding="utf-8")
    load_config(path)


def test_the_table_of_keys_has_every_key_with_its_meaning() -> None:
    rows = re.findall(r"^\| `\[+(\w+)\]+ (\w+)` \| [^|]+ \| (.+) \|$", README, re.MULTILINE)
    kinds = {section: list(values) for section, values in Config().values().items()}
    kinds["waivers"] = [part.name for part in fields(Waiver)]
    assert [(section, key) for section, key, _ in rows] == [
        (section, key) for section, keys in kinds.items() for key in keys
    ]
    assert all(meaning.endswith(".") for *_, meaning in rows)


def test_the_parts_that_are_made_from_the_code_are_todays() -> None:
    assert set(SECTIONS) == {match[2] for match in PART.finditer(README)}
    assert renewed(README) == README, "write it again: poe readme"


def test_the_suites_that_are_named_ship() -> None:
    for name in built_in_suites():
        assert f"{name}.json" in README


def test_the_outputs_that_are_shown_are_those_of_the_commands() -> None:
    for shown, name in zip(blocks("text"), PRINTED, strict=True):
        printed = (SAMPLE / name).read_text(encoding="utf-8").splitlines()
        lines = [line for line in shown.splitlines() if line != "…"]
        assert [line for line in printed if line in lines] == lines


def test_links_lead_to_files() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", README):
        assert (ROOT / "".join(link)).exists(), link


def test_the_two_set_up_commands_differ_only_in_what_they_install_and_run() -> None:
    sample, tests = blocks("sh")
    start = "python3 -m venv .venv && .venv/bin/pip install -q -c .ci/requirements.lock -e "
    assert sample.strip() == f"{start}. && .venv/bin/corpus-qa validate tests/sample"
    assert tests.strip() == f"{start}'.[dev]' && .venv/bin/poe check"
