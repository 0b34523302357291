"""One decision for each line, from its probability, its words and its neighbours."""

from __future__ import annotations

import numpy as np

from corpus_qa.checks.chrome._blocks import is_about
from corpus_qa.checks.chrome._kinds import kinds
from corpus_qa.checks.chrome._lines import (
    Flags,
    Matrix,
    Numbers,
    among,
    codes_of,
    first_character,
    sums,
)
from corpus_qa.checks.chrome._reading import LABEL, PATTERN, START, UNKNOWN, Reading

# Whole labels and prompts whose words are known need little more than that nothing speaks against
# them: of those in labelled articles 97 of 100 are site chrome. A line that begins like a prompt
# is as certain from even odds on: of 90 such lines below the warning, judged by models of other
# sites, 85 are. A paragraph may mention prompts: its first words alone are not enough.
KNOWN = {LABEL: 0.2, START: 0.5, PATTERN: 0.15}
KNOWN_PARAGRAPH = {START: 1.0, PATTERN: 0.6}
# Words of these kinds occur in notes about the author and in articles about code, too.
MIXED = {"share-bar": 0.5, "advertisement": 0.5, "code-leftover": 0.3}
# Between two lines that certainly are site chrome, this is enough.
BETWEEN = 0.5
# A headline or the first words of another article are shorter. One cut line may be the end of the
# article itself.
TEASER, TEASERS = 240, 2
QUOTES = codes_of('"“„«‘')

# A line whose words are known and that is as likely is removed without a look at it: of 1.7 million
# characters of article lines that were read line by line, 15 were lost.
BEYOND_DOUBT = 0.9
# A heading such as "More from Jo Fay:" may introduce what the article quotes.
NEVER_SAFE = "related-links"


def safe_lines(reading: Reading, probability: Matrix) -> Flags:
    """Return which lines are known by their words and very likely site chrome."""
    never = [
        number
        for number, name in enumerate(reading.names)
        if name == NEVER_SAFE or kinds()[name].about
    ]
    known = (reading.kind >= 0) & ~np.isin(reading.kind, never)
    return np.asarray(known & (probability >= BEYOND_DOUBT), np.bool_)


def certain_lines(reading: Reading, probability: Matrix, warning: float) -> Flags:
    """Return which lines are site chrome beyond doubt.

    Args:
        reading: the lines.
        probability: how probable each is.
        warning: the probability from which on nothing else is needed.
    """
    about = is_about(reading)
    certain = (probability >= np.minimum(warning, _least(reading))) & ~about
    certain &= ~reading.lines.is_sentence | (reading.how != UNKNOWN)
    certain &= (probability >= BEYOND_DOUBT) | ~_is_quotation(reading)
    certain |= _in_company(reading, certain) & ~about & ~reading.lines.is_sentence
    before, after = _shifted(reading, certain, 1), _shifted(reading, certain, -1)
    between = before & after & (probability >= BETWEEN) & ~reading.lines.is_sentence
    return np.asarray(certain | (between & ~about), np.bool_)


def _is_quotation(reading: Reading) -> Flags:
    """Return which paragraphs begin with a quotation mark: somebody is quoted there."""
    first = first_character(reading.lines.data, reading.lines.start)
    return reading.lines.is_prose & among(first, QUOTES)


def _least(reading: Reading) -> Matrix:
    """Return the probability that is enough for each line, given how it is known."""
    least = np.ones(len(reading.lines), np.float32)
    for how, enough in KNOWN.items():
        least[reading.how == how] = enough
    for name, enough in MIXED.items():
        mixed = (reading.kind == reading.names.index(name)) & (reading.how == PATTERN)
        least[mixed] = enough
    for how, enough in KNOWN_PARAGRAPH.items():
        paragraph = reading.lines.is_prose & (reading.how == how)
        least[paragraph] = np.maximum(least[paragraph], enough)
    return least


def _in_company(reading: Reading, certain: Flags) -> Flags:
    """Return the lines that are site chrome because of a heading above them, or of teasers."""
    lines = reading.lines
    at, count = np.arange(len(lines)), len(lines)
    # the lines after the last paragraph of each article that has one
    body = lines.is_prose & (reading.kind < 0) | (lines.characters > TEASER)
    last = np.maximum.accumulate(np.where(body, at, -1))
    tail = (last >= lines.first) & (last[lines.stop - 1] == last) & (last < at)
    related, ticker = (_labels(reading, name) & certain for name in ("related-links", "ticker"))
    heading = np.maximum.accumulate(np.where(related & tail, at, -1))
    below = tail & (heading > last)
    below |= _shifted(reading, ticker, 1) & ~body & (lines.blanks == 0)
    cut = tail & lines.is_cut & (lines.characters > 1)
    total = sums(cut)
    many = (total[lines.stop] - total[lines.first] >= TEASERS) & tail
    first_cut = np.minimum.accumulate(np.where(cut, at, count)[::-1])[::-1]
    last_cut = np.maximum.accumulate(np.where(cut, at, -1))
    # from the headline of the first to the last, if more lines are cut than whole
    begins = many & (np.append(first_cut[1:], count) == at + 1) & ~_any_before(cut, lines.first)
    within = many & (_any_before(cut, lines.first) | cut | begins) & (first_cut < lines.stop)
    whole = sums(within & lines.ends_sentence & ~lines.is_cut)
    few = whole[lines.stop] - whole[lines.first] < total[lines.stop] - total[lines.first]
    return np.asarray(below | (within & few & (last_cut >= -1)), np.bool_)


def _any_before(flags: Flags, first: Numbers) -> Flags:
    total = sums(flags)
    return np.asarray(total[:-1] - total[first] > 0, np.bool_)


def _labels(reading: Reading, name: str) -> Flags:
    """Return the lines that are a label of a kind."""
    is_kind = reading.kind == reading.names.index(name)
    return np.asarray(is_kind & (reading.how == LABEL), np.bool_)


def _shifted(reading: Reading, flags: Flags, step: int) -> Flags:
    """Return which lines have a marked line of their article so many lines before them."""
    near = np.arange(len(flags)) - step
    inside = (near >= reading.lines.first) & (near < reading.lines.stop)
    return np.asarray(inside & flags[np.clip(near, 0, max(len(flags) - 1, 0))], np.bool_)


def possible_lines(reading: Reading, probability: Matrix, note: float) -> Flags:
    """Return which lines are worth a note: those that may be site chrome or are about the article.

    What is about an article needs no model where its words say so, nor do whole labels and prompts.
    Other lines need words that are known: a probability alone is for certain lines.
    """
    paragraph, known = reading.lines.is_prose, reading.how != UNKNOWN
    stated = np.isin(reading.how, (LABEL, PATTERN)) & ~paragraph
    likely = known & (probability >= np.where(_is_quotation(reading), BEYOND_DOUBT, note))
    return np.asarray(stated | likely | (is_about(reading) & known), np.bool_)
