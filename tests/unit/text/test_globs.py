"""Globs are matched in linear time, whoever wrote them."""

from __future__ import annotations

import time

import pytest

from corpus_qa.text.globs import glob_expression, glob_matcher


@pytest.mark.parametrize(
    "pattern",
    ["**/" * 30 + "x", "*a" * 30 + "b", "**a" * 30 + "b", "a/" + "**/*" * 20 + "/b", "**" * 40],
)
def test_no_glob_explodes(pattern: str) -> None:
    matches = glob_matcher(pattern)
    began = time.process_time()
    for name in ("a/" * 60 + "y", "a" * 200):
        matches(name)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("pattern", "name", "matches"),
    [
        ("drafts", "a/drafts/b.txt", True),
        ("drafts/", "drafts/b.txt", True),
        ("*.bak", "a/b.bak", True),
        ("*.bak", "a/b.bak2", False),
        ("a/**/b.txt", "a/b.txt", True),
        ("a/**/**/b.txt", "a/x/y/b.txt", True),
        ("a/*/b.txt", "a/x/y/b.txt", False),
        ("?-#~ [x]", "a-#~ [x]", True),
        ("caf\udce9", "caf\udce9", True),
    ],
)
def test_a_glob_matches_names(pattern: str, name: str, matches: bool) -> None:  # noqa: FBT001 - a case
    assert glob_matcher(pattern)(name) is matches


def test_repeated_wildcards_are_one() -> None:
    assert glob_expression("**/**/**/a") == glob_expression("**/a")
