"""Errors that a user can do something about, each with its exit code."""

from __future__ import annotations


class CorpusQAError(Exception):
    """Base of all errors raised on purpose; ``str(error)`` says what to do next."""

    exit_code = 2


class UsageError(CorpusQAError):
    """The command line asks for something that cannot be done."""


class ConfigError(CorpusQAError):
    """The configuration, a suite or a schema is wrong; the message names the file and the key."""


class InputError(CorpusQAError):
    """The articles contradict each other in a way that only their owner can settle."""


class UnusableIndexError(InputError):
    """An index is not there, was made in another way, or is damaged: it cannot be asked.

    Attributes:
        reason: What is wrong with it.
        hint: What to do about it.
    """

    exit_code = 3

    def __init__(self, place: str, reason: str, hint: str) -> None:
        super().__init__(f"{place}: {reason}. {hint}")
        self.reason, self.hint = reason, hint


class PluginError(CorpusQAError):
    """A plug-in could not be loaded or does not follow the protocol."""


class IncompleteError(CorpusQAError):
    """Nothing could be examined, so there is nothing to judge."""

    exit_code = 3


class VerdictError(CorpusQAError):
    """A run did not pass; the message lists the reasons, and ``exit_code`` says how it ended."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code
