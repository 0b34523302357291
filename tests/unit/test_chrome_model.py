"""The model of site chrome can be made again, and fits the numbers that the examiner measures."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from conftest import CASES
from quality.labelled import prose
from training.make_model import fit, load

from corpus_qa.checks.chrome._features import NAMES
from corpus_qa.checks.chrome._kinds import kinds
from corpus_qa.checks.chrome._model import known_model

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
    """Write labelled pages of eight sites, and the bare articles."""
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
            ("article", article, "aaaa"),
        ):
            row = {"text": "\n".join(lines), "title": None, "site": site, "form": form}
            rows.append({**row, "lines": letters})
    (tmp_path / "pages.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return tmp_path


def test_the_same_folder_gives_the_same_model(folder: Path) -> None:
    once, facts = fit(load(folder), seed=1)
    again, _ = fit(load(folder), seed=1)
    assert once.keys() == again.keys()
    for name, values in once.items():
        assert np.array_equal(values, again[name]), name
    assert facts["sites"] == 8


def test_word_weights_tell_furniture_from_articles(folder: Path) -> None:
    arrays, _ = fit(load(folder), seed=1)
    weights = dict(zip(arrays["words"].tolist(), arrays["weights"].tolist(), strict=True))
    assert weights["share"] > 0 > weights["the"]


def test_an_article_without_a_letter_for_each_line_is_refused(folder: Path) -> None:
    row = {"text": "one\ntwo", "title": None, "site": "a.example", "form": "page", "lines": "f"}
    (folder / "short.jsonl").write_text(json.dumps(row), "utf-8")
    with pytest.raises(ValueError, match="2 lines and 1 letters"):
        load(folder)


def test_the_model_was_fitted_to_the_numbers_that_are_measured() -> None:
    model = known_model()
    inputs = len(NAMES) + len(model.kinds)
    assert len(model.mean) == inputs == model.layers[0][0].shape[0]
    assert set(model.kinds) <= kinds().keys()
    assert 0 <= float(model.probabilities(np.zeros((1, inputs), np.float32))[0]) <= 1
