"""What lint prints, in each of its formats, and how its findings are chosen."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus_qa.cli import app

DAMAGED = "The cafÃ© on the quay is open again, its owner said.\n\nShare this article\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "a.txt").write_text(DAMAGED, encoding="utf-8")
    (tmp_path / "b.txt").write_text("The cafÃ© is closed.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lint(*arguments: str, given: str = "") -> tuple[int, list[str]]:
    done = CliRunner().invoke(app, ["lint", "--jobs", "1", *arguments], input=given.encode())
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.stdout.splitlines()


@pytest.mark.usefixtures("folder")
def test_checks_are_selected_and_ignored_by_ids_and_prefixes() -> None:
    code, lines = lint("a.txt", "--select", "ENC,CHR", "--ignore", "CHR")
    assert (code, [line.split(": ")[1][:6] for line in lines]) == (1, ["ENC001"])
    assert lint("a.txt", "--select", "ENC", "--ignore", "ENC001") == (0, [])


def test_paths_below_the_working_directory_are_relative_to_it(folder: Path) -> None:
    _, lines = lint(str(folder / "a.txt"), "--select", "ENC")
    assert lines[0].startswith("a.txt:1:5: ENC001 ")


@pytest.mark.usefixtures("folder")
def test_standard_input_is_an_article() -> None:
    code, lines = lint("-", "--select", "ENC", given=DAMAGED)
    assert (code, lines[0][:13]) == (1, "-:1:5: ENC001")
    page = "<html><body><article><p>" + DAMAGED * 9 + "</p></article></body></html>"
    _, lines = lint("-", "--select", "ENC", "--stdin-filename", "posts/a.html", given=page)
    assert lines[0].startswith("posts/a.html:1:1: ENC001")


@pytest.mark.usefixtures("folder")
def test_the_formats_say_the_same() -> None:
    _, text = lint("a.txt", "--select", "ENC")
    _, array = lint("a.txt", "--select", "ENC", "--format", "json")
    _, lines = lint("a.txt", "--select", "ENC", "--format", "jsonl")
    _, github = lint("a.txt", "--select", "ENC", "--format", "github")
    (found,) = json.loads("\n".join(array))
    assert json.loads(lines[0]) == found
    assert found["message"] in text[0]
    place = f"{found['path']}:{found['line']}:{found['column']}"
    assert text[0].startswith(place)
    assert github[0].startswith("::error file=a.txt,line=1,col=5,title=ENC001 mojibake::")


@pytest.mark.usefixtures("folder")
def test_statistics_count_the_findings_of_each_check() -> None:
    code, lines = lint(".", "--select", "ENC", "--statistics")
    assert code == 1
    assert [line.split() for line in lines] == [
        ["2", "ENC001", "mojibake"],
        ["2", "findings", "in", "2", "articles"],
    ]


@pytest.mark.usefixtures("folder")
def test_no_articles_on_standard_input_are_incomplete() -> None:
    code, _ = lint("-", given="")
    assert code == 3


def test_colours_are_a_matter_of_the_environment_before_the_terminal() -> None:
    from corpus_qa.report.output import wants_color  # noqa: PLC0415 - reads tables

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    pipe = io.StringIO()
    assert wants_color(Terminal(), {})
    assert not wants_color(pipe, {})
    assert not wants_color(Terminal(), {"TERM": "dumb"})
    assert not wants_color(Terminal(), {"NO_COLOR": "1", "FORCE_COLOR": "1"})
    assert wants_color(pipe, {"FORCE_COLOR": "1", "TERM": "dumb"})


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_has_help_with_examples(option: str) -> None:
    listed = CliRunner().invoke(app, [option]).stdout
    names = [line.split()[0] for line in listed.partition("Commands:")[2].splitlines() if line]
    assert "checks" in names
    for name in names:
        told = CliRunner().invoke(app, [name, option])
        assert told.exit_code == 0
        assert "Examples:" in told.stdout or "Commands:" in told.stdout, name


def test_a_prefix_or_a_family_lists_its_checks() -> None:
    runner = CliRunner()
    listed = runner.invoke(app, ["explain", "chr"]).stdout.splitlines()
    assert listed == runner.invoke(app, ["checks", "chrome"]).stdout.splitlines()
    assert all(line.startswith("CHR") for line in listed)
    rows = json.loads(runner.invoke(app, ["checks", "--format", "json"]).stdout)
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert len(rows) > len(listed)


def test_the_version_is_that_of_the_package() -> None:
    import corpus_qa  # noqa: PLC0415 - as a user does

    assert CliRunner().invoke(app, ["--version"]).stdout == f"corpus-qa {corpus_qa.__version__}\n"
