"""The examiner of this family: one decision for each line, one finding for each block.

All checks of this family share it: site chrome of several kinds occurs side by side, so that a
line is better judged with its neighbours than by each check alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus_qa.checks.chrome._decision import decide, is_beyond_doubt, is_undecided
from corpus_qa.checks.chrome._features import measure
from corpus_qa.checks.chrome._kinds import kinds, names
from corpus_qa.checks.chrome._model import known_model
from corpus_qa.checks.chrome._reading import Reading, read
from corpus_qa.model import Applicability, Article, Evidence, Hit, Severity


def examine(article: Article, hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield one finding for each block of site chrome and for each leftover within a line."""
    reading = read(article.lines, hits)
    taken: list[tuple[int, int]] = []
    scores = _scores(reading, article.title)
    for block in decide(reading, scores):
        start, end = article.lines[block.first].start, article.lines[block.last].end
        taken.append((start, end))
        seen = _evidence(block.kind, start, end, block.reason, is_certain=block.is_certain)
        is_safe = block.is_certain and is_beyond_doubt(reading, block, scores)
        yield replace(seen, applicability=Applicability.SAFE) if is_safe else seen
    for hit in reading.inline:
        if all(hit.end <= start or end <= hit.start for start, end in taken):
            taken.append((hit.start, hit.end))
            yield _evidence(names()[hit.check], hit.start, hit.end, None, is_certain=True)


def _scores(reading: Reading, title: str | None) -> dict[int, float]:
    """Return how much each line that may be site chrome looks like it.

    Nothing is measured in an article without chrome words that call for it.
    """
    if not is_undecided(reading):
        return {}
    model = known_model()
    numbers, rows = measure(reading, title, model.weights, model.kinds)
    if not numbers:
        return {}
    return dict(zip(numbers, model.probabilities(rows).tolist(), strict=True))


def _evidence(name: str, start: int, end: int, reason: str | None, *, is_certain: bool) -> Evidence:
    kind = kinds()[name]
    message = kind.message if reason is None else f"{kind.message.removesuffix('.')}: {reason}."
    severity = Severity.NOTE if name == "correction" or not is_certain else None
    return Evidence(kind.check.id, message, "text", start, end, "", severity)
