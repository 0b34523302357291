"""One pool: in order, in one process or several, and no death of a worker goes unseen."""

from __future__ import annotations

import os

import pytest

from corpus_qa.errors import IncompleteError
from corpus_qa.run.pool import map_in_order


def doubled(number: int) -> int:
    return 2 * number


def process(number: int) -> tuple[int, int]:
    return number, os.getpid()


def dies(number: int) -> int:
    if number:
        os._exit(9)
    return number


def fails(number: int) -> int:
    message = f"no {number}"
    raise LookupError(message)


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_their_tasks(jobs: int) -> None:
    tasks = range(7)
    assert list(map_in_order(doubled, tasks, jobs, startup=0.0)) == [2 * n for n in tasks]


def test_little_work_starts_no_process() -> None:
    assert {pid for _, pid in map_in_order(process, range(5), 2, startup=60.0)} == {os.getpid()}


def test_much_work_leaves_this_process() -> None:
    places = dict(map_in_order(process, range(5), 2, startup=0.0))
    assert places[0] == os.getpid()
    assert os.getpid() not in {places[number] for number in range(1, 5)}


def test_a_worker_that_dies_is_incomplete() -> None:
    with pytest.raises(IncompleteError, match="A worker process died"):
        list(map_in_order(dies, range(4), 2, startup=0.0))


def test_what_a_task_raises_is_raised_here() -> None:
    with pytest.raises(LookupError, match="no 0"):
        list(map_in_order(fails, range(4), 2, startup=0.0))


def test_no_task_is_no_result() -> None:
    assert list(map_in_order(doubled, [], 2)) == []
