"""``corpus-qa init`` in scratch repositories: what it finds, writes and leaves alone."""

from __future__ import annotations

import json
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import command
import pytest
import yaml
from scratch import BANNER, article, commit, git, lines

WRITTEN = (
    "corpus-qa.toml",
    ".corpus-qa/suite.json",
    ".corpus-qa/baseline.json",
    ".github/workflows/corpus-qa.yml",
)
# What lies about in a repository and is no article, though it has the suffix of one.
BESIDE = {
    "README.md": "# Articles\n\n" + "This repository holds articles of the county. " * 20,
    "package.json": json.dumps({"name": "tools", "description": "a word " * 60}),
    "docs/guide.md": "How we collect them, in many words. " * 20,
    "data/counts.csv": "year,articles\n2024,12\n2025,9\n",
}


def corpus_qa(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return command.corpus_qa(*arguments, cwd=folder)


def repository(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir()
    git(folder, "init", "-q")
    commit(folder, files)
    return folder


def config(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "corpus-qa.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def dirty() -> str:
    """Two hundred articles, of which a quarter keeps its banner."""
    return lines(article(n, BANNER if n % 4 == 0 else "") for n in range(200))


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory, dirty: str) -> tuple[Path, str]:
    """Adopt a dirty corpus, and return its repository and what was said."""
    folder = repository(
        tmp_path_factory.mktemp("init") / "corpus", {"data/articles/old.jsonl": dirty, **BESIDE}
    )
    done = corpus_qa(folder, "init")
    assert done.returncode == 0, done.stderr
    commit(folder)
    git(folder, "checkout", "-q", "-b", "branch")
    return folder, done.stdout


def test_it_finds_the_articles_among_other_files_and_says_what_it_saw(
    adopted: tuple[Path, str],
) -> None:
    folder, said = adopted
    assert config(folder)["gate"]["paths"] == ["data/articles"]
    assert "saw     200 articles in data/articles\n" in said
    assert "no articles in data/*.csv" in said
    assert "languages: en 200" in said
    assert "articles with findings: chrome 50" in said
    assert all(f"wrote   {name}" in said for name in WRITTEN)


def test_a_dirty_corpus_passes_at_once_as_a_whole_and_in_the_gate(
    adopted: tuple[Path, str],
) -> None:
    folder, said = adopted
    assert "Articles with site chrome: 0.1 became 0.28" in said
    assert corpus_qa(folder, "validate", "data/articles", "--run", "whole").returncode == 0
    done = corpus_qa(folder, "gate", "--base", "main", "--run", "gated")
    assert done.returncode == 0, done.stdout


def test_twenty_clean_articles_pass_and_five_with_chrome_are_the_ones_shown(
    adopted: tuple[Path, str],
) -> None:
    folder, _ = adopted
    clean = [article(n) for n in range(200, 220)]
    commit(folder, {"data/articles/new.jsonl": lines(clean)})
    done = corpus_qa(folder, "gate", "--base", "main", "--run", "clean")
    assert done.returncode == 0, done.stdout
    dirty = [article(n, BANNER) for n in range(220, 225)]
    commit(folder, {"data/articles/new.jsonl": lines([*clean, *dirty])})
    done = corpus_qa(folder, "gate", "--base", "main", "--run", "dirty", "--format", "gitlab")
    assert done.returncode == 1
    shown = [
        (i["location"]["path"], i["location"]["lines"]["begin"]) for i in json.loads(done.stdout)
    ]
    assert sorted(shown) == [("data/articles/new.jsonl", line) for line in range(21, 26)]


def test_a_second_time_it_writes_nothing_and_looks_at_nothing(
    adopted: tuple[Path, str],
) -> None:
    folder, _ = adopted
    before = {name: (folder / name).read_bytes() for name in WRITTEN}
    done = corpus_qa(folder, "init")
    assert done.returncode == 0
    assert done.stdout.startswith("All files already exist")
    assert all(f"kept    {name}" in done.stdout for name in WRITTEN)
    assert before == {name: (folder / name).read_bytes() for name in WRITTEN}


def test_the_workflow_is_pinned_and_may_do_little(adopted: tuple[Path, str]) -> None:
    folder, said = adopted
    text = (folder / WRITTEN[3]).read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    (job,) = workflow["jobs"].values()
    assert job["permissions"] == {"contents": "read", "pull-requests": "write"}
    assert workflow[True]["push"]["branches"] == ["main"]
    for step in job["steps"]:
        assert len(step["uses"].partition("@")[2]) == 40
    assert ("0" * 40 in text) == ("put the repository and the commit of corpus-qa" in said)


def test_what_is_there_is_kept_and_its_settings_are_followed(tmp_path: Path) -> None:
    own = '[gate]\npaths = ["news"]\nbaseline = "accepted.json"\n'
    articles = lines(article(n) for n in range(12))
    files = {"news/a.jsonl": articles, "other/b.jsonl": articles, "corpus-qa.toml": own}
    folder = repository(tmp_path / "corpus", files)
    done = corpus_qa(folder, "init")
    assert done.returncode == 0, done.stderr
    assert (folder / "corpus-qa.toml").read_text(encoding="utf-8") == own
    assert "saw     12 articles in news\n" in done.stdout
    assert (folder / "accepted.json").exists()
    assert not (folder / ".corpus-qa/suite.json").exists()
    forced = corpus_qa(folder, "init", "--force", "news")
    assert forced.returncode == 0, forced.stderr
    assert config(folder)["expect"]["suite"] == ".corpus-qa/suite.json"


def test_a_file_that_cannot_be_read_is_left_out_by_name(tmp_path: Path, dirty: str) -> None:
    folder = repository(tmp_path / "corpus", {"news/a.jsonl": dirty, "news/b.parquet": "torn"})
    done = corpus_qa(folder, "init", "news")
    assert done.returncode == 0, done.stderr
    assert config(folder)["input"]["exclude"] == ["b.parquet"]
    assert "left out, because they cannot be read: b.parquet" in done.stdout
    assert corpus_qa(folder, "gate", "--base", "main", "--run", "gated").returncode == 0


@pytest.mark.parametrize("paths", [[], ["news"]], ids=["found", "named"])
def test_a_file_whose_data_were_not_fetched_is_not_left_out(
    tmp_path: Path, dirty: str, paths: list[str]
) -> None:
    oid = f"oid sha256:{'4d' * 32}"
    pointer = f"version https://git-lfs.github.com/spec/v1\n{oid}\nsize 12345\n"
    folder = repository(tmp_path / "corpus", {"news/a.jsonl": dirty, "news/b.parquet": pointer})
    done = corpus_qa(folder, "init", *paths)
    assert done.returncode == 3
    assert "b.parquet is a Git LFS pointer, so nothing was written" in done.stderr
    assert "git lfs pull" in done.stderr
    assert not any((folder / name).exists() for name in WRITTEN)


def test_a_record_that_cannot_be_read_must_be_mended_first(tmp_path: Path, dirty: str) -> None:
    folder = repository(tmp_path / "corpus", {"news/a.jsonl": dirty + "{torn\n"})
    done = corpus_qa(folder, "init")
    assert done.returncode == 3
    assert "nothing was written" in done.stderr
    assert not any((folder / name).exists() for name in WRITTEN)


def test_articles_without_dates_may_be_joined_by_more_of_them(tmp_path: Path) -> None:
    def undated(first: int, last: int) -> str:
        return lines(
            {k: v for k, v in article(n).items() if k in {"id", "text"}} for n in range(first, last)
        )

    folder = repository(tmp_path / "corpus", {"a.jsonl": undated(0, 40)})
    done = corpus_qa(folder, "init")
    assert done.returncode == 0, done.stderr
    assert "Added articles without a publication date: 0.05 became 1" in done.stdout
    commit(folder)
    git(folder, "checkout", "-q", "-b", "branch")
    commit(folder, {"a.jsonl": undated(0, 60)})
    done = corpus_qa(folder, "gate", "--base", "main", "--run", "gated")
    assert done.returncode == 0, done.stdout


def test_a_repository_of_gitlab_gets_a_job_for_merge_requests(tmp_path: Path) -> None:
    folder = repository(tmp_path / "corpus", {"news/a.jsonl": lines(map(article, range(9)))})
    git(folder, "remote", "add", "origin", "git@gitlab.northmere.example:desk/articles.git")
    done = corpus_qa(folder, "init")
    assert done.returncode == 0, done.stderr
    assert not (folder / ".github").exists()
    job = yaml.safe_load((folder / ".corpus-qa/gitlab-ci.yml").read_text("utf-8"))["corpus-qa"]
    assert job["artifacts"]["reports"]["junit"] == "run/junit.xml"
    assert any("--format gitlab" in line for line in job["script"])
    assert "add to .gitlab-ci.yml: include: [{ local: /.corpus-qa/gitlab-ci.yml }]" in done.stdout


def test_without_articles_or_off_the_top_it_says_what_it_needs(tmp_path: Path) -> None:
    folder = repository(tmp_path / "corpus", BESIDE)
    done = corpus_qa(folder, "init")
    assert done.returncode == 3
    assert "corpus-qa init PATH" in done.stderr
    done = corpus_qa(folder / "docs", "init")
    assert done.returncode == 2
    assert f"cd {folder.resolve()}" in done.stderr


def test_without_git_there_is_all_but_the_workflow(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news/a.jsonl").write_text(lines(map(article, range(9))), encoding="utf-8")
    done = corpus_qa(tmp_path, "init")
    assert done.returncode == 0, done.stderr
    assert [name for name in WRITTEN if (tmp_path / name).exists()] == list(WRITTEN[:3])
    assert "next    git init" in done.stdout
