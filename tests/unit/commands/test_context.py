"""Settings: every path is resolved once, and starts where its author stood."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_qa.commands.context import Settings, load_settings, settings_of
from corpus_qa.commands.run import open_named_index
from corpus_qa.config import Config, Options
from corpus_qa.dedup.index.store import create_index
from corpus_qa.errors import ConfigError

CONFIG = """
[expect]
suite = "mine.json"
schema = "mine.yaml"

[engine]
cache = "kept"

[index]
against = "known"

[gate]
baseline = "accepted.json"
"""


def settings_below(
    folder: Path, monkeypatch: pytest.MonkeyPatch, options: Options | None = None
) -> Settings:
    """Load the settings of a project from a subfolder of it."""
    (folder / "corpus-qa.toml").write_text(CONFIG, encoding="utf-8")
    (folder / "sub").mkdir()
    monkeypatch.chdir(folder / "sub")
    return load_settings(options)


def test_paths_of_the_configuration_start_at_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_below(tmp_path, monkeypatch)
    assert settings.suite_base == settings.base == tmp_path
    assert settings.schema == tmp_path / "mine.yaml"
    assert settings.cache == tmp_path / "kept"
    assert settings.baseline == tmp_path / "accepted.json"
    assert settings.index == str(tmp_path / "known")


def test_a_suite_on_the_command_line_leaves_the_other_paths_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_below(tmp_path, monkeypatch, Options(suite="news"))
    assert settings.config.expect.suite == "news"
    assert settings.suite_base == Path()
    assert settings.schema == tmp_path / "mine.yaml"


def test_what_the_command_line_names_starts_where_it_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = Options(jobs=3, baseline=Path("b.json"), cache=Path("c"), index="i")
    settings = settings_below(tmp_path, monkeypatch, named)
    assert (settings.baseline, settings.cache) == (Path("b.json"), Path("c"))
    assert (settings.index, settings.jobs) == ("i", 3)


def test_the_address_of_an_index_is_no_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = '[index]\nagainst = "s3://bucket/index"\n'
    (tmp_path / "corpus-qa.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load_settings().index == "s3://bucket/index"


@pytest.mark.parametrize(
    ("checks", "message"),
    [
        ('select = ["XYZ"]', "names “XYZ”, but no check has such an id"),
        ('ignore = { ENC001 = " " }', "ENC001 needs a reason"),
    ],
)
def test_a_selection_that_cannot_work_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checks: str, message: str
) -> None:
    (tmp_path / "corpus-qa.toml").write_text(f"[checks]\n{checks}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match=message):
        load_settings()


def test_an_index_without_articles_is_no_index(tmp_path: Path) -> None:
    create_index(str(tmp_path / "known"))
    index, problems = open_named_index(
        settings_of(Config(), options=Options(index=str(tmp_path / "known")))
    )
    assert index is None
    assert "the index holds no article" in problems[0].reason
