"""The catalogue of checks: the built-in ones, then those that plug-ins bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import entry_points

from corpus_qa.checks import chrome, content, dates, duplicates, encoding, translation
from corpus_qa.errors import PluginError
from corpus_qa.model import Check

PLUGIN_GROUP = "corpus_qa.checks"

BUILTIN: tuple[Check, ...] = (
    *chrome.CHECKS,
    *content.CHECKS,
    *dates.CHECKS,
    *duplicates.CHECKS,
    *encoding.CHECKS,
    *translation.CHECKS,
)


def catalogue() -> Mapping[str, Check]:
    """Return every known check by id, in the order of ids.

    Raises:
        PluginError: A plug-in cannot be loaded, is not a check, or claims an id that is taken.
    """
    return joined((*BUILTIN, *_plugins()))


def joined(checks: Iterable[Check]) -> dict[str, Check]:
    """Return checks by id.

    Raises:
        PluginError: Two checks claim one id.
    """
    found: dict[str, Check] = {}
    for check in sorted(checks, key=lambda check: check.id):
        if check.id in found:
            msg = f"Two checks claim the id {check.id}: {found[check.id].name} and {check.name}."
            raise PluginError(msg)
        found[check.id] = check
    return found


def _plugins() -> Iterable[Check]:
    for entry in entry_points(group=PLUGIN_GROUP):
        try:
            check = entry.load()
        except Exception as error:
            msg = f"The plug-in {entry.name} ({entry.value}) cannot be loaded: {error}."
            raise PluginError(msg) from error
        if not isinstance(check, Check):
            msg = f"The plug-in {entry.name} ({entry.value}) is not a corpus_qa Check."
            raise PluginError(msg)
        yield check
