"""The JSON Schema of the configuration says what the loader accepts."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import jsonschema
import pytest
from config_schema import SCHEMA, schema

from corpus_qa.commands.init.templates import config_text
from corpus_qa.config import documentation, load_config
from corpus_qa.errors import ConfigError

README = Path(__file__).parents[2] / "README.md"
SHOWN = re.findall(r"```toml\n(.*?)```", README.read_text("utf-8"), re.DOTALL)

REFUSED = [
    "[input]\ncolums = {}",
    "[checks]\nselect = 'ENC'",
    "[gate]\nrules = 'branch'",
    "[engine]\njobs = 'many'",
    "[[waivers]]\ncheck = 'CHR001'",
]


def accepts(text: str) -> bool:
    validator = jsonschema.Draft7Validator(json.loads(schema()))
    plain = json.loads(json.dumps(tomllib.loads(text), default=str))
    return bool(validator.is_valid(plain))


def test_the_schema_that_ships_is_made_from_the_code() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema(), "write it again: poe schema"


@pytest.mark.parametrize("text", [*SHOWN, config_text(["a/"], "own.json", "b.json"), ""])
def test_schema_and_loader_accept(text: str, tmp_path: Path) -> None:
    (tmp_path / "corpus-qa.toml").write_text(text, encoding="utf-8")
    load_config(tmp_path / "corpus-qa.toml")
    assert accepts(text)


@pytest.mark.parametrize("text", REFUSED)
def test_schema_and_loader_refuse(text: str, tmp_path: Path) -> None:
    (tmp_path / "corpus-qa.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError):
        load_config(tmp_path / "corpus-qa.toml")
    assert not accepts(text)


def test_the_file_that_init_writes_names_the_schema() -> None:
    first = config_text(["a/"], "own.json", "b.json").splitlines()[0]
    assert first == f"#:schema {documentation('config.schema.json')}"
