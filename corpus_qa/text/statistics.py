"""Statistics that metrics need."""

from __future__ import annotations

import math

# The standard normal quantile of a two-sided interval that holds the truth 95 times in 100.
Z95 = 1.959963984540054


def wilson(numerator: int, denominator: int) -> tuple[float, float]:
    """Return the 95 % score interval of a rate (Wilson 1927), which is honest for small numbers.

    Without observations anything is possible: the interval is 0 to 1.
    """
    if denominator == 0:
        return 0.0, 1.0
    rate = numerator / denominator
    scale = 1 + Z95**2 / denominator
    centre = rate + Z95**2 / (2 * denominator)
    spread = Z95 * math.sqrt(rate * (1 - rate) / denominator + Z95**2 / (4 * denominator**2))
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)
