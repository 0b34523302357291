"""A new check is one file in the folder of its family; words of site chrome are a second one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import corpus_qa

PAGE = '"""Buoys.\n\nWhy it matters\n    x\n"""\n\n'
RECORD = """
CHECK = Check(
    id="{id}",
    name="new-buoy",
    family=Family.{family},
    severity=Severity.WARNING,
    summary="a buoy",
    page=__doc__ or "",
{rest})
"""
CHROME = """\
from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.checks.chrome._kinds import Kind
from corpus_qa.model import Check, Family, Severity
"""
CONTENT = """\
from corpus_qa.checks.content._body import Part
from corpus_qa.checks.content._examiner import examine
from corpus_qa.model import Check, Evidence, Family, Severity

def find(body):
    if "buoy" in body.text:
        yield Evidence(CHECK.id, "A buoy.")
"""
TRANSLATION = """\
from corpus_qa.checks.translation._reading import Part
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import Check, Family, Pattern, Severity
"""
PLAIN = "from corpus_qa.model import Check, Family, Pattern, Severity\n"
SHARED = "    examine=examine,\n"
BUOY = '    patterns=(Pattern("buoy", "A buoy."),),\n'
NEW = {
    "chrome": (
        CHROME,
        "CHR099",
        "    examine_batch=examine,\n",
        'KIND = Kind(CHECK, "A buoy.")\n',
    ),
    "content": (CONTENT, "CON099", SHARED, "PART = Part(CHECK, find)\n"),
    "dates": (PLAIN, "DAT099", BUOY, ""),
    "encoding": (PLAIN, "ENC099", BUOY, ""),
    "translation": (
        TRANSLATION,
        "TRN099",
        f'    patterns=(Pattern("buoy"),),\n{SHARED}',
        'PART = Part(CHECK, message="A buoy.")\n',
    ),
}
ARTICLE = """\
The council of Elmport said on Monday that the old quay will be mended before the winter, and that
the boats of the fishermen may stay in the inner harbour until the work is done.

Moor at our red buoy

The harbour office will be open on the first day of each month from nine to noon, it said. All of
the boats have to be out of the old basin by then, and the buoys are taken in.
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the package, and add one check to each family."""
    root = tmp_path_factory.mktemp("copy")
    folder = root / "corpus_qa"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(corpus_qa.__file__).parent, folder, ignore=ignored)
    for family, (head, check, rest, last) in NEW.items():
        name = family.upper().removesuffix("S")
        record = RECORD.format(id=check, family=name, rest=rest)
        record = record.replace("new-buoy", f"new-buoy-{name.lower()}")
        text = f"{PAGE}from __future__ import annotations\n\n{head}{record}{last}"
        (folder / "checks" / family / "new_buoy.py").write_text(text, "utf-8")
    words = '[line]\nen = ["moor at our red buoy"]\n'
    (folder / "checks/chrome/words/new-buoy-chrome.toml").write_text(words, "utf-8")
    return root


@pytest.mark.parametrize("family", NEW)
def test_a_check_is_one_file_in_the_folder_of_its_family(
    package: Path, family: str, tmp_path: Path
) -> None:
    (tmp_path / "quay.txt").write_text(ARTICLE, "utf-8")
    command = [sys.executable, "-m", "corpus_qa.cli", "lint", "quay.txt"]
    done = subprocess.run(
        command,
        env={**os.environ, "PYTHONPATH": str(package)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert f" {NEW[family][1]} A buoy" in done.stdout, done.stderr
