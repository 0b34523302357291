"""How work grows with its input: hostile input must not cost the square of its size."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

# Work that doubles with its input doubles its time; a square would be 4.
MOST_GROWTH = 2.6
# Seconds of processor time from which a measurement says something.
MEASURABLE = 0.01
# Characters; what is fast in so many is not looked at.
LARGEST = 100_000


def growth(work_of: Callable[[int], Callable[[], object]], smallest: int = 2000) -> float:
    """Return by which factor work grows when its size doubles, seen from n to 4n.

    Args:
        work_of: Makes the work for a size.
        smallest: Where the search for a size that can be measured begins.

    Returns:
        The factor; 0 if even the largest size takes no time worth measuring.
    """
    size = smallest
    while _best(work_of(size), 2) < MEASURABLE:  # the first run fills caches
        size *= 2
        if size > LARGEST:
            return 0.0
    found = _growth(work_of, size, 1)
    # A second look: what else runs on the machine spoils the caches of this process.
    return found if found < MOST_GROWTH else _growth(work_of, size, 3)


def _growth(work_of: Callable[[int], Callable[[], object]], size: int, runs: int) -> float:
    first, last = (_best(work_of(size * factor), runs) for factor in (1, 4))
    return (last / first) ** 0.5


def _best(work: Callable[[], object], runs: int) -> float:
    found = []
    gc.disable()  # it looks at all objects of the tests
    for _ in range(runs):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    gc.enable()
    return min(found)


def repeated(piece: str, size: int) -> str:
    """Return a text of ``size`` characters that repeats a piece."""
    return (piece * (size // len(piece) + 1))[:size]
