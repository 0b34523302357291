"""Ask the fork server for a command; as a program, in place of ``python -m corpus_qa.cli``."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Mapping, Sequence

# A process that a signal ended has this code plus the signal, for a shell.
SIGNAL = 128


def start(
    server: str,
    arguments: Sequence[str],
    folder: str,
    environment: Mapping[str, str],
    streams: Sequence[int],
) -> socket.socket:
    """Start a command with the given standard streams.

    Args:
        server: Path of the socket of the server.
        arguments: What follows ``corpus-qa``.
        folder: The working directory.
        environment: All environment variables.
        streams: File descriptors of standard input, output and error.

    Returns:
        A connection that receives the exit code; closing it kills the command.
    """
    asked = {"arguments": arguments, "folder": folder, "environment": environment}
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(server)
    socket.send_fds(connection, [json.dumps(asked).encode()], streams)
    return connection


def exit_code(connection: socket.socket) -> int:
    """Wait for a command; the code is negative if a signal ended it, as in ``subprocess``."""
    return int(connection.recv(16))


if __name__ == "__main__":
    folder = os.getcwd()  # noqa: PTH109 - without pathlib, it starts at once
    code = exit_code(start(sys.argv[1], sys.argv[2:], folder, dict(os.environ), (0, 1, 2)))
    sys.exit(code if code >= 0 else SIGNAL - code)
