"""Map a function over tasks, in other processes if there is much to do, and keep the order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any, TypeVar

from corpus_qa.errors import IncompleteError

Task = TypeVar("Task")
Result = TypeVar("Result")

# Seconds; about what it takes to start processes that import what reading or examining needs.
STARTUP = 0.7

# With this variable, Python does not look for modules in the current folder.
SAFE_PATH = "PYTHONSAFEPATH"

# Held while the main module is hidden.
_STARTING = threading.Lock()

# Tasks that run or wait for each worker: enough to keep it busy, few enough for the memory.
IN_FLIGHT = 2


def map_in_order(
    work: Callable[[Task], Result], tasks: Iterable[Task], jobs: int, startup: float = STARTUP
) -> Iterator[Result]:
    """Yield the results of tasks in their order.

    Args:
        work: A function that can be pickled.
        tasks: What it gets.
        jobs: Processes; 1 means this one only.
        startup: Seconds that tasks are done in this process before others are started.

    Raises:
        IncompleteError: A process died.
    """
    remaining = iter(tasks)
    spent = 0.0
    for task in remaining:
        began = time.monotonic()
        result = work(task)
        spent += time.monotonic() - began
        yield result
        if jobs > 1 and spent > startup:
            break
    else:
        return
    yield from map_in_workers(work, remaining, jobs)


def map_in_workers(
    work: Callable[[Task], Result], tasks: Iterable[Task], jobs: int
) -> Iterator[Result]:
    """Yield the results of tasks in their order; this process does none of them.

    Raises:
        IncompleteError: A process died.
    """
    # Not by fork, which libraries with threads (Arrow, DuckDB) forbid.
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    before = set(multiprocessing.active_children())
    with clean_start():
        pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=begin_worker)
    waiting: deque[Future[Result]] = deque()
    try:
        for task in tasks:
            with clean_start():
                waiting.append(pool.submit(work, task))
            if len(waiting) > jobs * IN_FLIGHT:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BaseException as error:  # Ctrl-C, or nobody wants the rest: it could take minutes
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        if isinstance(error, BrokenProcessPool):
            msg = "A worker process died, often for want of memory; run it again with --jobs 1."
            raise IncompleteError(msg) from error
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def clean_start() -> Iterator[None]:
    """Let processes that start here import neither the main module nor the current folder.

    Nothing that is sent to workers is defined in the main module, and a script without an
    ``if __name__ == "__main__"`` would run again from its first line in each of them. The current
    folder may be a tree that is judged: a ``socket.py`` in it would run before anything else.
    """
    with _STARTING:
        main, safe = sys.modules["__main__"], os.environ.get(SAFE_PATH)
        sys.modules["__main__"] = ModuleType("__main__")
        os.environ[SAFE_PATH] = "1"
        try:
            yield
        finally:
            sys.modules["__main__"] = main
            if safe is None:
                del os.environ[SAFE_PATH]
            else:
                os.environ[SAFE_PATH] = safe


# What libraries that know Spark import if they find it.
_SPARK = ("pyspark", "pyspark.pandas")
# What pandera then sets, too: a driver that listens there is not found by its cluster.
_ADDRESS = "SPARK_LOCAL_IP"


@contextmanager
def without_spark() -> Iterator[None]:
    """Let nobody in this block import pyspark, unless it is there already.

    Great Expectations and pandera do so wherever it is installed, for data that we never give them:
    that takes seconds, warns of versions, and may end the process.
    """
    hidden = [name for name in _SPARK if name not in sys.modules]
    address = os.environ.get(_ADDRESS)
    absent: dict[str, Any] = dict.fromkeys(hidden)
    sys.modules.update(absent)
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)
        if address is None:
            os.environ.pop(_ADDRESS, None)


def begin_worker() -> None:
    """Leave it to the main process to stop when a user presses Ctrl-C; and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()


def end_with_parent() -> None:
    """End this process as soon as the one that started it is gone, even if that was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
