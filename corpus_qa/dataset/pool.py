"""Map a function over tasks, in other processes if there is much to do, and keep the order."""

from __future__ import annotations

import multiprocessing
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Task = TypeVar("Task")
Result = TypeVar("Result")

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
        at_first: Tasks done in this process before others are started, which takes a second.
    """
    remaining = iter(tasks)
    for done, task in enumerate(remaining, 1):
        yield work(task)
        if jobs > 1 and done >= at_first:
            break
    else:
        return
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context(_start_method()))
    waiting: deque[Future[Result]] = deque()
    try:
        for task in remaining:
            waiting.append(pool.submit(work, task))
            if len(waiting) > jobs * IN_FLIGHT:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _start_method() -> str:
    """Return how processes are started: not by fork, which libraries with threads forbid."""
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
