"""Where a line stands, in numbers: beside what, in which run of short lines, in which article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log1p

WINDOWS = (2, 5, 12)
NEIGHBOURS = (-1, 1, -2, 2)
SHORT = 40
SOME = 3
# Below "Related" and below "Comments" other things follow than below other site chrome (None: of
# any kind).
HEADINGS = (frozenset({"related-links", "ticker"}), frozenset({"comments"}), None)

BESIDE = ("length", "capitals", "end", "bullet", "weight", "known", "room", "blanks")
RUN = (
    "length", "from_start", "to_end", "known", "rooms", "bullets", "short", "weight", "is_first",
    "is_last", "count_known",
)  # fmt: skip
WITHIN = ("known_before", "known_after", "prose_before", "prose_after", "weight", "short")
PLACE = (
    "prose_before", "prose_after", "share_before", "text_before", "some_before", "some_after",
    "position", "index", "index_from_end",
)  # fmt: skip
HEADING = ("seen", "near", "prose_since")
ARTICLE = (
    "lines", "prose", "known", "rooms", "short", "text_in_prose", "count_known", "count_prose",
    "weight", "bullets",
)  # fmt: skip
PLACE_NAMES: tuple[str, ...] = (
    *(f"beside{step:+d}_{name}" for step in NEIGHBOURS for name in BESIDE),
    *(f"run_{name}" for name in RUN),
    *(f"within{size}_{name}" for size in WINDOWS for name in WITHIN),
    *(f"place_{name}" for name in PLACE),
    *(f"heading{number}_{name}" for number in range(len(HEADINGS)) for name in HEADING),
    *(f"article_{name}" for name in ARTICLE),
)
# A paragraph as its neighbours see it: long, a sentence, without chrome words.
PARAGRAPH = (5.3, 0.1, 1.0, 0.0, -1.0, 0.0, 0.0, 1.0)
BULLET, WEIGHT = BESIDE.index("bullet"), BESIDE.index("weight")
EDGE = (0.0,) * len(BESIDE)
PARAGRAPH_WEIGHT = -1.0


def _sums(values: Iterable[float]) -> list[float]:
    """Return running totals: item ``n`` is the total of the first ``n`` values."""
    return list(accumulate(values, initial=0.0))


@dataclass(frozen=True, slots=True)
class Place:
    """The filled lines of an article in a row, as running totals from its beginning.

    ``beside`` holds what neighbours see of the lines that are measured; ``starts`` and ``ends``
    bound, for each line, the run of lines between two paragraphs; ``headings`` name, for each set
    of headings, the last one before each line, or -1.
    """

    size: int
    beside: Mapping[int, Sequence[float]]
    known: list[float]
    prose: list[float]
    sections: list[float]
    short: list[float]
    text: list[float]
    bullets: list[float]
    weight: list[float]
    starts: list[int]
    ends: list[int]
    headings: list[list[int]]
    article: list[float]

    def rows(self) -> Iterator[list[float]]:
        """Yield the numbers of ``PLACE_NAMES`` for each measured line, in order."""
        beside, size = self.beside, self.size
        for at in beside:
            row: list[float] = []
            for step in NEIGHBOURS:
                near = at + step
                row += beside.get(near, PARAGRAPH) if 0 <= near < size else EDGE
            row += self._run(at)
            for width in WINDOWS:
                row += self._within(at, width)
            row += self._place(at)
            for before in self.headings:
                row += self._below(before[at], at)
            row += self.article
            yield row

    def _run(self, at: int) -> tuple[float, ...]:
        start, end = self.starts[at], self.ends[at]
        length = end - start
        known = self.known[end] - self.known[start]
        return (
            log1p(length),
            log1p(at - start),
            log1p(end - 1 - at),
            known / length,
            (self.sections[end] - self.sections[start]) / length,
            (self.bullets[end] - self.bullets[start]) / length,
            (self.short[end] - self.short[start]) / length,
            (self.weight[end] - self.weight[start]) / length,
            start == 0,
            end == self.size,
            log1p(known),
        )

    def _within(self, at: int, width: int) -> tuple[float, ...]:
        start, end = max(0, at - width), min(self.size, at + width + 1)
        known, prose = self.known, self.prose
        return (
            (known[at] - known[start]) / width,
            (known[end] - known[at + 1]) / width,
            (prose[at] - prose[start]) / width,
            (prose[end] - prose[at + 1]) / width,
            (self.weight[end] - self.weight[start]) / (end - start),
            (self.short[end] - self.short[start]) / (end - start),
        )

    def _place(self, at: int) -> tuple[float, ...]:
        before, total = self.prose[at], self.prose[-1]
        after = total - self.prose[at + 1]
        return (
            log1p(before),
            log1p(after),
            before / (total or 1),
            self.text[at] / (self.text[-1] or 1),
            min(before, SOME),
            min(after, SOME),
            at / self.size,
            log1p(at),
            log1p(self.size - 1 - at),
        )

    def _below(self, heading: int, at: int) -> tuple[float, float, float]:
        if heading < 0:
            return 0.0, 0.0, 0.0
        return 1.0, 1 / (1 + at - heading), 1 / (1 + self.prose[at] - self.prose[heading])


def place(
    texts: Sequence[str],
    prose: Sequence[bool],
    known: Sequence[str | None],
    sections: Sequence[bool],
    beside: Mapping[int, Sequence[float]],
) -> Place:
    """Compute the running totals over the filled lines of an article."""
    size = len(texts)
    lengths = list(map(len, texts))
    shown = [beside.get(at) for at in range(size)]
    totals = {
        "known": _sums(kind is not None for kind in known),
        "prose": _sums(prose),
        "sections": _sums(sections),
        "short": _sums(length < SHORT for length in lengths),
        "text": _sums(n if is_prose else 0 for n, is_prose in zip(lengths, prose, strict=True)),
        "bullets": _sums(line[BULLET] if line else 0.0 for line in shown),
        "weight": _sums(line[WEIGHT] if line else PARAGRAPH_WEIGHT for line in shown),
    }
    article = _article(totals, size, sum(lengths)) if size else []
    starts, ends = _runs(prose)
    return Place(
        size, beside, **totals, starts=starts, ends=ends, headings=_headings(known), article=article
    )


def _article(totals: Mapping[str, list[float]], size: int, characters: int) -> list[float]:
    known, prose = totals["known"][-1], totals["prose"][-1]
    return [
        log1p(size),
        prose / size,
        known / size,
        totals["sections"][-1] / size,
        totals["short"][-1] / size,
        totals["text"][-1] / characters,
        log1p(known),
        log1p(prose),
        totals["weight"][-1] / size,
        totals["bullets"][-1] / size,
    ]


def _runs(prose: Sequence[bool]) -> tuple[list[int], list[int]]:
    """Return for each line the line after the last paragraph before it, and the next one."""
    size = len(prose)
    starts, ends = [0] * size, [size] * size
    start, end = 0, size
    for at, is_paragraph in enumerate(prose):
        starts[at] = start
        if is_paragraph:
            start = at + 1
    for at in range(size - 1, -1, -1):
        ends[at] = end
        if prose[at]:
            end = at
    return starts, ends


def _headings(known: Sequence[str | None]) -> list[list[int]]:
    """Return for each set of headings, for each line, the last one before it, or -1."""
    found = []
    for wanted in HEADINGS:
        last, before = -1, []
        for at, kind in enumerate(known):
            before.append(last)
            if kind is not None and (wanted is None or kind in wanted):
                last = at
        found.append(before)
    return found
