"""Page, terminal, summary and SARIF give the numbers of ``run.json`` and of the tables."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from report_runs import Shape, make_run

from corpus_qa.report import markdown, sarif, terminal
from corpus_qa.report.html import page as html
from corpus_qa.report.load import Run, load_run
from corpus_qa.text.numbers import count, percent


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    shape = Shape(findings=300, articles=90, pairs=8)
    return load_run(make_run(tmp_path_factory.mktemp("numbers"), shape))


def texts(run: Run) -> dict[str, str]:
    page = re.sub(r"<[^>]*>", " ", html.render(run).split('<script type="application')[0])
    forms = {
        "page": unescape(page),
        "terminal": terminal.render(run, width=400),
        "summary": markdown.render(run).replace("\\", ""),
    }
    return {name: re.sub(r"\s+", " ", text) for name, text in forms.items()}


def test_totals_are_those_of_the_document(run: Run) -> None:
    raw = json.loads((run.folder / "run.json").read_text())
    findings, articles = raw["counts"]["findings"], raw["counts"]["articles_with_findings"]
    told = f"{findings} findings in {articles} of {raw['input']['articles']} articles."
    assert all(told in text for text in texts(run).values())
    (logged,) = json.loads(sarif.render(run))["runs"]
    assert logged["properties"]["findings"] == findings == len(logged["results"])


def test_rates_are_those_of_the_metrics(run: Run) -> None:
    page = texts(run)["page"]
    for metric in run.metrics:
        if metric.scope == "dataset":
            told = f"{percent(metric.value)} {metric.numerator} of {metric.denominator}"
            assert told.replace("\N{NARROW NO-BREAK SPACE}", " ") in page


def test_causes_have_the_same_words_and_order_everywhere(run: Run) -> None:
    for text in texts(run).values():
        places = [text.index(re.sub(r"\s+", " ", cause.headline)) for cause in run.causes]
        assert places == sorted(places)
        assert places[0] > 0


def test_tallies_of_checks_are_those_of_the_document(run: Run) -> None:
    page = texts(run)["page"]
    for check, counted in run.document.counts.checks.items():
        if counted.findings:
            articles = count(counted.articles, "article")
            assert re.search(rf"{check} .{{0,80}}{counted.findings} in {articles}", page)


def test_duplicates_and_passages_add_up_to_the_pairs(run: Run) -> None:
    assert run.copies + run.passages == run.document.counts.duplicates.pairs


def test_every_report_says_how_many_findings_it_leaves_out(tmp_path: Path) -> None:
    run = load_run(make_run(tmp_path, Shape(findings=200, articles=60)))
    for text, listed in (
        (terminal.render(run, width=400), terminal.WORST),
        (markdown.render(run), markdown.WORST),
    ):
        assert f"{200 - listed} more findings: " in text
