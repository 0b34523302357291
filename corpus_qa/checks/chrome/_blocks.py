"""Consecutive lines of site chrome as one block, with a name, a severity and a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus_qa.checks.chrome._kinds import kinds
from corpus_qa.checks.chrome._lines import Flags
from corpus_qa.checks.chrome._reading import LABEL, START, Reading
from corpus_qa.text.dates.stated import are_stubs

# Dates and bylines without words that make them more.
STUB = "byline-stub"
# A menu has at least so many entries, most of them shorter.
MENU, ENTRY = 3, 42
# A headline or the first words of another article often end cut; one may be the article itself.
CUT_ENDS = ("...", "…", "[...]", "[…]", "…]")
TEASERS = 2


@dataclass(frozen=True, slots=True)
class Block:
    """Site chrome of one kind from line ``first`` to line ``last`` of a batch.

    ``reason`` says why it counts as site chrome. What is not ``certain`` is worth a note.
    """

    first: int
    last: int
    kind: str
    reason: str
    certain: bool


def blocks(reading: Reading, chosen: Flags, certain: Flags) -> Iterator[Block]:
    """Yield the chosen lines as blocks, in the order of the texts.

    Lines in a row are one block if they are equally certain, and all of them or none are about
    their article. Form and place alone do not tell a date or a separator of this article from one
    of its site.
    """
    lines = reading.lines
    numbers = np.flatnonzero(chosen)
    about = is_about(reading)
    seams = (
        (np.diff(numbers) != 1)
        | (lines.article[numbers[1:]] != lines.article[numbers[:-1]])
        | (certain[numbers[1:]] != certain[numbers[:-1]])
        | (about[numbers[1:]] != about[numbers[:-1]])
    )
    for run in np.split(numbers, np.flatnonzero(seams) + 1) if len(numbers) else ():
        first, last = int(run[0]), int(run[-1])
        texts = [lines.text(number) for number in run.tolist()]
        known = [number for number in run.tolist() if reading.kind[number] >= 0]
        kind = _kind(texts, [reading.names[reading.kind[number]] for number in known])
        is_proved = bool(known) or not (kind == STUB or _is_separator(texts))
        sure = bool(certain[first]) and is_proved and not kinds()[kind].about
        yield Block(first, last, kind, _reason(reading, known, len(texts)), sure)


def is_about(reading: Reading) -> Flags:
    """Return which lines say something about their article, by their words."""
    about = [number for number, name in enumerate(reading.names) if kinds()[name].about]
    return np.isin(reading.kind, about)


def _kind(texts: Sequence[str], known: Sequence[str]) -> str:
    """Name a block after what its words say; without words it is a menu or a list of teasers."""
    if not known and are_stubs(texts):
        return STUB
    if sum(text.endswith(CUT_ENDS) and any(map(str.isalpha, text)) for text in texts) >= TEASERS:
        return "teaser-list"
    entries = sum(len(text) <= ENTRY for text in texts)
    is_menu = len(texts) >= MENU and 2 * entries > len(texts)
    if is_menu and ("navigation-run" in known or 2 * len(known) < len(texts)):
        return "related-links" if known[:1] == ["related-links"] else "navigation-run"
    if known:
        return Counter(known).most_common(1)[0][0]  # of equals the first
    return "navigation-run" if entries == len(texts) else "teaser-list"


def _is_separator(texts: Sequence[str]) -> bool:
    return not any(map(str.isalnum, "".join(texts)))


def _reason(reading: Reading, known: Sequence[int], count: int) -> str:
    """Return why a block counts as chrome: its words, or its form and position."""
    if not known:
        return "recognized by its form and position"
    if any(reading.how[number] in {LABEL, START} for number in known):
        if count == 1:
            return "it starts with known site chrome"
        starts = "starts" if len(known) == 1 else "start"
        return f"{len(known)} of {count} lines {starts} with known site chrome"
    return "its words are known site chrome"
