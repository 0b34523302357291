"""Killed at any moment, a run leaves the former run or the new one, and nothing that is read."""

from __future__ import annotations

import multiprocessing
import random
import time
from pathlib import Path

from corpus_qa.ingest.discover import find
from corpus_qa.run.folder import new_run_folder

KILLS = 10
FILES = [f"report{number}.md" for number in range(30)]
METHODS = multiprocessing.get_all_start_methods()
CONTEXT = multiprocessing.get_context("forkserver" if "forkserver" in METHODS else "spawn")


def write_run(path: Path, mark: str) -> None:
    """Write a run of thirty files that all say the same."""
    with new_run_folder(path, FILES) as folder:
        for name in FILES:
            (folder.path / name).write_text(mark, "utf-8")


def run_in_child(path: Path, mark: str, patience: float | None) -> bool:
    """Write a run in a process that is killed after some seconds; return whether it was quicker."""
    child = CONTEXT.Process(target=write_run, args=(path, mark))
    child.start()
    child.join(patience)
    quicker = child.exitcode == 0
    child.kill()
    child.join()
    return quicker


def test_kills_leave_the_former_run_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "run"
    assert run_in_child(path, "first", None)
    started = time.monotonic()
    assert run_in_child(path, "0", None)
    seconds = time.monotonic() - started
    chance = random.Random(11)  # noqa: S311 - moments, not secrets
    now, completed = "0", 0
    for number in range(1, KILLS):
        quicker = run_in_child(path, str(number), chance.uniform(0, 1.1) * seconds)
        seconds *= 0.95 if quicker else 1.05  # follows the load of the machine
        said = {name.read_text("utf-8") for name in path.iterdir()}
        assert said in ({now}, {str(number)})
        assert sorted(name.name for name in path.iterdir()) == sorted(FILES)
        assert said == {str(number)} or not quicker
        if said == {str(number)}:
            now, completed = str(number), completed + 1
        found = find([tmp_path])
        assert {source.name.partition("/")[0] for source in found.sources} == {"run"}
    assert 0 < completed < KILLS - 1  # or the moments were no test
