"""Readers are found by suffix, plug-ins' like ours, and a mistake in one is named where it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from inputs import articles, run, write

from corpus_qa.errors import PluginError
from corpus_qa.ingest.registry import (
    BUILT_IN,
    file_type,
    has_front_matter,
    has_line_records,
    readers,
)
from corpus_qa.run.pool import map_in_order

PLUGIN = """
import multiprocessing

from corpus_qa.ingest.records import Draft, Raw, Reader
from corpus_qa.ingest.streams import text_lines


def split(source, stream, reading):
    for number, line in enumerate(text_lines(stream, reading.limit), 1):
        yield Raw(source, number, number, line)


def parse(raw, reading, near):
    here = "worker" if multiprocessing.parent_process() else "main"
    yield Draft(raw.data.decode(), {}, {"process": here}, raw.number, raw.line, None, "utf-8", 0)


def reader(name="wire", suffixes=(".wire",)):
    return Reader(name, suffixes, split, parse)


WIRE = reader()
SEVERAL = [WIRE, reader("telex", (".telex",))]
AS_A_TUPLE = tuple(SEVERAL)
TEXT = "wire"
LIST_WITH_TEXT = [WIRE, "telex"]
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make a folder of packages, where entry points are found; nothing is cached over tests."""
    monkeypatch.syspath_prepend(tmp_path / "site")
    readers.cache_clear()
    yield tmp_path / "site"
    readers.cache_clear()
    sys.modules.pop("wire_reader", None)


def install(site: Path, *values: str, code: str = PLUGIN) -> None:
    """Install a package whose entry points, e0, e1 ..., are these."""
    points = "".join(f"e{number} = {value}\n" for number, value in enumerate(values))
    write(
        site,
        {
            "wire_reader.py": code,
            "wire_reader-1.5.dist-info/METADATA": "Name: wire-reader\nVersion: 1.5\n",
            "wire_reader-1.5.dist-info/entry_points.txt": f"[corpus_qa.readers]\n{points}",
        },
    )


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("a.txt", True),
        ("A.JSONL.GZ", True),
        ("a.b.csv.zst", True),
        ("a.gz", False),
        ("a", False),
        ("a.txt.zip", True),
        ("a.txt.7z", False),
    ],
)
def test_suffixes_tell_what_a_file_holds(name: str, known: bool) -> None:  # noqa: FBT001 - a table of cases
    assert (file_type(name) is not None) is known


def test_built_in_readers_share_no_name_and_no_suffix() -> None:
    names = [reader.name for reader in BUILT_IN]
    suffixes = [suffix for reader in BUILT_IN for suffix in reader.suffixes]
    assert len(set(names)) == len(names)
    assert len(set(suffixes)) == len(suffixes)


def test_what_a_line_of_a_file_is_follows_from_its_reader() -> None:
    names = ["a.txt", "b/a.MD.gz", "a.jsonl", "a.ndjson", "a.csv", "a.tsv", "a.json", "a.html", "x"]
    assert [name for name in names if has_line_records(name)] == names[2:6]
    assert not has_line_records("a.jsonl.gz")  # no line of the compressed file is a line of it
    assert [name for name in names if has_front_matter(name)] == ["b/a.MD.gz"]


@pytest.mark.parametrize(
    ("value", "suffixes"),
    [
        ("wire_reader:WIRE", [".wire"]),
        ("wire_reader:SEVERAL", [".wire", ".telex"]),
        ("wire_reader:AS_A_TUPLE", [".wire", ".telex"]),
    ],
)
def test_an_entry_point_brings_one_reader_or_several(
    site: Path, value: str, suffixes: list[str]
) -> None:
    before = list(readers())
    install(site, value)
    readers.cache_clear()
    assert list(readers()) == [*before, *suffixes]
    found = file_type("today.WIRE.gz")
    assert found is not None
    assert found.reader.name == "wire"


@pytest.mark.parametrize(
    ("values", "code", "wrong", "right"),
    [
        (
            ["wire_reader:WIRE"],
            "import wire_that_is_missing",
            r"it cannot be loaded \(ModuleNotFoundError: No module named 'wire_that_is_missing'\)",
            "fix its package, or uninstall it",
        ),
        (["wire_reader:NONE"], PLUGIN, "it cannot be loaded", "fix its package, or uninstall it"),
        (
            ["wire_reader:TEXT"],
            PLUGIN,
            "it gives str 'wire', not a corpus_qa.Reader",
            "or a list or tuple",
        ),
        (
            ["wire_reader:LIST_WITH_TEXT"],
            PLUGIN,
            "it gives str 'telex', not a corpus_qa.Reader",
            "or a list or tuple",
        ),
        (
            ["wire_reader:READER"],
            PLUGIN + "READER = reader('csv', ('.rows',))",
            "the name 'csv' is taken",
            "choose another",
        ),
        (
            ["wire_reader:READER"],
            PLUGIN + "READER = reader('rows', ('.rows', '.tsv'))",
            ".tsv files are already read by 'csv'",
            "leave the suffix out",
        ),
        (
            ["wire_reader:READER"],
            PLUGIN + "READER = reader('rows', ('rows',))",
            "The reader 'rows' cannot be used: the suffix 'rows'",
            "must be a dot and lower-case characters, such as '.rss'",
        ),
    ],
)
def test_a_mistake_names_the_entry_point_what_is_wrong_and_what_would_be_right(
    site: Path, values: list[str], code: str, wrong: str, right: str
) -> None:
    install(site, *values, code=code)
    where = rf"entry point “e0 = {values[0]}” of wire-reader 1\.5 \(corpus_qa\.readers\): "
    with pytest.raises(PluginError, match=rf"{where}.*{wrong}.*{right}") as caught:
        readers()
    assert caught.value.exit_code == 2


def test_two_entry_points_cannot_claim_one_suffix(site: Path) -> None:
    install(site, "wire_reader:WIRE", "wire_reader:OTHER", code=PLUGIN + "OTHER = reader('other')")
    with pytest.raises(PluginError, match=r"e1 = .*: \.wire files are already read by 'wire'"):
        readers()


def test_a_wrong_plug_in_ends_a_command_with_2_and_help_without_loading_it(
    site: Path, tmp_path: Path
) -> None:
    install(site, "wire_reader:TEXT")
    source = write(tmp_path / "in", {"a.txt": "Words."})

    def convert(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from corpus_qa.cli import main; main()", "convert", *arguments],
            env={**os.environ, "PYTHONPATH": str(site)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    done = convert(str(source), "--out", str(tmp_path / "out"))
    assert done.returncode == 2
    assert "(corpus_qa.readers)" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert convert("--help").returncode == 0


def test_a_plug_in_reads_in_workers_as_in_the_main_process(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(site, "wire_reader:WIRE")
    monkeypatch.setattr("corpus_qa.dataset.build.TASK", 100)
    at_once = partial(map_in_order, startup=0)
    monkeypatch.setattr("corpus_qa.dataset.build.map_in_order", at_once)
    lines = "".join(f"Line {n} of the wire from the harbour of Brask.\n" for n in range(200))
    source = write(tmp_path / "in", {"today.wire": lines, "b.txt": "Words."})
    conversion = run(source, tmp_path / "out", jobs=2)
    assert conversion.problems == ()
    rows = articles(conversion.dataset)
    assert "".join(row.text for row in rows) == "Words." + lines
    assert {json.loads(row.extra or "{}").get("process") for row in rows[1:]} == {"main", "worker"}


def test_another_version_of_a_plug_in_reads_its_files_again(site: Path, tmp_path: Path) -> None:
    install(site, "wire_reader:WIRE")
    source = write(tmp_path / "in", {"today.wire": "One.\nTwo.\n", "b.txt": "Words."})
    assert run(source, tmp_path / "out").converted == 2
    assert run(source, tmp_path / "out").kept == 2
    readers.cache_clear()
    sys.modules.pop("wire_reader")
    newer = PLUGIN.replace("split, parse)", "split, parse, version=20)")
    install(site, "wire_reader:WIRE", code=newer)
    assert run(source, tmp_path / "out").converted == 2
