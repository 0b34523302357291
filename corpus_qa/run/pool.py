"""Map a function over tasks in this process or in several, in order."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import chain, islice
from typing import TypeVar

from corpus_qa.errors import IncompleteError
from corpus_qa.examine.batch import Examined, examine
from corpus_qa.examine.plan import Plan
from corpus_qa.model import Batch

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


# A pool costs about a second to start; so much text takes one process about as long.
POOL_BYTES = 12 * 1024 * 1024

# Batches under way for each worker: one at work, one waiting, so that memory stays bounded.
AHEAD = 2


def examine_all(batches: Iterable[Batch], plan: Plan, jobs: int) -> Iterator[Examined]:
    """Yield what ``examine`` says of each batch, in their order.

    Raises:
        IncompleteError: A worker process died, most likely for want of memory.
    """
    work = partial(examine, plan=plan)
    batches = iter(batches)
    if jobs > 1:
        first = list(_up_to(batches, POOL_BYTES))
        batches = chain(first, batches)
        if sum(batch.records.nbytes for batch in first) >= POOL_BYTES:
            return _pooled(work, batches, jobs)
    return map(work, batches)


def _up_to(batches: Iterator[Batch], size: int) -> Iterator[Batch]:
    seen = 0
    for batch in batches:
        yield batch
        seen += batch.records.nbytes
        if seen >= size:
            return


def _pooled(
    work: Callable[[Batch], Examined], batches: Iterator[Batch], jobs: int
) -> Iterator[Examined]:
    # A forked child of a process with threads (Arrow, DuckDB) may hang; a server forks safely.
    method = "spawn" if sys.platform == "win32" else "forkserver"
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        flying: deque[Future[Examined]] = deque()
        flying.extend(pool.submit(work, batch) for batch in islice(batches, jobs * AHEAD))
        while flying:
            try:
                result = flying.popleft().result()
            except BrokenProcessPool as error:
                msg = "A worker process died, most likely for want of memory: try --jobs 1."
                raise IncompleteError(msg) from error
            flying.extend(pool.submit(work, batch) for batch in islice(batches, 1))
            yield result
