"""A time budget for the steps of a loop: one that hangs is interrupted, and the others go on."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# Seconds for one check on one article, or for one record: a thousand times what the slowest takes.
SECONDS = 60.0
# A step is interrupted when so many ticks in a row have met it. Ticks are what is counted, because
# a machine that sleeps, or is given no time, ticks no more.
TICKS = 5


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
