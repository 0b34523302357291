"""``show`` and ``stats``: findings, an article with its marks, and the figures of a run."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from report_runs import BANNER, HYPHEN, Shape, article, finding, make_run, write_run

from corpus_qa.errors import UsageError
from corpus_qa.report.load import load_run
from corpus_qa.report.show import Wanted, show_run
from corpus_qa.report.stats import as_json, print_stats, sparkline
from corpus_qa.report.wording import mended


def shown(folder: Path, wanted: Wanted) -> str:
    stream = io.StringIO()
    show_run(folder, wanted, stream)
    return stream.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    owner = article(0, f"First. {BANNER.words}\nLast {HYPHEN.words}.", source="news/one.txt")
    other = article(1, BANNER.words, source="news/two.txt", site="b.example")
    places = [(owner, BANNER, 7), (owner, HYPHEN, 13 + len(BANNER.words)), (other, BANNER, 0)]
    rows = [finding(*place) for place in places]
    return write_run(tmp_path, [owner, other], rows)


def test_all_findings_are_shown_with_their_words(folder: Path) -> None:
    text = shown(folder, Wanted())
    assert text.startswith("3 findings in 2 articles.")
    assert text.count(BANNER.words[:40]) == 2


@pytest.mark.parametrize("check", [BANNER.check, BANNER.check.lower(), BANNER.name])
def test_the_findings_of_a_check_are_shown(folder: Path, check: str) -> None:
    text = shown(folder, Wanted(check=check))
    assert text.startswith(f"2 findings of {check} in 2 articles.")


def test_the_findings_of_a_site_are_shown_up_to_a_limit(folder: Path) -> None:
    assert "1 finding in 1 article of b.example." in shown(folder, Wanted(site="b.example"))
    assert "2 more findings: add --limit 3" in shown(folder, Wanted(limit=1))


@pytest.mark.parametrize("name", ["a000000", "news/one.txt", "one.txt", "Article 0"])
def test_an_article_is_shown_with_numbered_marks(folder: Path, name: str) -> None:
    text = shown(folder, Wanted(article=name))
    assert f"First. {BANNER.words}[1]" in text.replace("\n", " ").replace("  ", " ")
    assert "Last " in text


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (Wanted(article="three.txt"), "no article “three.txt”"),
        (Wanted(check="XYZ"), "no check “XYZ”"),
        (Wanted(site="c.example"), "no findings with --site c.example"),
    ],
)
def test_what_is_not_there_is_said(folder: Path, wanted: Wanted, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        shown(folder, wanted)


def test_hostile_articles_steer_no_terminal(tmp_path: Path) -> None:
    odd = "\x1b[31m\u202e\x07"
    owner = article(0, f"{odd} {BANNER.words}", title=odd, source=f"{odd}.txt", site=odd)
    folder = write_run(tmp_path, [owner], [finding(owner, BANNER, len(odd) + 1)])
    for text in (shown(folder, Wanted()), shown(folder, Wanted(article="a000000"))):
        assert not set(odd) - {"[", "3", "1", "m"} & set(text)


def test_mended_text_takes_each_safe_suggestion_once(folder: Path) -> None:
    run = load_run(folder)
    text = run.articles["a000000"].text
    own = [f for f in run.findings if f.article_id == "a000000"]
    changed = mended(text, [*own, *own])
    expected = text
    for found in own:
        if found.suggestion is not None:
            expected = expected.replace(found.excerpt or "", found.suggestion)
    assert changed == expected


def test_the_figures_agree_in_text_and_json(tmp_path: Path) -> None:
    folder = make_run(tmp_path, Shape(findings=60, articles=50))
    stream = io.StringIO()
    print_stats(folder, stream)
    figures = json.loads(as_json(folder))
    for metric in figures["metrics"]:
        if metric["scope"] == "dataset":
            assert f"{metric['numerator']} of {metric['denominator']}" in stream.getvalue()
    assert sum(bar["articles"] for bar in figures["shape"]["lengths"]) == 50


def test_a_sparkline_has_a_mark_for_each_value() -> None:
    assert sparkline([0, 1, 4, 8]) == " ▂▅█"
    assert sparkline([]) == ""
