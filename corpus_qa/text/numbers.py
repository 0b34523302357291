"""Numbers in words: the same in messages, suites and every report."""

from __future__ import annotations

import math

# Between a number and its sign: no line break, and narrower than a space.
NARROW = "\N{NARROW NO-BREAK SPACE}"

MINUTE = 60
# The smallest share that is given in digits, and the one from which on digits after the point would
# only pretend to be exact. Both in percent.
LEAST_PERCENT, WHOLE_PERCENT = 0.01, 10
# Significant digits that tell a number from a limit, and that give a limit as it was written.
CLOSE, EXACT = 3, 6

# The standard normal quantile of a two-sided interval that holds the truth 95 times in 100.
Z95 = 1.959963984540054


def count(number: int, noun: str = "", plural: str = "") -> str:
    """Return ``1,234`` or, with a noun, ``1 article`` and ``1,234 articles``."""
    if not noun:
        return f"{number:,}"
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def percent(rate: float, digits: int | None = None) -> str:
    """Return a rate in percent: ``0.03 %``, ``1.2 %``, ``23 %``.

    With as many significant ``digits``, or by default as many as a reader needs.
    """
    value = rate * 100
    if digits is not None:
        return f"{value:.{digits}g}{NARROW}%"
    if 0 < value < LEAST_PERCENT / 2:
        return f"<{NARROW}{LEAST_PERCENT}{NARROW}%"
    if value >= WHOLE_PERCENT or value == round(value):
        return f"{value:.0f}{NARROW}%"
    return f"{value:.{1 if value >= 1 else 2}f}{NARROW}%"


def quantity(value: float, digits: int = CLOSE) -> str:
    """Return a number that is no rate: whole where it is, else with significant ``digits``."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.{digits}g}"


def amount(metric: str | None, value: float, digits: int | None = None) -> str:
    """Return a value of a metric: in percent where the metric is a rate."""
    return percent(value, digits) if is_rate(metric) else quantity(value, digits or CLOSE)


def is_rate(metric: str | None) -> bool:
    """Whether a metric is a rate or a share, from 0 to 1, or a bound of one."""
    return metric is not None and ("_rate" in metric or metric.endswith("_share"))


def duration(seconds: float) -> str:
    """Return ``0.42 s``, ``12.0 s`` or ``3 min 5 s``."""
    if seconds < 1:
        return f"{seconds:.2f} s"
    if seconds < MINUTE:
        return f"{seconds:.1f} s"
    return f"{seconds // MINUTE:.0f} min {seconds % MINUTE:.0f} s"


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
