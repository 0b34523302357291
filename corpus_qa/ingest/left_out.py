"""Which files hold no article, by their names; ``left_out.toml`` states the rule and the names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Mapping
from functools import cache
from pathlib import Path

from corpus_qa.ingest.streams import Compression

COMPRESSIONS = frozenset(kind.value for kind in Compression if kind.value)

NO_ARTICLES = "no articles in files of this type"
ABOUT = "about the collection"


@cache
def rules() -> Mapping[str, tuple[str, ...]]:
    """Return the names of each rule."""
    found = tomllib.loads(Path(__file__).with_name("left_out.toml").read_text("utf-8"))
    return {name: tuple(values) for name, values in found.items()}


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(rules()["suffixes"])


@cache
def _names(rule: str) -> re.Pattern[str]:
    """Return what the names of a rule match, each as a whole."""
    patterns = (re.escape(pattern).replace(r"\*", ".*") for pattern in rules()[rule])
    return re.compile("|".join(patterns), re.IGNORECASE)


def is_junk(name: str) -> bool:
    """Whether a file or folder is left out without a word."""
    return _names("junk").fullmatch(name) is not None


def reason_by_name(name: str, known: Container[str]) -> str | None:
    """Return why a name is left out, whatever the file holds; an empty text for junk.

    Args:
        name: The path.
        known: Suffixes that a reader has.
    """
    base = name.rpartition("/")[2].lower()
    if is_junk(base):
        return ""
    if _names("about").fullmatch(base):
        return ABOUT
    stem, _, last = base.rpartition(".")
    plain = stem if last in COMPRESSIONS else base
    suffix = plain[plain.rfind(".") :] if "." in plain[1:] else ""
    return NO_ARTICLES if suffix in _suffixes() and suffix not in known else None
