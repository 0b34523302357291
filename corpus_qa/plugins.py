"""Records that other packages bring through entry points: checks, readers and report formats.

An entry point gives one record, or a list or tuple of them.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import EntryPoint, entry_points
from typing import NoReturn, TypeVar

from corpus_qa.errors import PluginError

Record = TypeVar("Record")


def load_plugins(group: str, kind: type[Record], add: Callable[[Record], None]) -> None:
    """Load the entry points of a group, in the order of their names, and add their records.

    Args:
        group: such as ``corpus_qa.checks``.
        kind: what an entry point gives.
        add: is called with each record; a ``PluginError`` of it says what is wrong with one.

    Raises:
        PluginError: The message names the entry point, what is wrong, and what would be right.
    """
    for entry in sorted(entry_points(group=group), key=lambda entry: (entry.name, entry.value)):
        try:
            for record in _records(entry, kind):
                add(record)
        except PluginError as error:
            package = f" of {entry.dist.name} {entry.dist.version}" if entry.dist else ""
            place = f"The entry point “{entry.name} = {entry.value}”{package} ({group})"
            msg = f"{place}: {str(error).removesuffix('.')}."
            raise PluginError(msg) from error


@contextmanager
def _no_exit() -> Iterator[None]:
    """Turn ``os._exit`` of this thread into ``SystemExit``: a run must not end as if it passed."""
    leave, loader = os._exit, threading.get_ident()

    def refuse(status: int) -> NoReturn:
        if threading.get_ident() != loader:
            leave(status)
        msg = f"os._exit({status}) when it was imported"
        raise SystemExit(msg)

    os._exit = refuse
    try:
        yield
    finally:
        os._exit = leave


def _records(entry: EntryPoint, kind: type[Record]) -> tuple[Record, ...]:
    try:
        with _no_exit():
            given = entry.load()
    except PluginError:
        raise
    except (Exception, SystemExit, GeneratorExit) as error:
        reason = f"it cannot be loaded ({type(error).__name__}: {error})"
        msg = f"{reason}: fix its package, or uninstall it"
        raise PluginError(msg) from error
    records = tuple(given) if isinstance(given, list | tuple) else (given,)
    for record in records:
        if not isinstance(record, kind):
            wrong = f"it gives {type(record).__name__} {record!r:.80}"
            msg = f"{wrong}, not a corpus_qa.{kind.__name__} or a list or tuple of them"
            raise PluginError(msg)
    return records
