"""Globs: names with ``*``, ``?`` and ``**``, as users write them."""

from __future__ import annotations

import re


def glob_expression(pattern: str) -> str:
    r"""Translate a glob to an expression for ``search`` on a name.

    >>> glob_expression("drafts")
    '(?:^|/)drafts(?:/|$)'
    """
    table = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    tokens = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.removesuffix("/"))
    body = "".join(table.get(token, re.escape(token)) for token in tokens)
    return f"^{body}(?:/|$)" if "/" in pattern.removesuffix("/") else f"(?:^|/){body}(?:/|$)"
