"""The configuration: what is misspelt is told, with the nearest known key."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_qa.config import Config, find_config, load_config
from corpus_qa.errors import ConfigError


def config_of(folder: Path, text: str, name: str = "corpus-qa.toml") -> Config:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    assert config_of(tmp_path, "") == Config()


def test_values_are_read_and_keys_may_be_written_with_hyphens(tmp_path: Path) -> None:
    config = config_of(
        tmp_path,
        '[input]\nmax-record-bytes = 5\nexclude = ["*.bak"]\n[input.columns]\nstory = "text"\n'
        '[expect]\nsuite = "strict"\n[checks.ignore]\nENC005 = "our feed is ASCII"\n',
    )
    assert config.input.max_record_bytes == 5
    assert config.input.exclude == ("*.bak",)
    assert config.input.columns == {"story": "text"}
    assert config.expect.suite == "strict"
    assert config.checks.ignore == {"ENC005": "our feed is ASCII"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[expct]\n", "unknown key “expct”; did you mean “expect”?"),
        ('[expect]\nsuit = "news"\n', "expect.unknown key “suit”; did you mean “suite”?"),
        ("[expect]\nsuite = 3\n", "expect.suite: expected a string, found 3"),
        ("[engine]\njobs = true\n", "engine.jobs: expected a whole number, found True"),
        ('[input]\nexclude = "x"\n', "input.exclude: expected a list of strings, found 'x'"),
        ("expect = 1\n", "expected a table, found 1"),
        ("[expect\n", "not valid TOML"),
        ("[engine]\nqqq = 1\n", "known keys: jobs, memory"),
        ('[engine]\nmemory = "lots"\n', "engine.memory: expected a size such as 384MB"),
        (f"[{'a.' * 30_000}a]\n", "a key has more than 1,000 dots"),
        (f"a = {'[' * 30_000}", "nested too deeply"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigError) as error:
        config_of(tmp_path, text)
    assert "corpus-qa.toml" in str(error.value)
    assert told in str(error.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "none.toml")


def test_the_nearest_file_is_found_and_a_pyproject_only_if_it_has_our_table(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.corpus-qa.expect]\nsuite = "strict"\n')
    (tmp_path / "a" / "pyproject.toml").write_text('[project]\nname = "x"\n')
    found = find_config(inner)
    assert found == tmp_path / "pyproject.toml"
    assert load_config(found).expect.suite == "strict"


def test_the_fingerprint_changes_with_a_setting_only(tmp_path: Path) -> None:
    changed = config_of(tmp_path, "[engine]\njobs = 2\n")
    assert Config().fingerprint() == Config().fingerprint() != changed.fingerprint()
