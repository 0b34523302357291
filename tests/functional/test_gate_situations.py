"""What happens to branches: merges, rewritten bases, moves, large changes, second runs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from command import corpus_qa
from runner import Judged, judge
from scratch import BANNER, article, commit, git, lines

OLD = [article(number) for number in range(12)]
TABLE = 'id,title,date,text\nt1,{},2025-05-05,"{}"\nt2,{},2025-05-06,"{}"\n'


def repository(folder: Path) -> Path:
    """Make a repository with a corpus of twelve articles on main, and a branch to work on."""
    folder.mkdir()
    git(folder, "init", "-q")
    commit(folder, {"articles/old.jsonl": lines(OLD), "notes.md": "# Notes\n"})
    git(folder, "checkout", "-q", "-b", "branch")
    return folder


def annotations(judged: Judged) -> list[str]:
    return [line for line in judged.printed.splitlines() if " file=" in line]


def damaged(number: int, **changes: str) -> dict[str, str]:
    """Return an article with one field changed; ``{}`` stands for what it was."""
    whole = article(number)
    return whole | {name: text.replace("{}", whole[name]) for name, text in changes.items()}


DEFECTS: Mapping[str, dict[str, str]] = {
    "ENC001": damaged(21, text="{} The cafÃ© stays open."),
    "CHR004": article(22, BANNER),
    "DAT004": damaged(23, published_at="2199-05-01T08:30:00Z"),
    "TRN009": damaged(24, text="{} Translated by Google Translate."),
    "CON004": damaged(25, text="As an AI language model, I cannot write this article. {}"),
    "DUP001": article(3) | {"id": "again", "url": "https://www.sandholm.example/again"},
}


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """Judge a branch that adds an article with each kind of defect, in three kinds of file."""
    folder = repository(tmp_path_factory.mktemp("dirty") / "corpus")
    first, second = article(31)["text"], article(32, BANNER)["text"]
    table = TABLE.format("The first", first, "The second", second)
    text = f"{article(33)['title']}\n\n{article(33, BANNER)['text']}\n"
    added = lines([*OLD, article(20), *DEFECTS.values()])
    files = {"old.jsonl": added, "table.csv": table, "one.txt": text}
    commit(folder, {f"articles/{name}": content for name, content in files.items()})
    return judge(folder)


def test_each_kind_of_defect_fails_on_the_line_of_its_record(dirty: Judged) -> None:
    assert dirty.code == 1, dirty.printed
    told = annotations(dirty)
    for place, check in enumerate(DEFECTS, start=14):
        family = check[:3]
        mine = [line for line in told if f"file=articles/old.jsonl,line={place}," in line]
        assert any(f"title={family}" in line for line in mine), (check, told)
    assert not any("line=13," in line for line in told)


def test_a_defect_in_a_table_or_a_text_is_on_its_line_too(dirty: Judged) -> None:
    told = annotations(dirty)
    first, text = article(31)["text"], f"{article(33)['title']}\n\n{article(33, BANNER)['text']}"
    record = 3 + first.count("\n")
    line = text.splitlines().index(BANNER) + 1
    for place in (f"table.csv,line={record},", f"one.txt,line={line},"):
        assert any(place in entry and "title=CHR" in entry for entry in told), (place, told)


def test_a_duplicate_of_an_old_article_names_it(dirty: Judged) -> None:
    copied = article(3)
    (told,) = [line for line in annotations(dirty) if "title=DUP001" in line]
    assert f"a00003 “{copied['title']}” (old.jsonl)" in told


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Judged]:
    """Merge main, which went on, into a branch; main's own defects are none of the branch's."""
    folder = repository(tmp_path_factory.mktemp("moved") / "corpus")
    altered = OLD[5] | {"text": OLD[5]["text"].replace(" and ", " as well as ", 1)}
    elsewhere = {"articles/new.jsonl": lines([*OLD[:4], altered, article(20)])}
    commit(folder, {"articles/old.jsonl": lines(OLD[6:]), **elsewhere})
    git(folder, "checkout", "-q", "main")
    commit(folder, {"articles/main.jsonl": lines([article(40, BANNER)])})
    git(folder, "checkout", "-q", "--detach")
    git(folder, "merge", "-q", "--no-edit", "branch")
    return folder, judge(folder, base=git(folder, "rev-parse", "main").strip())


def test_a_merge_commit_is_judged_by_what_the_branch_did(moved: tuple[Path, Judged]) -> None:
    _, judged = moved
    assert judged.code == 0, judged.printed
    assert judged.document["change"]["added"] == 2
    assert judged.outputs["added"] == "2"


def test_articles_that_moved_or_were_altered_are_no_copies_of_themselves(
    moved: tuple[Path, Judged],
) -> None:
    _, judged = moved
    assert judged.document["counts"]["duplicates"]["pairs"] == 0
    assert not annotations(judged)


def test_a_second_run_examines_nothing_and_says_so(moved: tuple[Path, Judged]) -> None:
    folder, first = moved
    base = first.document["change"]["base"]
    second = judge(folder, base=base)
    assert first.document["cache"]["examined"] == 2
    assert (second.document["cache"]["examined"], second.document["cache"]["reused"]) == (0, 2)
    assert "0 of 2 articles had to be examined" in second.summary
    assert git(folder, "status", "--porcelain") == ""
    (entry,) = (folder / ".corpus-qa/cache/results").iterdir()
    (entry / "findings.parquet").write_bytes(b"PAR1")
    (part, *_) = (folder / ".corpus-qa/cache/indexes").glob("*/data/docs-*")
    part.write_bytes(b"PAR1")
    third = judge(folder, base=base)
    assert third.code == 0, third.printed
    assert third.document["cache"]["damaged"] == 2
    assert "2 cache entries were damaged" in third.summary
    assert third.document["counts"] == first.document["counts"]


def test_a_base_that_was_rewritten_is_compared_from_where_histories_part(tmp_path: Path) -> None:
    folder = repository(tmp_path / "corpus")
    git(folder, "checkout", "-q", "main")
    commit(folder, {"articles/main.jsonl": lines([article(40, BANNER)])})
    former = git(folder, "rev-parse", "HEAD").strip()
    git(folder, "checkout", "-q", "-B", "branch")
    commit(folder, {"articles/new.jsonl": lines([article(20)])})
    git(folder, "checkout", "-q", "main")
    git(folder, "reset", "-q", "--hard", "HEAD~1")
    commit(folder, {"articles/main.jsonl": lines([article(41)])})
    git(folder, "checkout", "-q", "branch")
    judged = judge(folder)
    assert judged.code == 1  # what main has given up comes back with the branch
    assert annotations(judged)
    assert all(" file=articles/main.jsonl,line=1," in line for line in annotations(judged))
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--branch", "main", folder.as_uri(), str(clone))
    git(clone, "update-ref", "-d", "refs/remotes/origin/branch")
    git(clone, "reflog", "expire", "--expire=now", "--all")
    git(clone, "gc", "-q", "--prune=now")
    fallen = judge(clone, base=former, BRANCH="main")
    assert fallen.code == 3, fallen.printed
    assert "HEAD is the merge base" in fallen.printed


def test_a_push_that_makes_a_branch_says_that_a_base_must_be_named(tmp_path: Path) -> None:
    folder = repository(tmp_path / "corpus")
    judged = judge(folder, base="0" * 40)
    assert judged.code == 2
    assert "The push created the branch" in judged.printed
    assert judged.outputs == {"verdict": "incomplete"}


def test_what_was_accepted_may_not_be_taken_away(tmp_path: Path) -> None:
    folder = repository(tmp_path / "corpus")
    baseline = {"format": 1, "articles": 12, "regressions": [], "rates": {}, "findings": {}}
    config = '[gate]\nbaseline = ".corpus-qa/baseline.json"\npaths = ["articles"]\n'
    kept = {".corpus-qa/baseline.json": json.dumps(baseline), "corpus-qa.toml": config}
    git(folder, "checkout", "-q", "main")
    commit(folder, kept)
    git(folder, "checkout", "-q", "-B", "branch")
    git(folder, "rm", "-q", ".corpus-qa/baseline.json")
    commit(folder)
    judged = judge(folder, "")
    assert judged.code == 3
    assert "The change removes the baseline" in judged.printed
    assert "The change removes the baseline" in judged.summary
    assert judged.outputs == {"verdict": "incomplete"}


def test_an_index_that_is_not_there_is_told_everywhere(tmp_path: Path) -> None:
    folder = repository(tmp_path / "corpus")
    commit(
        folder,
        {
            "articles/new.jsonl": lines([article(20)]),
            "corpus-qa.toml": '[index]\nagainst = "gone"\n',
        },
    )
    judged = judge(folder)
    assert judged.code == 3, judged.printed
    assert judged.outputs["verdict"] == "incomplete"
    for told in (judged.printed, judged.summary, json.dumps(judged.document)):
        assert "nothing was compared with the index" in told
    run = Path(judged.outputs["run"])
    for name in ("results.sarif", "junit.xml", "report.html"):
        assert "nothing was compared with the index" in (run / name).read_text("utf-8"), name


def test_an_index_that_is_named_is_asked_in_place_of_the_corpus(tmp_path: Path) -> None:
    folder = repository(tmp_path / "corpus")
    (tmp_path / "archive.jsonl").write_text(lines([article(60), *OLD]), encoding="utf-8")
    corpus_qa(
        "index", "build", "archive.jsonl", "--out", "known.index", cwd=tmp_path
    ).check_returncode()
    altered = OLD[5] | {"text": OLD[5]["text"].replace(" and ", " as well as ", 1)}
    copied = article(60) | {"id": "copied", "url": "https://www.sandholm.example/copied"}
    config = '[index]\nagainst = "../known.index"\n'
    commit(
        folder,
        {
            "articles/old.jsonl": lines([*OLD[:5], altered, *OLD[6:], copied, article(61)]),
            "corpus-qa.toml": config,
        },
    )
    judged = judge(folder)
    assert judged.code == 1, judged.printed
    (told,) = annotations(judged)
    assert "line=13," in told
    assert "The index already contains this text: a00060" in told


def test_an_article_with_the_id_of_an_old_one_gets_an_id_of_its_own(tmp_path: Path) -> None:
    folder = repository(tmp_path / "corpus")
    commit(folder, {"articles/new.jsonl": lines([article(20) | {"id": "a00003"}])})
    judged = judge(folder)
    assert judged.code == 0, judged.printed
    assert "1 id is not unique" in judged.summary
    (row,) = [reason for reason in judged.document["reasons"] if reason["kind"] == "ids"]
    assert "“a00003” (new.jsonl line 1)" in row["message"]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """Judge a change of 5,000 files, every fifth of which has a cookie banner left in it."""
    folder = repository(tmp_path_factory.mktemp("large") / "corpus")
    for number in range(5_000):
        record = article(number + 100, BANNER if number % 5 == 0 else "")
        _, _, *rest = record["text"].split("\n\n")
        text = "\n\n".join([record["title"], *rest, ""])
        place = folder / f"articles/{number % 50:02d}/{number:04d}.txt"
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8")
    commit(folder)
    judged = judge(folder)
    shutil.rmtree(folder)
    return judged


def test_a_change_of_5000_files_is_told_within_the_limits_of_github(large: Judged) -> None:
    assert large.code == 1, large.printed
    assert large.document["change"]["files"] == 5_000
    assert large.document["change"]["added"] == 5_000
    for severity in ("::error", "::warning"):
        told = [line for line in annotations(large) if line.startswith(severity)]
        assert len(told) <= 10
        assert len({line.split(",")[0] for line in told}) == len(told)  # one a file
    assert len(annotations(large)) >= 10
    assert len(large.summary.encode()) < 1_000_000
    assert int(large.outputs["new"]) >= 1_000
