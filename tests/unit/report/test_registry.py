"""The registry of output formats: what a record is, and what plug-ins may bring."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from typing import Any

import pytest
from report_runs import make_run

from corpus_qa import plugins
from corpus_qa.errors import PluginError, UsageError
from corpus_qa.report import registry
from corpus_qa.report.load import Run
from corpus_qa.report.output import print_report, write_reports
from corpus_qa.report.registry import BUILT_IN, ReportFormat, format_named, formats, report_files


def shout(run: Run) -> str:
    return f"{run.document.verdict.upper()}!\n"


def silent(run: Run) -> str:
    return run.document.counts.findings  # type: ignore[return-value] - a mistake of an author


def broken(run: Run) -> str:
    raise ValueError(run.document.verdict)


LOUD = ReportFormat("loud", shout, "loud.txt")
PAIR = [ReportFormat("first", shout), ReportFormat("second", shout)]
NOT_A_FORMAT = "loud"
TAKEN_NAME = ReportFormat("json", shout)
TAKEN_FILE = ReportFormat("page", shout, "report.html")
SILENT = ReportFormat("silent", silent)
BROKEN = ReportFormat("broken", broken)


@pytest.fixture
def plug_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Return a function that installs an object of this module as a plug-in."""
    monkeypatch.setitem(sys.modules, "loud_formats", sys.modules[__name__])

    def install(name: str) -> None:
        entry = EntryPoint("loud-plug-in", f"loud_formats:{name}", registry.PLUGIN_GROUP)
        monkeypatch.setattr(plugins, "entry_points", lambda **_: EntryPoints([entry]))
        formats.cache_clear()

    yield install
    formats.cache_clear()


@pytest.mark.parametrize(
    ("values", "right"),
    [
        (("Loud", shout), "kebab-case, like “my-format”; found 'Loud'"),
        ((None, shout), "kebab-case"),
        (("loud", 3), "a function from a run to a text, or “module:function”; found 3"),
        (("loud", "no module"), "“module:function”; found 'no module'"),
        *(
            (("loud", shout, name), "a plain name that no other part of a run folder has")
            for name in ("a/b.txt", "..", "", ".work", "run.json", "x.parquet", "a\\b", 3)
        ),
    ],
)
def test_a_record_that_cannot_work_is_refused_with_what_would_be_right(
    values: tuple[Any, ...], right: str
) -> None:
    with pytest.raises(PluginError) as error:
        ReportFormat(*values)
    assert right in str(error.value)


def test_the_built_in_formats_have_names_and_files_of_their_own() -> None:
    files = [one.filename for one in BUILT_IN if one.filename]
    assert len({one.name for one in BUILT_IN}) == len(BUILT_IN)
    assert len(set(files)) == len(files)


def test_a_plug_in_is_asked_for_by_name_and_has_its_file(
    plug_in: Callable[[str], None], tmp_path: Path
) -> None:
    plug_in("LOUD")
    write_reports(make_run(tmp_path))
    assert (tmp_path / "loud.txt").read_text(encoding="utf-8") == "FAIL!\n"
    assert "loud.txt" in report_files()
    stream = io.StringIO()
    print_report(tmp_path, "loud", stream)
    assert stream.getvalue() == "FAIL!\n"


def test_an_entry_point_may_bring_several(plug_in: Callable[[str], None]) -> None:
    plug_in("PAIR")
    assert list(formats())[-2:] == ["first", "second"]


def test_the_choices_include_those_of_plug_ins(plug_in: Callable[[str], None]) -> None:
    plug_in("LOUD")
    with pytest.raises(UsageError, match=r"no format “pdf”; choose one of: text, .*, html, loud\."):
        format_named("pdf")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("MISSING", r"cannot be loaded"),
        ("NOT_A_FORMAT", r"it gives str 'loud', not a corpus_qa\.ReportFormat or a list"),
        ("TAKEN_NAME", r"the format “json” clashes with “json”"),
        (
            "TAKEN_FILE",
            r"the format “page” with the file report\.html clashes with “html”",
        ),
    ],
)
def test_a_wrong_plug_in_is_named_with_what_would_be_right(
    plug_in: Callable[[str], None], name: str, wrong: str
) -> None:
    plug_in(name)
    with pytest.raises(
        PluginError,
        match=rf"“loud-plug-in = loud_formats:{name}”.* \(corpus_qa\.formats\): .*{wrong}",
    ):
        formats()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("BROKEN", "“broken” of a plug-in failed: ValueError"), ("SILENT", "must return a text")],
)
def test_a_format_that_fails_is_named(
    plug_in: Callable[[str], None], name: str, wrong: str, tmp_path: Path
) -> None:
    plug_in(name)
    with pytest.raises(PluginError, match=wrong):
        print_report(make_run(tmp_path), name.lower(), io.StringIO())


def test_the_records_are_made_without_importing_a_format() -> None:
    code = (
        "import sys, corpus_qa.report.registry as r; r.formats(); "
        "print([m for m in ('jinja2', 'rich', 'duckdb', 'pyarrow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
