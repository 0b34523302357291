"""Globs: names with ``*``, ``?`` and ``**``, as users write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby

import re2

# The expressions of wildcards; of equal ones in a row the second changes nothing.
WILDCARDS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*"}


def glob_expression(pattern: str) -> str:
    r"""Translate a glob to an expression for ``search`` on a name.

    >>> glob_expression("drafts")
    '(?:^|/)drafts(?:/|$)'
    """
    table = {**WILDCARDS, "?": "[^/]"}
    tokens = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.removesuffix("/"))
    parts = [table.get(token, re.escape(token)) for token in tokens if token]
    body = "".join(
        part if part in WILDCARDS.values() else "".join(same) for part, same in groupby(parts)
    )
    return f"^{body}(?:/|$)" if "/" in pattern.removesuffix("/") else f"(?:^|/){body}(?:/|$)"


def glob_matcher(pattern: str) -> Callable[[str], bool]:
    """Return what tells whether a name matches a glob, in linear time whatever the glob is."""
    found = re2.compile(glob_expression(_written(pattern)))
    return lambda name: found.search(_written(name)) is not None


def _written(name: str) -> str:
    """Return a name as UTF-8 can write it, which names of old file systems may not be."""
    return name.encode("utf-8", "replace").decode()
