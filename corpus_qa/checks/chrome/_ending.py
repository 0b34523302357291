"""What follows a heading or the last paragraph, judged by its form and position."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus_qa.checks.chrome._reading import LABEL, Reading, is_prose

# A headline or the first words of another article are shorter, and often end cut.
TEASER = 240
CUT_ENDS = ("...", "…", "[...]", "[…]", "…]")
SENTENCE_ENDS = (".", "!", "?", "”", '"')
# One cut line may be the end of the article itself.
TEASERS = 2


def by_place(reading: Reading, chosen: set[int]) -> set[int]:
    """Return the lines that are site chrome because of those before them, given the chosen ones."""
    tail = _tail(reading)
    found = set(_below_heading(reading, tail, chosen))
    found.update(_teasers(reading, tail))
    for number in chosen:
        if reading.kind(number) == "ticker" and reading.known[number].how == LABEL:
            found.update(_right_below(reading, number))
    return found


def is_cut(reading: Reading, number: int) -> bool:
    """Return whether a line breaks off with dots, and has words before them."""
    text = reading.lines[number].text.strip()
    return text.endswith(CUT_ENDS) and any(char.isalpha() for char in text)


def _tail(reading: Reading) -> Sequence[int]:
    """Return the lines after the last paragraph, if there is one."""
    tail: list[int] = []
    for number, text in zip(reversed(reading.filled), reversed(reading.texts), strict=True):
        if len(text) > TEASER or (number not in reading.known and is_prose(text)):
            return tail[::-1]
        tail.append(number)
    return ()


def _below_heading(reading: Reading, tail: Sequence[int], chosen: set[int]) -> Sequence[int]:
    """Return what follows a heading such as "Most Read"."""
    for at, number in enumerate(tail):
        if number in chosen and reading.kind(number) == "related-links":
            return tail[at:]
    return ()


def _teasers(reading: Reading, tail: Sequence[int]) -> Sequence[int]:
    """Return headlines and truncated openings, if more lines are truncated than complete."""
    cut = [at for at, number in enumerate(tail) if is_cut(reading, number)]
    if len(cut) < TEASERS:
        return ()
    teasers = tail[max(cut[0] - 1, 0) : cut[-1] + 1]
    texts = [reading.lines[number].text.rstrip() for number in teasers]
    whole = sum(text.endswith(SENTENCE_ENDS) and not text.endswith(CUT_ENDS) for text in texts)
    return teasers if whole < len(cut) else ()


def _right_below(reading: Reading, heading: int) -> Iterator[int]:
    """Yield the lines below the heading of a ticker, up to an empty line or a paragraph."""
    for number in range(heading + 1, len(reading.lines)):
        text = reading.lines[number].text.strip()
        if not text or len(text) > TEASER or is_prose(text):
            return
        yield number
