"""What the encoding checks promise: visible damage is found, and what they suggest heals it.

Damage is *visible* if any of these holds:

* ftfy calls the damaged text bad, and the clean text not;
* the damaged text holds replacement characters or control codes;
* a person who can read the article stumbles: eight words or more, and half of all, are no words of
  the clean text.
"""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from conftest import batch_of_texts
from encoding_texts import (
    ARTICLES,
    READ,
    WRITTEN,
    Mistake,
    as_json,
    as_mail,
    as_question_marks,
    as_references,
    as_references_twice,
    read_as,
)
from ftfy.badness import is_bad
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus_qa.checks import BUILTIN
from corpus_qa.examine.batch import Plan, examine_batch
from corpus_qa.model import Family
from corpus_qa.text.mojibake.evidence import charset

PLAN = Plan(tuple(check for check in BUILTIN if check.family is Family.ENCODING))
OTHER_MISTAKES: tuple[Mistake, ...] = (
    as_question_marks,
    as_references,
    as_references_twice,
    as_json,
    as_mail,
)
BROKEN = re.compile("[\ufffd\x80-\x9f\x00-\x08\x0e-\x1f\x7f]")
FEW_WORDS, MUCH = 8, 0.5


def examine(*texts: str) -> list[list[dict[str, Any]]]:
    """Return the findings of each text."""
    result = examine_batch(batch_of_texts(*texts), PLAN)
    assert result.crashes == ()
    found: list[list[dict[str, Any]]] = [[] for _ in texts]
    for row in result.findings.to_pylist():
        found[int(row["article_id"].removeprefix("a"))].append(row)
    return found


def is_visible(clean: str, damaged: str) -> bool:
    if (is_bad(damaged) and not is_bad(clean)) or BROKEN.search(damaged):
        return True
    words, known = damaged.split(), set(clean.split())
    strange = sum(word not in known for word in words)
    return strange >= FEW_WORDS and strange >= MUCH * len(words)


@st.composite
def damaged_articles(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a clean article and what a chain of one to three mistakes makes of it."""
    language = draw(st.sampled_from(sorted(ARTICLES)))
    damaged = ARTICLES[language]
    sets = ("utf-8", *WRITTEN.get(language, ()))
    for link in range(draw(st.integers(1, 3))):
        if draw(st.integers(0, 7)) == 0:
            damaged = draw(st.sampled_from(OTHER_MISTAKES))(damaged)
            continue
        # what was damaged once lives on in UTF-8
        written = draw(st.sampled_from(sets)) if link == 0 else "utf-8"
        readings = [*READ, "utf-8"] if written != "utf-8" else [*READ]
        damaged = read_as(damaged, written, draw(st.sampled_from(readings)))
    return ARTICLES[language], damaged


@pytest.mark.parametrize("language", sorted(ARTICLES))
def test_a_clean_article_in_any_script_has_no_finding(language: str) -> None:
    assert examine(ARTICLES[language]) == [[]]


@settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(damaged_articles())
def test_visible_damage_is_found_whatever_chain_of_mistakes_made_it(texts: tuple[str, str]) -> None:
    clean, damaged = texts
    if is_visible(clean, damaged):
        found = examine(damaged)[0]
        assert any(row["severity"] != "note" for row in found), damaged


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(damaged_articles())
def test_messages_are_short_and_suggestions_change_something(texts: tuple[str, str]) -> None:
    for row in examine(texts[1])[0]:
        assert len(row["message"]) < 250
        assert row["suggestion"] != row["excerpt"]


def healed(text: str, findings: list[dict[str, Any]]) -> str:
    """Apply the suggestions of the mojibake findings."""
    own = [row for row in findings if row["check"] == "ENC001" and row["suggestion"] is not None]
    for row in sorted(own, key=lambda row: -row["start"]):
        text = f"{text[: row['start']]}{row['suggestion']}{text[row['end'] :]}"
    return text


def misread_places(text: str, codec: str, times: int, part: str, at: int) -> str:
    """Misread a whole text, one line or one sentence's worth of words, some times over."""
    lines = text.split("\n")
    at %= len(lines)
    chosen = lines if part == "all" else [lines[at]]
    if part == "words":
        words = lines[at].split(" ")
        chosen = [" ".join(words[: max(4, len(words) // 2)])]
    for piece in chosen:
        damaged = piece
        for _ in range(times):
            damaged = charset(codec).misread(damaged)
        text = text.replace(piece, damaged, 1)
    return text


def test_suggestions_restore_misread_articles_in_95_of_100_cases() -> None:
    sets = (
        *("cp1252", "latin-1", "cp1251", "cp1250", "mac-roman", "koi8-r", "cp437", "cp850"),
        *("cp866", "iso8859-2", "cp1253", "cp1254", "cp1257", "iso8859-15", "mac-cyrillic"),
    )
    dice = random.Random(20260401)  # noqa: S311 - a fixed sample, no secret
    cases = []
    for _ in range(500):
        clean = ARTICLES[dice.choice(sorted(ARTICLES))]
        part, times = dice.choice(("all", "line", "words")), dice.choice((1, 1, 2, 3))
        damaged = misread_places(clean, dice.choice(sets), times, part, dice.randrange(3))
        cases.append((clean, damaged))
    changed = [(clean, damaged) for clean, damaged in cases if clean != damaged]
    found = examine(*(damaged for _, damaged in changed))
    restored = sum(
        healed(damaged, findings) == clean
        for (clean, damaged), findings in zip(changed, found, strict=True)
    )
    assert restored / len(changed) >= 0.95, f"{restored} of {len(changed)}"
