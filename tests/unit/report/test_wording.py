"""Characters in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_runs import article, finding, write_run
from report_texts import DEFECTS

from corpus_qa.report.load import load_run
from corpus_qa.report.wording import Place, clip, one_line, path_of, place_of


def test_what_cannot_be_seen_is_spelled_out() -> None:
    assert one_line("a\u202eb\x1bc\u200bd") == "a<U+202E>b<U+001B>c<U+200B>d"


def test_line_breaks_and_tabs_become_spaces() -> None:
    assert one_line("a\r\nb\tc\u2028d") == "a b c d"


@given(st.text())
def test_one_line_is_one_line_and_keeps_visible_text(text: str) -> None:
    shown = one_line(text)
    assert len(shown.splitlines()) <= 1
    assert one_line(shown) == shown


def test_clipped_text_ends_with_an_ellipsis() -> None:
    assert clip("a long text", 7) == "a long…"
    assert clip("short", 7) == "short"


@pytest.mark.parametrize(
    ("source", "roots", "path"),
    [
        ("a/b.txt", ["articles"], "articles/a/b.txt"),
        ("b.txt", ["articles/b.txt"], "articles/b.txt"),
        ("a/b.txt", ["."], "a/b.txt"),
        ("a/b.txt", ["data/*/c*.txt"], "data/a/b.txt"),
        ("b.txt", ["one", "two"], "b.txt"),
        ("https://ledger.example/b", ["articles"], "https://ledger.example/b"),
    ],
)
def test_a_source_gets_the_path_that_a_user_would_type(
    source: str, roots: list[str], path: str
) -> None:
    assert path_of(source, roots) == path


def test_of_several_roots_the_one_that_has_the_file_counts(tmp_path: Path) -> None:
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "b.txt").touch()
    roots = [(tmp_path / name).as_posix() for name in ("one", "two")]
    assert path_of("b.txt", roots) == f"{roots[1]}/b.txt"


def test_a_finding_in_a_text_file_has_its_column(tmp_path: Path) -> None:
    defect = DEFECTS[0]
    owner = article(1, f"First line.\nThen {defect.words} follows.", source="a.txt")
    run = load_run(write_run(tmp_path, [owner], [finding(owner, defect, 17)]))
    end = 6 + len(defect.words)
    assert place_of(run, run.findings[0]) == Place("articles/a.txt", 2, 6, 2, end)


def test_a_finding_in_a_table_has_no_column(tmp_path: Path) -> None:
    owner = article(1, DEFECTS[0].words, source="a.jsonl")
    run = load_run(write_run(tmp_path, [owner], [finding(owner, DEFECTS[0], 0, line=7)]))
    assert place_of(run, run.findings[0]) == Place("articles/a.jsonl", 7)


def test_the_column_does_not_depend_on_whether_the_text_was_kept(tmp_path: Path) -> None:
    defect = DEFECTS[0]
    owner = article(1, f"First line.\nThen {defect.words}.", source="a.txt", quoted=False)
    run = load_run(write_run(tmp_path, [owner], [finding(owner, defect, 17)]))
    assert run.articles == {}
    assert str(place_of(run, run.findings[0])) == "articles/a.txt:2:6"
