"""The moment of a run, which a build that must be reproducible can state."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from corpus_qa.errors import ConfigError

# The variable and its meaning are those of reproducible-builds.org.
VARIABLE = "SOURCE_DATE_EPOCH"


def now() -> datetime:
    """Return the current time, or the one that ``SOURCE_DATE_EPOCH`` states in seconds.

    Raises:
        ConfigError: The variable holds no number of seconds.
    """
    stated = os.environ.get(VARIABLE)
    if not stated:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(stated), UTC)
    except (ValueError, OverflowError, OSError) as error:
        msg = f"{VARIABLE} must be a whole number of seconds since 1970, found {stated!r}."
        raise ConfigError(msg) from error
