"""The numbers that the model sees of a line: its words, its form, its place, its company."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from corpus_qa.arrays import offsets_of
from corpus_qa.checks.chrome._form import FORM, form
from corpus_qa.checks.chrome._heads import heads_of_texts
from corpus_qa.checks.chrome._likeness import LIKE, likeness, stems_of_texts, whole_hash
from corpus_qa.checks.chrome._lines import Column, Matrix, Numbers
from corpus_qa.checks.chrome._place import (
    ARTICLE,
    BESIDE,
    NEIGHBOURS,
    PLACE,
    WINDOWS,
    WITHIN,
    beside,
    place,
)
from corpus_qa.checks.chrome._reading import LABEL, PATTERN, START, Reading

KNOWN = ("label", "start", "pattern", "section", "about")
NAMES = (
    "score",
    *FORM,
    *KNOWN,
    *LIKE,
    *PLACE,
    *(f"beside{step:+d}_{name}" for step in NEIGHBOURS for name in BESIDE),
    *(f"within{size}_{name}" for size in WINDOWS for name in WITHIN),
    *(f"article_{name}" for name in ARTICLE),
)


# What neighbours show of their form.
BESIDE_FORM = {
    "characters": "characters",
    "capital": "firsts_capital",
    "end": "end",
    "blanks": "blanks_before",
    "bullet": "begin_bullet",
}
RELATED, COMMENTS = ("related-links", "ticker"), ("comments",)
# A paragraph whose n-grams speak against site chrome at least so much is none.
UNLIKELY = -1.5
ABOUT = ("byline-stub", "caption-credit", "correction", "syndication")


def measure(
    reading: Reading, titles: pa.Array, score: Column, kinds: Sequence[str]
) -> tuple[Numbers, Matrix]:
    """Return the lines that may be site chrome, and what is measured of each.

    Paragraphs without words of site chrome are not among them.

    Args:
        reading: the lines.
        titles: the titles of the articles, as a column of texts.
        score: how much the n-grams of each line speak for site chrome.
        kinds: the kinds that the model knows; lines of other kinds are of none of them.

    Returns:
        The line numbers, and a row for each: ``NAMES``, then ``kinds``.
    """
    lines = reading.lines
    shown = np.frombuffer(reading.shown.buffers()[2] or b"", np.uint8)
    numbers = {name: at for at, name in enumerate(reading.names)}

    def of(names: Sequence[str]) -> Column:
        return np.isin(reading.kind, [numbers[name] for name in names if name in numbers])

    about = of(ABOUT)
    known = (reading.kind >= 0) & ~about
    chosen = ~lines.is_prose | (reading.kind >= 0) | (score > UNLIKELY)
    near = np.flatnonzero(_with_neighbours(chosen))
    seen = form(lines, near, shown, offsets_of(reading.shown))
    columns: dict[str, Column] = {
        "score": score,
        "label": reading.how == LABEL,
        "start": reading.how == START,
        "pattern": reading.how == PATTERN,
        "section": reading.section,
        "about": about,
    }
    heads = heads_of_texts(titles)
    columns |= likeness(
        lines, chosen, stems_of_texts(titles), whole_hash(heads), whole_hash(reading.heads)
    )
    columns |= place(lines, known, of(RELATED), of(COMMENTS), score)
    columns["article_has_title"] = (np.diff(heads.offsets) > 0)[lines.article]
    shown_beside = {"known": known, "score": score, "prose": lines.is_prose}
    for name, of_form in BESIDE_FORM.items():
        shown_beside[name] = np.zeros(len(lines), seen[of_form].dtype)
        shown_beside[name][near] = seen[of_form]
    columns |= beside(lines, shown_beside)
    at, is_chosen = np.flatnonzero(chosen), chosen[near]
    # each number is written to one stretch of memory
    rows = np.empty((len(NAMES) + len(kinds), len(at)), np.float32)
    for column, name in enumerate(NAMES):
        rows[column] = seen[name][is_chosen] if name in seen else columns[name][at]
    for column, kind in enumerate(kinds, start=len(NAMES)):
        rows[column] = reading.kind[at] == numbers.get(kind, -2)
    return at, rows.T


def _with_neighbours(chosen: Column) -> Column:
    """Return the chosen lines and those beside them."""
    near = chosen.copy()
    for step in NEIGHBOURS:
        if step > 0:
            near[step:] |= chosen[:-step]
        else:
            near[:step] |= chosen[-step:]
    return near
