"""Phrases of a check by language, from ``words/<check name>.toml``: data, not code.

A reader of a language adds to them without reading code. "…" stands for some words of the same
sentence; case does not count; an apostrophe stands for any apostrophe.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from corpus_qa.model import ALL_LANGUAGES

WORDS = Path(__file__).with_name("words")
SOME_WORDS = r"[^.\n。]{1,40}"


@cache
def phrases_of(check: str) -> tuple[str, ...]:
    """Return an RE2 expression for each language of a check."""
    return tuple(_expression(phrases) for phrases in _table(check).values())


def languages_of(check: str) -> tuple[str, ...]:
    """Return the languages of a check: its phrases are looked for in articles of any language."""
    return (*ALL_LANGUAGES, *sorted(_table(check)))


@cache
def _table(check: str) -> Mapping[str, list[str]]:
    return tomllib.loads((WORDS / f"{check}.toml").read_text(encoding="utf-8"))


def _expression(phrases: list[str]) -> str:
    return f"(?i)(?:{'|'.join(_alternatives(phrases))})"


def _alternatives(phrases: list[str]) -> Iterator[str]:
    for phrase in phrases:
        parts = (
            re.escape(part).replace("\\ ", " ").replace("'", "['’]") for part in phrase.split("…")
        )
        edge = r"\b" if phrase[:1].isascii() and phrase[:1].isalpha() else ""
        yield edge + SOME_WORDS.join(parts)
