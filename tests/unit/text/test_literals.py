"""Literals that every match of an expression contains."""

from __future__ import annotations

import hashlib

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_qa.checks import BUILTIN
from corpus_qa.model import Family
from corpus_qa.text.literals import byte_variants, required_literals, word_sides

# Expressions of each family from which matches are drawn, which takes long.
SAMPLE = 12


def sample_of(family: Family) -> list[str]:
    """Return expressions of a family whose literals are derived, the same ones in each run."""
    derived = {
        pattern.regex
        for check in BUILTIN
        for pattern in check.patterns
        if check.family is family
        and not pattern.literals
        and "\\p" not in pattern.regex
        and "[[:" not in pattern.regex
        and "\\C" not in pattern.regex
    }
    return sorted(derived, key=lambda regex: hashlib.sha256(regex.encode()).digest())[:SAMPLE]


@pytest.mark.parametrize(
    ("regex", "literals"),
    [
        (r"share this", {"share this"}),
        (r"(?i)\bshare (?:this|on)\b", {"share this", "share on"}),
        (r"[a-z]+ -day", {" -day"}),
        (r"(?:cookies?|consent)", {"cookie", "cookies", "consent"}),
        (r"a.c", None),
        (r"\d+", None),
        (r"(?:words)?", None),
        (r"(?:one|.)", None),
        (r"x{3}abc", {"abc"}),
    ],
)
def test_literals_are_derived_where_a_match_must_contain_one(
    regex: str, literals: set[str] | None
) -> None:
    assert required_literals(regex) == literals


def test_a_literal_beyond_ascii_is_looked_for_in_both_cases() -> None:
    assert byte_variants("été") == {text.encode() for text in ("été", "Été", "étÉ", "ÉtÉ")}


@pytest.mark.parametrize("family", Family)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_match_of_a_built_in_pattern_contains_a_required_literal(
    family: Family, data: st.DataObject
) -> None:
    regex = data.draw(st.sampled_from(sample_of(family) or ["share this"]))
    literals = required_literals(regex)
    text = data.draw(st.from_regex(regex))
    # Python also takes the dotless i for an i; RE2, which judges articles, does not.
    match = re2.search(regex, text)
    if literals and match:
        found = match.group().lower()
        assert any(literal in found for literal in literals)


@pytest.mark.parametrize(
    ("regex", "sides"),
    [
        (r"\b(?:fr|mssen|knnen)\b", 3),
        (r"\bfr|mssen", 0),
        (r"\b(?:fr|mssen)", 1),
        (r"(?i:fr|Mssen)\b", 2),
        (r"\b(?:fr|mssen|other)\b", 0),
        (r"\b(?:fr|mssen)s?\b", 0),
        (r"\b\b", 0),
        (r"\b(?:fr|mssen", 0),
    ],
)
def test_words_must_end_where_the_expression_says_so(regex: str, sides: int) -> None:
    assert word_sides(regex, ["fr", "mssen", "knnen"]) == sides
