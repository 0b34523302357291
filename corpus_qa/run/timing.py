"""When a run began, how far it is, how long its stages take, and how long a step may take."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import FrameType

from corpus_qa.errors import ConfigError

# Called with the name of a stage, what is done, and what there is to do (0: not known).
Progress = Callable[[str, int, int], None]

# The variable and its meaning are those of reproducible-builds.org.
VARIABLE = "SOURCE_DATE_EPOCH"

# Seconds for one check on one article, or for one record: a thousand times what the slowest takes.
SECONDS = 60.0
# A step is interrupted when so many ticks in a row have met it. Ticks are what is counted, because
# a machine that sleeps, or is given no time, ticks no more.
TICKS = 5


def now() -> datetime:
    """Return the current time, or the one that ``SOURCE_DATE_EPOCH`` states in seconds.

    Raises:
        ConfigError: The variable holds no number of seconds.
    """
    stated = os.environ.get(VARIABLE)
    if not stated:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(stated), UTC)
    except (ValueError, OverflowError, OSError) as error:
        msg = f"{VARIABLE} must be a whole number of seconds since 1970, found {stated!r}."
        raise ConfigError(msg) from error


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds: wall time of the stages, processor time of the checks."""

    stages: Mapping[str, float] = field(default_factory=dict)
    checks: Mapping[str, float] = field(default_factory=dict)


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

    def add(self, timings: Timings) -> None:
        """Add what another clock measured."""
        for name, took in timings.stages.items():
            self.stages[name] = self.stages.get(name, 0.0) + took
        self.add_checks(timings.checks)

    def timings(self) -> Timings:
        """Return what was measured so far."""
        stages = {name: round(took, 4) for name, took in self.stages.items()}
        return Timings(stages, {name: round(took, 4) for name, took in sorted(self.checks.items())})

    def elapsed(self) -> float:
        """Return the seconds since the run began."""
        return time.perf_counter() - self.began


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody about progress."""


class OutOfTimeError(BaseException):
    """A step took longer than its budget. Nobody who catches every ``Exception`` swallows it."""


class Watch:
    """Meets a loop at every tick; ``step`` is what the loop says that it is doing."""

    def __init__(self, seconds: float) -> None:
        self.step: object = None
        self._seconds = seconds
        self._met: object = None
        self._ticks = 0

    def tick(self, _number: int, _frame: FrameType | None) -> None:
        """Interrupt a step that was met too often.

        Raises:
            OutOfTimeError: That is so; it is raised wherever the step is.
        """
        self._ticks = self._ticks + 1 if self.step == self._met else 0
        self._met = self.step
        if self.step is not None and self._ticks >= TICKS:
            self._ticks = 0
            msg = f"it took longer than {self._seconds:g} seconds and was interrupted"
            raise OutOfTimeError(msg)


@contextmanager
def watched(seconds: float = SECONDS) -> Iterator[Watch]:
    """Yield a watch over a loop in this block.

    Only the main thread can be interrupted, and not on Windows: elsewhere there is no budget.
    """
    watch = Watch(seconds)
    main = threading.current_thread() is threading.main_thread()
    if not main or not hasattr(signal, "setitimer"):
        yield watch
        return
    former = signal.signal(signal.SIGALRM, watch.tick)
    signal.setitimer(signal.ITIMER_REAL, seconds / TICKS, seconds / TICKS)
    try:
        yield watch
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)
