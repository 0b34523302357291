"""Map a function over tasks, in other processes if there is much to do, and keep the order."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, TypeVar

from corpus_qa.errors import IncompleteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Task = TypeVar("Task")
Result = TypeVar("Result")

PATIENCE = 0.7
"""Seconds; about what it takes to start processes that import what reading needs."""

IN_FLIGHT = 2
"""Tasks for each worker that wait or run: enough to keep it busy, few enough for the memory."""


def map_in_order(
    work: Callable[[Task], Result], tasks: Iterable[Task], jobs: int, at_first: int
) -> Iterator[Result]:
    """Yield the results of tasks in their order.

    Args:
        work: A function that can be pickled.
        tasks: What it gets.
        jobs: Processes; 1 means this one only.
        at_first: Tasks done in this process before others are started, unless these take longer
            than starting others does.

    Raises:
        IncompleteError: A process died.
    """
    remaining = iter(tasks)
    spent = 0.0
    for done, task in enumerate(remaining, 1):
        began = time.monotonic()
        result = work(task)
        spent += time.monotonic() - began
        yield result
        if jobs > 1 and (done >= at_first or spent > PATIENCE):
            break
    else:
        return
    try:
        yield from _in_others(work, remaining, jobs)
    except BrokenProcessPool as error:
        msg = (
            "A worker process died while it read articles, often for want of memory; "
            "run again with --jobs 1."
        )
        raise IncompleteError(msg) from error


def _in_others(
    work: Callable[[Task], Result], tasks: Iterable[Task], jobs: int
) -> Iterator[Result]:
    context = multiprocessing.get_context(_start_method())
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_leave_interrupts)
    waiting: deque[Future[Result]] = deque()
    try:
        for task in tasks:
            waiting.append(pool.submit(work, task))
            if len(waiting) > jobs * IN_FLIGHT:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts() -> None:
    """Leave it to the main process to stop when a user presses Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _start_method() -> str:
    """Return how processes are started: not by fork, which libraries with threads forbid."""
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
