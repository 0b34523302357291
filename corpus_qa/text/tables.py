"""Tables of words, characters and names in ``.toml`` files, read when they are first needed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data")


@cache
def table(name: str) -> Mapping[str, Any]:
    """Read ``data/<name>.toml``, once in each process."""
    return table_beside(str(DATA / name))


@cache
def table_beside(module: str) -> Mapping[str, Any]:
    """Read the table beside a module, given its ``__file__``, once in each process."""
    return tomllib.loads(Path(module).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def frequent_words(letters: str) -> Mapping[str, frozenset[str]]:
    """Return the frequent words with letters beyond ASCII by language, as listed and capitalised.

    Args:
        letters: ``latin``, or ``other`` for languages in Cyrillic, Greek, Hebrew and Arabic.
    """
    listed = {language: text.split() for language, text in table("frequent_words")[letters].items()}
    return {
        language: frozenset(words) | {word[:1].upper() + word[1:] for word in words}
        for language, words in listed.items()
    }


@cache
def listed_words(language: str) -> frozenset[str]:
    """Return the frequent words of a language in ``data/words``; none if it has no list there."""
    path = DATA / "words" / f"{language}.txt"
    if not language.isalpha() or not path.is_file():
        return frozenset()
    return frozenset(path.read_text(encoding="utf-8").partition("\n")[2].split())
