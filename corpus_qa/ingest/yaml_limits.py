"""Whether YAML that a stranger wrote is small once it is read: a few lines can name billions."""

from __future__ import annotations

import re

# Characters of a head; those of articles have hundreds.
LONGEST = 1 << 16
# Characters and values after each alias is replaced by what it names.
MOST = 1 << 20
DEEPEST = 50

# What no value can nest or repeat without.
SUSPICIOUS = re.compile(rf"[*\[{{]|- +-|^[ ]{{{DEEPEST},}}", re.MULTILINE)


def is_bounded(block: str) -> bool:
    """Whether YAML holds no more than is written in it, and is not nested too deeply.

    True also for what is no YAML, which its reader finds out.
    """
    if len(block) > LONGEST:
        return False
    return not SUSPICIOUS.search(block) or _is_bounded(block)


def _is_bounded(block: str) -> bool:
    import yaml  # noqa: PLC0415 - slow to import

    sizes: dict[str, int] = {}
    above: list[tuple[str | None, int]] = []
    total = 0
    try:
        for event in yaml.parse(block, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                total += sizes.get(event.anchor or "", 1)
            elif isinstance(event, yaml.ScalarEvent):
                total += 1 + len(event.value)
                sizes[event.anchor or ""] = 1 + len(event.value)
            elif isinstance(event, yaml.CollectionStartEvent):
                above.append((event.anchor, total))
                sizes[event.anchor or ""] = MOST  # until it ends: it must not name itself
                total += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                anchor, before = above.pop()
                sizes[anchor or ""] = total - before
            if total >= MOST or len(above) > DEEPEST:
                return False
    except (yaml.YAMLError, ValueError):
        return True
    return True
