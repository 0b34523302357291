"""The numbers that the learned model sees of a line: its form, its words, its place.

Only lines that may be site chrome are measured: lines that are not paragraphs, and short paragraphs
that stand alone between such lines, as teasers do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from corpus_qa.checks.chrome._line_form import FORM, WEIGHT, form, weigh
from corpus_qa.checks.chrome._line_place import PLACE_NAMES, place
from corpus_qa.checks.chrome._reading import LABEL, PATTERN, START, Reading, is_prose
from corpus_qa.checks.chrome._words import plain

Matrix = npt.NDArray[np.float32]

# A teaser is a headline or two sentences, shorter than most paragraphs.
TEASER = 250
MOST_BLANKS = 2
CONTEXT = ("indent", "blanks", "repeated", "title", "prose", LABEL, START, PATTERN, "room")
# What neighbours see of a line's form: length, capitals, end, bullet.
SHOWN = tuple(map(FORM.index, ("length", "capitals", "end", "bullet")))
NAMES: tuple[str, ...] = (
    *FORM,
    *WEIGHT,
    *CONTEXT,
    *PLACE_NAMES,
    "article_has_title",
)
# After these a number for each kind that the model was trained with: whether a line is of it.
KIND = "kind_"


def measure(
    reading: Reading, title: str | None, weights: Mapping[str, float], kinds: Sequence[str]
) -> tuple[list[int], Matrix]:
    """Return the numbers of the lines that may be site chrome, and what is measured of each.

    Args:
        reading: the article.
        title: its title.
        weights: how much each word speaks for site chrome.
        kinds: the kinds that the model knows; lines of other kinds are of none of them.

    Returns:
        The line numbers, and a row for each: ``NAMES``, then ``kinds``.
    """
    numbers, texts = reading.filled, reading.texts
    known = [reading.kind(number) for number in numbers]
    prose = [kind is None and is_prose(text) for kind, text in zip(known, texts, strict=True)]
    count, headline = Counter(texts), plain(title or "")
    forms: dict[int, list[float]] = {}
    beside: dict[int, Sequence[float]] = {}
    for at in _candidates(prose, texts):
        text, number = texts[at], numbers[at]
        shape, weight = form(text), weigh(text, weights)
        entry = reading.known.get(number)
        section = number in reading.sections
        blanks = _blanks(numbers, at)
        context = [
            reading.lines[number].text[0].isspace(),
            blanks,
            count[text] > 1,
            bool(headline) and plain(text) == headline,
            prose[at],
            *(entry is not None and entry.how == how for how in (LABEL, START, PATTERN)),
            section,
        ]
        forms[at] = [*shape, *weight, *context]
        beside[at] = (*(shape[n] for n in SHOWN), weight[0], entry is not None, section, blanks)
    one_of = {name: [name == kind for kind in kinds] for name in set(known)}
    sections = [number in reading.sections for number in numbers]
    around = place(texts, prose, known, sections, beside)
    rows = [
        [*shape, *where, bool(title), *one_of[known[at]]]
        for (at, shape), where in zip(forms.items(), around.rows(), strict=True)
    ]
    matrix = np.array(rows, np.float32).reshape(len(rows), len(NAMES) + len(kinds))
    return [numbers[at] for at in forms], matrix


def _blanks(numbers: Sequence[int], at: int) -> int:
    """Return the number of empty lines before a line."""
    return min(numbers[at] - (numbers[at - 1] if at else -1) - 1, MOST_BLANKS)


def _candidates(prose: Sequence[bool], texts: Sequence[str]) -> Iterator[int]:
    """Yield the lines that may be site chrome."""
    last = len(prose) - 1
    for at, is_paragraph in enumerate(prose):
        alone = at > 0 and not prose[at - 1] and (at == last or not prose[at + 1])
        if not is_paragraph or (alone and len(texts[at]) < TEASER):
            yield at
