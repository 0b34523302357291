"""Which files hold no article, by their names; ``left_out.toml`` states the rule and the names."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from functools import cache

from corpus_qa.ingest.streams import COMPRESSIONS
from corpus_qa.text.tables import table_beside

NO_ARTICLES = "no articles in files of this type"
ABOUT = "about the collection"


def rules() -> Mapping[str, Sequence[str]]:
    """Return the names of each rule."""
    return table_beside(__file__)


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
    plain = stem if f".{last}" in COMPRESSIONS else base
    suffix = plain[plain.rfind(".") :] if "." in plain[1:] else ""
    return NO_ARTICLES if suffix in rules()["suffixes"] and suffix not in known else None
