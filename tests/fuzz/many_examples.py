"""A plug-in of pytest: run the properties only, with many examples, and count them.

Each property gets the same share of the time: so many examples as go into it, going by the seconds
that an example took before. At first its own ``max_examples`` says how slow it is.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

EXAMPLES = int(os.environ["PROPERTY_EXAMPLES"])
TALLY = Path(os.environ["PROPERTY_TALLY"])
# Property -> seconds of an example, as far as known.
COSTS: dict[str, float] = json.loads(os.environ["PROPERTY_COSTS"])
RUN: Counter[str] = Counter()
SECONDS: Counter[str] = Counter()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the properties, and give each its share of the examples."""
    items[:] = [item for item in items if is_hypothesis_test(getattr(item, "obj", None))]
    functions = {item.nodeid.partition("[")[0]: getattr(item, "obj") for item in items}  # noqa: B009 - of a function only
    shares = {
        name: 1 / COSTS[name] if name in COSTS else _settings(function).max_examples
        for name, function in functions.items()
    }
    times = Counter(item.nodeid.partition("[")[0] for item in items)
    total = sum(shares[name] * times[name] for name in shares)
    for name, function in functions.items():
        share = max(1, int(EXAMPLES * shares[name] / total))
        function = getattr(function, "__func__", function)  # noqa: PLW2901 - of a method
        function._hypothesis_internal_use_settings = settings(  # noqa: SLF001 - there is no other way
            _settings(function),
            max_examples=share,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        handle = function.hypothesis
        handle.inner_test = _counted(name, handle.inner_test)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up what a property takes."""
    if report.when == "call":
        SECONDS[report.nodeid.partition("[")[0]] += report.duration


def pytest_sessionfinish() -> None:
    """Write how many examples each property has seen, and the seconds that they took."""
    lines = (f"{count}\t{SECONDS[name]}\t{name}\n" for name, count in RUN.items())
    TALLY.write_text("".join(lines), encoding="utf-8")


def _settings(function: Any) -> settings:
    found: settings = getattr(function, "_hypothesis_internal_use_settings", settings.default)
    return found


def _counted(name: str, inner: Callable[..., object]) -> Callable[..., object]:
    @wraps(inner)
    def counting(*arguments: object, **named: object) -> object:
        RUN[name] += 1
        return inner(*arguments, **named)

    return counting
