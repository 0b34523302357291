"""The engine: the same answer everywhere, and no crash goes unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from conftest import batch_of, batch_of_texts
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_qa.checks import BUILTIN
from corpus_qa.dedup.sketch import sketch_tables
from corpus_qa.examine import run
from corpus_qa.examine.batch import Plan, examine_batch
from corpus_qa.model import Article, Batch, Check, Evidence, Family, Hit, Pattern, Severity, Signal
from corpus_qa.text.screen import MAX_MATCHES

WORDS = Check(
    "CON900",
    "words",
    Family.CONTENT,
    Severity.WARNING,
    "Words.",
    "Why.",
    (Pattern("fire", "It says {}."),),
)


def explode(article: Article, hits: Sequence[Hit]) -> Iterator[Evidence]:
    if "bad" in article.text:
        msg = f"cannot examine {article.article_id} with {len(hits)} hits"
        raise ValueError(msg)
    yield Evidence("CON901", "Fine.")


def refuse(text: str, start: int, end: int) -> bool:
    return text[start - 1 : end] != "-fire"


def count(article: Article, hits: Sequence[Hit]) -> Iterator[Evidence | Signal]:
    yield Signal("fires", float(len(hits)))
    yield Evidence("CON902", f"{article.article_id} burns.")


def outside(article: Article, hits: Sequence[Hit]) -> Iterator[Evidence]:
    yield Evidence("CON904", f"{len(hits)}", "text", 0, len(article.text) + 1)


def swarming(article: Article, hits: Sequence[Hit]) -> Iterator[Evidence]:
    del hits
    for start in range(0, len(article.text) - 3, 5):
        yield Evidence("CON900", "A fire.", "text", start, start + 4)


def check_of(number: int, **given: object) -> Check:
    return Check(
        f"CON{number}", f"c{number}", Family.CONTENT, Severity.NOTE, "words", "Why.", **given
    )  # type: ignore[arg-type]


def test_a_pattern_check_quotes_the_words_in_its_message() -> None:
    rows = examine_batch(batch_of_texts("the fire"), Plan((WORDS,))).findings.to_pylist()
    assert [(row["start"], row["end"], row["message"]) for row in rows] == [(4, 8, "It says fire.")]


def test_a_crash_is_recorded_with_its_article_and_loses_nobody_else() -> None:
    plan = Plan((WORDS, check_of(901, examine=explode)))
    result = examine_batch(batch_of_texts("fire", "bad fire", "fire"), plan)
    assert [(crash.check, crash.source) for crash in result.crashes] == [("CON901", "a1.txt")]
    assert "cannot examine a1" in result.crashes[0].traceback
    seen = [(row["article_id"], row["check"]) for row in result.findings.to_pylist()]
    assert seen == [
        ("a0", "CON901"),
        ("a0", "CON900"),
        ("a1", "CON900"),
        ("a2", "CON901"),
        ("a2", "CON900"),
    ]


def test_a_span_outside_its_field_is_a_crash_not_a_wrong_finding() -> None:
    result = examine_batch(batch_of_texts("text"), Plan((check_of(904, examine=outside),)))
    assert result.findings.num_rows == 0
    assert "lies outside text" in result.crashes[0].error


def test_a_confirmation_looks_at_the_context() -> None:
    check = check_of(903, patterns=(Pattern("fire", "Fire.", confirm=refuse),))
    rows = examine_batch(batch_of_texts("cease-fire fire"), Plan((check,))).findings.to_pylist()
    assert [row["start"] for row in rows] == [11]


def test_an_examiner_with_patterns_sees_only_articles_with_hits() -> None:
    check = check_of(902, patterns=(Pattern("fire"),), examine=count, signals=("fires",))
    result = examine_batch(batch_of_texts("fire fire", "calm"), Plan((check,)))
    assert result.signals.column("fires").to_pylist() == [2.0, None]
    assert result.findings.num_rows == 1


def test_of_two_overlapping_hits_the_first_and_longer_is_kept() -> None:
    patterns = (Pattern("on fire", "long"), Pattern("fire", "short"))
    check = check_of(905, patterns=patterns)
    rows = examine_batch(batch_of_texts("on fire, fire"), Plan((check,))).findings.to_pylist()
    assert [row["message"] for row in rows] == ["long", "short"]


def test_lines_count_from_the_line_on_which_the_text_begins() -> None:
    from conftest import batch_of  # noqa: PLC0415 - used here only

    text_file = {"text": "calm\nfire", "text_line": 3}
    line_format = {"text": "calm\nfire", "source_line": 7}
    batch = batch_of([text_file, line_format, {"text": "fire"}])
    rows = examine_batch(batch, Plan((WORDS,))).findings.to_pylist()
    assert [row["line"] for row in rows] == [4, 7, None]


def test_words_and_characters_are_counted_per_article() -> None:
    texts = ["", "one", " two words\n", "été à la mer", "\t", "no space at the end"]
    batch = batch_of_texts(*texts)
    signals = examine_batch(batch, Plan(())).signals
    assert signals.column("words").to_pylist() == [len(text.split()) for text in texts]
    assert signals.column("characters").to_pylist() == [len(text) for text in texts]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("aZ é’水😀\n\t", max_size=20), max_size=5), st.data())
def test_what_is_counted_in_bytes_is_what_python_counts(
    texts: list[str], data: st.DataObject
) -> None:
    batch = batch_of([{"text": text, "title": text[1:]} for text in texts])
    cut = data.draw(st.integers(0, len(texts)))
    batch = Batch(batch.records.slice(cut))
    signals = examine_batch(batch, Plan(())).signals
    assert signals["characters"].to_pylist() == [len(text) for text in texts[cut:]]
    assert signals["lines"].to_pylist() == [text.count("\n") + 1 for text in texts[cut:]]
    assert signals["words"].to_pylist() == [len(re.findall(r"[^ \n\t]+", t)) for t in texts[cut:]]
    for article, text in zip(batch.articles, texts[cut:], strict=True):
        expected = frozenset(char for char in text if char > "\x7f")
        assert article.alphabet == replace(article, beyond_ascii=None).alphabet == expected


def test_a_pool_gives_the_same_answer_as_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "STARTUP", 0.0)
    batches = [batch_of_texts("the 30 -day fire", "clean", first_row=2 * n) for n in range(5)]
    alone = list(run.examine_all(batches, Plan(BUILTIN), sketch_tables, 1))
    pooled = list(run.examine_all(batches, Plan(BUILTIN), sketch_tables, 2))
    assert len(alone) == len(pooled) == 5
    for one, other in zip(alone, pooled, strict=True):
        assert one.results[0].findings.equals(other.results[0].findings)
        assert one.results[0].signals.equals(other.results[0].signals)
        assert one.sketches == other.sketches


def test_a_check_lists_so_many_findings_of_an_article_and_tells_that_there_are_more() -> None:
    batch = batch_of_texts("fire " * 1_200, "fire fire")
    swarm = replace(WORDS, patterns=(), examine=swarming)
    for check in (WORDS, swarm):
        found = examine_batch(batch, Plan((check,))).findings.to_pylist()
        assert len(found) == (MAX_MATCHES + 1) + 2
        (more,) = [row for row in found if row["start"] is None]
        assert more["message"].startswith(f"There are {MAX_MATCHES} such places")
        assert (more["check"], more["severity"]) == ("CON900", "warning")


ENGLISH = "The mayor of the town said that the fire was out and that they had all gone home."
GERMAN = "Der Bürgermeister sagte, dass das Feuer aus ist und dass sie alle nach Hause gehen."


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "A fire.", 1),
        ("en-GB", "A fire.", 1),
        ("de", "Ein „fire“.", 0),
        (None, ENGLISH, 1),
        (None, GERMAN.replace("Feuer", "„fire“"), 0),
        (None, "Ṭāhā fire ḥwā", 0),
    ],
)
def test_a_check_written_for_english_is_silent_on_other_and_unknown_languages(
    language: str | None, text: str, found: int
) -> None:
    english = replace(WORDS, languages=("en",))
    batch = batch_of([{"text": text, "language": language}])
    assert examine_batch(batch, Plan((english,))).findings.num_rows == found
    assert examine_batch(batch, Plan((WORDS,))).findings.num_rows == 1
