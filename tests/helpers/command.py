"""Run ``corpus-qa`` as its users do: in a process, with arguments, in a folder."""

from __future__ import annotations

import atexit
import functools
import os
import selectors
import shlex
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import fork_client

# Seconds.
TIMEOUT = 300

SERVER = Path(__file__).parent / "fork_server.py"

# Libraries start no thread while they are imported.
WITHOUT_THREADS = {
    "OPENBLAS_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "_RJEM_MALLOC_CONF": "background_thread:false",
}


def corpus_qa(
    *arguments: str | Path, cwd: Path | None = None, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command; on Linux in a process forked from one that has imported everything.

    A test that is about the start of the process itself uses ``subprocess``.

    Raises:
        subprocess.TimeoutExpired: It took longer than ``TIMEOUT``.
    """
    command = [sys.executable, "-m", "corpus_qa.cli", *map(str, arguments)]
    folder, variables = Path(cwd or "."), dict(os.environ if environment is None else environment)
    if not _may_be_forked(variables):
        return subprocess.run(
            command, cwd=folder, env=variables, capture_output=True, encoding="utf-8",
            timeout=TIMEOUT, check=False,
        )  # fmt: skip
    (out, to_out), (err, to_err) = os.pipe(), os.pipe()
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123 - a device
        streams = (nothing.fileno(), to_out, to_err)
        connection = fork_client.start(
            server(), command[3:], str(folder.resolve()), variables, streams
        )
    os.close(to_out)
    os.close(to_err)
    with connection:
        try:
            printed = _read_all((out, err), command)
        finally:
            os.close(out)
            os.close(err)
        code = fork_client.exit_code(connection)
    return subprocess.CompletedProcess(command, code, printed[out], printed[err])


def program() -> str:
    """Return the shell command that runs the ``corpus_qa.cli`` of this checkout."""
    if not _may_be_forked(os.environ):
        root = Path(__file__).parents[2]
        return f'PYTHONPATH="{root}" exec "{sys.executable}" -m corpus_qa.cli'
    return shlex.join(["exec", sys.executable, "-IS", fork_client.__file__, server()])


def _may_be_forked(environment: Mapping[str, str]) -> bool:
    """Tell whether the server's interpreter started with the same settings."""
    if sys.platform != "linux":
        return False
    return _settings(environment) == _settings(os.environ)


def _settings(environment: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in environment.items() if key.startswith("PYTHON")}


@functools.cache
def server() -> str:
    """Start the server of this process if it does not run, and return the path of its socket."""
    folder = tempfile.mkdtemp(prefix="fork-server-")
    path = f"{folder}/socket"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        process = subprocess.Popen(
            [sys.executable, str(SERVER), str(listener.fileno())],
            pass_fds=[listener.fileno()],
            stdin=subprocess.PIPE,
            env={**os.environ, **WITHOUT_THREADS},
        )
    atexit.register(_stop, process, folder)
    return path


def _stop(process: subprocess.Popen[bytes], folder: str) -> None:
    process.communicate()
    Path(folder, "socket").unlink()
    Path(folder).rmdir()


def _read_all(pipes: tuple[int, int], command: list[str]) -> dict[int, str]:
    """Read pipes until all processes that write to them have closed them."""
    ends = time.monotonic() + TIMEOUT
    parts: dict[int, list[bytes]] = {pipe: [] for pipe in pipes}
    with selectors.DefaultSelector() as open_:
        for pipe in pipes:
            open_.register(pipe, selectors.EVENT_READ)
        while open_.get_map():
            ready = open_.select(max(0.0, ends - time.monotonic()))
            if not ready:
                raise subprocess.TimeoutExpired(command, TIMEOUT)
            for key, _ in ready:
                if part := os.read(key.fd, 1 << 16):
                    parts[key.fd].append(part)
                else:
                    open_.unregister(key.fd)
    return {pipe: b"".join(part).decode("utf-8") for pipe, part in parts.items()}
