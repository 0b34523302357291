"""The worker: a process that imports Great Expectations while the articles are examined."""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Self

import pyarrow as pa

from corpus_qa.errors import IncompleteError
from corpus_qa.expectations.suite import Expectation
from corpus_qa.model import Outcome
from corpus_qa.run.pool import begin_worker, clean_start, without_spark


@dataclass(frozen=True, slots=True)
class Broken:
    """What the worker process raised."""

    error: str


class Worker:
    """A context manager that owns the worker process; ``judge`` waits for its imports."""

    def __init__(self, *, start: bool = True) -> None:
        """Start the process, unless nothing will be judged; it imports in the background."""
        # A spawned process starts clean: the parent's threads (Arrow, DuckDB) do not come along.
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process: BaseProcess = context.Process(target=_serve, args=(other,), daemon=True)
        if start:
            with clean_start():
                self._process.start()
        other.close()

    def judge(
        self, expectations: Sequence[Expectation], tables: Mapping[str, pa.Table]
    ) -> list[Outcome]:
        """Evaluate expectations over the tables of their scopes.

        Raises:
            IncompleteError: The worker process died or raised; nothing was judged.
        """
        try:
            self._pipe.send((tuple(expectations), dict(tables)))
            answer = self._pipe.recv()
        except (EOFError, OSError) as error:
            msg = "The process that runs Great Expectations died before it could judge."
            raise IncompleteError(msg) from error
        if isinstance(answer, Broken):
            msg = f"Great Expectations could not judge: {answer.error}"
            raise IncompleteError(msg)
        judged: list[Outcome] = answer
        return judged

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._pipe.close()
        if self._process.pid is not None:
            self._process.terminate()
            self._process.join()


def _serve(pipe: Connection) -> None:
    begin_worker()
    # A library makes a lock while it is imported. A lock of a forking process is unlinked at once;
    # that of a spawned one would be reported as leaked when this process is terminated.
    if "fork" in multiprocessing.get_all_start_methods():
        multiprocessing.set_start_method("fork", force=True)
    try:
        with without_spark():
            from corpus_qa.expectations.great_expectations import judge  # noqa: PLC0415 - this import takes seconds
    except Exception as error:  # noqa: BLE001 - whatever an import raises is reported to the parent
        pipe.send(Broken(f"{type(error).__name__}: {error}"))
        return
    while True:
        try:
            expectations, tables = pipe.recv()
        except EOFError:
            return
        pipe.send(_answer(judge, expectations, tables))


def _answer(judge: Any, expectations: Iterable[Expectation], tables: Mapping[str, pa.Table]) -> Any:  # noqa: ANN401 - its library is loaded late
    try:
        frames = {scope: table.to_pandas() for scope, table in tables.items()}
        return judge(expectations, frames)
    except Exception as error:  # noqa: BLE001 - whatever is raised is reported to the parent
        return Broken("".join(traceback.format_exception_only(error)).strip())
