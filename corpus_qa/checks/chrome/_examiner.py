"""The examiner of this family: one decision for each line, one finding for each block.

All checks of this family share it: site chrome of several kinds occurs side by side, so that a
line is better judged with its neighbours than by each check alone. It sees a whole batch, whose
lines are one table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from corpus_qa.arrays import rebase
from corpus_qa.checks.chrome._blocks import Block, blocks
from corpus_qa.checks.chrome._decision import certain_lines, possible_lines, safe_lines
from corpus_qa.checks.chrome._features import measure
from corpus_qa.checks.chrome._kinds import kinds, names
from corpus_qa.checks.chrome._lines import Flags
from corpus_qa.checks.chrome._model import known_model
from corpus_qa.checks.chrome._reading import Reading, read
from corpus_qa.model import Applicability, Batch, Evidence, Hit, Severity


def examine(batch: Batch, hits: Mapping[int, Sequence[Hit]]) -> Iterator[tuple[int, Evidence]]:
    """Yield one finding for each block of site chrome and for each leftover within a line."""
    reading = read(batch.records.column("text"), hits)
    if not len(reading.lines):
        return
    chosen, certain, safe = decide(reading, rebase(batch.records.column("title")))
    covered: dict[int, list[tuple[int, int]]] = {}
    for block in blocks(reading, chosen, certain):
        row, start, end = _place(reading, block)
        covered.setdefault(row, []).append((start, end))
        seen = _evidence(block.kind, start, end, block.reason, is_certain=block.certain)
        is_safe = block.certain and safe[block.first : block.last + 1].all()
        yield row, replace(seen, applicability=Applicability.SAFE) if is_safe else seen
    reported: set[tuple[int, str]] = set()
    for row, hit in reading.inline:
        spans = covered.setdefault(row, [])
        if (row, hit.check) in reported:
            continue
        if kinds()[names()[hit.check]].code:
            reported.add((row, hit.check))
        if all(hit.end <= start or end <= hit.start for start, end in spans):
            spans.append((hit.start, hit.end))
            yield row, _evidence(names()[hit.check], hit.start, hit.end, None, is_certain=True)


def decide(reading: Reading, titles: pa.Array) -> tuple[Flags, Flags, Flags]:
    """Return which lines are likely site chrome, which certainly are, and which are safe fixes."""
    model = known_model()
    measured, rows = measure(reading, titles, model.scores(reading), model.kinds)
    probability = np.zeros(len(reading.lines), np.float32)
    probability[measured] = model.probabilities(rows)
    certain = certain_lines(reading, probability, model.warning)
    chosen = certain | possible_lines(reading, probability, model.note)
    return chosen, certain, safe_lines(reading, probability)


def _place(reading: Reading, block: Block) -> tuple[int, int, int]:
    lines = reading.lines
    row = int(lines.article[block.first])
    start = lines.place(row, int(lines.start[block.first]))
    return row, start, lines.place(row, int(lines.end[block.last]))


def _evidence(name: str, start: int, end: int, reason: str | None, *, is_certain: bool) -> Evidence:
    kind = kinds()[name]
    message = kind.message if reason is None else f"{kind.message.removesuffix('.')}: {reason}."
    severity = None if is_certain and not kind.about else Severity.NOTE
    return Evidence(kind.check.id, message, "text", start, end, "", severity)
