"""The tables of words by kind of site chrome, from ``words/<check name>.toml``: data, not code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from corpus_qa.model import ALL_LANGUAGES

WORDS = Path(__file__).with_name("words")
# The key of the words that are not sorted by language yet.
UNSORTED = "other"

# What a phrase is (a line, a beginning, a section) -> language -> phrases.
Table: TypeAlias = Mapping[str, Mapping[str, Sequence[str]]]


@cache
def tables() -> Mapping[str, Table]:
    """Return the tables by the names of their checks; the files are read once in each process."""
    return MappingProxyType(
        {
            file.stem: tomllib.loads(file.read_text(encoding="utf-8"))
            for file in sorted(WORDS.glob("*.toml"))
        }
    )


def languages_of(check: str) -> tuple[str, ...]:
    """Return the languages of a check: its words find what they say in articles of any language."""
    tags = {tag for phrases in tables()[check].values() for tag in phrases}
    return (*ALL_LANGUAGES, *sorted(tags - {UNSORTED}))
