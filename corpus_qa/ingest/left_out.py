"""Which files hold no article, by their names; ``left_out.toml`` states the rule and the names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Mapping
from functools import cache
from pathlib import Path, PurePosixPath

from corpus_qa.ingest.streams import Compression

NO_ARTICLES = "no articles in files of this type"
ABOUT = "about the collection"


@cache
def rules() -> Mapping[str, tuple[str, ...]]:
    """Return the names of each rule."""
    found = tomllib.loads(Path(__file__).with_name("left_out.toml").read_text("utf-8"))
    return {name: tuple(values) for name, values in found.items()}


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
    path = PurePosixPath(name)
    if is_junk(path.name):
        return ""
    if _names("about").fullmatch(path.name):
        return ABOUT
    plain = path.stem if path.suffix.lower()[1:] in set(Compression) else path.name
    suffix = PurePosixPath(plain).suffix.lower()
    return NO_ARTICLES if suffix in rules()["suffixes"] and suffix not in known else None
