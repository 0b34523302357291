"""A process that has imported everything, and forks one that runs a command each time it is asked.

A command then starts in milliseconds instead of seconds, in a process of its own: its arguments,
folder, environment, standard streams and exit code are those of ``python -m corpus_qa.cli``.
Two things differ: what is imported already (a test of that starts a process of its own), and
that worker processes come from a fork server that has imported everything, too.
"""

from __future__ import annotations

import gc
import importlib
import io
import itertools
import json
import multiprocessing
import os
import pkgutil
import selectors
import signal
import socket
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Sequence
from multiprocessing import forkserver, util
from pathlib import Path
from typing import Any, NoReturn, TextIO

import corpus_qa
import corpus_qa.cli

# Those that corpus_qa imports when it needs them.
LATE = (
    "charset_normalizer",
    "dateparser",
    "duckdb",
    "filelock",
    "ftfy",
    "htmldate",
    "jinja2",
    "orjson",
    "pandera.polars",
    "polars",
    "py3langid",
    "rensa",
    "rich.console",
    "rich.progress",
    "scipy.sparse.csgraph",
    "tldextract",
    "trafilatura",
    "warcio",
    "yaml",
)

# The request is one message, with the three standard streams; a pipe holds no more than this.
LARGEST = 1 << 20

STREAMS = 3

THREADS = "/proc/self/task"

# It waits for files that polars has spilled to disk, of which there are none.
HARMLESS = frozenset({"polars-ooc-clea"})


def serve(listener: socket.socket) -> NoReturn:
    """Run the commands that are asked for, each in a fork, until standard input ends."""
    for found in pkgutil.walk_packages(corpus_qa.__path__, "corpus_qa."):
        importlib.import_module(found.name)
    for name in LATE:
        importlib.import_module(name)
    _see_that_it_may_fork()
    gc.freeze()
    running = selectors.DefaultSelector()
    running.register(listener, selectors.EVENT_READ)
    running.register(sys.stdin, selectors.EVENT_READ)
    while True:
        for key, _ in running.select():
            if key.fileobj is sys.stdin:
                os._exit(0)
            elif key.fileobj is listener:
                _start(listener, running)
            else:
                _end(key, running)


def _see_that_it_may_fork() -> None:
    """A thread of a library that holds a lock would hold it for ever in a fork."""
    names = {Path(path, "comm").read_text("utf-8").strip() for path in Path(THREADS).iterdir()}
    own = Path("/proc/self/comm").read_text("utf-8").strip()
    assert names - {own} <= HARMLESS, names


def _start(listener: socket.socket, running: selectors.BaseSelector) -> None:
    connection, _ = listener.accept()
    message, streams, _, _ = socket.recv_fds(connection, LARGEST, STREAMS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that there are threads: seen above
        process = os.fork()
    if not process:
        _run(json.loads(message), streams)
    for stream in streams:
        os.close(stream)
    ends = os.pidfd_open(process)
    about = (process, ends, connection)
    running.register(ends, selectors.EVENT_READ, about)
    running.register(connection, selectors.EVENT_READ, about)


def _end(key: selectors.SelectorKey, running: selectors.BaseSelector) -> None:
    """Tell the exit code of a process that ended, or kill one that nobody waits for any more."""
    process, ends, connection = key.data
    if key.fileobj is connection:
        os.kill(process, signal.SIGKILL)
    running.unregister(ends)
    running.unregister(connection)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    if key.fileobj is not connection:
        connection.sendall(str(code).encode())
    connection.close()
    os.close(ends)


def _run(asked: dict[str, Any], streams: list[int]) -> NoReturn:
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        sys.stdin, sys.stdout, sys.stderr = map(_opened, (sys.stdin, sys.stdout, sys.stderr))
        os.closerange(STREAMS, os.sysconf("SC_OPEN_MAX"))
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["environment"])
        time.tzset()
        tempfile.tempdir = None
        sys.path[0] = asked["folder"]
        sys.argv = [corpus_qa.cli.__file__, *asked["arguments"]]
        sys.modules["__main__"] = corpus_qa.cli
        _fork_what_is_spawned()
        corpus_qa.cli.main()
    except BaseException:  # noqa: BLE001 - as the interpreter does
        traceback.print_exc()
    os._exit(1)


def _opened(former: Any) -> TextIO:
    """Open a standard stream again, as the interpreter does at its start."""
    raw = io.FileIO(former.fileno(), former.mode, closefd=False)
    buffer: Any = io.BufferedReader(raw) if former.mode == "r" else io.BufferedWriter(raw)
    lines = former is sys.stderr
    return io.TextIOWrapper(buffer, former.encoding, former.errors, line_buffering=lines)


def _fork_what_is_spawned() -> None:
    """Let worker processes come from a fork server as well: one that is forked now, not started.

    Now there is no thread yet, and all is imported.
    """
    context, start = multiprocessing.get_context, util.spawnv_passfds
    util.spawnv_passfds = _fork
    forkserver.ensure_running()
    util.spawnv_passfds = start

    def get_context(method: str | None = None) -> Any:
        return context("forkserver" if method == "spawn" else method)

    multiprocessing.get_context = get_context


def _fork(_path: bytes, command: Sequence[str], descriptors: Sequence[int]) -> int:
    """Do in a fork what ``python -c CODE`` would do with these file descriptors."""
    process = os.fork()
    if process:
        return process
    edges = [STREAMS - 1, *sorted(descriptors), os.sysconf("SC_OPEN_MAX")]
    for low, high in itertools.pairwise(edges):
        os.closerange(low + 1, high)
    try:
        exec(command[-1], {})  # noqa: S102 - code of the standard library
    except SystemExit:  # its usual end, when the command has ended
        os._exit(0)
    except BaseException:  # noqa: BLE001 - as the interpreter does
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    sys.path[:] = [entry for entry in sys.path if Path(entry) != Path(__file__).parent]
    sys.path.insert(0, "")
    serve(socket.socket(fileno=int(sys.argv[1])))
