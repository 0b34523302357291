"""The registry of checks: those of this package, then those that other packages bring.

A built-in check is a module of a family's folder that defines ``CHECK``. Another package names its
checks in the entry-point group ``corpus_qa.checks``: an entry point gives one ``Check``, or a list
or tuple of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import re2

from corpus_qa.checks._family import modules_of
from corpus_qa.errors import PluginError
from corpus_qa.model import Check
from corpus_qa.plugins import load_plugins

GROUP = "corpus_qa.checks"
FAMILIES = ("chrome", "content", "dates", "duplicates", "encoding", "translation")


def _builtin() -> Iterator[Check]:
    for family in FAMILIES:
        for module in modules_of(f"corpus_qa.checks.{family}"):
            yield module.CHECK


BUILTIN: tuple[Check, ...] = tuple(sorted(_builtin(), key=lambda check: check.id))


@cache
def catalogue() -> Mapping[str, Check]:
    """Return every check by id, in the order of ids.

    Raises:
        PluginError: An entry point cannot be loaded, gives something else than checks, or gives a
            check that is wrong or whose id or name is taken.
    """
    found = {check.id: check for check in BUILTIN}
    names = {check.name: check.id for check in BUILTIN}

    def add(check: Check) -> None:
        refuse_unusable(check)
        if check.id in found:
            msg = f"the id {check.id} is taken by {found[check.id].name}: choose another one"
            raise PluginError(msg)
        if check.name in names:
            msg = f"the name {check.name} is taken by {names[check.name]}: choose another one"
            raise PluginError(msg)
        found[check.id], names[check.name] = check, check.id

    load_plugins(GROUP, Check, add)
    return dict(sorted(found.items()))


def refuse_unusable(check: Check) -> None:
    """Refuse a check that no run could answer.

    A check looks at itself when it is made; this is what would cost too much then, for all checks,
    or does not hold for built-in ones.

    Raises:
        PluginError: A pattern is not RE2, or there is nothing that could find anything.
    """
    if not (check.patterns or check.examiner or check.corpus):
        msg = f"Check {check.id}: it needs patterns, an examiner (examine) or a corpus query."
        raise PluginError(msg)
    options = re2.Options()
    options.log_errors = False
    for pattern in check.patterns:
        try:
            re2.compile(pattern.regex, options)
        except re2.error as error:
            reason = error.args[0].decode() if isinstance(error.args[0], bytes) else error
            msg = (
                f"Check {check.id}: the pattern {pattern.regex!r} is not an RE2 expression"
                f" ({reason}). RE2 has no look-around and no back-references: match the words"
                " alone, and look at what is around them in a confirm function."
            )
            raise PluginError(msg) from error
