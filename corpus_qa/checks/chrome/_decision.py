"""One decision for each line, from its score and from what else stands in its article.

A score tells how much a line looks like site chrome, in its form, its words and its place. Clean
articles hold many lines that look a little like it, and few articles hold only one line of it:
so a line counts where its own words are known, or where some line of its article is beyond doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from corpus_qa.checks.chrome._blocks import Block, blocks
from corpus_qa.checks.chrome._ending import by_place
from corpus_qa.checks.chrome._kinds import NEVER, kinds
from corpus_qa.checks.chrome._reading import LABEL, PATTERN, Known, Reading

# An article holds site chrome if one line whose words are known is so likely to be some, or if its
# two or its four best lines are.
ONE_ENOUGH = 0.9
ENOUGH = ((2, 0.9), (4, 0.8))
# One section of a site may be named in an article, but not two on lines of their own.
SECTIONS = 2
# In such an article a line is site chrome if it is at least as likely.
LIKELY = 0.5
# So likely are lines in a row, on average, if chrome words stand in none of them.
LIKELY_WITHOUT_WORDS = 0.8
# A label of so many words is a whole prompt, as a pattern is.
PROMPT = 3
# Words that may be content are worth a note where their line is at least as likely.
POSSIBLE = 0.3
# Notices are whole sentences, so that only their words distinguish them from the article.
NOTED = frozenset({"syndication", "correction", "code-leftover", "caption-credit"})

# A line whose words are known and that is as likely is removed without a look at it: of 1.7 million
# characters of article lines that were read line by line, 15 were lost.
BEYOND_DOUBT = 0.9
# A heading such as "More from Jo Fay:" may introduce what the article quotes.
NEVER_SAFE = NOTED | {"related-links"}


def is_beyond_doubt(reading: Reading, block: Block, scores: Mapping[int, float]) -> bool:
    """Return whether each line of a block is known by its words and very likely site chrome."""
    for number in range(block.first, block.last + 1):
        if not reading.lines[number].text.strip():
            continue
        known = reading.known.get(number)
        if known is None or kinds()[known.kind].vague or known.kind in NEVER_SAFE:
            return False
        if scores.get(number, 0.0) < BEYOND_DOUBT:
            return False
    return not kinds()[block.kind].vague and block.kind not in NEVER_SAFE


def is_open(reading: Reading) -> bool:
    """Return whether any words of an article speak for site chrome: form alone proves none."""
    if len(reading.sections) >= SECTIONS:
        return True
    return any(not kinds()[known.kind].vague for known in reading.known.values())


def is_undecided(reading: Reading) -> bool:
    """Return whether scores matter: without them some words are worth a note, but no more."""
    alone = any(kinds()[known.kind].alone < NEVER for known in reading.known.values())
    return alone or is_open(reading)


def decide(reading: Reading, scores: Mapping[int, float]) -> Iterator[Block]:
    """Yield the blocks of site chrome, in the order of the text; then those that may be some."""
    chosen = _chosen(reading, scores)
    chosen |= by_place(reading, chosen)
    yield from blocks(reading, chosen, is_certain=True)
    possible = {
        number
        for number, known in reading.known.items()
        if number not in chosen and _is_possible(known, scores.get(number, 0.0))
    }
    yield from blocks(reading, possible, is_certain=False)


def _chosen(reading: Reading, scores: Mapping[int, float]) -> set[int]:
    """Return the lines that are site chrome, given what else the article holds."""
    chosen = {
        number
        for number, known in reading.known.items()
        if scores.get(number, 0.0) >= _least(reading, number) and not _is_entry(known)
    }
    if is_open(reading) and _is_enough(reading, scores):
        for run in _likely_runs(reading, scores):
            if _is_supported(reading, scores, run):
                chosen.update(run)
    return chosen


def _least(reading: Reading, number: int) -> float:
    """Return how likely a line must be to stand alone, given how it is known."""
    known = reading.known[number]
    kind = kinds()[known.kind]
    if kind.prompt is None:
        return kind.alone
    is_prompt = known.how == PATTERN or (
        known.how == LABEL and len(reading.lines[number].text.split()) >= PROMPT
    )
    return kind.prompt if is_prompt else kind.alone


def _likely_runs(reading: Reading, scores: Mapping[int, float]) -> Iterator[list[int]]:
    run: list[int] = []
    for number in reading.filled:
        if scores.get(number, 0.0) >= LIKELY:
            run.append(number)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_supported(reading: Reading, scores: Mapping[int, float], run: Sequence[int]) -> bool:
    """Return whether chrome words stand in a run, or it is likely enough without any."""
    if any(number in reading.known for number in run):
        return True
    return sum(scores[number] for number in run) >= LIKELY_WITHOUT_WORDS * len(run)


def _is_enough(reading: Reading, scores: Mapping[int, float]) -> bool:
    """Return whether the best lines of an article leave no doubt; one entry makes no menu."""
    vague = {number for number, known in reading.known.items() if kinds()[known.kind].vague}
    best = sorted((scores[number] for number in scores.keys() - vague), reverse=True)
    if any(len(best) >= count and best[count - 1] >= least for count, least in ENOUGH):
        return True
    return any(
        scores.get(number, 0.0) >= ONE_ENOUGH
        for number, known in reading.known.items()
        if number not in vague and not _is_entry(known)
    )


def _is_entry(known: Known) -> bool:
    """Return whether a line is a menu entry, no proof by itself: a poem may begin "Home"."""
    return known.kind == "navigation-run" and known.how == LABEL


def _is_possible(known: Known, score: float) -> bool:
    return score >= POSSIBLE or known.kind in NOTED
