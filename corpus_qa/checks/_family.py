"""The recipe of every family: each module of its folder is a check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from corpus_qa.model import Hit


@cache
def modules_of(package: str) -> tuple[ModuleType, ...]:
    """Import the checks of a family: the modules of its package but those that begin with ``_``."""
    folder = import_module(package).__path__
    names = sorted(module.name for module in iter_modules(folder))
    return tuple(import_module(f"{package}.{name}") for name in names if not name.startswith("_"))


def records_of(package: str, name: str) -> tuple[Any, ...]:
    """Return what the checks of a family define as ``name`` besides ``CHECK``.

    An examiner asks for them when it first runs: the checks that it decides together import it.
    """
    return tuple(getattr(one, name) for one in modules_of(package) if hasattr(one, name))


def hits_by_check(hits: Iterable[Hit]) -> Mapping[str, Sequence[Hit]]:
    """Group the matches that an examiner gets for several checks by check id."""
    by_check: dict[str, list[Hit]] = {}
    for hit in hits:
        by_check.setdefault(hit.check, []).append(hit)
    return by_check
