"""Explain a check: its page, or the catalogue of all checks."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from corpus_qa.checks import catalogue
from corpus_qa.errors import UsageError
from corpus_qa.model import Check


def explain(check: str) -> str:
    """Return the page of a check, named by its id or its name.

    Raises:
        UsageError: There is no such check.
    """
    known = catalogue()
    by_name = {entry.name: entry for entry in known.values()}
    found = known.get(check.upper()) or by_name.get(check.lower())
    if found is None:
        near = difflib.get_close_matches(check.upper(), known, n=1)
        near += difflib.get_close_matches(check.lower(), by_name, n=1)
        tip = f" Did you mean {' or '.join(near)}?" if near else ""
        msg = f"There is no check “{check}”.{tip} `corpus-qa explain` lists all checks."
        raise UsageError(msg)
    head = f"{found.id} {found.name}  ({found.family}, {found.severity})"
    return f"{head}\n\n{found.page.strip()}\n"


def all_checks() -> Sequence[Check]:
    """Return the catalogue in the order of ids."""
    return tuple(catalogue().values())
