"""The model of site chrome can be made again, and fits the numbers that the examiner measures."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from conftest import CASES
from quality.labelled import prose
from training.make_model import load, make
from training.readings import letters_of

from corpus_qa.checks.chrome._features import NAMES
from corpus_qa.checks.chrome._kinds import kinds
from corpus_qa.checks.chrome._model import known_model, model_of

SILENT = str
FURNITURE = tuple(
    case["spans"][0]
    for check in ("CHR001", "CHR002", "CHR003", "CHR004", "CHR008", "CHR010", "CHR019")
    for case in CASES[check]["flag"]
    if len(case.get("spans", ())) == 1 and "\n" not in case["spans"][0]
)
# Lines before and after the article of a page: enough that several sites share most of them.
SIDE = 6


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write labelled pages of eight sites, and what extractors leave of them."""
    paragraphs = [paragraph for text in prose("en") for paragraph in text.split("\n\n")]
    rows = []
    for number in range(24):
        article = paragraphs[number : number + 4]
        furniture = [FURNITURE[(number + step) % len(FURNITURE)] for step in range(2 * SIDE)]
        site = f"site{number % 8}.example"
        for form, lines, letters in (
            (
                "page",
                [*furniture[:SIDE], *article, *furniture[SIDE:]],
                SIDE * "f" + "aaaa" + SIDE * "f",
            ),
            ("extract", [*article, *furniture[:2]], "aaaaff"),
        ):
            row = {"text": "\n".join(lines), "title": None, "site": site, "form": form}
            rows.append({**row, "lines": letters})
    (tmp_path / "pages.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return tmp_path


def test_the_same_folder_gives_the_same_model(folder: Path) -> None:
    once, facts, _ = make(load(folder), 1, SILENT)
    again, _, _ = make(load(folder), 1, SILENT)
    assert once.keys() == again.keys()
    for name, values in once.items():
        assert np.array_equal(values, again[name]), name
    assert facts["sites"] == 8


def test_a_new_model_tells_furniture_from_articles_and_is_read_as_it_was_fitted(
    folder: Path,
) -> None:
    arrays, _, table = make(load(folder), 1, SILENT)
    model = model_of(arrays)
    at, rows = table.rows(model.scores(table.reading), model.kinds)
    probability, letters = model.probabilities(rows), table.letters[at]
    assert probability[letters == "f"].mean() > 0.8
    assert probability[letters == "a"].mean() < 0.2


def test_an_article_without_a_letter_for_each_line_is_refused(folder: Path) -> None:
    row = {"text": "one\ntwo", "title": None, "site": "a.example", "form": "page", "lines": "f"}
    (folder / "short.jsonl").write_text(json.dumps(row), "utf-8")
    with pytest.raises(ValueError, match="2 lines and 1 letters"):
        load(folder)


def test_a_model_of_other_numbers_is_refused(folder: Path) -> None:
    arrays, _, _ = make(load(folder), 1, SILENT)
    with pytest.raises(ValueError, match="make it again"):
        model_of({**arrays, "names": arrays["names"][1:]})


def test_the_model_was_fitted_to_the_numbers_that_are_measured() -> None:
    model = known_model()
    inputs = len(NAMES) + len(model.kinds)
    assert int(model.trees.feature.max()) < inputs
    assert set(model.kinds) <= kinds().keys()
    assert 0 <= float(model.probabilities(np.zeros((1, inputs), np.float32))[0]) <= 1


@pytest.mark.parametrize(
    ("ranges", "said"),
    [("0f", "no letter for line 2"), ("0-2f 2a", "two letters"), ("0-5a", "not a range")],
)
def test_a_reading_gives_every_line_one_letter(ranges: str, said: str) -> None:
    assert letters_of("0f 2m", ["Menu", "", "By Ada Lind"]) == "f.m"
    with pytest.raises(ValueError, match=said):
        letters_of(ranges, ["Menu", "", "By Ada Lind"])
