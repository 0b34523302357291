"""One decision for each line, from its score and from what else stands in its article.

A score tells how much a line looks like furniture, in its form, its words and its place. Clean
articles hold many lines that look a little like it, and few articles hold only one line of it:
so a line counts where some line of its article is beyond doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus_qa.checks.chrome._kinds import KINDS
from corpus_qa.checks.chrome._reading import LABEL, START, Known, Reading

# An article holds furniture if its best line, its two or its four best lines are so likely to be.
ENOUGH = ((1, 0.95), (2, 0.9), (4, 0.8))
# In such an article a line is furniture if it is at least as likely.
LIKELY = 0.5
# So likely is a line whose words are not known and beside which no furniture stands.
LIKELY_ALONE = 0.8
# Words that may be content are worth a note where their line is at least as likely.
POSSIBLE = 0.3
# Notices are whole sentences, so that only their words tell them from the article.
NOTED = frozenset({"syndication", "correction", "code-leftover", "caption-credit"})
# A headline or the first words of another article are shorter, and often end cut.
TEASER = 240
CUT_ENDS = ("...", "…", "[...]", "[…]", "…]")
SENTENCE_ENDS = (".", "!", "?", "”", '"')
# One cut line may be the end of the article itself.
TEASERS = 2
# A menu has at least so many entries, most of them shorter.
MENU, ENTRY = 3, 42


@dataclass(frozen=True, slots=True)
class Block:
    """Furniture of one kind from line ``first`` to line ``last``, and why it is taken for it."""

    first: int
    last: int
    kind: str
    reason: str
    is_certain: bool


def decide(reading: Reading, scores: Mapping[int, float]) -> Iterator[Block]:
    """Yield the blocks of furniture, in the order of the text."""
    chosen = _chosen(reading, scores)
    chosen |= _at_the_end(reading, scores, chosen) | _below_tickers(reading, scores, chosen)
    for numbers in _runs(reading, chosen):
        yield _block(reading, numbers, is_certain=True)
    possible = {
        number
        for number in reading.known
        if number not in chosen and _is_possible(reading.known[number], scores.get(number, 0.0))
    }
    for numbers in _runs(reading, possible):
        yield _block(reading, numbers, is_certain=False)


def _chosen(reading: Reading, scores: Mapping[int, float]) -> set[int]:
    """Return the lines that are furniture, given what else the article holds."""
    vague = {number for number, known in reading.known.items() if KINDS[known.kind].vague}
    best = sorted((scores[number] for number in scores.keys() - vague), reverse=True)
    chosen = {
        number
        for number, known in reading.known.items()
        if scores.get(number, 0.0) >= KINDS[known.kind].alone
    }
    if any(len(best) >= count and best[count - 1] >= least for count, least in ENOUGH):
        likely = [number for number, score in scores.items() if score >= LIKELY]
        chosen.update(n for n in likely if n in reading.known or not _is_lone(n, scores, reading))
    return chosen


def _is_lone(number: int, scores: Mapping[int, float], reading: Reading) -> bool:
    """Tell whether a line without known words is less than certain and stands in the article."""
    if scores[number] >= LIKELY_ALONE:
        return False
    beside = (_filled(reading, number, -1), _filled(reading, number, 1))
    return all(scores.get(other, 0.0) < LIKELY for other in beside)


def _filled(reading: Reading, number: int, step: int) -> int:
    """Return the next line in a direction that is not empty; -1 at the edge of the article."""
    number += step
    while 0 <= number < len(reading.lines):
        if reading.lines[number].text.strip():
            return number
        number += step
    return -1


def _is_possible(known: Known, score: float) -> bool:
    return score >= POSSIBLE or known.kind in NOTED


def _at_the_end(reading: Reading, scores: Mapping[int, float], chosen: set[int]) -> set[int]:
    """Return the links below a heading and the teasers that follow the last paragraph."""
    filled = [n for n, line in enumerate(reading.lines) if line.text and not line.text.isspace()]
    tail: list[int] = []
    for number in reversed(filled):
        if number not in scores or len(reading.lines[number].text) > TEASER:
            break
        tail.insert(0, number)
    if len(tail) == len(filled):
        return set()
    found: set[int] = set()
    for at, number in enumerate(tail):
        if number in chosen and _kind_of(reading, number) == "related-links":
            found.update(tail[at:])
            break
    cut = [at for at, number in enumerate(tail) if _is_cut(reading, number)]
    if len(cut) >= TEASERS:
        teasers = tail[max(cut[0] - 1, 0) : cut[-1] + 1]
        whole = sum(_is_sentence(reading, number) for number in teasers)
        if whole < len(cut):
            found.update(teasers)
    return found


def _below_tickers(reading: Reading, scores: Mapping[int, float], chosen: set[int]) -> set[int]:
    """Return the lines right below the heading of a ticker that stands before the article."""
    found: set[int] = set()
    for heading in chosen:
        known = reading.known.get(heading)
        if known is not None and known.kind == "ticker" and known.how == LABEL:
            number = heading + 1
            while number in scores and len(reading.lines[number].text) <= TEASER:
                found.add(number)
                number += 1
    return found


def _is_cut(reading: Reading, number: int) -> bool:
    return reading.lines[number].text.rstrip().endswith(CUT_ENDS)


def _is_sentence(reading: Reading, number: int) -> bool:
    text = reading.lines[number].text.rstrip()
    return text.endswith(SENTENCE_ENDS) and not text.endswith(CUT_ENDS)


def _count_cut(reading: Reading, numbers: Sequence[int]) -> int:
    return sum(_is_cut(reading, number) for number in numbers)


def _kind_of(reading: Reading, number: int) -> str | None:
    return reading.known[number].kind if number in reading.known else None


def _runs(reading: Reading, chosen: set[int]) -> Iterator[list[int]]:
    """Yield chosen lines that stand in a row; a correction stands alone."""
    run: list[int] = []
    for number, line in enumerate(reading.lines):
        if number in chosen:
            if run and _is_correction(reading, run[-1]) != _is_correction(reading, number):
                yield run
                run = []
            run.append(number)
        elif run and line.text.strip():
            yield run
            run = []
    if run:
        yield run


def _is_correction(reading: Reading, number: int) -> bool:
    return _kind_of(reading, number) == "correction"


def _block(reading: Reading, numbers: Sequence[int], *, is_certain: bool) -> Block:
    known = [reading.known[number] for number in numbers if number in reading.known]
    return Block(
        numbers[0], numbers[-1], _kind(reading, numbers, known), _reason(known, numbers), is_certain
    )


def _kind(reading: Reading, numbers: Sequence[int], known: Sequence[Known]) -> str:
    """Name a block after what its words say; without words it is a menu or a list of teasers."""
    kinds = [item.kind for item in known]
    entries = sum(len(reading.lines[number].text.strip()) <= ENTRY for number in numbers)
    if _count_cut(reading, numbers) >= TEASERS:
        return "teaser-list"
    is_menu = len(numbers) >= MENU and 2 * entries > len(numbers)
    if is_menu and ("navigation-run" in kinds or 2 * len(kinds) < len(numbers)):
        return "navigation-run" if "related-links" not in kinds[:1] else "related-links"
    if kinds:
        return max(kinds, key=lambda kind: (kinds.count(kind), -kinds.index(kind)))
    return "navigation-run" if entries == len(numbers) else "teaser-list"


def _reason(known: Sequence[Known], numbers: Sequence[int]) -> str:
    """Say what speaks for a block: its words, or its form and place."""
    if not known:
        return "its form and place give it away"
    if any(item.how in (LABEL, START) for item in known):
        return f"{len(known)} of {len(numbers)} lines are words of site furniture"
    return "its words are those of site furniture"
