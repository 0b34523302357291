"""Where a line stands, in numbers: beside what, in which run of short lines, in which article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from corpus_qa.checks.chrome._kinds import KINDS
from corpus_qa.checks.chrome._line_form import logarithm

WINDOWS = (2, 5, 12)
NEIGHBOURS = (-1, 1, -2, 2)
SHORT = 40
SOME = 3
# Below "Related" and below "Comments" other things follow than below other furniture.
HEADINGS = (frozenset({"related-links", "ticker"}), frozenset({"comments"}), frozenset(KINDS))

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
    "weight", "bullets", "has_title",
)  # fmt: skip
PLACE_NAMES: tuple[str, ...] = (
    *(f"beside{step:+d}_{name}" for step in NEIGHBOURS for name in BESIDE),
    *(f"run_{name}" for name in RUN),
    *(f"within{size}_{name}" for size in WINDOWS for name in WITHIN),
    *(f"place_{name}" for name in PLACE),
    *(f"heading{number}_{name}" for number in range(len(HEADINGS)) for name in HEADING),
    *(f"article_{name}" for name in ARTICLE),
)
# A paragraph as its neighbours see it: long, a sentence, without words of furniture.
PARAGRAPH = (5.3, 0.1, 1.0, 0.0, -1.0, 0.0, 0.0, 1.0)
EDGE = (0.0,) * len(BESIDE)
PARAGRAPH_WEIGHT = -1.0


def _sums(values: Iterable[float]) -> list[float]:
    """Return running totals: item ``n`` is the total of the first ``n`` values."""
    return list(accumulate(values, initial=0.0))


@dataclass(frozen=True)
class Place:
    """The filled lines of an article in a row, ``beside`` holding the ones that are measured."""

    texts: Sequence[str]
    prose: Sequence[bool]
    known: Sequence[str | None]
    rooms: Sequence[bool]
    beside: Mapping[int, Sequence[float]]
    has_title: bool

    def rows(self) -> Iterator[list[float]]:
        """Yield the numbers of ``PLACE_NAMES`` for each measured line, in order."""
        article = self._article() if self.texts else []
        for at in self.beside:
            yield [
                *(value for step in NEIGHBOURS for value in self._neighbour(at + step)),
                *self._run(at),
                *(value for size in WINDOWS for value in self._within(at, size)),
                *self._place(at),
                *(value for headings in self._headings for value in self._below(headings[at], at)),
                *article,
            ]

    @cached_property
    def _known(self) -> list[float]:
        return _sums(kind is not None for kind in self.known)

    @cached_property
    def _prose(self) -> list[float]:
        return _sums(self.prose)

    @cached_property
    def _rooms(self) -> list[float]:
        return _sums(self.rooms)

    @cached_property
    def _short(self) -> list[float]:
        return _sums(len(text) < SHORT for text in self.texts)

    @cached_property
    def _text(self) -> list[float]:
        return _sums(
            len(text) if prose else 0 for text, prose in zip(self.texts, self.prose, strict=True)
        )

    @cached_property
    def _bullets(self) -> list[float]:
        return _sums(self.beside[at][3] if at in self.beside else 0.0 for at in range(self._size))

    @cached_property
    def _weight(self) -> list[float]:
        return _sums(
            self.beside[at][4] if at in self.beside else PARAGRAPH_WEIGHT
            for at in range(self._size)
        )

    @property
    def _size(self) -> int:
        return len(self.texts)

    @cached_property
    def _runs(self) -> tuple[list[int], list[int]]:
        """Return for each line the line after the last paragraph before it, and the next one."""
        starts, ends = [0] * self._size, [self._size] * self._size
        start, end = 0, self._size
        for at, prose in enumerate(self.prose):
            starts[at] = start
            if prose:
                start = at + 1
        for at in range(self._size - 1, -1, -1):
            ends[at] = end
            if self.prose[at]:
                end = at
        return starts, ends

    @cached_property
    def _headings(self) -> list[list[int]]:
        """Return for each set of headings, for each line, the last one before it, or -1."""
        found = []
        for kinds in HEADINGS:
            last, before = -1, []
            for at, kind in enumerate(self.known):
                before.append(last)
                if kind in kinds:
                    last = at
            found.append(before)
        return found

    def _neighbour(self, at: int) -> Sequence[float]:
        return self.beside.get(at, PARAGRAPH) if 0 <= at < self._size else EDGE

    def _run(self, at: int) -> list[float]:
        starts, ends = self._runs
        start, end = starts[at], ends[at]
        length = end - start
        known = self._known[end] - self._known[start]
        return [
            logarithm(length),
            logarithm(at - start),
            logarithm(end - 1 - at),
            known / length,
            (self._rooms[end] - self._rooms[start]) / length,
            (self._bullets[end] - self._bullets[start]) / length,
            (self._short[end] - self._short[start]) / length,
            (self._weight[end] - self._weight[start]) / length,
            start == 0,
            end == self._size,
            logarithm(int(known)),
        ]

    def _within(self, at: int, size: int) -> list[float]:
        start, end = max(0, at - size), min(self._size, at + size + 1)
        return [
            (self._known[at] - self._known[start]) / size,
            (self._known[end] - self._known[at + 1]) / size,
            (self._prose[at] - self._prose[start]) / size,
            (self._prose[end] - self._prose[at + 1]) / size,
            (self._weight[end] - self._weight[start]) / (end - start),
            (self._short[end] - self._short[start]) / (end - start),
        ]

    def _place(self, at: int) -> list[float]:
        before = self._prose[at]
        after = self._prose[-1] - self._prose[at + 1]
        return [
            logarithm(int(before)),
            logarithm(int(after)),
            before / (self._prose[-1] or 1),
            self._text[at] / (self._text[-1] or 1),
            min(before, SOME),
            min(after, SOME),
            at / self._size,
            logarithm(at),
            logarithm(self._size - 1 - at),
        ]

    def _below(self, heading: int, at: int) -> tuple[float, float, float]:
        if heading < 0:
            return 0.0, 0.0, 0.0
        return 1.0, 1 / (1 + at - heading), 1 / (1 + self._prose[at] - self._prose[heading])

    def _article(self) -> list[float]:
        size = self._size
        characters = sum(map(len, self.texts))
        return [
            logarithm(size),
            self._prose[-1] / size,
            self._known[-1] / size,
            self._rooms[-1] / size,
            self._short[-1] / size,
            self._text[-1] / characters,
            logarithm(int(self._known[-1])),
            logarithm(int(self._prose[-1])),
            self._weight[-1] / size,
            self._bullets[-1] / size,
            self.has_title,
        ]
