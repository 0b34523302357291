"""One place in every output, also where a run did not keep the text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import command
import pyarrow.parquet as pq
import pytest

from corpus_qa.report import github, sarif, terminal
from corpus_qa.report.load import Run, load_run, write_quotes
from corpus_qa.run.folder import RunFolder

ARTICLES = {
    "ferry.md": "---\ntitle: Ferry\n---\nThe ferry sails.\n\nThe \U0001f600 cafÃ© is open.\n",
    "quay.txt": "The quay.\nThe cafÃ© is open.\n",
    "wire.jsonl": json.dumps({"id": "w1", "text": "A pier.\nThe cafÃ© is open."}) + "\n",
}
PLACES = {
    "articles/ferry.md:6:7 ENC001",
    "articles/quay.txt:2:5 ENC001",
    "articles/wire.jsonl:1 ENC001",
}


def corpus_qa(folder: Path, *arguments: str) -> str:
    done = command.corpus_qa(*arguments, cwd=folder)
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a run of three articles that kept no text at all."""
    folder = tmp_path_factory.mktemp("corpus")
    for name, text in ARTICLES.items():
        path = folder / "articles" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    corpus_qa(folder, "validate", "articles", "--run", "run", "--quiet")
    write_quotes(RunFolder(folder / "run"), "512MB", (), limit=0)
    assert pq.read_metadata(folder / "run/quotes.parquet").num_rows == 0
    return folder


@pytest.fixture(scope="module")
def run(corpus: Path) -> Run:
    return load_run(corpus / "run")


def test_lint_prints_the_places(corpus: Path) -> None:
    lines = corpus_qa(corpus, "lint", "articles").splitlines()
    found = {" ".join(line.split(" ")[:2]).replace(": ", " ") for line in lines}
    # Of a record only the line is known; editors want a column all the same.
    assert {place.replace("jsonl:1", "jsonl:1:1") for place in PLACES} <= found


def test_the_terminal_shows_the_places(run: Run) -> None:
    entries = re.split(r"^(?=[A-Z]{3}\d{3} )", terminal.render(run, width=200), flags=re.MULTILINE)
    found = {f"{place} {entry[:6]}" for entry in entries for place in entry.split()}
    assert found >= PLACES


def test_annotations_have_the_places(run: Run) -> None:
    found = {
        f"{match[1]}:{match[2]}{':' + match[3] if match[3] else ''} {match[4]}"
        for match in re.finditer(
            r"file=([^,]+),line=(\d+)(?:,endLine=\d+,col=(\d+),endColumn=\d+)?,title=(\w+)",
            github.render(run),
        )
    }
    assert found >= PLACES


def test_sarif_has_the_places(run: Run) -> None:
    (logged,) = json.loads(sarif.render(run))["runs"]
    found = set()
    for result in logged["results"]:
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        column = f":{region['startColumn']}" if "startColumn" in region else ""
        uri = place["artifactLocation"]["uri"]
        found.add(f"{uri}:{region['startLine']}{column} {result['ruleId']}")
    assert found >= PLACES
