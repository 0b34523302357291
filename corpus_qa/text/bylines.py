"""Lines that name a writer, a day or an hour, and say no more: collections often keep them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BYLINE_OR_DATE = re.compile(
    r"^\s*(?:by|von|por|par|di|author)\b.{0,60}$"
    r"|^.{0,40}\b(?:(?:19|20)\d\d|\d\d?:\d\d)\b.{0,30}$",
    re.IGNORECASE,
)


def are_stubs(lines: Iterable[str]) -> bool:
    """Return whether all lines that are not empty are bylines or dates."""
    return all(_BYLINE_OR_DATE.search(line) for line in lines if line.strip())
