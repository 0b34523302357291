"""Changes as git tells them: files, names and lines."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from corpus_qa.errors import IncompleteError, UsageError
from corpus_qa.gate.accounting import find_unseen
from corpus_qa.gate.git import BaseFiles, Change, added_lines, changes_since, removes, write_formers
from corpus_qa.ingest.discover import find


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Ilse", "-c", "user.email=ilse@northmere.example")
    command = ["git", *who, "-c", "init.defaultBranch=main", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def commit(folder: Path, message: str = "State") -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path.resolve() / "corpus"
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / "a.jsonl").write_text("one\ntwo\nthree\n", encoding="utf-8")
    (folder / "é b.txt").write_text("a text\n" * 9, encoding="utf-8")
    commit(folder)
    git(folder, "checkout", "-q", "-b", "branch")
    return folder


def test_new_changed_renamed_untracked_and_removed_files_are_told_apart(repository: Path) -> None:
    (repository / "c.txt").write_text("new\n", encoding="utf-8")
    git(repository, "mv", "é b.txt", "d\te.txt")
    git(repository, "rm", "-q", "a.jsonl")
    commit(repository)
    (repository / "later.txt").write_text("not added yet\n", encoding="utf-8")
    changes = changes_since("main", repository)
    assert set(changes.files) == {
        Change(repository / "c.txt", None),
        Change(repository / "d\te.txt", "é b.txt"),
        Change(repository / "later.txt", None),
    }
    assert changes.removed == ("a.jsonl",)
    assert removes(changes, repository / "a.jsonl")
    assert not removes(changes, repository / "c.txt")


def test_added_lines_are_those_that_were_not_there_also_in_a_renamed_file(
    repository: Path,
) -> None:
    git(repository, "mv", "a.jsonl", "b.jsonl")
    (repository / "b.jsonl").write_text("0\none\ntwo\nthree\n4\n+5\n", encoding="utf-8")
    commit(repository)
    changes = changes_since("main", repository)
    change = next(change for change in changes.files if change.path.name == "b.jsonl")
    assert change.before == "a.jsonl"
    assert added_lines(changes, change) == (range(1, 2), range(5, 7))
    write_formers(changes, {"a.jsonl": repository / "former"})
    assert (repository / "former").read_bytes() == b"one\ntwo\nthree\n"


def test_removed_lines_add_nothing_and_odd_bytes_are_lines_like_others(repository: Path) -> None:
    (repository / "a.jsonl").write_bytes(b"one\n@@ -1 +1,9 @@\0\xff\n")
    commit(repository)
    changes = changes_since("main", repository)
    (change,) = changes.files
    assert added_lines(changes, change) == (range(2, 3),)


def test_what_main_did_meanwhile_is_no_change_of_the_branch(repository: Path) -> None:
    git(repository, "checkout", "-q", "main")
    (repository / "main.txt").write_text("from main\n", encoding="utf-8")
    commit(repository)
    git(repository, "checkout", "-q", "branch")
    assert changes_since("main", repository).files == ()
    git(repository, "merge", "-q", "--no-edit", "main")
    assert changes_since("main", repository).files == ()


def test_an_option_in_place_of_a_ref_is_no_commit(repository: Path) -> None:
    with pytest.raises(UsageError, match="There is no commit"):
        changes_since("--all", repository)


def test_branches_without_common_history_cannot_be_compared(repository: Path) -> None:
    git(repository, "checkout", "-q", "--orphan", "other")
    commit(repository, "Another beginning")
    with pytest.raises(UsageError, match="no common history"):
        changes_since("main", repository)


def test_a_repository_without_a_commit_is_told(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    with pytest.raises(UsageError, match="no commit yet"):
        changes_since("main", tmp_path)


def test_a_link_out_of_the_repository_is_not_followed(repository: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not yours\n", encoding="utf-8")
    (repository / "link.txt").symlink_to(secret)
    with pytest.raises(IncompleteError, match="leads out of the repository"):
        changes_since("main", repository)


def unseen(repository: Path, below: str = ".") -> list[str]:
    changes = changes_since("main", repository)
    folder = repository / below
    problems = find_unseen(changes, [folder], ["no"], find([folder], ["no"]))
    return [f"{problem.source}: {problem.reason} {problem.hint}" for problem in problems]


def test_articles_in_hidden_places_and_under_unread_names_are_told(repository: Path) -> None:
    git(repository, "checkout", "-q", "main")
    (repository / "news").mkdir()
    text = "The ferry to Brask sails again on Monday, and everybody came to see it off.\n" * 9
    for name in ("one.txt", "two.txt"):
        (repository / "news" / name).write_text(name + text, encoding="utf-8")
    commit(repository)
    git(repository, "checkout", "-q", "-B", "branch")
    hidden = ("news/.new/a.jsonl", "news/.b.txt", "news/__pycache__/c.csv", "news/.gitattributes")
    for name in (*hidden, ".github/README.md"):
        (repository / name).parent.mkdir(exist_ok=True)
        (repository / name).write_text("{}", encoding="utf-8")
    (repository / "news/one.txt").rename(repository / "news/one.bak")
    (repository / "news/two.txt").rename(repository / "news/LICENSE.txt")
    commit(repository)
    told = [line.split(":")[0] for line in unseen(repository, "news")]
    expected = [*hidden[:3], "news/LICENSE.txt", "news/one.bak"]
    assert sorted(told) == sorted(expected)
    assert not any(".github" in line for line in unseen(repository))


def test_pointers_to_data_that_git_does_not_have_are_told(repository: Path) -> None:
    (repository / "news.dvc").write_text("outs:\n- path: news\n", encoding="utf-8")
    (repository / "dvc.lock").write_text("outs:\n  - path: elsewhere/x\n", encoding="utf-8")
    (repository / "no").mkdir()
    (repository / "no/x.dvc").write_text("outs: []\n", encoding="utf-8")
    (repository / "b.txt").write_text("/annex/objects/MD5-s1--0\n", encoding="utf-8")
    (repository / "c.txt").symlink_to(".git/annex/objects/aa/c")
    commit(repository)
    told = sorted(unseen(repository))
    assert [line.split(":")[0] for line in told] == ["b.txt", "c.txt", "dvc.lock", "news.dvc"]
    assert "git annex get" in told[0]
    assert "dvc pull" in told[3]


def test_a_submodule_that_points_elsewhere_is_told(repository: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    commit(other)
    git(repository, "checkout", "-q", "main")
    allowed = ("-c", "protocol.file.allow=always")
    git(repository, *allowed, "submodule", "--quiet", "add", other.as_uri(), "inner")
    commit(repository)
    git(repository, "checkout", "-q", "-B", "branch")
    assert unseen(repository) == []
    (repository / "inner/untracked.txt").write_text("x", encoding="utf-8")
    assert unseen(repository) == []
    commit(repository / "inner")
    commit(repository)
    (told,) = unseen(repository)
    assert told.startswith("inner: the submodule points to another commit")
    assert changes_since("main", repository).files == ()


def test_what_is_not_checked_out_is_told(repository: Path) -> None:
    git(repository, "sparse-checkout", "set", "--no-cone", "a.jsonl")
    (told,) = unseen(repository)
    assert told.startswith("é b.txt: this file of the repository is not checked out")


def test_a_file_that_is_renamed_to_no_article_is_told(repository: Path) -> None:
    git(repository, "mv", "a.jsonl", "a.jsonl.bak")
    commit(repository)
    (told,) = unseen(repository)
    assert told.startswith("a.jsonl.bak: the file was a.jsonl")


@pytest.mark.parametrize(
    ("name", "signature"),
    [
        ("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of corpus-qa.\n"),
        ("run.json", '{\n "format": 2,\n "tool": {\n  "name": "corpus-qa"'),
    ],
)
def test_a_file_in_what_pretends_to_be_our_own_output_is_told(
    repository: Path, name: str, signature: str
) -> None:
    folder = repository / "new"
    folder.mkdir()
    (folder / "b.jsonl").write_text("{}\n", encoding="utf-8")
    commit(repository)
    assert unseen(repository) == []
    (folder / name).write_text(signature, encoding="utf-8")
    commit(repository)
    assert any(
        line.startswith("new/b.jsonl: the change adds or alters this")
        for line in unseen(repository)
    )


def test_a_link_into_the_folder_of_git_is_refused(repository: Path) -> None:
    (repository / "link.txt").symlink_to(".git/annex/objects/../../config")
    with pytest.raises(IncompleteError, match="into the folder of git"):
        changes_since("main", repository)


def test_former_versions_have_the_line_ends_of_the_working_tree(repository: Path) -> None:
    git(repository, "config", "core.autocrlf", "true")
    (repository / "a.jsonl").write_bytes(b"one\r\ntwo\r\nfour\r\n")
    commit(repository)
    changes = changes_since("main", repository)
    write_formers(changes, {"a.jsonl": repository / "former"})
    assert (repository / "former").read_bytes() == b"one\r\ntwo\r\nthree\r\n"


def test_former_versions_are_what_a_checkout_makes_of_them(repository: Path) -> None:
    git(repository, "config", "filter.loud.smudge", "tr a-z A-Z")
    git(repository, "config", "filter.loud.clean", "tr A-Z a-z")
    (repository / ".gitattributes").write_text("*.jsonl filter=loud\n", encoding="utf-8")
    (repository / "a.jsonl").write_bytes(b"ONE\nTWO\nFOUR\n")
    commit(repository)
    changes = changes_since("main", repository)
    write_formers(changes, {"a.jsonl": repository / "former"})
    assert (repository / "former").read_bytes() == b"ONE\nTWO\nTHREE\n"


def test_a_clone_knows_the_branch_by_its_remote(repository: Path, tmp_path: Path) -> None:
    (repository / "c.txt").write_text("new\n", encoding="utf-8")
    commit(repository)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--branch", "branch", str(repository), str(clone))
    git(clone, "checkout", "-q", "--detach")
    assert changes_since("main", clone).files == (Change(clone.resolve() / "c.txt", None),)
    with pytest.raises(UsageError, match="git fetch origin other, then --base FETCH_HEAD"):
        changes_since("other", clone)


def test_rules_are_read_as_the_base_has_them(repository: Path, tmp_path: Path) -> None:
    (repository / "a.jsonl").write_text("altered\n", encoding="utf-8")
    (repository / "new.toml").write_text("new\n", encoding="utf-8")
    (repository / "ignored.toml").write_text("as it is\n", encoding="utf-8")
    (repository / ".gitignore").write_text("ignored.toml\n", encoding="utf-8")
    commit(repository)
    (tmp_path / "outside.toml").write_text("outside\n", encoding="utf-8")
    changes = changes_since("main", repository)
    read = BaseFiles(changes).read
    assert read(repository / "a.jsonl") == b"one\ntwo\nthree\n"
    assert read(repository / "x/../a.jsonl") == b"one\ntwo\nthree\n"
    assert read(repository / "ignored.toml") == b"as it is\n"
    assert read(tmp_path / "outside.toml") == b"outside\n"
    for name in ("new.toml", "."):
        with pytest.raises(FileNotFoundError, match="does not have it"):
            read(repository / name)
    named = frozenset({repository / "new.toml"})
    assert BaseFiles(changes, named).read(repository / "new.toml") == b"new\n"
