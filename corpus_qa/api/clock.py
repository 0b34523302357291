"""Times of a run: the wall time of each stage and the processor time of each check."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Clock:
    """Adds up seconds under names; made once per run."""

    began: float = field(default_factory=time.perf_counter)
    stages: dict[str, float] = field(default_factory=dict)
    checks: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of the block to a stage."""
        began = time.perf_counter()
        try:
            yield
        finally:
            took = time.perf_counter() - began
            self.stages[name] = self.stages.get(name, 0.0) + took

    def add_checks(self, seconds: Mapping[str, float]) -> None:
        """Add the times that a batch reports per check."""
        for check, took in seconds.items():
            self.checks[check] = self.checks.get(check, 0.0) + took

    def elapsed(self) -> float:
        """Return the seconds since the run began."""
        return time.perf_counter() - self.began
