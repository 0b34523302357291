"""Consecutive lines of site chrome as one block, with a name and a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus_qa.checks.chrome._ending import TEASERS, is_cut
from corpus_qa.checks.chrome._reading import LABEL, START, Known, Reading
from corpus_qa.text.dates.stated import are_stubs

# Dates and bylines without words that make them more.
STUB = "byline-stub"
# A menu has at least so many entries, most of them shorter.
MENU, ENTRY = 3, 42


@dataclass(frozen=True, slots=True)
class Block:
    """Site chrome of one kind from line ``first`` to line ``last``, and why it counts as chrome."""

    first: int
    last: int
    kind: str
    reason: str
    is_certain: bool


def blocks(reading: Reading, chosen: set[int], *, is_certain: bool) -> Iterator[Block]:
    """Yield the chosen lines as blocks, in the order of the text.

    Form and place alone do not tell a date or a separator of this article from one of its site.
    """
    for numbers in _runs(reading, chosen):
        known = [reading.known[number] for number in numbers if number in reading.known]
        kind, reason = _kind(reading, numbers, known), _reason(known, numbers)
        is_proved = bool(known) or not (kind == STUB or _is_separator(reading, numbers))
        yield Block(numbers[0], numbers[-1], kind, reason, is_certain and is_proved)


def _runs(reading: Reading, chosen: set[int]) -> Iterator[list[int]]:
    """Yield chosen lines that stand in a row; a correction stands alone."""
    run: list[int] = []
    for number in reading.filled if chosen else ():
        ends = number not in chosen or (
            run
            and (reading.kind(run[-1]) == "correction") != (reading.kind(number) == "correction")
        )
        if run and ends:
            yield run
            run = []
        if number in chosen:
            run.append(number)
    if run:
        yield run


def _kind(reading: Reading, numbers: Sequence[int], known: Sequence[Known]) -> str:
    """Name a block after what its words say; without words it is a menu or a list of teasers."""
    if not known and are_stubs(reading.lines[number].text for number in numbers):
        return STUB
    if sum(is_cut(reading, number) for number in numbers) >= TEASERS:
        return "teaser-list"
    kinds = [item.kind for item in known]
    entries = sum(len(reading.lines[number].text.strip()) <= ENTRY for number in numbers)
    is_menu = len(numbers) >= MENU and 2 * entries > len(numbers)
    if is_menu and ("navigation-run" in kinds or 2 * len(kinds) < len(numbers)):
        return "related-links" if kinds[:1] == ["related-links"] else "navigation-run"
    if kinds:
        return Counter(kinds).most_common(1)[0][0]  # of equals the first
    return "navigation-run" if entries == len(numbers) else "teaser-list"


def _is_separator(reading: Reading, numbers: Sequence[int]) -> bool:
    return not any(map(str.isalnum, "".join(reading.lines[number].text for number in numbers)))


def _reason(known: Sequence[Known], numbers: Sequence[int]) -> str:
    """Return why a block counts as chrome: its words, or its form and position."""
    if not known:
        return "recognized by its form and position"
    if any(item.how in (LABEL, START) for item in known):
        if len(numbers) == 1:
            return "it starts with known site chrome"
        starts = "starts" if len(known) == 1 else "start"
        return f"{len(known)} of {len(numbers)} lines {starts} with known site chrome"
    return "its words are known site chrome"
