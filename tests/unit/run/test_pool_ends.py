"""Workers end with the process that started them, however that ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus_qa.run.pool import SAFE_PATH, clean_start, map_in_workers

# Seconds after which no worker may be left.
SOON = 2.0

SCRIPT = """
import sys, time
from pathlib import Path
sys.path.insert(0, {here!r})
from test_pool_ends import sleep
from corpus_qa.run.pool import SAFE_PATH, clean_start, map_in_workers
list(map_in_workers(sleep, [Path({folder!r}) / name for name in "ab"], 2))
"""


def sleep(note: Path) -> None:
    """Leave a note with the number of this process, and work for a minute."""
    note.write_text(f"{os.getpid()}", "ascii")
    time.sleep(60)


def wait_for(notes: list[Path]) -> list[int]:
    """Return the numbers of the processes that left notes."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        said = [note.read_text("ascii") if note.exists() else "" for note in notes]
        if all(said):
            return list(map(int, said))
        time.sleep(0.05)
    pytest.fail("the workers did not begin")


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")  # one that nobody waits for is over, too
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGKILL", "SIGINT"])
def test_a_signal_ends_all_workers(tmp_path: Path, name: str) -> None:
    script = SCRIPT.format(here=str(Path(__file__).parent), folder=str(tmp_path))
    main = Path(tmp_path, "main.py")
    main.write_text(
        f"if __name__ == '__main__':\n{script.replace(chr(10), chr(10) + '    ')}", "utf-8"
    )
    with subprocess.Popen([sys.executable, str(main)], stderr=subprocess.DEVNULL) as child:
        workers = wait_for([tmp_path / "a", tmp_path / "b"])
        child.send_signal(getattr(signal, name))
        began = time.monotonic()
        child.wait(timeout=30)
        while any(map(is_running, workers)) and time.monotonic() - began < 30:
            time.sleep(0.05)
        assert time.monotonic() - began < SOON
    assert child.returncode != 0


def test_results_that_nobody_wants_end_the_workers(tmp_path: Path) -> None:
    tasks = [tmp_path / name for name in "ab"]
    before = set(multiprocessing.active_children())
    results = map_in_workers(_note_or_sleep, tasks, 2)
    next(results)
    wait_for(tasks)
    began = time.monotonic()
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < SOON
    assert set(multiprocessing.active_children()) <= before


def _note_or_sleep(note: Path) -> None:
    if note.name == "a":
        note.write_text(f"{os.getpid()}", "ascii")
    else:
        sleep(note)


def test_a_process_imports_nothing_of_the_folder_that_it_starts_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("multiprocessing", "socket", "struct", "signal", "runpy"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(99)\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(SAFE_PATH, raising=False)
    process = multiprocessing.get_context("spawn").Process(target=os.getpid)
    with clean_start():
        process.start()
    process.join()
    assert process.exitcode == 0
    assert SAFE_PATH not in os.environ
