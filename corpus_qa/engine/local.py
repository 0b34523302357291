"""Examine batches on this machine: in this process, or in a pool of processes, with one answer."""

from __future__ import annotations

import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import chain, islice

from corpus_qa.engine.examined import Examined, examine
from corpus_qa.engine.plan import Plan
from corpus_qa.errors import IncompleteError
from corpus_qa.model import Batch

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
