"""Files whose data Git LFS keeps elsewhere: what is not there is told, never read as an article."""

from __future__ import annotations

import hashlib
import shlex
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from inputs import as_arrow, as_csv, as_jsonl, as_parquet, convert_with_neighbour, run, write
from scratch import commit, git

from corpus_qa.commands.change import Changed, read_change
from corpus_qa.commands.context import settings_of
from corpus_qa.config import Config
from corpus_qa.dataset.store import Dataset
from corpus_qa.errors import InputError
from corpus_qa.gate.git import changes_since

ROWS = [{"id": f"a{n}", "title": f"Part {n}", "text": f"Part {n} opens.\nIt does."} for n in (1, 2)]
FORMS = {
    "x.jsonl": as_jsonl,
    "x.csv": as_csv,
    "x.parquet": as_parquet,
    "x.arrow": as_arrow,
}
OTHERS = ("x.json", "x.tsv", "x.txt", "x.md", "x.html", "x.warc.gz", "x.jsonl.zst", "x.txt.xz")
OID = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393"
POINTERS = {
    "v1": f"version https://git-lfs.github.com/spec/v1\noid sha256:{OID}\nsize 12345\n",
    "hawser": f"version https://hawser.github.com/spec/v1\noid sha256:{OID}\nsize 12345\n",
    "git-media": f"version http://git-media.io/v/2\noid sha256:{OID}\nsize 12345\n",
    "extensions": "version https://git-lfs.github.com/spec/v1\n"
    f"ext-0-packed sha256:{OID}\next-1-hidden sha256:{OID}\noid sha256:{OID}\nsize 12345\n",
    "carriage returns": "version https://git-lfs.github.com/spec/v1\r\n"
    f"oid sha256:{OID}\r\nsize 12345\r\n",
    "no last break": f"version https://git-lfs.github.com/spec/v1\noid sha256:{OID}\nsize 12345",
}

# What Git LFS does where data are used: it reads a pointer and writes what it stands for.
SMUDGE = """
import os, pathlib, sys
sys.stdin.read()
if os.environ.get("GIT_LFS_SKIP_SMUDGE") != "1":
    sys.exit("it would download")
sys.stdout.buffer.write(pathlib.Path(sys.argv[1]).read_bytes())
"""


def pointer_to(data: bytes) -> str:
    oid = hashlib.sha256(data).hexdigest()
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {len(data)}\n"


@pytest.mark.parametrize("name", [*FORMS, *OTHERS])
def test_a_pointer_in_place_of_any_file_is_told_with_the_next_step(
    tmp_path: Path, name: str
) -> None:
    rows, conversion = convert_with_neighbour(tmp_path, {name: POINTERS["v1"]})
    assert rows == []
    (problem,) = conversion.problems
    assert problem.source == name
    assert "pointer of Git LFS" in problem.reason
    assert "12,345 bytes" in problem.reason
    assert "git lfs pull" in problem.hint


@pytest.mark.parametrize("form", POINTERS)
def test_pointers_are_known_in_all_their_forms(tmp_path: Path, form: str) -> None:
    rows, conversion = convert_with_neighbour(tmp_path, {"x.txt": POINTERS[form]})
    assert rows == []
    assert "pointer of Git LFS" in conversion.problems[0].reason


@pytest.mark.parametrize(
    "text",
    [
        f"A pointer looks like this:\n\n{POINTERS['v1']}",
        f"{POINTERS['v1']}\nThat is what a pointer looks like.",
        POINTERS["v1"] + " " * 1024,
        "version https://git-lfs.github.com/spec/v1\nis where the specification is.\n",
    ],
)
def test_a_text_about_pointers_is_an_article(tmp_path: Path, text: str) -> None:
    rows, conversion = convert_with_neighbour(tmp_path, {"x.txt": text})
    assert len(rows) == 1
    assert conversion.problems == ()


def test_a_file_whose_data_were_fetched_since_is_read(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"x.jsonl": POINTERS["v1"]}) / "x.jsonl"
    assert run(source, tmp_path / "out").problems
    source.write_bytes(as_jsonl(ROWS))
    conversion = run(source, tmp_path / "out")
    assert (conversion.problems, conversion.dataset.rows) == ((), 2)


def test_a_fragment_of_a_dataset_may_be_a_pointer_too(tmp_path: Path) -> None:
    run(write(tmp_path / "in", {"x.jsonl": as_jsonl(ROWS)}), tmp_path / "out")
    (fragment,) = (tmp_path / "out/data").iterdir()
    fragment.write_text(POINTERS["v1"], encoding="utf-8")
    with pytest.raises(InputError, match=r"pointer of Git LFS.*git lfs pull"):
        Dataset.open(tmp_path / "out")


def changed(folder: Path) -> Changed:
    """Compare the working tree with the branch main."""
    changes = changes_since("main", folder)
    run = SimpleNamespace(settings=settings_of(Config()), cache=None, work=folder / ".work")
    return read_change(changes, (str(folder),), run, all_articles=True)


def ids(dataset: Dataset) -> set[str]:
    return {article.article_id for batch in dataset.batches() for article in batch.articles}


def pointed(folder: Path, name: str, data: bytes) -> None:
    """Make a repository whose main branch has a pointer to data, and a branch with more data."""
    git(folder, "init", "-q")
    commit(folder, {name: pointer_to(data)})
    git(folder, "checkout", "-q", "-b", "branch")
    more = [*ROWS, {"id": "a3", "title": "Part 3", "text": "Part 3 closes.\nIt does not."}]
    (folder / name).write_bytes(FORMS[name](more))
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "State")


@pytest.mark.parametrize("name", FORMS)
def test_what_is_new_beside_a_former_pointer_is_not_known(tmp_path: Path, name: str) -> None:
    pointed(tmp_path, name, FORMS[name](ROWS))
    (problem,) = changed(tmp_path).problems
    assert problem.source == name
    assert "what is new in it cannot be told" in problem.reason
    assert "git lfs fetch origin" in problem.hint


@pytest.mark.parametrize("name", FORMS)
def test_the_data_of_a_former_pointer_are_compared_where_they_are_at_hand(
    tmp_path: Path, name: str
) -> None:
    folder, data = tmp_path / "corpus", FORMS[name](ROWS)
    folder.mkdir()
    pointed(folder, name, data)
    (tmp_path / "store").write_bytes(data)
    smudge = [sys.executable, "-c", SMUDGE, (tmp_path / "store").as_posix()]
    git(folder, "config", "filter.lfs.smudge", shlex.join(smudge))
    (folder / ".gitattributes").write_text("x.* filter=lfs -text\n", encoding="utf-8")
    found = changed(folder)
    assert found.problems == ()
    assert ids(found.added) == {"a3"}
    assert ids(found.removed) == set()


def test_taking_a_pointer_away_or_leaving_it_needs_no_data(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    commit(tmp_path, {"x.jsonl": POINTERS["v1"], "y.txt": "The ferry opens.\nIt does."})
    git(tmp_path, "checkout", "-q", "-b", "branch")
    (tmp_path / "x.jsonl").unlink()
    commit(tmp_path)
    found = changed(tmp_path)
    assert (found.problems, found.added.rows) == ((), 0)


def test_a_pointer_that_stays_or_comes_is_told_once(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    commit(tmp_path, {"same.jsonl": POINTERS["v1"], "x.jsonl": POINTERS["v1"]})
    git(tmp_path, "checkout", "-q", "-b", "branch")
    text = {"new.txt": "The ferry opens.\nIt does.", "x.jsonl": POINTERS["hawser"]}
    commit(tmp_path, text)
    problems = changed(tmp_path).problems
    assert sorted(problem.source for problem in problems) == ["same.jsonl", "x.jsonl"]
    assert all("git lfs pull" in problem.hint for problem in problems)
