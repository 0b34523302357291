"""Which input column is which article column, by its name.

A name is compared without case, spaces, hyphens, underscores, colons and dots: ``datePublished``,
``date_published`` and ``Date Published`` are one name. A field of an object in the record has the
name of its path: ``meta.url``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from corpus_qa.errors import ConfigError
from corpus_qa.text.tables import table_beside

SEPARATORS = re.compile(r"[\s_.:\-]+")
# ``{"en": ..., "de-AT": ...}``
LANGUAGE_KEY = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")
# ``body_en``, ``title-de``
OF_LANGUAGE = re.compile(r"(.{3,})[_\-. ][a-z]{2}")

# The ranks of names that are less telling than any name in the table.
BY_LANGUAGE, NESTED = 1_000, 2_000

# What [input.columns] calls a column that is not to be used.
NOT_USED = "none"


@cache
def synonyms() -> Mapping[str, Sequence[str]]:
    """Return for each article column (and ``html``) the names that mean it, the best first."""
    return {
        name: names for name, names in table_beside(__file__).items() if isinstance(names, list)
    }


@cache
def shape(kind: str) -> Mapping[str, None]:
    """Return the names of one kind of objects and lists in records, in their order."""
    return dict.fromkeys(table_beside(__file__)["shapes"][kind])


@cache
def _columns_by_name() -> Mapping[str, tuple[str, int]]:
    """Return for each name the column that it means, and its rank among the names of the column."""
    return {
        simplify(name): (column, rank)
        for column, names in synonyms().items()
        for rank, name in enumerate(names)
    }


class Mapped(NamedTuple):
    """For each article column the input columns that may fill it, best first; and all others.

    ``sure`` are the columns that one input column fills whatever its value, if that is a text.
    """

    columns: Mapping[str, tuple[str, ...]]
    others: tuple[str, ...]
    sure: frozenset[str]

    @property
    def has_text(self) -> bool:
        """Whether an article can come of the record."""
        return "text" in self.columns or "html" in self.columns


@lru_cache(maxsize=1024)
def map_columns(names: tuple[str, ...], overrides: tuple[tuple[str, str], ...] = ()) -> Mapped:
    """Map the names of the columns of a record.

    Args:
        names: The input columns, in their order.
        overrides: Pairs of input column and article column, which come before the synonyms.
    """
    chosen = {simplify(name): column for name, column in overrides}
    ranked: dict[str, list[tuple[int, int, str]]] = {}
    others = []
    for place, name in enumerate(names):
        simple = simplify(name)
        column, rank = (chosen[simple], -1) if simple in chosen else _by_name(name, simple)
        if column is None or column == NOT_USED:
            others.append(name)
        else:
            ranked.setdefault(column, []).append((rank, place, name))
    columns = {key: tuple(name for _, _, name in sorted(found)) for key, found in ranked.items()}
    sure = (column for column, found in columns.items() if not (found[1:] or is_doubtful(found[0])))
    return Mapped(columns, tuple(others), frozenset(sure))


def _by_name(name: str, simple: str) -> tuple[str | None, int]:
    """Return the column that a name means, and how telling it is: 0 is the most."""
    by_name = _columns_by_name()
    if simple in by_name:
        return by_name[simple]
    if (found := OF_LANGUAGE.fullmatch(name.lower())) and simplify(found[1]) in by_name:
        column, rank = by_name[simplify(found[1])]
        return column, BY_LANGUAGE + rank
    outer, _, inner = name.rpartition(".")
    if outer and all(map(is_wrapper, outer.split("."))):
        inner = simplify(inner)
        if inner in by_name and inner not in shape("outer_only"):
            column, rank = by_name[inner]
            return column, NESTED + rank
    return None, 0


def check_overrides(overrides: Mapping[str, str]) -> None:
    """Refuse an override that names no article column.

    Raises:
        ConfigError: Naming the columns that there are.
    """
    for name, column in overrides.items():
        if column not in synonyms() and column != NOT_USED:
            columns = ", ".join(synonyms())
            msg = (
                f"[input.columns] maps “{name}” to “{column}”, which is none of {columns} "
                f"(or “{NOT_USED}”, for a column that is not to be used)."
            )
            raise ConfigError(msg)


@lru_cache(maxsize=4096)
def simplify(name: str) -> str:
    """Return a name without case and separators."""
    # the capital I with a dot becomes an i and a dot of its own
    return SEPARATORS.sub("", name).casefold().replace("\N{COMBINING DOT ABOVE}", "")


def is_doubtful(name: str) -> bool:
    """Whether a name means something else as often as the column in the table."""
    return simplify(name.rpartition(".")[2]) in shape("doubtful")


def is_wrapper(name: str) -> bool:
    """Whether the fields of an object under this name belong to the record around it."""
    # Elasticsearch; ``source`` without the mark names the medium
    return name == "_source" or simplify(name) in shape("wrappers")
