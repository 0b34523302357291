"""Additions that mean harm: they do none, and what was bounded or not read is told."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from markdown_it import MarkdownIt
from runner import Judged, judge
from scratch import article, commit, git, lines

from corpus_qa.text.screen import MAX_MATCHES

WEAPONS = (
    "::error file=a.txt,line=1::pwned\n::set-output name=verdict::pass\n%0A::warning::pwned\r"
    "::stop-commands::pwned\n<script>alert('pwned')</script> <img src=x onerror=alert(1)> "
    "![x](https://pwned.example/x.png) [x](javascript:alert(1)) @pwned #12 </script> <!-- -->"
)
CONFIG = '[input]\nmax-record-bytes = 65536\n\n[gate]\npaths = ["articles"]\n'
# Windows has no such names.
ODD_NAME = "x.jsonl" if os.name == "nt" else "a\n::error::pwned\x1b[31m\t.jsonl"


def hostile() -> list[dict[str, str]]:
    """Return records that attack by every field, one with thousands of findings."""
    text = article(50)["text"]
    armed = article(50) | {
        "text": f"{text}\n\n{WEAPONS} cafÃ© {WEAPONS}\n\n{text}",
        "title": f"The cafÃ© {WEAPONS}",
        "id": "../../../../pwned",
        "url": "https://x.example/../../pwned?::error::pwned",
        "site": "../pwned",
        "byline": WEAPONS,
    }
    swarm = article(51) | {"text": "The cafÃ© is open. " * 3_000}
    return [armed, armed | {"id": f"pwned\n{WEAPONS}"}, swarm]


# The mark by which a comment is found again, and what is folded.
OUR_BLOCK = re.compile(
    r"<!-- corpus-qa -->|</details>|<details><summary>[\w ]+(?:: \d+)?</summary>"
)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """Judge a branch with hostile records, a hostile file name and a line that is too long."""
    folder = tmp_path_factory.mktemp("attacked") / "corpus"
    folder.mkdir()
    git(folder, "init", "-q")
    commit(folder, {"articles/old.jsonl": lines([article(1)]), "corpus-qa.toml": CONFIG})
    git(folder, "checkout", "-q", "-b", "branch")
    long = json.dumps({"id": "long", "text": "x " * 100_000}) + "\n"
    commit(folder, {f"articles/{ODD_NAME}": lines(hostile()) + long})
    judged = judge(folder, "")
    assert sorted(path.name for path in folder.parent.iterdir()) == ["corpus", "corpus-temp"]
    assert git(folder, "status", "--porcelain") == ""
    return judged


def test_the_log_holds_only_our_own_commands(attacked: Judged) -> None:
    assert attacked.code == 3, attacked.printed
    for line in attacked.printed.splitlines():
        if line.startswith("corpus-qa: compared with main: "):
            continue
        command = re.match(r"::(notice|error|warning) ((?:\w+=[^,:\n]*,?)*)::", line)
        assert command, line
        assert "title=" in command[2]
    assert not re.search("[\x00-\x09\x0b-\x1f]", attacked.printed)


def test_the_outputs_of_the_step_are_ours(attacked: Judged) -> None:
    names = {"verdict", "run", "report", "sarif", "new", "known", "waived", "fixed", "added"}
    assert set(attacked.outputs) == names
    assert attacked.outputs["verdict"] == "incomplete"


def test_the_summary_holds_no_markup_of_an_article(attacked: Judged) -> None:
    assert "alert" in attacked.summary  # the words are quoted
    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(attacked.summary):
        for part in token.children or [token]:
            assert part.type not in {"image", "html_inline", "link_open"}, part
            if part.type == "html_block":
                assert OUR_BLOCK.fullmatch(part.content.strip()), part
            if part.type == "text":
                assert "@pwned" not in part.content


def test_the_report_holds_no_markup_of_an_article(attacked: Judged) -> None:
    page = Path(attacked.outputs["report"]).read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert len(page) < 1_500_000


def test_a_line_that_is_too_long_is_told_and_not_read(attacked: Judged) -> None:
    (problem,) = attacked.document["problems"]
    assert problem["line"] == 4
    assert "Could not be read" in attacked.printed


def test_what_thousands_of_findings_leave_behind_is_bounded(attacked: Judged) -> None:
    run = Path(attacked.outputs["run"])
    rows = pq.read_table(run / "findings.parquet").to_pylist()
    counts = Counter(row["check"] for row in rows if row["article_id"] == "a00051")
    assert "ENC001" in counts
    assert max(counts.values()) <= MAX_MATCHES + 1
    for path in run.iterdir():
        assert path.stat().st_size < 1_500_000, path


def test_a_link_out_of_the_repository_is_told_and_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("The password is swordfish.\n", encoding="utf-8")
    folder = tmp_path / "corpus"
    folder.mkdir()
    git(folder, "init", "-q")
    commit(folder, {"articles/old.jsonl": lines([article(1)])})
    git(folder, "checkout", "-q", "-b", "branch")
    (folder / "articles/link.txt").symlink_to(secret)
    commit(folder)
    judged = judge(folder)
    assert judged.code == 3
    assert "leads out of the repository" in judged.printed
    assert "leads out of the repository" in judged.summary
    assert "swordfish" not in judged.printed + judged.summary
