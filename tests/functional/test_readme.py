"""The README says what is true today."""

from __future__ import annotations

import json
import re
from pathlib import Path

from sample_report import SAMPLE
from typer.main import get_command

from corpus_qa.cli import app
from corpus_qa.config import Config, load_config
from corpus_qa.expect.suites import built_in_suites

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_every_command_is_in_the_table_and_every_row_is_a_command() -> None:
    rows = set(re.findall(r"^\| `corpus-qa (\w+)", README, re.MULTILINE))
    assert rows == set(get_command(app).commands)


def test_the_configuration_that_is_shown_is_valid_and_shows_every_key(tmp_path: Path) -> None:
    (text,) = blocks("toml")
    path = tmp_path / "corpus-qa.toml"
    path.write_text(text, encoding="utf-8")
    load_config(path)
    for section, values in Config().values().items():
        assert f"[{section}]" in text
        for key in values:
            assert key == "max_record_bytes" or re.search(rf"^{key} = ", text, re.MULTILINE), key


def test_the_suites_that_are_named_ship() -> None:
    for name in built_in_suites():
        assert f"{name}.json" in README


def test_the_output_that_is_shown_is_that_of_the_sample_corpus() -> None:
    (output,) = blocks("text")
    document = json.loads((SAMPLE / "run.json").read_text(encoding="utf-8"))
    failing = {
        entry["title"]
        for entry in document["expectations"]
        if entry["status"] == "fail" and entry["severity"] == "error"
    }
    shown = set(re.findall(r"^fails  (.+?)  ", output, re.MULTILINE))
    assert shown == failing
    assert f"{document['input']['articles']} articles" in output


def test_the_two_set_up_commands_differ_only_in_what_they_install_and_run() -> None:
    sample, tests = blocks("sh")
    start = "python3 -m venv .venv && .venv/bin/pip install -q -c .ci/requirements.lock -e "
    assert sample.strip() == f"{start}. && .venv/bin/corpus-qa validate tests/sample"
    assert tests.strip() == f"{start}'.[dev]' && .venv/bin/poe check"
