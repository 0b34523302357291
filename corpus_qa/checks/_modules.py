"""The recipe of every family: each module of its folder is a check."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


@cache
def modules_of(package: str) -> tuple[ModuleType, ...]:
    """Import the checks of a family: the modules of its package but those that begin with ``_``."""
    folder = import_module(package).__path__
    names = sorted(module.name for module in iter_modules(folder))
    return tuple(import_module(f"{package}.{name}") for name in names if not name.startswith("_"))
