"""Killed at any moment, a conversion leaves the old dataset or the new one."""

from __future__ import annotations

import multiprocessing
import random
import time
from pathlib import Path

import pytest
from inputs import articles, as_jsonl, run, write

from corpus_qa.config import InputOptions
from corpus_qa.dataset.convert import convert
from corpus_qa.dataset.manifest import locked
from corpus_qa.dataset.store import Dataset
from corpus_qa.errors import InputError

KILLS = 50
METHODS = multiprocessing.get_all_start_methods()
CONTEXT = multiprocessing.get_context("forkserver" if "forkserver" in METHODS else "spawn")
"""Starts fifty processes without importing everything fifty times, where the system can."""


def content(dataset: Dataset) -> list[tuple[str, str]]:
    """Return what a dataset says, article by article."""
    return [(article.article_id, article.text) for article in articles(dataset)]


def corpus(folder: Path, marks: str) -> Path:
    """Write 240 articles in several files."""
    text = "The council of Brask met again and spoke of the harbour wall. " * 20
    return write(
        folder,
        {
            f"{name}.jsonl": as_jsonl(
                [{"id": f"{name}{n}", "text": f"{mark} {n} {text}"} for n in range(60)]
            )
            for name, mark in zip("abcd", marks, strict=True)
        },
    )


def convert_in_child(source: Path, out: Path, patience: float | None) -> bool:
    """Convert in a process that is killed after some seconds; return whether it was quicker."""
    child = CONTEXT.Process(
        target=convert, args=([source], out), kwargs={"options": InputOptions()}
    )
    child.start()
    child.join(patience)
    quicker = child.exitcode == 0
    child.kill()
    child.join()
    return quicker


def test_fifty_kills_leave_the_old_state_or_the_new_one(tmp_path: Path) -> None:
    states = {}
    for marks in ("1111", "1212"):
        corpus(tmp_path / marks, marks)
        states[marks] = content(run(tmp_path / marks, tmp_path / f"whole-{marks}").dataset)
    out = tmp_path / "out"
    assert convert_in_child(tmp_path / "1111", out, None)
    started = time.monotonic()
    assert convert_in_child(tmp_path / "1212", out, None)
    seconds = time.monotonic() - started
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    now, completed = "1212", 0
    for _ in range(KILLS):
        wanted = "1212" if now == "1111" else "1111"
        quicker = convert_in_child(tmp_path / wanted, out, chance.uniform(0, seconds))
        seconds *= 0.9 if quicker else 1.1  # follows the load of the machine
        after = content(Dataset.open(out, verify=True))
        assert after in (states[now], states[wanted])
        assert after == states[wanted] or not quicker
        if after == states[wanted]:
            now, completed = wanted, completed + 1
    assert 0 < completed < KILLS  # or the moments were no test
    assert content(run(tmp_path / now, out).dataset) == states[now]


def test_a_second_writer_is_told_who_is_writing(tmp_path: Path) -> None:
    source = write(tmp_path / "in", {"a.txt": "Words."})
    run(source, tmp_path / "out")
    with (
        locked(tmp_path / "out"),
        pytest.raises(InputError, match=r"another corpus-qa \(process \d+"),
    ):
        run(source, tmp_path / "out")
    assert run(source, tmp_path / "out").kept == 1
